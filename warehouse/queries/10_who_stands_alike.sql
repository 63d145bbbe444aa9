-- Which pairs of countries stand most alike, on how many common issues?
-- $country: the country to compare with all others.
SELECT CASE WHEN country_code_a = $country THEN country_code_b ELSE country_code_a END AS other_country, n_issues,
  n_same, share_same
FROM marts.alignment
WHERE $country IN (country_code_a, country_code_b)
ORDER BY share_same DESC, n_issues DESC, other_country;
