-- One row is one role in which a person was seen, with the first and last day it was seen; roles may overlap.
SELECT person_id, role, affiliation, code AS country_code, holder_level, min(seen_on) AS first_seen_on,
  max(seen_on) AS last_seen_on, count(*)::INTEGER AS n_articles
FROM core.people
WHERE role IS NOT NULL
GROUP BY ALL
ORDER BY person_id, first_seen_on, role, affiliation, code, holder_level
