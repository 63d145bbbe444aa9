-- One row is one version of a position with the time in which the warehouse held it: what we knew, and when.
-- The only mart with clock times in it: two runs on the same input differ here and nowhere else.
SELECT position_id, recorded_at, retired_at, article_id, country_code, issue_id, holder_name, holder_level, commitment,
  stance, strength, stated_on, published_on, anchor_of(stated_on, published_on, temporality) AS counts_on,
  basis_of(country_code, holder_level, attribution, explicitness) AS basis, holder_rank(holder_level) AS holder_rank,
  holder_key_of(holder_name) AS holder_key, evidence_text
FROM (
  SELECT * REPLACE (NULL::VARCHAR AS evidence_text), NULL::TIMESTAMPTZ AS retired_at FROM core.positions
  UNION ALL BY NAME
  SELECT * EXCLUDE (retired_run_id) FROM archive.positions
)
ORDER BY position_id, recorded_at
