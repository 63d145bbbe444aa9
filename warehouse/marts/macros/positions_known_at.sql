-- Where every country stood on a day as far as the warehouse knew at a time: rows recorded later do not count, rows
-- retired since do. With a time after the last load it agrees with positions_as_of(day).
CREATE MACRO marts.positions_known_at(day, known_at) AS TABLE
WITH known AS (
  SELECT position_id, recorded_at, country_code, issue_id, holder_name, holder_level, commitment, stance, strength,
    counts_on, holder_rank, holder_key, evidence_text, stated_on IS NOT NULL AS is_dated
  FROM marts.position_knowledge
  WHERE recorded_at <= known_at::TIMESTAMPTZ AND (retired_at IS NULL OR retired_at > known_at::TIMESTAMPTZ)
    AND basis = 'own' AND strength IS NOT NULL AND issue_id IS NOT NULL
    AND (counts_on <= day::DATE OR stated_on IS NULL AND counts_on <= day::DATE + $lookback)
),
recent AS ( -- a report moves back by $lookback days at most, to a statement that many days older at most
  SELECT k.*
  FROM known k
  JOIN (SELECT country_code, issue_id, max(counts_on) AS last_on FROM known WHERE counts_on <= day::DATE GROUP BY ALL) l
    ON l.country_code = k.country_code AND l.issue_id = k.issue_id AND k.counts_on >= l.last_on - 2 * $lookback
),
heard AS (
  SELECT *, max(CASE WHEN is_dated THEN counts_on END) OVER (
    PARTITION BY country_code, issue_id, holder_key, commitment ORDER BY counts_on) AS dated_on
  FROM recent
),
placed AS (
  SELECT *, CASE WHEN NOT is_dated AND dated_on >= counts_on - $lookback THEN dated_on ELSE counts_on END AS said_on
  FROM heard
),
latest AS (
  SELECT * FROM placed WHERE said_on <= day::DATE
  QUALIFY said_on = max(said_on) OVER (PARTITION BY country_code, issue_id)
),
ranked AS (
  SELECT *, min(stance) OVER pair <> max(stance) OVER pair AND min(holder_key) OVER pair <> max(holder_key) OVER pair AS is_split
  FROM latest WINDOW pair AS (PARTITION BY country_code, issue_id)
),
chosen AS (
  SELECT * FROM ranked
  QUALIFY row_number() OVER (
    PARTITION BY country_code, issue_id
    ORDER BY CASE WHEN is_split THEN -abs(strength) ELSE holder_rank END,
      CASE WHEN is_split THEN holder_rank ELSE -abs(strength) END,
      holder_key, commitment, NOT is_dated, position_id) = 1
)
SELECT c.country_code, c.issue_id, c.commitment, c.stance, c.strength, c.holder_name, c.holder_level, c.said_on,
  c.is_split, c.position_id, c.recorded_at, coalesce(c.evidence_text, p.evidence_text) AS evidence_text
FROM chosen c LEFT JOIN (SELECT position_id, evidence_text FROM marts.positions) p USING (position_id);
