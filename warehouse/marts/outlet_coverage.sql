-- One row is one outlet and month: what it published and what was found in it.
WITH per_article AS (
  SELECT a.article_id, coalesce(a.outlet, '(unknown)') AS outlet, date_trunc('month', a.published_on)::DATE AS month,
    s.syndication_id <> s.source_key AS is_own, r.word_count
  FROM core.articles a JOIN core.sources s USING (article_id)
  JOIN core.article_revisions r USING (article_id, content_hash)
),
published AS (
  SELECT outlet, month, count(*) AS n, count(*) FILTER (is_own) AS n_own, sum(word_count) AS n_words
  FROM per_article GROUP BY ALL
),
quoted AS (
  SELECT a.outlet, a.month, count(*) AS n FROM core.quotes JOIN per_article a USING (article_id) GROUP BY ALL
),
stood AS (
  SELECT a.outlet, a.month, count(*) AS n, count(DISTINCT p.country_code) AS n_countries,
    count(DISTINCT p.issue_id) AS n_issues
  FROM core.positions p JOIN per_article a USING (article_id) GROUP BY ALL
)
SELECT a.outlet, a.month, a.n::INTEGER AS n_articles, a.n_own::INTEGER AS n_own_articles,
  a.n_words::BIGINT AS n_words, coalesce(q.n, 0)::INTEGER AS n_quotes, coalesce(t.n, 0)::INTEGER AS n_positions,
  coalesce(t.n_countries, 0)::INTEGER AS n_countries, coalesce(t.n_issues, 0)::INTEGER AS n_issues
FROM published a
LEFT JOIN quoted q ON q.outlet = a.outlet AND q.month IS NOT DISTINCT FROM a.month
LEFT JOIN stood t ON t.outlet = a.outlet AND t.month IS NOT DISTINCT FROM a.month
ORDER BY a.outlet, a.month
