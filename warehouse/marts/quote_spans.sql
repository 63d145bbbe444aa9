-- One row is one span of a quote in its article's text.
SELECT quote_id, role, ordinal, char_start, char_end FROM core.quote_spans
