-- Where does everyone stand on an issue now, since when, and what clouds it?
-- $issue: the issue.
SELECT country_code, country_name, commitment, strength, holder_name, since, last_seen_on, n_statements, n_sources,
  is_clouded, is_split, is_falling_short
FROM marts.issue_matrix
WHERE issue_id = $issue
ORDER BY strength DESC, country_code;
