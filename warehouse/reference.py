"""Reference tables of the warehouse, from the seed tables of the project."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from warehouse import settings
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


def load_seeds(con: duckdb.DuckDBPyConnection, seeds: Path) -> int:
    """Replace countries, organisations and members by the .csv files of folder `seeds`; return the tables changed."""
    changed = 0
    with transaction(con):
        for table, (file, query) in TABLES.items():
            con.register("seed", pl.read_csv(seeds / file, infer_schema=False))
            con.execute(f"CREATE OR REPLACE TEMP TABLE incoming AS FROM core.{table} LIMIT 0")
            con.execute(f"INSERT INTO incoming {query}")
            con.unregister("seed")
            differ = con.execute(
                f"SELECT count(*) FROM ((FROM incoming EXCEPT FROM core.{table}) "
                f"UNION ALL (FROM core.{table} EXCEPT FROM incoming))"
            ).fetchone()
            if differ and differ[0]:
                con.execute(f"DELETE FROM core.{table}; INSERT INTO core.{table} FROM incoming")
                changed += 1
        if changed:
            settings.bump_data_version(con)
    return changed
