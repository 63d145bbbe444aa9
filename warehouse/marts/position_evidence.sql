-- One row is one verbatim span that proves a position.
SELECT position_id, ordinal, char_start, char_end, evidence_text FROM core.position_evidence
