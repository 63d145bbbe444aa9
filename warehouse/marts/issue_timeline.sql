-- One row is one month, issue and stance: how many countries held it at the month's end, and what was said in it.
WITH spells AS (
  SELECT r.issue_key, k.stance, s.valid_from, s.valid_to
  FROM state.spells s JOIN state.pairs r USING (pair) JOIN state.commitments k USING (commitment_code)
),
moves AS ( -- +1 in the month a spell opens, -1 in the month it ends
  SELECT issue_key, stance, date_trunc('month', valid_from)::DATE AS month, 1 AS move FROM spells
  UNION ALL
  SELECT issue_key, stance, date_trunc('month', valid_to)::DATE, -1 FROM spells WHERE valid_to IS NOT NULL
),
moved AS (SELECT issue_key, stance, month, sum(move) AS net FROM moves GROUP BY ALL),
spoken AS (
  SELECT r.issue_key, k.stance, date_trunc('month', s.said_on)::DATE AS month, s.sources
  FROM state.statements s JOIN state.pairs r USING (pair) JOIN state.commitments k USING (commitment_code)
  WHERE basis_name(s.basis_code) = 'own' AND r.issue_key <> '' AND s.said_on IS NOT NULL
),
reported AS (
  SELECT issue_key, stance, month, count(DISTINCT source)::INTEGER AS n_sources
  FROM (SELECT issue_key, stance, month, unnest(sources) AS source FROM spoken) GROUP BY ALL
),
said AS (
  SELECT * FROM (SELECT issue_key, stance, month, count(*)::INTEGER AS n_statements FROM spoken GROUP BY ALL)
  JOIN reported USING (issue_key, stance, month)
),
first_heard AS (SELECT issue_key, min(month) AS month FROM (SELECT issue_key, month FROM moved UNION ALL SELECT issue_key, month FROM said) GROUP BY ALL),
months AS (
  SELECT f.issue_key, v.stance, d.month
  FROM first_heard f
  CROSS JOIN (VALUES ('support'), ('open'), ('oppose'), ('withheld')) v(stance)
  JOIN (SELECT DISTINCT month FROM warehouse.marts.date_spine) d ON d.month >= f.month
)
SELECT m.month, m.issue_key AS issue_id, m.stance,
  sum(coalesce(v.net, 0)) OVER (PARTITION BY m.issue_key, m.stance ORDER BY m.month)::INTEGER AS n_countries,
  coalesce(s.n_statements, 0)::INTEGER AS n_statements,
  coalesce(s.n_sources, 0)::INTEGER AS n_sources
FROM months m
LEFT JOIN moved v USING (issue_key, stance, month)
LEFT JOIN said s USING (issue_key, stance, month)
ORDER BY ALL
