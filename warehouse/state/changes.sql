-- One row is one event in a country's position on an issue; at most one of a kind a day. Reads relations `days` and
-- `reach`. Events before reach.from_day are those already stored.
WITH compared AS (
  SELECT pair, said_on, commitment, strength, position_id, lag(commitment) OVER following AS from_commitment,
    lag(strength) OVER following AS from_strength, lag(position_id) OVER following AS from_position_id
  FROM days WINDOW following AS (PARTITION BY pair ORDER BY said_on)
),
withheld AS (
  SELECT r.pair, s.said_on, arg_min(s.position_id, (s.holder_rank, s.holder_key)) AS position_id
  FROM state.statements s JOIN reach r USING (country_code, issue_key)
  WHERE s.basis = 'own' AND s.issue_key <> '' AND s.commitment = 'withholds' AND s.said_on >= r.from_day
  GROUP BY r.pair, s.said_on
),
events AS (
  SELECT pair, said_on AS changed_on,
    CASE
      WHEN from_commitment IS NULL THEN 'first'
      WHEN strength * from_strength < 0 THEN 'reversed'
      WHEN strength < from_strength THEN 'hardened'
      WHEN strength > from_strength THEN 'softened'
      ELSE 'reaffirmed'
    END AS kind,
    from_commitment, commitment AS to_commitment, from_position_id, position_id AS to_position_id
  FROM compared
  UNION ALL
  SELECT pair, said_on, 'split_signal', other_commitment, commitment, other_position_id, position_id
  FROM days WHERE is_split
  UNION ALL
  SELECT w.pair, w.said_on, 'clouded', d.commitment, 'withholds', d.position_id, w.position_id
  FROM withheld w ASOF LEFT JOIN days d ON w.pair = d.pair AND w.said_on >= d.said_on
)
SELECT r.country_code, r.issue_key, e.* EXCLUDE (pair)
FROM events e JOIN reach r USING (pair)
WHERE e.changed_on >= r.from_day
