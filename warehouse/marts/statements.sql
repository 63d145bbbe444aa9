-- One row is one statement: what a holder said of an issue on a day, however many sentences and outlets report it.
SELECT s.statement_id, c.country_code, nullif(c.issue_key, '') AS issue_id, n.holder_name, l.holder_level, k.commitment,
  k.stance, k.strength::INTEGER AS strength, basis_name(s.basis_code) AS basis, s.said_on,
  said_on_source(s.said_on_code) AS said_on_source, s.n_reports, len(s.sources)::INTEGER AS n_sources,
  s.first_published_on, s.last_published_on, s.position_id
FROM state.statements s
JOIN state.pairs c USING (pair)
JOIN state.names n USING (name_code)
JOIN state.levels l USING (level_code)
JOIN state.commitments k USING (commitment_code)
