-- Every statement of a country (code or name) on an issue, oldest first; basis says which ones make the state.
CREATE MACRO marts.position_history(country, issue) AS TABLE
SELECT s.said_on, s.said_on_source, s.holder_name, s.holder_level, s.commitment, s.stance, s.strength, s.basis,
  s.n_reports, s.n_sources, p.evidence_text, p.outlet, p.url, s.position_id, s.statement_id
FROM marts.statements s JOIN marts.positions p USING (position_id)
WHERE (s.country_code = country OR lower(p.country_name) = lower(country)) AND s.issue_id = issue
ORDER BY s.said_on NULLS FIRST, s.statement_id;
