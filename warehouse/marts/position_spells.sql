-- One row is one spell: the days [valid_from, valid_to) in which a country's commitment on an issue was the same.
SELECT c.country_code, c.issue_key AS issue_id, s.valid_from, s.valid_to, k.commitment, k.stance,
  k.strength::INTEGER AS strength, n.holder_name, l.holder_level, s.n_statements, s.n_sources, s.first_position_id,
  s.last_seen_on
FROM (FROM state.spells ORDER BY year(valid_to), pair, valid_from) s -- spells in force on a day lie close together
JOIN state.pairs c USING (pair)
JOIN state.commitments k USING (commitment_code)
JOIN state.names n USING (name_code)
JOIN state.levels l USING (level_code)
