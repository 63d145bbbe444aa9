-- One row is one event in a country's position on an issue, with the evidence of both sides.
SELECT p.country_code, p.issue_key AS issue_id, c.changed_on, c.kind, fk.commitment AS from_commitment,
  tk.commitment AS to_commitment, f.evidence_text AS from_evidence_text, t.evidence_text AS to_evidence_text,
  f.holder_name AS from_holder_name, t.holder_name AS to_holder_name, c.from_position_id, c.to_position_id
FROM state.changes c
JOIN state.pairs p USING (pair)
JOIN state.commitments tk ON tk.commitment_code = c.to_commitment_code
LEFT JOIN state.commitments fk ON fk.commitment_code = c.from_commitment_code
JOIN core.positions t ON t.position_id = c.to_position_id
LEFT JOIN core.positions f ON f.position_id = c.from_position_id
