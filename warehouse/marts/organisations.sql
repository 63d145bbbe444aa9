-- One row is one organisation that can hold a position of its own.
SELECT organisation_code, name AS organisation_name, headquarters FROM core.organisations ORDER BY organisation_code
