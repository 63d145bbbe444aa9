-- One row is one statement: what a holder said of an issue on a day, however many sentences and outlets report it.
SELECT s.statement_id, s.country_code, nullif(s.issue_key, '') AS issue_id, s.holder_name, s.holder_level, s.commitment,
  s.stance, s.strength, s.basis, s.said_on, s.said_on_source, s.n_reports, len(s.source_keys)::INTEGER AS n_sources,
  s.first_published_on, s.last_published_on, s.position_id
FROM state.statements s
ORDER BY s.statement_id
