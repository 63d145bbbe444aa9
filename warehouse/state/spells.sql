-- One row is one spell: the days [valid_from, valid_to) in which a country's commitment on an issue was the same.
-- Reads relation `days`.
WITH numbered AS (
  SELECT *, from_commitment_code IS DISTINCT FROM commitment_code AS is_first,
    count(*) FILTER (from_commitment_code IS DISTINCT FROM commitment_code) OVER (
      PARTITION BY pair ORDER BY said_on) AS spell
  FROM days
),
spells AS (
  SELECT pair, min(said_on) AS valid_from, max(said_on) AS last_seen_on,
    any_value(commitment_code) AS commitment_code, any_value(name_code) FILTER (is_first) AS name_code,
    any_value(level_code) FILTER (is_first) AS level_code, any_value(position_id) FILTER (is_first) AS first_position_id,
    sum(n_statements)::INTEGER AS n_statements, min(source) = max(source) AS is_one_source, list(source) AS first_sources,
    list(sources) FILTER (sources IS NOT NULL) AS more_sources
  FROM numbered
  GROUP BY pair, spell
)
SELECT pair, valid_from, lead(valid_from) OVER (PARTITION BY pair ORDER BY valid_from) AS valid_to, commitment_code,
  name_code, level_code, n_statements,
  CASE WHEN more_sources IS NOT NULL THEN len(list_distinct(list_concat(first_sources, flatten(more_sources))))
    WHEN is_one_source THEN 1 ELSE len(list_distinct(first_sources)) END::INTEGER AS n_sources,
  first_position_id, last_seen_on
FROM spells
