-- Every quote of a person, by key or by any part of the name (case and accents do not matter), oldest first.
CREATE MACRO marts.quotes_by(person) AS TABLE
SELECT q.published_on, q.outlet, q.speaker_name, q.speaker_role, q.kind, q.quote_text, q.cue, q.url, q.quote_id,
  q.article_id, q.person_id
FROM marts.quotes q LEFT JOIN marts.people p USING (person_id)
WHERE q.person_id = person
  OR contains(lower(strip_accents(q.speaker_name)), lower(strip_accents(person)))
  OR contains(lower(strip_accents(p.person_name)), lower(strip_accents(person)))
ORDER BY q.published_on, q.article_id, q.quote_id;
