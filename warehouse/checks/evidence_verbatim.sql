-- Spans of evidence that are not the text they point at.
SELECT e.position_id, e.ordinal, e.char_start, e.char_end, e.evidence_text,
  substring(a.text, e.char_start + 1, e.char_end - e.char_start) AS pointed_at
FROM marts.position_evidence e
JOIN marts.positions p USING (position_id)
JOIN marts.articles a USING (article_id)
WHERE substring(a.text, e.char_start + 1, e.char_end - e.char_start) IS DISTINCT FROM e.evidence_text
ORDER BY ALL
