-- One row is one statement that can make a country's state, from the day its country and issue must be derived again.
-- Reads relation `reach` (pair, country_code, issue_key, from_day, start_day).
SELECT r.pair, s.said_on, s.commitment, s.stance, s.strength, s.holder_key, s.holder_name, s.holder_level,
  s.position_id, s.source_keys,
  -- holder precedence, then the stronger commitment; when holders disagree, the stronger commitment first
  concat(s.holder_rank, 3 - abs(s.strength), s.holder_key, chr(31), s.commitment) AS by_precedence,
  concat(3 - abs(s.strength), s.holder_rank, s.holder_key, chr(31), s.commitment) AS by_strength
FROM state.statements s JOIN reach r USING (country_code, issue_key)
WHERE s.basis = 'own' AND s.issue_key <> '' AND s.strength IS NOT NULL AND s.said_on >= r.start_day
