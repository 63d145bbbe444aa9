-- Which countries have never spoken for themselves on an issue, among those that spoke on any?
-- $issue: the issue.
SELECT DISTINCT p.country_code, p.country_name
FROM marts.positions p
WHERE NOT starts_with(p.country_code, 'GRP:')
  AND NOT EXISTS (
    FROM marts.statements s WHERE s.country_code = p.country_code AND s.issue_id = $issue AND s.basis = 'own')
ORDER BY p.country_code;
