-- Which current positions rest on a single independent source, the oldest first?
SELECT m.country_code, m.issue_id, m.commitment, m.since, m.last_seen_on, p.outlet, p.url, p.evidence_text
FROM marts.issue_matrix m
JOIN marts.position_spells s ON s.country_code = m.country_code AND s.issue_id = m.issue_id AND s.valid_to IS NULL
JOIN (SELECT position_id, outlet, url, evidence_text FROM marts.positions) p ON p.position_id = s.first_position_id
WHERE m.n_sources = 1
ORDER BY m.last_seen_on, m.country_code, m.issue_id
LIMIT 100;
