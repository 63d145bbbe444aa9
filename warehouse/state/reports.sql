-- One row is one position of a country and issue in scope, with the day it counts for and the statement it reports.
-- Reads relation `found`. $lookback: LOOKBACK_DAYS in warehouse/settings.py.
WITH told AS (
  SELECT
    f.*, s.source_key,
    holder_key_of(f.holder_name) AS holder_key,
    holder_rank(f.holder_level) AS holder_rank,
    basis_of(f.country_code, f.holder_level, f.attribution, f.explicitness) AS basis,
    f.attribution = 'self_quoted' AS is_own_words
  FROM found f JOIN core.sources s USING (article_id)
),
heard AS (
  SELECT *, max(CASE WHEN is_dated THEN anchor END) OVER (
    PARTITION BY pair, holder_key, commitment, basis, proposition_key ORDER BY anchor) AS dated_on
  FROM told
),
placed AS (
  -- a report without a date belongs to the last dated statement of the same kind shortly before it
  SELECT *, CASE WHEN NOT is_dated AND dated_on >= anchor - $lookback THEN dated_on ELSE anchor END AS said_on
  FROM heard
)
SELECT * EXCLUDE (article_id, attribution, explicitness, from_day, anchor, dated_on, proposition_key, is_dated, is_own_words),
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
