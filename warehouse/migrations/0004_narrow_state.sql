-- State in numbers: what repeats (pairs of country and issue, names, sources) stands once and is referred to by number,
-- commitments and levels by code. What is derived is dropped and derived again at the next refresh.
DROP TABLE state.reports;
DROP TABLE state.statements;
DROP TABLE state.spells;
DROP TABLE state.changes;
DELETE FROM ops.settings WHERE name = 'state_rules';

CREATE TABLE core.body_names (country_code VARCHAR NOT NULL, name_key VARCHAR NOT NULL);

-- codes; transforms/schemas.py says which commitments and levels there are
CREATE TABLE state.commitments (commitment_code TINYINT, commitment VARCHAR, stance VARCHAR, strength TINYINT);
INSERT INTO state.commitments VALUES
  (1, 'acts', 'support', 3), (2, 'advocates', 'support', 2), (3, 'commits', 'support', 3),
  (4, 'falls_short', 'support', NULL), (5, 'not_planning', 'oppose', -1), (6, 'not_ruling_out', 'open', 0),
  (7, 'objects', 'oppose', -2), (8, 'open_to', 'open', 1), (9, 'rules_out', 'oppose', -3),
  (10, 'withholds', 'withheld', NULL);
CREATE TABLE state.levels (level_code TINYINT, holder_level VARCHAR);
INSERT INTO state.levels VALUES
  (1, 'head_of_state'), (2, 'head_of_government'), (3, 'minister'), (4, 'spokesperson'), (5, 'official_named'),
  (6, 'government'), (7, 'org'), (8, 'org_head'), (9, 'anonymous_official'), (10, 'group');

-- numbers, given in order of arrival: nothing depends on which one it is
CREATE TABLE state.pairs (pair INTEGER NOT NULL, country_code VARCHAR NOT NULL, issue_key VARCHAR NOT NULL);
CREATE TABLE state.holders (holder INTEGER NOT NULL, holder_key VARCHAR NOT NULL);
INSERT INTO state.holders VALUES (0, ''); -- a government or an organisation itself
CREATE TABLE state.names (
  name_code INTEGER NOT NULL,
  holder_name VARCHAR NOT NULL,
  holder INTEGER NOT NULL,
  is_body BOOLEAN NOT NULL,           -- names a government by its kind: "the German government"
  body_of VARCHAR                     -- what the name alone stands for, as |GBR|: "Britain", "London"
);
CREATE TABLE state.source_keys (source INTEGER NOT NULL, source_key VARCHAR NOT NULL);

-- positions that report a statement which another position represents
CREATE TABLE state.reports (position_id VARCHAR USING COMPRESSION uncompressed NOT NULL, pair INTEGER NOT NULL, said_on DATE, statement_id VARCHAR USING COMPRESSION uncompressed NOT NULL);
CREATE TABLE state.statements (
  statement_id VARCHAR USING COMPRESSION uncompressed NOT NULL,
  pair INTEGER NOT NULL,
  said_on DATE,
  holder INTEGER NOT NULL,            -- 0: the government or the organisation itself
  commitment_code TINYINT NOT NULL,
  basis_code TINYINT NOT NULL,
  said_on_code TINYINT NOT NULL,
  n_reports INTEGER NOT NULL,
  sources INTEGER[] NOT NULL,
  first_published_on DATE,
  last_published_on DATE,
  position_id VARCHAR USING COMPRESSION uncompressed NOT NULL,       -- represents the statement; the two below are its
  name_code INTEGER NOT NULL,
  level_code TINYINT NOT NULL
);
CREATE TABLE state.spells (
  pair INTEGER NOT NULL,
  valid_from DATE NOT NULL,
  valid_to DATE,
  commitment_code TINYINT NOT NULL,
  name_code INTEGER NOT NULL,
  level_code TINYINT NOT NULL,
  n_statements INTEGER NOT NULL,
  n_sources INTEGER NOT NULL,
  first_position_id VARCHAR USING COMPRESSION uncompressed NOT NULL,
  last_seen_on DATE NOT NULL
);
CREATE TABLE state.changes (
  pair INTEGER NOT NULL,
  changed_on DATE NOT NULL,
  kind VARCHAR NOT NULL,
  from_commitment_code TINYINT,
  to_commitment_code TINYINT NOT NULL,
  from_position_id VARCHAR USING COMPRESSION uncompressed,
  to_position_id VARCHAR USING COMPRESSION uncompressed NOT NULL
);
