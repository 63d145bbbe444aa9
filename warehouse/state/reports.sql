-- One row is one position of a country and issue in scope, with the day it counts for and the statement it reports.
-- Reads relation `scope` (country_code, issue_key, from_day). $lookback: see LOOKBACK_DAYS in warehouse/settings.py.
WITH told AS (
  SELECT
    p.position_id, p.country_code, coalesce(p.issue_id, '') AS issue_key, p.commitment, p.stance, p.strength,
    p.holder_name, p.holder_level, p.published_on, p.attribution, s.source_key, c.from_day,
    holder_key_of(p.holder_name) AS holder_key,
    holder_rank(p.holder_level) AS holder_rank,
    basis_of(p.country_code, p.holder_level, p.attribution, p.explicitness) AS basis,
    -- statements on no known issue are the same only when they name the same thing in the same words
    CASE WHEN p.issue_id IS NULL THEN lower(p.proposition_text) ELSE '' END AS proposition_key,
    p.stated_on IS NOT NULL AS is_dated,
    anchor_of(p.stated_on, p.published_on, p.temporality) AS anchor
  FROM core.positions p
  JOIN scope c ON c.country_code = p.country_code AND c.issue_key = coalesce(p.issue_id, '')
  JOIN core.sources s ON s.article_id = p.article_id
),
placed AS (
  SELECT *,
    CASE WHEN is_dated THEN anchor
      ELSE coalesce(max(CASE WHEN is_dated THEN anchor END) OVER (
        PARTITION BY country_code, issue_key, holder_key, commitment, basis, proposition_key
        ORDER BY anchor RANGE BETWEEN to_days($lookback) PRECEDING AND CURRENT ROW), anchor)
    END AS said_on
  FROM told
  WHERE anchor >= from_day - $lookback OR anchor IS NULL
)
SELECT * EXCLUDE (from_day, anchor, proposition_key, is_dated),
  CASE WHEN is_dated THEN 'stated' WHEN said_on IS NULL THEN 'none' WHEN said_on < anchor THEN 'other_report'
       ELSE 'published' END AS said_on_source,
  'stm_' || left(md5(concat_ws(chr(31), country_code, issue_key, proposition_key, holder_key, commitment, basis,
    -- without any day, reports of one source are one statement
    coalesce(said_on::VARCHAR, source_key))), 20) AS statement_id
FROM placed
WHERE said_on >= from_day OR said_on IS NULL
