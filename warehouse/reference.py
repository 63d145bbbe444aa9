"""Reference tables of the warehouse, from the seed tables of the project."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from warehouse import derive, settings
from warehouse.connection import transaction

TABLES = {
    # table of core: (file, query over it)
    "countries": ("countries.csv", "SELECT iso3, iso2, name, official_name, capital FROM seed"),
    "organisations": (
        "organisations.csv",
        "SELECT org, name, hq FROM seed QUALIFY row_number() OVER (PARTITION BY org ORDER BY name) = 1",
    ),
    "organisation_members": (
        "organisation_members.csv",
        'SELECT org, iso3, try_cast(joined AS DATE), try_cast("left" AS DATE) FROM seed',
    ),
}
BODY_NAMES = """
WITH names AS (
  SELECT iso3 AS country_code, unnest(list_concat([name, official_name], string_split(aliases, ';'))) AS name
  FROM countries
  UNION ALL SELECT code, phrase FROM metonyms WHERE kind IN ('capital', 'seat_of_government')
  UNION ALL SELECT org, unnest(list_concat([org, name], string_split(aliases, ';'))) FROM organisations
)
SELECT DISTINCT country_code, name_key(name) AS name_key FROM names WHERE length(name_key(name)) > 1"""
"""What a country's government or an organisation itself is called: its names, its capital, its seat of government."""


def load_seeds(con: duckdb.DuckDBPyConnection, seeds: Path) -> int:
    """Replace the reference tables by the .csv files of folder `seeds`; return how many changed.

    Everything is derived again when the names changed, because they decide who is one holder.
    """
    changed = 0
    derive.define_rules(con)
    with transaction(con):
        for table, (file, query) in TABLES.items():
            con.register("seed", pl.read_csv(seeds / file, infer_schema=False))
            changed += _replace(con, table, query)
            con.unregister("seed")
        named = ("countries", "metonyms", "organisations")
        for name in named:
            con.register(name, pl.read_csv(seeds / f"{name}.csv", infer_schema=False))
        if _replace(con, "body_names", BODY_NAMES):
            derive.forget_rules(con)
            changed += 1
        for name in named:
            con.unregister(name)
        if changed:
            settings.bump_data_version(con)
    return changed


def _replace(con: duckdb.DuckDBPyConnection, table: str, query: str) -> bool:
    """Make a table of core what the query says; tell whether it was anything else."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE incoming AS FROM core.{table} LIMIT 0")
    con.execute(f"INSERT INTO incoming {query}")
    differ = con.execute(
        f"SELECT count(*) FROM ((FROM incoming EXCEPT FROM core.{table}) "
        f"UNION ALL (FROM core.{table} EXCEPT FROM incoming))"
    ).fetchone()
    if differ is None or not differ[0]:
        return False
    con.execute(f"DELETE FROM core.{table}; INSERT INTO core.{table} FROM incoming")
    return True
