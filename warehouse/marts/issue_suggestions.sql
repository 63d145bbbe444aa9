-- One row is one pair of words found in the propositions of several statements on no known issue: what an analyst may
-- want to define next. A statement counts for its most frequent pair only.
WITH spoken AS (
  SELECT s.statement_id, p.country_code, s.said_on, s.sources, s.position_id, p.proposition_text,
    list_transform(
      list_filter(
        regexp_extract_all(lower(strip_accents(p.proposition_text)), '[a-z][a-z''-]+'),
        lambda w: length(w) > 2 AND w NOT IN (
          'the', 'and', 'for', 'its', 'his', 'her', 'their', 'our', 'your', 'that', 'this', 'these', 'those', 'with',
          'from', 'into', 'would', 'will', 'could', 'should', 'may', 'might', 'can', 'not', 'any', 'all', 'such', 'has',
          'have', 'had', 'was', 'were', 'are', 'been', 'being', 'more', 'than', 'who', 'which', 'what', 'they', 'them',
          'also', 'only', 'other', 'some', 'about', 'over', 'under', 'between', 'there', 'here', 'when', 'where', 'how')),
      lambda w: CASE WHEN length(w) > 3 AND NOT ends_with(w, 'ss') THEN rtrim(w, 's') ELSE w END) AS words
  FROM core.positions p
  JOIN (FROM state.statements SEMI JOIN (FROM state.pairs WHERE issue_key = '') USING (pair)) s USING (position_id)
),
paired AS (
  SELECT DISTINCT * EXCLUDE (words),
    unnest(CASE WHEN len(words) = 1 THEN words
      ELSE list_transform(range(1, len(words)), lambda i: words[i] || ' ' || words[i + 1]) END) AS head_words
  FROM spoken WHERE len(words) > 0
),
counted AS (SELECT *, count(*) OVER (PARTITION BY head_words) AS n FROM paired),
chosen AS (
  SELECT * FROM counted
  QUALIFY row_number() OVER (PARTITION BY statement_id ORDER BY n DESC, head_words) = 1
)
SELECT head_words, count(*)::INTEGER AS n_statements, count(DISTINCT country_code)::INTEGER AS n_countries,
  len(list_distinct(flatten(list(sources))))::INTEGER AS n_sources,
  string_agg(DISTINCT country_code, ', ' ORDER BY country_code) AS countries,
  min(said_on) AS first_said_on, max(said_on) AS last_said_on,
  arg_min(proposition_text, statement_id) AS example_proposition, arg_min(position_id, statement_id) AS example_position_id
FROM chosen
GROUP BY head_words
HAVING count(*) >= 2
ORDER BY n_statements DESC, head_words
