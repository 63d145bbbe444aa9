-- One row is one country and issue: where it stands now, and what clouds that.
SELECT s.country_code, coalesce(c.name, o.name, s.country_code) AS country_name, s.issue_key AS issue_id, i.proposition,
  s.commitment, s.stance, s.strength, s.holder_name, s.holder_level, s.valid_from AS since, s.last_seen_on,
  s.n_statements, s.n_sources,
  coalesce(n.clouded_on > s.last_seen_on, false) AS is_clouded,
  coalesce(n.short_on >= s.valid_from, false) AS is_falling_short,
  coalesce(x.split_on >= s.last_seen_on, false) AS is_split
FROM state.spells s
LEFT JOIN core.countries c USING (country_code)
LEFT JOIN core.organisations o ON o.organisation_code = s.country_code
LEFT JOIN core.issues i ON i.issue_id = s.issue_key
LEFT JOIN (
  SELECT country_code, issue_key, max(said_on) FILTER (commitment = 'withholds') AS clouded_on,
    max(said_on) FILTER (commitment = 'falls_short') AS short_on
  FROM state.statements WHERE basis = 'own' AND strength IS NULL GROUP BY ALL
) n USING (country_code, issue_key)
LEFT JOIN (
  SELECT country_code, issue_key, max(changed_on) AS split_on FROM state.changes WHERE kind = 'split_signal' GROUP BY ALL
) x USING (country_code, issue_key)
WHERE s.valid_to IS NULL
ORDER BY s.country_code, issue_id
