-- The writer's tables. core: what the articles say now; archive: rows that a correction or a newer extractor
-- replaced, with both times; state: derived, kept up by MERGE, can be rebuilt from core; ops: runs and lineage.
-- Written without ENUM, CHECK and foreign keys, so that the same DDL fits DuckLake; gates check references.
CREATE SCHEMA core;
CREATE SCHEMA archive;
CREATE SCHEMA state;
CREATE SCHEMA ops;

CREATE TABLE ops.runs (
  run_id VARCHAR PRIMARY KEY,
  started_at TIMESTAMPTZ NOT NULL,
  finished_at TIMESTAMPTZ,
  status VARCHAR NOT NULL,
  sources VARCHAR,
  extractor_version VARCHAR,
  registry_hash VARCHAR,
  counts VARCHAR
);
CREATE TABLE ops.partitions (
  run_id VARCHAR,
  partition_id VARCHAR,
  loaded_at TIMESTAMPTZ NOT NULL,
  counts VARCHAR NOT NULL,
  PRIMARY KEY (run_id, partition_id)
);
CREATE TABLE ops.documents (
  input_hash VARCHAR PRIMARY KEY,
  location VARCHAR NOT NULL,
  external_id VARCHAR,
  article_id VARCHAR,
  content_hash VARCHAR,
  extractor_version VARCHAR NOT NULL,
  registry_hash VARCHAR NOT NULL,
  run_id VARCHAR NOT NULL,
  loaded_at TIMESTAMPTZ NOT NULL
);
CREATE TABLE ops.rejects (
  run_id VARCHAR NOT NULL,
  partition_id VARCHAR NOT NULL,
  location VARCHAR NOT NULL,
  external_id VARCHAR,
  stage VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,
  detail VARCHAR
);
CREATE TABLE ops.settings (name VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);

CREATE TABLE core.article_revisions (
  article_id VARCHAR,
  content_hash VARCHAR,
  external_id VARCHAR NOT NULL,
  outlet VARCHAR,
  url VARCHAR,
  canonical_url VARCHAR,
  title VARCHAR,
  authors VARCHAR,
  published_at TIMESTAMPTZ,
  published_precision VARCHAR NOT NULL,
  date_source VARCHAR,
  language VARCHAR,
  text VARCHAR NOT NULL,
  word_count INTEGER NOT NULL,
  flags VARCHAR NOT NULL,
  location VARCHAR NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  run_id VARCHAR NOT NULL,
  PRIMARY KEY (article_id, content_hash)
);
CREATE TABLE core.articles (
  article_id VARCHAR PRIMARY KEY,
  content_hash VARCHAR NOT NULL,
  outlet VARCHAR,
  published_on DATE,
  text_hash VARCHAR NOT NULL,
  extractor_version VARCHAR NOT NULL,
  registry_hash VARCHAR NOT NULL,
  run_id VARCHAR NOT NULL
);
CREATE TABLE core.sources (
  article_id VARCHAR PRIMARY KEY,
  syndication_id VARCHAR NOT NULL,
  source_key VARCHAR NOT NULL
);
CREATE TABLE core.syndication (article_id VARCHAR PRIMARY KEY, syndication_id VARCHAR NOT NULL);

CREATE TABLE core.paragraphs (
  article_id VARCHAR,
  paragraph_ix INTEGER,
  char_start INTEGER NOT NULL,
  char_end INTEGER NOT NULL,
  role VARCHAR NOT NULL,
  PRIMARY KEY (article_id, paragraph_ix)
);
CREATE TABLE core.quotes (
  quote_id VARCHAR PRIMARY KEY,
  article_id VARCHAR NOT NULL,
  content_hash VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  quote_text VARCHAR NOT NULL,
  cue VARCHAR,
  cue_class VARCHAR NOT NULL,
  speaker_text VARCHAR,
  speaker_name VARCHAR,
  entity_id VARCHAR,
  person_id VARCHAR,
  speaker_role VARCHAR,
  speaker_affiliation VARCHAR,
  speaker_country VARCHAR,
  speaker_level VARCHAR,
  is_anonymous BOOLEAN NOT NULL,
  on_behalf_of VARCHAR,
  reported_by VARCHAR,
  venue VARCHAR,
  rule_id VARCHAR NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  run_id VARCHAR NOT NULL
);
CREATE TABLE core.quote_spans (
  quote_id VARCHAR,
  role VARCHAR,
  ordinal INTEGER,
  article_id VARCHAR NOT NULL,
  char_start INTEGER NOT NULL,
  char_end INTEGER NOT NULL,
  PRIMARY KEY (quote_id, role, ordinal)
);
CREATE TABLE core.people (
  person_id VARCHAR,
  article_id VARCHAR,
  name VARCHAR NOT NULL,
  role VARCHAR,
  affiliation VARCHAR,
  code VARCHAR,
  holder_level VARCHAR,
  is_official_known BOOLEAN NOT NULL,
  seen_on DATE,
  PRIMARY KEY (person_id, article_id)
);
CREATE TABLE core.positions (
  position_id VARCHAR PRIMARY KEY,
  article_id VARCHAR NOT NULL,
  content_hash VARCHAR NOT NULL,
  quote_id VARCHAR,
  country_code VARCHAR NOT NULL,
  holder_name VARCHAR NOT NULL,
  holder_role VARCHAR,
  holder_level VARCHAR NOT NULL,
  issue_id VARCHAR,
  proposition_text VARCHAR NOT NULL,
  commitment VARCHAR NOT NULL,
  stance VARCHAR NOT NULL,
  strength INTEGER,
  scope VARCHAR NOT NULL,
  attribution VARCHAR NOT NULL,
  explicitness VARCHAR NOT NULL,
  condition_text VARCHAR,
  temporality VARCHAR NOT NULL,
  on_behalf_of VARCHAR,
  reported_by VARCHAR,
  date_text VARCHAR,
  stated_on DATE,
  date_precision VARCHAR NOT NULL,
  published_on DATE,
  evidence_text VARCHAR NOT NULL,
  actor_text VARCHAR NOT NULL,
  trigger_text VARCHAR NOT NULL,
  rule_id VARCHAR NOT NULL,
  explain VARCHAR NOT NULL,
  recorded_at TIMESTAMPTZ NOT NULL,
  run_id VARCHAR NOT NULL
);
CREATE TABLE core.position_evidence (
  position_id VARCHAR,
  ordinal INTEGER,
  article_id VARCHAR NOT NULL,
  char_start INTEGER NOT NULL,
  char_end INTEGER NOT NULL,
  evidence_text VARCHAR NOT NULL,
  PRIMARY KEY (position_id, ordinal)
);
CREATE TABLE core.issues (
  issue_id VARCHAR PRIMARY KEY,
  proposition VARCHAR NOT NULL,
  description VARCHAR,
  keywords VARCHAR NOT NULL,
  parent_issue_id VARCHAR,
  is_current BOOLEAN NOT NULL
);
CREATE TABLE core.countries (
  country_code VARCHAR PRIMARY KEY,
  iso2 VARCHAR,
  name VARCHAR NOT NULL,
  official_name VARCHAR,
  capital VARCHAR
);
CREATE TABLE core.organisations (
  organisation_code VARCHAR PRIMARY KEY,
  name VARCHAR NOT NULL,
  headquarters VARCHAR
);
CREATE TABLE core.organisation_members (
  organisation_code VARCHAR,
  country_code VARCHAR,
  joined_on DATE,
  left_on DATE
);

