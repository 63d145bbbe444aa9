-- What a position counts as; used by reports.sql and by marts/position_knowledge.sql.
CREATE OR REPLACE TEMP MACRO holder_rank(holder_level) AS
  CASE holder_level
    WHEN 'head_of_state' THEN 1 WHEN 'head_of_government' THEN 1 WHEN 'org_head' THEN 1 WHEN 'minister' THEN 2
    WHEN 'spokesperson' THEN 3 WHEN 'official_named' THEN 4 WHEN 'government' THEN 5 WHEN 'org' THEN 5 ELSE 6
  END;
-- only `own` makes the default state; the others are kept apart
CREATE OR REPLACE TEMP MACRO basis_of(country_code, holder_level, attribution, explicitness) AS
  CASE
    WHEN holder_level = 'group' OR starts_with(country_code, 'GRP:') THEN 'group'
    WHEN holder_level = 'anonymous_official' OR attribution = 'anonymous_source' THEN 'anonymous'
    WHEN attribution = 'attributed_by_other' THEN 'other'
    WHEN explicitness = 'implicit' THEN 'implicit'
    ELSE 'own'
  END;
-- The day a position counts for before reports are compared. A day more than one after publication is a misread date
-- (one day is a matter of time zones); a past statement without a date was made nobody knows when.
CREATE OR REPLACE TEMP MACRO anchor_of(stated_on, published_on, temporality) AS
  CASE
    WHEN stated_on > published_on + 1 THEN published_on
    WHEN stated_on IS NULL AND temporality = 'past' THEN NULL
    ELSE coalesce(stated_on, published_on)
  END;
CREATE OR REPLACE TEMP MACRO holder_key_of(holder_name) AS lower(strip_accents(holder_name));
