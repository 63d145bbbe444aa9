-- One row is one article in its current revision.
SELECT a.article_id, r.external_id, r.outlet, r.url, r.canonical_url, r.title, r.authors, r.published_at,
  r.published_precision, r.date_source, r.language, r.text, r.word_count, s.syndication_id,
  CASE WHEN g.template_id IS NULL THEN r.flags
    ELSE array_to_string(list_sort(list_filter(list_append(string_split(r.flags, ','), 'template'), lambda flag: flag <> '')), ',') END
    AS flags
FROM core.article_revisions r
JOIN core.articles a USING (article_id, content_hash)
JOIN core.sources s USING (article_id)
LEFT JOIN core.syndication g USING (article_id)
