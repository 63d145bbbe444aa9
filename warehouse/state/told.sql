-- One row is one position in numbers, with the day of the statement it reports. A strand is what all reports of one
-- statement share but the day and, on no known issue, the proposition: pair (up to 2^31), holder (2^24), basis and
-- commitment. Reads $positions. $lookback: LOOKBACK_DAYS in warehouse/settings.py.
WITH found AS (
  SELECT c.from_day, p.position_id, n.name_code, l.level_code, s.source, p.published_on,
    p.stated_on IS NOT NULL AS is_dated,
    anchor_of(p.stated_on, p.published_on, p.temporality) AS anchor,
    c.pair * 4294967296
      + CASE WHEN speaks_for_body(p.holder_level) AND (n.is_body OR contains(n.body_of, '|' || p.country_code || '|')) THEN 0
             ELSE n.holder END * 256
      + basis_code(basis_of(p.country_code, p.holder_level, p.attribution, p.explicitness)) * 16
      + k.commitment_code AS strand,
    coalesce(w.proposition, 0) AS proposition,
    -- the best report comes first: by the highest office, dated, in the holder's own words
    (l.holder_rank * 4 + (p.stated_on IS NULL)::INTEGER * 2 + (p.attribution <> 'self_quoted')::INTEGER)::TINYINT
      AS precedence
  FROM $positions p
  JOIN scope c ON c.country_code = p.country_code AND c.issue_key = coalesce(p.issue_id, '')
  JOIN state.names n USING (holder_name)
  JOIN (SELECT *, holder_rank(holder_level) AS holder_rank FROM state.levels) l USING (holder_level)
  JOIN state.commitments k USING (commitment)
  JOIN article_sources s USING (article_id)
  LEFT JOIN propositions w ON p.issue_id IS NULL AND w.proposition_key = lower(p.proposition_text)
),
heard AS (
  SELECT *, max(CASE WHEN is_dated THEN anchor END) OVER (PARTITION BY strand, proposition ORDER BY anchor) AS dated_on
  FROM found
),
placed AS (
  -- a report without a date belongs to the last dated statement of the same kind shortly before it
  SELECT *, CASE WHEN NOT is_dated AND dated_on >= anchor - $lookback THEN dated_on ELSE anchor END AS said_on
  FROM heard
)
SELECT strand, proposition, said_on, position_id, name_code, level_code, source, published_on, precedence,
  CASE WHEN is_dated THEN 4 WHEN said_on IS NULL THEN 1 WHEN said_on < anchor THEN 2 ELSE 3 END::TINYINT AS said_on_code
FROM placed
WHERE said_on >= from_day OR said_on IS NULL
