-- One row is one quote: an attribution with its content and its speaker.
SELECT q.quote_id, q.article_id, q.kind, q.quote_text, q.cue, q.cue_class, q.speaker_text, q.speaker_name, q.person_id,
  q.speaker_role, q.speaker_country, q.is_anonymous, q.on_behalf_of, q.reported_by, q.venue,
  a.published_at::DATE AS published_on, a.outlet, a.url, q.rule_id
FROM core.quotes q
JOIN core.article_revisions a USING (article_id, content_hash)
