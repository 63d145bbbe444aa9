-- One row is one position that reports a statement which another position represents. Reads `told` and `grouped`.
SELECT t.position_id, g.pair, g.said_on,
  statement_id(c.country_code, c.issue_key, coalesce(w.proposition_key, ''), h.holder_key, k.commitment,
    basis_name((g.strand // 16) & 15), coalesce(g.said_on::VARCHAR, s.source_key)) AS statement_id
FROM told t
JOIN (FROM grouped WHERE n_reports > 1) g ON g.strand = t.strand AND g.proposition = t.proposition
  AND g.said_on IS NOT DISTINCT FROM t.said_on AND (g.only_source IS NULL OR g.only_source = t.source)
JOIN scope c USING (pair)
JOIN state.holders h ON h.holder = (g.strand // 256) & 16777215
JOIN state.commitments k ON k.commitment_code = g.strand & 15
LEFT JOIN propositions w ON w.proposition = g.proposition
LEFT JOIN state.source_keys s ON s.source = g.only_source
WHERE t.position_id <> g.best.position_id
