-- Spells that are empty, overlap the next one of their country and issue, or leave a gap before it.
WITH following AS (
  SELECT *, lead(valid_from) OVER (PARTITION BY country_code, issue_id ORDER BY valid_from) AS next_from
  FROM marts.position_spells
)
SELECT country_code, issue_id, valid_from, valid_to, next_from
FROM following
WHERE valid_to IS DISTINCT FROM next_from OR valid_to <= valid_from
  OR last_seen_on < valid_from OR last_seen_on >= valid_to
ORDER BY ALL
