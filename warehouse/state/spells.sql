-- One row is one spell: the days [valid_from, valid_to) in which a country's commitment on an issue was the same.
-- Reads relations `days` and `scope`.
WITH marked AS (
  SELECT rowid AS opened, *, commitment IS DISTINCT FROM lag(commitment) OVER following AS is_new
  FROM days WINDOW following AS (PARTITION BY pair ORDER BY said_on)
),
numbered AS (
  SELECT *, count(*) FILTER (is_new) OVER (PARTITION BY pair ORDER BY said_on) AS spell FROM marked
),
spells AS (
  SELECT pair, min(said_on) AS valid_from, max(said_on) AS last_seen_on, arg_min(opened, said_on) AS opened,
    sum(n_statements)::INTEGER AS n_statements,
    len(list_distinct(flatten(list(source_keys))))::INTEGER AS n_sources
  FROM numbered
  GROUP BY pair, spell
)
SELECT c.country_code, c.issue_key, s.valid_from,
  lead(s.valid_from) OVER (PARTITION BY s.pair ORDER BY s.valid_from) AS valid_to,
  d.commitment, d.stance, d.strength, d.holder_name, d.holder_level, s.n_statements, s.n_sources,
  d.position_id AS first_position_id, s.last_seen_on
FROM spells s JOIN days d ON d.rowid = s.opened JOIN scope c ON c.pair = s.pair
