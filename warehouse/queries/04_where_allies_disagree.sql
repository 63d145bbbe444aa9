-- Where do members of an organisation disagree: issues on which some support what others oppose?
-- $organisation: code of the organisation.
WITH members AS (
  SELECT m.*
  FROM marts.issue_matrix m
  WHERE m.country_code IN (
    SELECT country_code FROM marts.organisation_members WHERE organisation_code = $organisation AND left_on IS NULL)
)
SELECT issue_id, any_value(proposition) AS proposition,
  string_agg(country_code, ', ' ORDER BY country_code) FILTER (stance = 'support') AS for_it,
  string_agg(country_code, ', ' ORDER BY country_code) FILTER (stance = 'open') AS undecided,
  string_agg(country_code, ', ' ORDER BY country_code) FILTER (stance = 'oppose') AS against_it
FROM members
GROUP BY issue_id
HAVING count(*) FILTER (stance = 'support') > 0 AND count(*) FILTER (stance = 'oppose') > 0
ORDER BY issue_id;
