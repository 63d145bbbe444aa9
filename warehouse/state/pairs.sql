-- Numbers for the pairs of country and issue in state.dirty, and relation `scope`: from which day each derives again.
INSERT INTO state.pairs
SELECT (SELECT coalesce(max(pair), 0) FROM state.pairs) + row_number() OVER (ORDER BY country_code, issue_key),
  country_code, issue_key
FROM (SELECT DISTINCT country_code, issue_key FROM state.dirty) ANTI JOIN state.pairs USING (country_code, issue_key);
CREATE OR REPLACE TEMP TABLE scope AS
SELECT pair, country_code, issue_key, min(from_day) AS from_day
FROM state.dirty JOIN state.pairs USING (country_code, issue_key)
GROUP BY pair, country_code, issue_key;
