-- Where every country stood on every issue on a day: the spells in force.
CREATE MACRO marts.positions_as_of(day) AS TABLE
SELECT * FROM marts.position_spells
WHERE valid_from <= day::DATE AND (valid_to IS NULL OR valid_to > day::DATE);
