-- What did we believe on a day, with what was loaded by then, and what do we believe of that day now?
-- $day: the day; $known_at: the time of knowledge.
SELECT coalesce(n.country_code, t.country_code) AS country_code, coalesce(n.issue_id, t.issue_id) AS issue_id,
  t.commitment AS believed_then, n.commitment AS believed_now, t.evidence_text AS evidence_then
FROM marts.positions_as_of($day) n
FULL JOIN marts.positions_known_at($day, $known_at) t
  ON t.country_code = n.country_code AND t.issue_id = n.issue_id
WHERE t.commitment IS DISTINCT FROM n.commitment
ORDER BY country_code, issue_id;
