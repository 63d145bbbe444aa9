-- One row is one statement: what a holder said of an issue on a day, however many outlets and sentences report it.
-- Reads relation `new_reports`.
WITH grouped AS (
  SELECT arg_min(rowid, order_key) AS best, count(*)::INTEGER AS n_reports, list(source_key) AS source_keys,
    max(said_on_source) AS said_on_source, -- stated > published > other_report > none
    min(published_on) AS first_published_on, max(published_on) AS last_published_on
  FROM new_reports
  GROUP BY statement_id
)
SELECT r.statement_id, r.country_code, r.issue_key, r.holder_key, r.holder_name, r.holder_level, r.holder_rank, r.basis,
  r.commitment, r.stance, r.strength, r.said_on, g.said_on_source, g.n_reports,
  CASE WHEN g.n_reports = 1 THEN g.source_keys ELSE list_sort(list_distinct(g.source_keys)) END AS source_keys,
  g.first_published_on, g.last_published_on, r.position_id
FROM grouped g JOIN new_reports r ON r.rowid = g.best
