-- Who changed position in a quarter, and on what evidence?
-- $quarter: any day of the quarter.
SELECT changed_on, country_code, issue_id, kind, from_commitment, to_commitment, to_holder_name, from_evidence_text,
  to_evidence_text
FROM marts.position_changes
WHERE kind IN ('hardened', 'softened', 'reversed')
  AND date_trunc('quarter', changed_on) = date_trunc('quarter', $quarter::DATE)
ORDER BY changed_on DESC, country_code, issue_id;
