-- Who spoke first on each issue, where, and in which words?
WITH first_spells AS (
  SELECT s.*
  FROM marts.position_spells s
  JOIN (SELECT issue_id, min(valid_from) AS valid_from FROM marts.position_spells GROUP BY issue_id) f
    ON f.issue_id = s.issue_id AND f.valid_from = s.valid_from
)
SELECT s.issue_id, s.valid_from AS spoke_on, s.country_code, s.commitment, s.holder_name, p.evidence_text, p.outlet, p.url
FROM first_spells s JOIN marts.positions p ON p.position_id = s.first_position_id
ORDER BY s.issue_id, s.country_code;
