-- One row is one spell: the days [valid_from, valid_to) in which a country's commitment on an issue was the same.
-- Reads relation `days`.
WITH marked AS (
  SELECT *, commitment IS DISTINCT FROM lag(commitment) OVER pair AS is_new
  FROM days WINDOW pair AS (PARTITION BY country_code, issue_key ORDER BY said_on)
),
numbered AS (
  SELECT *, count(*) FILTER (is_new) OVER (PARTITION BY country_code, issue_key ORDER BY said_on) AS spell
  FROM marked
),
spells AS (
  SELECT country_code, issue_key, min(said_on) AS valid_from, max(said_on) AS last_seen_on,
    any_value(commitment) AS commitment, any_value(stance) AS stance, any_value(strength) AS strength,
    arg_min({'name': holder_name, 'level': holder_level, 'position_id': position_id}, said_on) AS opened,
    sum(n_statements)::INTEGER AS n_statements,
    len(list_distinct(flatten(list(source_keys))))::INTEGER AS n_sources
  FROM numbered
  GROUP BY country_code, issue_key, spell
)
SELECT country_code, issue_key, valid_from,
  lead(valid_from) OVER (PARTITION BY country_code, issue_key ORDER BY valid_from) AS valid_to,
  commitment, stance, strength, opened.name AS holder_name, opened.level AS holder_level, n_statements, n_sources,
  opened.position_id AS first_position_id, last_seen_on
FROM spells
