-- One row is one day on which a country spoke for itself on an issue, with the statement that counts that day.
-- Reads relation `eligible`.
WITH counted AS (
  SELECT pair, said_on, count(*) AS n,
    min(stance) <> max(stance) AND min(holder_key) <> max(holder_key) AS is_split,
    arg_min(rowid, by_precedence) AS first_by_precedence,
    arg_min(rowid, by_strength) AS first_by_strength
  FROM eligible
  GROUP BY pair, said_on
),
won AS (
  SELECT e.*, c.n, c.is_split
  FROM counted c
  JOIN eligible e ON e.rowid = CASE WHEN c.is_split THEN c.first_by_strength ELSE c.first_by_precedence END
),
agreeing AS ( -- other statements of the same commitment on the same day
  SELECT w.pair, w.said_on, count(*)::INTEGER AS n_statements, flatten(list(e.source_keys)) AS source_keys
  FROM (FROM won WHERE n > 1) w JOIN eligible e USING (pair, said_on, commitment)
  GROUP BY w.pair, w.said_on
),
against AS (
  SELECT w.pair, w.said_on,
    arg_min({'commitment': e.commitment, 'position_id': e.position_id}, e.by_strength) AS other
  FROM (FROM won WHERE is_split) w JOIN eligible e USING (pair, said_on)
  WHERE e.stance <> w.stance AND e.holder_key <> w.holder_key
  GROUP BY w.pair, w.said_on
)
SELECT w.pair, w.said_on, w.commitment, w.stance, w.strength, w.holder_name, w.holder_level, w.position_id, w.is_split,
  coalesce(a.n_statements, 1) AS n_statements, coalesce(a.source_keys, w.source_keys) AS source_keys,
  o.other.commitment AS other_commitment, o.other.position_id AS other_position_id
FROM won w
LEFT JOIN agreeing a USING (pair, said_on)
LEFT JOIN against o USING (pair, said_on)
