-- One row is one day on which a country spoke for itself on an issue, with the statement that counts that day.
-- Reads relation `reach` (country_code, issue_key, from_day, start_day). Order: holder precedence, then the stronger
-- commitment, then the holder's and the commitment's name; when two holders disagree, the strongest commitment first.
WITH eligible AS (
  SELECT s.*
  FROM state.statements s JOIN reach r USING (country_code, issue_key)
  WHERE s.basis = 'own' AND s.issue_key <> '' AND s.strength IS NOT NULL AND s.said_on >= r.start_day
),
counted AS (
  SELECT country_code, issue_key, said_on,
    min(stance) <> max(stance) AND min(holder_key) <> max(holder_key) AS is_split,
    arg_min(statement_id, (holder_rank, -abs(strength), holder_key, commitment)) AS by_precedence,
    arg_min(statement_id, (-abs(strength), holder_rank, holder_key, commitment)) AS by_strength
  FROM eligible
  GROUP BY ALL
),
won AS (
  SELECT e.country_code, e.issue_key, e.said_on, e.commitment, e.stance, e.strength, e.holder_key, e.holder_name,
    e.holder_level, e.position_id, c.is_split
  FROM counted c JOIN eligible e ON e.statement_id = CASE WHEN c.is_split THEN c.by_strength ELSE c.by_precedence END
),
agreeing AS (
  SELECT w.country_code, w.issue_key, w.said_on, count(*)::INTEGER AS n_statements,
    flatten(list(e.source_keys)) AS source_keys
  FROM won w JOIN eligible e USING (country_code, issue_key, said_on, commitment)
  GROUP BY ALL
),
against AS (
  SELECT w.country_code, w.issue_key, w.said_on,
    arg_min({'commitment': e.commitment, 'position_id': e.position_id}, (-abs(e.strength), e.holder_rank, e.holder_key, e.commitment)) AS other
  FROM won w JOIN eligible e USING (country_code, issue_key, said_on)
  WHERE w.is_split AND e.stance <> w.stance AND e.holder_key <> w.holder_key
  GROUP BY ALL
)
SELECT w.* EXCLUDE (holder_key), a.n_statements, a.source_keys, o.other.commitment AS other_commitment, o.other.position_id AS other_position_id
FROM won w
JOIN agreeing a USING (country_code, issue_key, said_on)
LEFT JOIN against o USING (country_code, issue_key, said_on)
