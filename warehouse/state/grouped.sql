-- One row is one statement, what a holder said of an issue on a day, with its reports. Reads relation `told`.
SELECT (strand // 4294967296)::INTEGER AS pair, strand, proposition, said_on,
  CASE WHEN said_on IS NULL THEN source END AS only_source, -- without any day, reports of one source are one statement
  count(*)::INTEGER AS n_reports, list(source) AS sources, max(said_on_code) AS said_on_code,
  min(published_on) AS first_published_on, max(published_on) AS last_published_on,
  arg_min({'position_id': position_id, 'name_code': name_code, 'level_code': level_code},
    (precedence, coalesce(published_on, DATE '9999-12-31'), position_id)) AS best
FROM told
GROUP BY ALL
