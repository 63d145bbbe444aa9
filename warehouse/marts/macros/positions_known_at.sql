-- Where every country stood on a day as far as the warehouse knew at a time: rows recorded later do not count, rows
-- retired since do. With a time after the last load it agrees with positions_as_of(day).
CREATE MACRO marts.positions_known_at(day, known_at) AS TABLE
WITH known AS (
  SELECT *, stated_on IS NOT NULL AS is_dated
  FROM marts.position_knowledge
  WHERE recorded_at <= known_at::TIMESTAMPTZ AND (retired_at IS NULL OR retired_at > known_at::TIMESTAMPTZ)
    AND basis = 'own' AND strength IS NOT NULL AND issue_id IS NOT NULL
    AND (counts_on <= day::DATE OR NOT stated_on IS NOT NULL AND counts_on <= day::DATE + $lookback)
),
placed AS (
  SELECT *, CASE WHEN is_dated THEN counts_on
    ELSE coalesce(max(CASE WHEN is_dated THEN counts_on END) OVER (
      PARTITION BY country_code, issue_id, holder_key, commitment
      ORDER BY counts_on RANGE BETWEEN to_days($lookback) PRECEDING AND CURRENT ROW), counts_on) END AS said_on
  FROM known
),
latest AS (
  SELECT * FROM placed WHERE said_on <= day::DATE
  QUALIFY said_on = max(said_on) OVER (PARTITION BY country_code, issue_id)
),
ranked AS (
  SELECT *, min(stance) OVER pair <> max(stance) OVER pair AND min(holder_key) OVER pair <> max(holder_key) OVER pair AS is_split
  FROM latest WINDOW pair AS (PARTITION BY country_code, issue_id)
)
SELECT country_code, issue_id, commitment, stance, strength, holder_name, holder_level, said_on, is_split, position_id,
  recorded_at, coalesce(evidence_text, (SELECT p.evidence_text FROM marts.positions p WHERE p.position_id = ranked.position_id)) AS evidence_text
FROM ranked
QUALIFY row_number() OVER (
  PARTITION BY country_code, issue_id
  ORDER BY CASE WHEN is_split THEN -abs(strength) ELSE holder_rank END,
    CASE WHEN is_split THEN holder_rank ELSE -abs(strength) END,
    holder_key, commitment, stated_on IS NULL, position_id) = 1;
