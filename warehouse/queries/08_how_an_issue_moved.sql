-- How did the world's stance on an issue move, month by month?
-- $issue: the issue.
PIVOT (SELECT month, stance, n_countries FROM marts.issue_timeline WHERE issue_id = $issue)
ON stance IN ('support', 'open', 'oppose') USING any_value(n_countries)
ORDER BY month;
