-- Look-alikes of one outlet on different days (readouts, nominations): distinct events, and told as such.
ALTER TABLE core.syndication ADD COLUMN template_id VARCHAR;
-- so that the next run groups the articles that are here already
DELETE FROM ops.settings WHERE name = 'articles_grouped';
