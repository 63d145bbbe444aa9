"""Pure steps from documents to quotes and positions: frame in, frame out; no network, no Prefect, no DuckDB."""
