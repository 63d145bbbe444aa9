-- Numbers for names, holders and sources that have none yet, of $positions and the sources $told_by of their
-- articles: all, or those in scope. Makes relations `propositions` and `article_sources`.
CREATE OR REPLACE TEMP TABLE new_names AS
SELECT holder_name, name_key(holder_name) AS name_key
FROM (SELECT DISTINCT holder_name FROM $positions) ANTI JOIN state.names USING (holder_name);
INSERT INTO state.holders
SELECT (SELECT max(holder) FROM state.holders) + row_number() OVER (ORDER BY name_key), name_key
FROM (SELECT DISTINCT name_key FROM new_names) n ANTI JOIN state.holders h ON h.holder_key = n.name_key;
INSERT INTO state.names
SELECT (SELECT coalesce(max(name_code), 0) FROM state.names) + row_number() OVER (ORDER BY n.holder_name), n.holder_name,
  h.holder, is_body(n.name_key), b.body_of
FROM new_names n
JOIN state.holders h ON h.holder_key = n.name_key
LEFT JOIN (
  SELECT name_key, '|' || string_agg(country_code, '|' ORDER BY country_code) || '|' AS body_of
  FROM core.body_names GROUP BY name_key
) b ON b.name_key = n.name_key;
CREATE OR REPLACE TEMP TABLE told_by AS
SELECT article_id, source_key, s.source FROM $told_by LEFT JOIN state.source_keys s USING (source_key);
INSERT INTO state.source_keys
SELECT (SELECT coalesce(max(source), 0) FROM state.source_keys) + row_number() OVER (ORDER BY source_key), source_key
FROM (SELECT DISTINCT source_key FROM told_by WHERE source IS NULL);
CREATE OR REPLACE TEMP TABLE article_sources AS
SELECT article_id, coalesce(t.source, s.source) AS source
FROM told_by t LEFT JOIN state.source_keys s ON s.source_key = t.source_key AND t.source IS NULL;
-- statements on no known issue are the same only when they name the same thing in the same words
CREATE OR REPLACE TEMP TABLE propositions AS
SELECT row_number() OVER ()::INTEGER AS proposition, proposition_key
FROM (SELECT DISTINCT lower(proposition_text) AS proposition_key FROM $positions WHERE issue_id IS NULL);
