-- One row is one statement with its key and the position that represents it. Reads relation `grouped`.
SELECT statement_id(c.country_code, c.issue_key, coalesce(w.proposition_key, ''), h.holder_key, k.commitment,
    basis_name((g.strand // 16) & 15), coalesce(g.said_on::VARCHAR, s.source_key)) AS statement_id,
  g.pair, g.said_on, h.holder, k.commitment_code, ((g.strand // 16) & 15)::TINYINT AS basis_code, g.said_on_code,
  g.n_reports, CASE WHEN g.n_reports = 1 THEN g.sources ELSE list_sort(list_distinct(g.sources)) END AS sources,
  g.first_published_on, g.last_published_on, g.best.position_id AS position_id, g.best.name_code AS name_code,
  g.best.level_code AS level_code
FROM grouped g
JOIN scope c USING (pair)
JOIN state.holders h ON h.holder = (g.strand // 256) & 16777215
JOIN state.commitments k ON k.commitment_code = g.strand & 15
LEFT JOIN propositions w USING (proposition)
LEFT JOIN state.source_keys s ON s.source = g.only_source
