-- One row is one country.
SELECT country_code, name AS country_name, iso2, official_name, capital FROM core.countries ORDER BY country_code
