-- One row is one event in a country's position on an issue; at most one of a kind a day. Reads relations `days` and
-- `reach`. Events before reach.from_day are those already stored.
WITH withheld AS (
  SELECT r.pair, s.said_on,
    arg_min(s.position_id, (holder_rank(l.holder_level), h.holder_key)) AS position_id
  FROM state.statements s
  JOIN reach r USING (pair)
  JOIN state.levels l USING (level_code)
  JOIN state.holders h USING (holder)
  WHERE s.basis_code = 1 AND r.issue_key <> '' AND s.said_on >= r.from_day
    AND s.commitment_code = (SELECT commitment_code FROM state.commitments WHERE commitment = 'withholds')
  GROUP BY r.pair, s.said_on
),
events AS (
  SELECT pair, said_on AS changed_on,
    CASE
      WHEN from_commitment_code IS NULL THEN 'first'
      WHEN strength * from_strength < 0 THEN 'reversed'
      WHEN strength < from_strength THEN 'hardened'
      WHEN strength > from_strength THEN 'softened'
      ELSE 'reaffirmed'
    END AS kind,
    from_commitment_code, commitment_code AS to_commitment_code, from_position_id, position_id AS to_position_id
  FROM days
  UNION ALL
  SELECT pair, said_on, 'split_signal', other_commitment_code, commitment_code, other_position_id, position_id
  FROM days WHERE other_position_id IS NOT NULL
  UNION ALL
  SELECT w.pair, w.said_on, 'clouded', d.commitment_code, k.commitment_code, d.position_id, w.position_id
  FROM withheld w
  JOIN state.commitments k ON k.commitment = 'withholds'
  ASOF LEFT JOIN days d ON w.pair = d.pair AND w.said_on >= d.said_on
)
SELECT e.* FROM events e JOIN reach r USING (pair) WHERE e.changed_on >= r.from_day
