-- Positions whose stance or strength does not follow from their commitment.
SELECT p.position_id, p.commitment, p.stance, p.strength
FROM marts.positions p
LEFT JOIN (VALUES
  ('acts', 'support', 3), ('commits', 'support', 3), ('advocates', 'support', 2), ('open_to', 'open', 1),
  ('not_ruling_out', 'open', 0), ('not_planning', 'oppose', -1), ('objects', 'oppose', -2), ('rules_out', 'oppose', -3),
  ('withholds', 'withheld', NULL), ('falls_short', 'support', NULL)
) c(commitment, stance, strength) USING (commitment)
WHERE p.stance IS DISTINCT FROM c.stance OR p.strength IS DISTINCT FROM c.strength
ORDER BY ALL
