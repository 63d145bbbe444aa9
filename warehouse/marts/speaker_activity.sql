-- One row is one person and month in which the person was quoted.
SELECT q.person_id, any_value(p.person_name) AS person_name, date_trunc('month', a.published_on)::DATE AS month,
  count(*)::INTEGER AS n_quotes, count(DISTINCT q.article_id)::INTEGER AS n_articles,
  count(DISTINCT s.source_key)::INTEGER AS n_sources
FROM core.quotes q
JOIN core.articles a USING (article_id)
JOIN core.sources s USING (article_id)
JOIN warehouse.marts.people p USING (person_id)
WHERE a.published_on IS NOT NULL
GROUP BY q.person_id, month
ORDER BY q.person_id, month
