"""The DuckDB warehouse: load, derive, publish, check."""
