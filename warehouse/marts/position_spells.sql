-- One row is one spell: the days [valid_from, valid_to) in which a country's commitment on an issue was the same.
SELECT country_code, issue_key AS issue_id, valid_from, valid_to, commitment, stance, strength, holder_name,
  holder_level, n_statements, n_sources, first_position_id, last_seen_on
FROM state.spells
ORDER BY country_code, issue_id, valid_from
