-- One row is one version of a position with the time in which the warehouse held it: what we knew, and when.
-- The only mart with clock times in it: two runs on the same input differ here and nowhere else.
WITH versions AS (
  SELECT * REPLACE (NULL::VARCHAR AS evidence_text), NULL::TIMESTAMPTZ AS retired_at FROM core.positions
  UNION ALL BY NAME
  SELECT * EXCLUDE (retired_run_id) FROM archive.positions
),
named AS (
  SELECT holder_name, name_key(holder_name) AS name_key
  FROM (SELECT DISTINCT holder_name FROM core.positions UNION SELECT DISTINCT holder_name FROM archive.positions)
)
SELECT v.position_id, v.recorded_at, v.retired_at, v.article_id, v.country_code, v.issue_id, v.holder_name,
  v.holder_level, v.commitment, v.stance, v.strength, v.stated_on, v.published_on,
  anchor_of(v.stated_on, v.published_on, v.temporality) AS counts_on,
  basis_of(v.country_code, v.holder_level, v.attribution, v.explicitness) AS basis,
  holder_rank(v.holder_level) AS holder_rank,
  CASE WHEN speaks_for_body(v.holder_level) AND (is_body(n.name_key) OR b.name_key IS NOT NULL) THEN ''
       ELSE n.name_key END AS holder_key,
  v.evidence_text
FROM versions v
JOIN named n USING (holder_name)
LEFT JOIN core.body_names b ON b.country_code = v.country_code AND b.name_key = n.name_key
