-- What a position counts as; used by found.sql, days.sql and by marts/position_knowledge.sql.
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
CREATE OR REPLACE TEMP MACRO basis_code(basis) AS
  CASE basis WHEN 'own' THEN 1 WHEN 'other' THEN 2 WHEN 'anonymous' THEN 3 WHEN 'group' THEN 4 ELSE 5 END;
CREATE OR REPLACE TEMP MACRO basis_name(code) AS
  CASE code WHEN 1 THEN 'own' WHEN 2 THEN 'other' WHEN 3 THEN 'anonymous' WHEN 4 THEN 'group' ELSE 'implicit' END;
-- why a statement counts for its day; of several reports the highest says it
CREATE OR REPLACE TEMP MACRO said_on_source(code) AS
  CASE code WHEN 4 THEN 'stated' WHEN 3 THEN 'published' WHEN 2 THEN 'other_report' ELSE 'none' END;
-- The day a position counts for before reports are compared. A day more than one after publication is a misread date
-- (one day is a matter of time zones); a past statement without a date was made nobody knows when.
CREATE OR REPLACE TEMP MACRO anchor_of(stated_on, published_on, temporality) AS
  CASE
    WHEN stated_on > published_on + 1 THEN published_on
    WHEN stated_on IS NULL AND temporality = 'past' THEN NULL
    ELSE coalesce(stated_on, published_on)
  END;
CREATE OR REPLACE TEMP MACRO name_key(name) AS regexp_replace(lower(strip_accents(name)), '^(the|an?) ', '');
-- Whatever a government is called ("Britain", "London", "the British government"), it is one holder, and so is an
-- organisation; ministries, offices and persons are holders of their own. Names of countries: core.body_names.
CREATE OR REPLACE TEMP MACRO is_body(key) AS
  regexp_matches(key, '(^|[ ''’])(government|administration|cabinet)$|^(government|administration|cabinet) of ');
CREATE OR REPLACE TEMP MACRO speaks_for_body(holder_level) AS holder_level IN ('government', 'org');
CREATE OR REPLACE TEMP MACRO statement_id(country_code, issue_key, proposition_key, holder_key, commitment, basis, day) AS
  'stm_' || left(md5(concat_ws(chr(31), country_code, issue_key, proposition_key, holder_key, commitment, basis, day)), 20);
