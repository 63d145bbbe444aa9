-- Which governments spoke with two voices on one day, and in which words?
SELECT changed_on, country_code, issue_id, to_holder_name AS shown_holder, to_commitment AS shown_commitment,
  to_evidence_text AS shown_evidence, from_holder_name AS other_holder, from_commitment AS other_commitment,
  from_evidence_text AS other_evidence
FROM marts.position_changes
WHERE kind = 'split_signal'
ORDER BY changed_on DESC, country_code, issue_id;
