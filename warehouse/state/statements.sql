-- One row is one statement: what a holder said of an issue on a day, however many outlets and sentences report it.
-- Reads relation `new_reports`. The representative position is the one with a date in its text, then the holder's own
-- words, then the earliest, then the smallest key.
SELECT
  statement_id,
  any_value(country_code) AS country_code,
  any_value(issue_key) AS issue_key,
  any_value(holder_key) AS holder_key,
  min(holder_name) AS holder_name,
  arg_min(holder_level, (holder_rank, holder_level)) AS holder_level,
  min(holder_rank) AS holder_rank,
  any_value(basis) AS basis,
  any_value(commitment) AS commitment,
  any_value(stance) AS stance,
  any_value(strength) AS strength,
  any_value(said_on) AS said_on,
  max(said_on_source) AS said_on_source, -- stated > published > other_report > none
  count(*)::INTEGER AS n_reports,
  list_sort(list(DISTINCT source_key)) AS source_keys,
  min(published_on) AS first_published_on,
  max(published_on) AS last_published_on,
  arg_min(position_id, (said_on_source <> 'stated', attribution <> 'self_quoted', published_on, position_id)) AS position_id
FROM new_reports
GROUP BY statement_id
