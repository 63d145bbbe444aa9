-- One row is one article in its current revision.
SELECT a.article_id, r.external_id, r.outlet, r.url, r.canonical_url, r.title, r.authors, r.published_at,
  r.published_precision, r.date_source, r.language, r.text, r.word_count, s.syndication_id, r.flags
FROM core.articles a
JOIN core.article_revisions r USING (article_id, content_hash)
JOIN core.sources s USING (article_id)
ORDER BY a.article_id
