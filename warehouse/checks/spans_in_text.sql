-- Spans of quotes that are empty or reach outside their article's text.
SELECT s.quote_id, s.role, s.ordinal, s.char_start, s.char_end, length(a.text) AS text_length
FROM marts.quote_spans s
JOIN marts.quotes q USING (quote_id)
JOIN marts.articles a USING (article_id)
WHERE s.char_start < 0 OR s.char_start >= s.char_end OR s.char_end > length(a.text)
ORDER BY ALL
