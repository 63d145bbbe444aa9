-- One row is one pair in scope with the day from which its days are read: the start of the spell in force before.
SELECT c.pair, c.issue_key, c.from_day, coalesce(max(s.valid_from), c.from_day) AS start_day
FROM scope c LEFT JOIN state.spells s ON s.pair = c.pair AND s.valid_from < c.from_day
GROUP BY c.pair, c.issue_key, c.from_day
