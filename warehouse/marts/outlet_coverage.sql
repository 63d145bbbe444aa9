-- One row is one outlet and month: what it published and what was found in it.
WITH per_article AS (
  SELECT a.article_id, coalesce(a.outlet, '(unknown)') AS outlet, date_trunc('month', a.published_on)::DATE AS month,
    s.syndication_id <> s.source_key AS is_own, r.word_count
  FROM core.articles a JOIN core.sources s USING (article_id)
  JOIN core.article_revisions r USING (article_id, content_hash)
),
quoted AS (SELECT article_id, count(*) AS n FROM core.quotes GROUP BY ALL),
stood AS (SELECT article_id, count(*) AS n FROM core.positions GROUP BY ALL),
spread AS (
  SELECT a.outlet, a.month, count(DISTINCT p.country_code) AS n_countries, count(DISTINCT p.issue_id) AS n_issues
  FROM core.positions p JOIN per_article a USING (article_id) GROUP BY ALL
)
SELECT a.outlet, a.month, count(*)::INTEGER AS n_articles, count(*) FILTER (a.is_own)::INTEGER AS n_own_articles,
  sum(a.word_count)::BIGINT AS n_words, coalesce(sum(q.n), 0)::INTEGER AS n_quotes,
  coalesce(sum(t.n), 0)::INTEGER AS n_positions, coalesce(any_value(x.n_countries), 0)::INTEGER AS n_countries,
  coalesce(any_value(x.n_issues), 0)::INTEGER AS n_issues
FROM per_article a
LEFT JOIN quoted q USING (article_id)
LEFT JOIN stood t USING (article_id)
LEFT JOIN spread x ON x.outlet = a.outlet AND x.month IS NOT DISTINCT FROM a.month
GROUP BY a.outlet, a.month
ORDER BY a.outlet, a.month
