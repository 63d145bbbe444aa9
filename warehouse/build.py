"""Building one published file: every mart from its .sql file, the macros, the comments, and the runs that made it."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import duckdb

from warehouse import derive, tables
from warehouse.connection import attach, transaction
from warehouse.settings import LOOKBACK_DAYS

CATALOG = "warehouse"
"""Name of the new file while it is built, and its stem: the catalog that BI tools see."""

OPS = ("runs", "rejects")


def build(con: duckdb.DuckDBPyConnection, file: Path) -> dict[str, int]:
    """Build the published file from the writer's connection and return rows by mart.

    The file is closed (and its write-ahead log merged) when this returns.
    """
    derive.define_rules(con)
    attach(con, file, CATALOG)
    try:
        con.execute(derive.JOINS_AS_WRITTEN)
        with transaction(con):  # one commit, not one for each table and comment
            con.execute(f"CREATE SCHEMA {CATALOG}.marts; CREATE SCHEMA {CATALOG}.ops")
            rows = {}
            for name in tables.MARTS:
                made = con.execute(f"CREATE TABLE {CATALOG}.marts.{name} AS {mart_sql(name)}").fetchone()
                rows[name] = int(made[0]) if made else 0
            for name in OPS:
                con.execute(f"CREATE TABLE {CATALOG}.ops.{name} AS FROM ops.{name} ORDER BY ALL")
            con.execute(f"USE {CATALOG}")
            for name in tables.MACROS:
                con.execute(macro_sql(name))
            con.execute("USE store")
            tables.comment(con, CATALOG)
        con.execute(f"CHECKPOINT {CATALOG}")
    finally:
        con.execute("USE store; RESET disabled_optimizers")
        con.execute(f"DETACH {CATALOG}")
    return rows


def mart_sql(name: str) -> str:
    """Return the SELECT of warehouse/marts/<name>.sql."""
    return (files("warehouse") / "marts" / f"{name}.sql").read_text(encoding="utf-8")


def macro_sql(name: str) -> str:
    """Return the CREATE MACRO of warehouse/marts/macros/<name>.sql, in `marts` and reachable without the schema."""
    sql = (files("warehouse") / "marts" / "macros" / f"{name}.sql").read_text(encoding="utf-8")
    sql = sql.replace("$lookback", str(LOOKBACK_DAYS))
    arguments = sql.split(f"marts.{name}(", 1)[1].split(")", 1)[0]
    return f"{sql}\nCREATE MACRO main.{name}({arguments}) AS TABLE FROM marts.{name}({arguments});"


def build_hash() -> str:
    """Return a hash over everything that decides what is built from the same data."""
    parts = [mart_sql(name) for name in tables.MARTS] + [macro_sql(name) for name in tables.MACROS]
    parts += [(files("warehouse") / "tables.yaml").read_text(encoding="utf-8"), derive.rules_hash()]
    return sha256("\x00".join(parts).encode()).hexdigest()[:16]
