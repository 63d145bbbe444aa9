-- One row is one position of a country and issue in scope that can matter from the day they are derived again.
-- Reads relation `scope`. $since: the first of those days, less LOOKBACK_DAYS of warehouse/settings.py ($lookback).
-- No position counts for a day later than one after its publication. In three parts, of which each can skip the blocks
-- that hold none: most updates concern the last days only.
WITH near AS (
  FROM core.positions WHERE published_on >= DATE '$since' - 1
  UNION ALL FROM core.positions WHERE published_on IS NULL
  UNION ALL FROM core.positions WHERE published_on < DATE '$since' - 1 AND temporality = 'past' AND stated_on IS NULL
)
SELECT p.position_id, p.article_id, p.country_code, p.issue_id, p.proposition_text, p.holder_name, p.holder_level,
  p.commitment, p.attribution, p.explicitness, p.temporality, p.stated_on, p.published_on
FROM near p
JOIN scope c ON c.country_code = p.country_code AND c.issue_key = coalesce(p.issue_id, '')
WHERE coalesce(anchor_of(p.stated_on, p.published_on, p.temporality) >= c.from_day - $lookback, true)
