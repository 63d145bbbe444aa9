-- A deterministic load: statement i of $of, from $first to $last. A holder keeps a commitment about half a year.
CREATE OR REPLACE TEMP TABLE generated AS
SELECT i, i // 3 AS article, DATE '2010-01-01' + (i * 5500 // $of)::INTEGER AS day,
  (i * 7919 % 200)::INTEGER AS country, (hash(i, 'issue') % 120)::INTEGER AS issue, (hash(i, 'holder') % 6)::INTEGER AS holder
FROM range($first, $last) t(i);
INSERT OR IGNORE INTO core.issues SELECT 'issue-' || i, 'proposition ' || i, NULL, 'word', NULL, true FROM range(120) t(i);
INSERT OR IGNORE INTO core.countries SELECT printf('C%02d', i), NULL, 'Country ' || i, NULL, NULL FROM range(200) t(i);
INSERT INTO core.organisation_members SELECT 'ORG', printf('C%02d', i), NULL, NULL FROM range(30) t(i)
WHERE NOT EXISTS (FROM core.organisation_members);
INSERT OR IGNORE INTO core.article_revisions BY NAME
SELECT printf('art_%012d', article) AS article_id, 'rev' AS content_hash, 'e' || article AS external_id,
  'Outlet ' || (article % 40) AS outlet, 'https://example.org/' || article AS url, any_value(day)::TIMESTAMPTZ AS published_at,
  'day' AS published_precision, 'en' AS language,
  string_agg('In sentence ' || i || ' holder ' || holder || ' says what will be done. ', '' ORDER BY i) AS text,
  24 AS word_count, '' AS flags, 'l' || article AS location, now() AS recorded_at, 'bench' AS run_id
FROM generated GROUP BY article;
INSERT OR IGNORE INTO core.articles
SELECT printf('art_%012d', article), 'rev', 'Outlet ' || (article % 40), any_value(day), 'h' || article, '1', '1', 'bench'
FROM generated GROUP BY article;
INSERT OR IGNORE INTO core.sources
SELECT printf('art_%012d', article), 'syn_' || article, 'Outlet ' || (article % 40) FROM generated GROUP BY article;
CREATE OR REPLACE TEMP TABLE spoken AS
SELECT g.*, 'In sentence ' || i || ' holder ' || holder || ' says what will be done.' AS sentence,
  hash(country, issue, holder, (day - DATE '2010-01-01') // 180) % 10 AS mood
FROM generated g JOIN core.article_revisions r ON r.article_id = printf('art_%012d', g.article) AND contains(r.text, 'sentence ' || i || ' ');
INSERT INTO core.positions BY NAME
SELECT printf('pos_%012d', i) AS position_id, printf('art_%012d', article) AS article_id, 'rev' AS content_hash,
  printf('C%02d', country) AS country_code, 'Holder ' || holder AS holder_name,
  ['head_of_government', 'minister', 'minister', 'spokesperson', 'official_named', 'government'][1 + holder] AS holder_level,
  'issue-' || issue AS issue_id, 'p' AS proposition_text,
  CASE WHEN mood < 6 THEN 'rules_out' WHEN mood < 9 THEN 'advocates' ELSE 'open_to' END AS commitment,
  CASE WHEN mood < 6 THEN 'oppose' WHEN mood < 9 THEN 'support' ELSE 'open' END AS stance,
  CASE WHEN mood < 6 THEN -3 WHEN mood < 9 THEN 2 ELSE 1 END AS strength, 'own' AS scope, 'narrator' AS attribution,
  'explicit' AS explicitness, 'current' AS temporality, CASE WHEN i % 2 = 0 THEN day END AS stated_on,
  CASE WHEN i % 2 = 0 THEN 'day' ELSE 'none' END AS date_precision, day AS published_on, sentence AS evidence_text,
  'Holder' AS actor_text, 'says' AS trigger_text, 'rule' AS rule_id, 'generated' AS explain, now() AS recorded_at,
  'bench' AS run_id
FROM spoken;
INSERT INTO core.position_evidence
SELECT printf('pos_%012d', s.i), 0, r.article_id, strpos(r.text, s.sentence) - 1, strpos(r.text, s.sentence) - 1 + length(s.sentence),
  s.sentence
FROM spoken s JOIN core.article_revisions r ON r.article_id = printf('art_%012d', s.article);
