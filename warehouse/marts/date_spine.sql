-- One row is one day from the first to the last that any article or spell knows: join on it to see empty days too.
WITH seen AS (
  SELECT min(published_on) AS first_day, max(published_on) AS last_day FROM core.articles
  UNION ALL SELECT min(valid_from), max(last_seen_on) FROM state.spells
  UNION ALL SELECT min(said_on), max(said_on) FROM state.statements
)
SELECT d::DATE AS day, date_trunc('month', d)::DATE AS month, date_trunc('quarter', d)::DATE AS quarter,
  year(d)::INTEGER AS year, isodow(d)::INTEGER AS iso_weekday
FROM (SELECT unnest(generate_series(min(first_day), max(last_day), INTERVAL 1 DAY)) AS d FROM seen)
ORDER BY day
