-- What was asked of the network: one row an address. An address is written here before it is asked, so that a killed
-- run never asks twice; a body is written to its file before the row that points at it.
CREATE TABLE ops.fetches (
  url VARCHAR PRIMARY KEY,
  kind VARCHAR NOT NULL,             -- listing, page or robots
  source VARCHAR NOT NULL,
  host VARCHAR NOT NULL,
  status VARCHAR NOT NULL,           -- new, asking, fetched, unchanged, refused, failed, gone, retired
  first_seen_at TIMESTAMPTZ NOT NULL,
  asked_at TIMESTAMPTZ,
  next_at TIMESTAMPTZ,               -- NULL: never again
  attempts INTEGER NOT NULL,         -- failures in a row
  http_status INTEGER,
  etag VARCHAR,
  last_modified VARCHAR,
  final_url VARCHAR,                 -- after redirects
  media_type VARCHAR,
  charset VARCHAR,
  body_hash VARCHAR,
  fetched_at TIMESTAMPTZ,            -- when the body came
  input_hash VARCHAR,                -- of the document made from it
  reason VARCHAR,                    -- of the last refusal or failure
  published VARCHAR,                 -- as the listing gives it
  published_source VARCHAR
);
-- One row a response body, kept once however often and from however many addresses it came.
CREATE TABLE ops.bodies (
  body_hash VARCHAR PRIMARY KEY,
  file VARCHAR NOT NULL,
  position BIGINT NOT NULL,
  byte_count BIGINT NOT NULL,
  stored_at TIMESTAMPTZ NOT NULL
);
-- One row a source: its latest pass. A pass without an end was cut off, and the next run goes on with it.
CREATE TABLE ops.passes (source VARCHAR PRIMARY KEY, started_at TIMESTAMPTZ NOT NULL, finished_at TIMESTAMPTZ);
