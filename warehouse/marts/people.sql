-- One row is one person, joined over all articles.
WITH names AS (
  SELECT person_id, arg_min(name, (-n, -length(name), name)) AS person_name
  FROM (SELECT person_id, name, count(*) AS n FROM core.people GROUP BY ALL)
  GROUP BY person_id
),
codes AS (
  SELECT person_id, arg_min(code, (-n, code)) AS country_code
  FROM (SELECT person_id, code, count(*) AS n FROM core.people WHERE code IS NOT NULL GROUP BY ALL)
  GROUP BY person_id
),
spoke AS (
  SELECT person_id, count(*)::INTEGER AS n_quotes FROM core.quotes WHERE person_id IS NOT NULL GROUP BY person_id
),
seen AS (
  SELECT person_id, bool_or(is_official_known) AS is_official_known, count(*)::INTEGER AS n_articles,
    min(seen_on) AS first_seen_on, max(seen_on) AS last_seen_on
  FROM core.people GROUP BY person_id
)
SELECT person_id, n.person_name, c.country_code, s.is_official_known, s.n_articles,
  coalesce(q.n_quotes, 0)::INTEGER AS n_quotes, s.first_seen_on, s.last_seen_on
FROM seen s
JOIN names n USING (person_id)
LEFT JOIN codes c USING (person_id)
LEFT JOIN spoke q USING (person_id)
ORDER BY person_id