CREATE TABLE archive.quotes AS FROM core.quotes LIMIT 0;
CREATE TABLE archive.quote_spans AS FROM core.quote_spans LIMIT 0;
CREATE TABLE archive.positions AS FROM core.positions LIMIT 0;
CREATE TABLE archive.position_evidence AS FROM core.position_evidence LIMIT 0;
ALTER TABLE archive.quotes ADD COLUMN retired_at TIMESTAMPTZ;
ALTER TABLE archive.quotes ADD COLUMN retired_run_id VARCHAR;
ALTER TABLE archive.quote_spans ADD COLUMN retired_at TIMESTAMPTZ;
ALTER TABLE archive.quote_spans ADD COLUMN retired_run_id VARCHAR;
ALTER TABLE archive.positions ADD COLUMN retired_at TIMESTAMPTZ;
ALTER TABLE archive.positions ADD COLUMN retired_run_id VARCHAR;
ALTER TABLE archive.position_evidence ADD COLUMN retired_at TIMESTAMPTZ;
ALTER TABLE archive.position_evidence ADD COLUMN retired_run_id VARCHAR;

CREATE TABLE state.dirty (country_code VARCHAR NOT NULL, issue_key VARCHAR NOT NULL, from_day DATE NOT NULL);
CREATE TABLE state.reports (
  position_id VARCHAR NOT NULL,
  statement_id VARCHAR NOT NULL,
  country_code VARCHAR NOT NULL,
  issue_key VARCHAR NOT NULL,
  said_on DATE
);
CREATE TABLE state.statements (
  statement_id VARCHAR NOT NULL,
  country_code VARCHAR NOT NULL,
  issue_key VARCHAR NOT NULL,
  holder_key VARCHAR NOT NULL,
  holder_name VARCHAR NOT NULL,
  holder_level VARCHAR NOT NULL,
  holder_rank INTEGER NOT NULL,
  basis VARCHAR NOT NULL,
  commitment VARCHAR NOT NULL,
  stance VARCHAR NOT NULL,
  strength INTEGER,
  said_on DATE,
  said_on_source VARCHAR NOT NULL,
  n_reports INTEGER NOT NULL,
  source_keys VARCHAR[] NOT NULL,
  first_published_on DATE,
  last_published_on DATE,
  position_id VARCHAR NOT NULL
);
CREATE TABLE state.spells (
  country_code VARCHAR NOT NULL,
  issue_key VARCHAR NOT NULL,
  valid_from DATE NOT NULL,
  valid_to DATE,
  commitment VARCHAR NOT NULL,
  stance VARCHAR NOT NULL,
  strength INTEGER NOT NULL,
  holder_name VARCHAR NOT NULL,
  holder_level VARCHAR NOT NULL,
  n_statements INTEGER NOT NULL,
  n_sources INTEGER NOT NULL,
  first_position_id VARCHAR NOT NULL,
  last_seen_on DATE NOT NULL
);
CREATE TABLE state.changes (
  country_code VARCHAR NOT NULL,
  issue_key VARCHAR NOT NULL,
  changed_on DATE NOT NULL,
  kind VARCHAR NOT NULL,
  from_commitment VARCHAR,
  to_commitment VARCHAR NOT NULL,
  from_position_id VARCHAR,
  to_position_id VARCHAR NOT NULL
);
