-- One row is one position of a country and issue in scope, with the day it counts for and the statement it reports.
-- Reads relation `scope` (pair, country_code, issue_key, from_day). $lookback: LOOKBACK_DAYS in warehouse/settings.py.
WITH told AS (
  SELECT
    c.pair, c.country_code, c.issue_key, c.from_day, p.position_id, p.commitment, p.stance, p.strength, p.holder_name,
    p.holder_level, p.published_on, s.source_key,
    holder_key_of(p.holder_name) AS holder_key,
    holder_rank(p.holder_level) AS holder_rank,
    basis_of(p.country_code, p.holder_level, p.attribution, p.explicitness) AS basis,
    -- statements on no known issue are the same only when they name the same thing in the same words
    CASE WHEN p.issue_id IS NULL THEN lower(p.proposition_text) ELSE '' END AS proposition_key,
    p.attribution = 'self_quoted' AS is_own_words,
    p.stated_on IS NOT NULL AS is_dated,
    anchor_of(p.stated_on, p.published_on, p.temporality) AS anchor
  FROM core.positions p
  JOIN scope c ON c.country_code = p.country_code AND c.issue_key = coalesce(p.issue_id, '')
  JOIN core.sources s ON s.article_id = p.article_id
  -- says nothing that `near` does not, but before the joins: most updates concern the last days only
  WHERE greatest(p.stated_on, p.published_on) >= (SELECT min(from_day) - $lookback FROM scope)
    OR p.published_on IS NULL OR p.temporality = 'past'
),
near AS (FROM told WHERE anchor >= from_day - $lookback OR anchor IS NULL),
dated AS (
  SELECT DISTINCT pair, holder_key, commitment, basis, proposition_key, anchor AS dated_on FROM near WHERE is_dated
),
placed AS (
  SELECT *, anchor AS said_on FROM near WHERE is_dated OR anchor IS NULL
  UNION ALL
  -- a report without a date belongs to the last dated statement of the same kind shortly before it
  SELECT n.*, CASE WHEN d.dated_on >= n.anchor - $lookback THEN d.dated_on ELSE n.anchor END AS said_on
  FROM (FROM near WHERE NOT is_dated AND anchor IS NOT NULL) n
  ASOF LEFT JOIN dated d ON n.pair = d.pair AND n.holder_key = d.holder_key AND n.commitment = d.commitment
    AND n.basis = d.basis AND n.proposition_key = d.proposition_key AND n.anchor >= d.dated_on
)
SELECT * EXCLUDE (from_day, anchor, proposition_key, is_dated, is_own_words),
  CASE WHEN is_dated THEN 'stated' WHEN said_on IS NULL THEN 'none' WHEN said_on < anchor THEN 'other_report'
       ELSE 'published' END AS said_on_source,
  -- the best report comes first: by the highest office, dated, in the holder's own words, the earliest
  concat(holder_rank, CASE WHEN is_dated THEN 0 ELSE 1 END, CASE WHEN is_own_words THEN 0 ELSE 1 END,
    coalesce(published_on, DATE '9999-12-31'), position_id) AS order_key,
  'stm_' || left(md5(concat_ws(chr(31), country_code, issue_key, proposition_key, holder_key, commitment, basis,
    -- without any day, reports of one source are one statement
    coalesce(said_on::VARCHAR, source_key))), 20) AS statement_id
FROM placed
WHERE said_on >= from_day OR said_on IS NULL
