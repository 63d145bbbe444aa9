-- One row is one day on which a country spoke for itself on an issue, with the statement that counts that day and what
-- the day before it said. Reads relation `eligible`.
WITH crowded AS (SELECT pair, said_on FROM eligible GROUP BY pair, said_on HAVING count(*) > 1),
several AS (
  SELECT e.*, k.stance, k.commitment, holder_rank(l.holder_level) AS holder_rank, h.holder_key
  FROM eligible e SEMI JOIN crowded USING (pair, said_on)
  JOIN state.commitments k USING (commitment_code)
  JOIN state.levels l USING (level_code)
  JOIN state.holders h USING (holder)
),
judged AS (
  SELECT *, min(stance) OVER day <> max(stance) OVER day AND min(holder) OVER day <> max(holder) OVER day AS is_split
  FROM several WINDOW day AS (PARTITION BY pair, said_on)
),
won AS (
  -- holder precedence, then the stronger commitment; when holders disagree, the stronger commitment first
  SELECT * FROM judged
  QUALIFY row_number() OVER (PARTITION BY pair, said_on
    ORDER BY CASE WHEN is_split THEN -abs(strength) ELSE holder_rank END,
      CASE WHEN is_split THEN holder_rank ELSE -abs(strength) END, holder_key, commitment) = 1
),
agreeing AS ( -- all statements of the commitment that counts
  SELECT w.pair, w.said_on, count(*)::INTEGER AS n_statements, flatten(list(coalesce(e.sources, [e.source]))) AS sources
  FROM won w JOIN several e USING (pair, said_on, commitment_code)
  GROUP BY w.pair, w.said_on
),
against AS (
  SELECT w.pair, w.said_on, arg_min({'commitment_code': e.commitment_code, 'position_id': e.position_id},
    (-abs(e.strength), e.holder_rank, e.holder_key, e.commitment)) AS other
  FROM (FROM won WHERE is_split) w JOIN several e USING (pair, said_on)
  WHERE e.stance <> w.stance AND e.holder <> w.holder
  GROUP BY w.pair, w.said_on
),
days AS (
  SELECT pair, said_on, commitment_code, strength, name_code, level_code, position_id, 1 AS n_statements, source, sources,
    NULL::TINYINT AS other_commitment_code, NULL::VARCHAR AS other_position_id
  FROM eligible ANTI JOIN crowded USING (pair, said_on)
  UNION ALL
  SELECT w.pair, w.said_on, w.commitment_code, w.strength, w.name_code, w.level_code, w.position_id, a.n_statements,
    a.sources[1], a.sources, o.other.commitment_code, o.other.position_id
  FROM won w JOIN agreeing a USING (pair, said_on) LEFT JOIN against o USING (pair, said_on)
)
SELECT *, lag(commitment_code) OVER following AS from_commitment_code, lag(strength) OVER following AS from_strength,
  lag(position_id) OVER following AS from_position_id
FROM days WINDOW following AS (PARTITION BY pair ORDER BY said_on)
