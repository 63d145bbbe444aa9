-- One row is one statement that can make a country's state, from the day its pair must be derived again.
-- Reads relation `reach`.
SELECT r.pair, s.said_on, s.commitment_code, k.strength, s.holder, s.name_code, s.level_code, s.position_id,
  s.sources[1] AS source, CASE WHEN len(s.sources) > 1 THEN s.sources END AS sources
FROM state.statements s
JOIN reach r USING (pair)
JOIN state.commitments k USING (commitment_code)
WHERE s.basis_code = 1 AND r.issue_key <> '' AND k.strength IS NOT NULL AND s.said_on >= r.start_day
