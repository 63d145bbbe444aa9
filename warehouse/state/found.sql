-- One row is one position of a country and issue in scope that can matter from the day they are derived again.
-- Reads relation `scope` (pair, country_code, issue_key, from_day). $lookback: LOOKBACK_DAYS in warehouse/settings.py.
-- A relation of its own: the joins that follow are planned for the rows there are, mostly few.
WITH recent AS (
  SELECT c.pair, c.country_code, c.issue_key, c.from_day, p.position_id, p.article_id, p.commitment, p.stance, p.strength,
    p.holder_name, p.holder_level, p.attribution, p.explicitness, p.published_on,
    -- statements on no known issue are the same only when they name the same thing in the same words
    CASE WHEN p.issue_id IS NULL THEN lower(p.proposition_text) ELSE '' END AS proposition_key,
    p.stated_on IS NOT NULL AS is_dated,
    anchor_of(p.stated_on, p.published_on, p.temporality) AS anchor
  FROM core.positions p
  JOIN scope c ON c.country_code = p.country_code AND c.issue_key = coalesce(p.issue_id, '')
  -- says nothing that the last condition does not, but before the join: most updates concern the last days only
  WHERE greatest(p.stated_on, p.published_on) >= (SELECT min(from_day) - $lookback FROM scope)
    OR p.published_on IS NULL OR p.temporality = 'past'
)
FROM recent WHERE anchor >= from_day - $lookback OR anchor IS NULL
