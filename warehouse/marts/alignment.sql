-- One row is one pair of countries with at least three issues on which both hold a position now.
WITH current_stances AS (
  SELECT country_code, issue_key, stance
  FROM state.spells JOIN state.pairs USING (pair) JOIN state.commitments USING (commitment_code)
  WHERE valid_to IS NULL
)
SELECT a.country_code AS country_code_a, b.country_code AS country_code_b, count(*)::INTEGER AS n_issues,
  count(*) FILTER (a.stance = b.stance)::INTEGER AS n_same,
  round(count(*) FILTER (a.stance = b.stance) / count(*), 4) AS share_same
FROM current_stances a
JOIN current_stances b ON a.issue_key = b.issue_key AND a.country_code < b.country_code
GROUP BY ALL
HAVING count(*) >= 3
ORDER BY ALL
