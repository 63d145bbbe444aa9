-- Rows that refer to a row which is not there.
SELECT 'quotes.article_id' AS reference, quote_id AS row_id, article_id AS refers_to
FROM marts.quotes ANTI JOIN marts.articles USING (article_id)
UNION ALL
SELECT 'quote_spans.quote_id', quote_id, quote_id FROM marts.quote_spans ANTI JOIN marts.quotes USING (quote_id)
UNION ALL
SELECT 'positions.article_id', position_id, article_id
FROM marts.positions ANTI JOIN marts.articles USING (article_id)
UNION ALL
SELECT 'positions.quote_id', position_id, quote_id
FROM marts.positions ANTI JOIN marts.quotes USING (quote_id) WHERE quote_id IS NOT NULL
UNION ALL
SELECT 'positions.issue_id', position_id, issue_id
FROM marts.positions ANTI JOIN marts.issues USING (issue_id) WHERE issue_id IS NOT NULL
UNION ALL
SELECT 'position_evidence.position_id', position_id, position_id
FROM marts.position_evidence ANTI JOIN marts.positions USING (position_id)
UNION ALL
SELECT 'positions.position_id without evidence', position_id, position_id
FROM marts.positions ANTI JOIN marts.position_evidence USING (position_id)
UNION ALL
SELECT 'position_spells.first_position_id', first_position_id, first_position_id
FROM marts.position_spells s ANTI JOIN marts.positions p ON p.position_id = s.first_position_id
ORDER BY ALL
