-- One row is one issue of the registry, or of an earlier registry when positions still refer to it.
SELECT issue_id, proposition, description, parent_issue_id, is_current
FROM core.issues i
WHERE is_current OR issue_id IN (SELECT DISTINCT issue_id FROM core.positions)
ORDER BY issue_id
