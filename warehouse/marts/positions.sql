-- One row is one dated statement as one article reports it: holder, issue, commitment and the sentence that proves it.
SELECT p.position_id, p.article_id, p.quote_id, p.country_code,
  coalesce(c.name, o.name, replace(p.country_code, 'GRP:', '')) AS country_name,
  p.holder_name, p.holder_role, p.holder_level, p.issue_id, p.commitment, p.stance, p.strength, p.scope, p.attribution,
  p.explicitness, p.condition_text, p.temporality, p.on_behalf_of, p.reported_by, p.date_text, p.stated_on,
  p.date_precision, p.published_on, a.outlet, a.url, p.evidence_text, p.rule_id, p.proposition_text, p.explain,
  s.statement_id
FROM core.positions p
JOIN (
  SELECT position_id, statement_id FROM state.statements UNION ALL SELECT position_id, statement_id FROM state.reports
) s USING (position_id)
JOIN core.article_revisions a USING (article_id, content_hash)
LEFT JOIN core.countries c USING (country_code)
LEFT JOIN core.organisations o ON o.organisation_code = p.country_code
