-- One row is one country and issue: where it stands now, and what clouds that.
SELECT r.country_code, coalesce(c.name, o.name, r.country_code) AS country_name, r.issue_key AS issue_id, i.proposition,
  k.commitment, k.stance, k.strength::INTEGER AS strength, h.holder_name, l.holder_level, s.valid_from AS since,
  s.last_seen_on,
  s.n_statements, s.n_sources,
  coalesce(n.clouded_on > s.last_seen_on, false) AS is_clouded,
  coalesce(n.short_on >= s.valid_from, false) AS is_falling_short,
  coalesce(x.split_on >= s.last_seen_on, false) AS is_split
FROM state.spells s
JOIN state.pairs r USING (pair)
JOIN state.commitments k USING (commitment_code)
JOIN state.names h USING (name_code)
JOIN state.levels l USING (level_code)
LEFT JOIN core.countries c USING (country_code)
LEFT JOIN core.organisations o ON o.organisation_code = r.country_code
LEFT JOIN core.issues i ON i.issue_id = r.issue_key
LEFT JOIN (
  SELECT pair, max(said_on) FILTER (commitment = 'withholds') AS clouded_on,
    max(said_on) FILTER (commitment = 'falls_short') AS short_on
  FROM state.statements JOIN state.commitments USING (commitment_code)
  WHERE basis_name(basis_code) = 'own' AND strength IS NULL GROUP BY pair
) n USING (pair)
LEFT JOIN (
  SELECT pair, max(changed_on) AS split_on FROM state.changes WHERE kind = 'split_signal' GROUP BY pair
) x USING (pair)
WHERE s.valid_to IS NULL
ORDER BY r.country_code, issue_id
