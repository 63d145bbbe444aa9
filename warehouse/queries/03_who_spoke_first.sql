-- Who spoke first on each issue, where, and in which words?
SELECT issue_id, valid_from AS spoke_on, country_code, commitment, holder_name, evidence_text, outlet, url
FROM marts.position_spells s
JOIN (SELECT position_id, evidence_text, outlet, url FROM marts.positions) p ON p.position_id = s.first_position_id
QUALIFY rank() OVER (PARTITION BY issue_id ORDER BY valid_from) = 1
ORDER BY issue_id, country_code;
