-- One row is one event in a country's position on an issue; at most one of a kind a day. Reads relations `days` and
-- `reach`. Events before reach.from_day are those already stored.
WITH compared AS (
  SELECT d.*,
    lag(commitment) OVER pair AS from_commitment, lag(strength) OVER pair AS from_strength,
    lag(position_id) OVER pair AS from_position_id
  FROM days d WINDOW pair AS (PARTITION BY country_code, issue_key ORDER BY said_on)
),
withheld AS (
  SELECT s.country_code, s.issue_key, s.said_on,
    arg_min(s.position_id, (s.holder_rank, s.holder_key)) AS position_id
  FROM state.statements s JOIN reach r USING (country_code, issue_key)
  WHERE s.basis = 'own' AND s.issue_key <> '' AND s.commitment = 'withholds' AND s.said_on >= r.from_day
  GROUP BY ALL
),
events AS (
  SELECT country_code, issue_key, said_on AS changed_on,
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
  SELECT country_code, issue_key, said_on, 'split_signal', other_commitment, commitment, other_position_id, position_id
  FROM days WHERE is_split
  UNION ALL
  SELECT w.country_code, w.issue_key, w.said_on, 'clouded', d.commitment, 'withholds', d.position_id, w.position_id
  FROM withheld w ASOF LEFT JOIN days d
    ON w.country_code = d.country_code AND w.issue_key = d.issue_key AND w.said_on >= d.said_on
)
SELECT e.* FROM events e JOIN reach r USING (country_code, issue_key) WHERE e.changed_on >= r.from_day
