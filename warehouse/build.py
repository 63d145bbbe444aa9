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


NEVER_CHOSEN = "dictionary,fsst"
"""Compressions that DuckDB tries on every text column although dict_fsst, which is both, always wins."""

RUN_AS_PUBLISHED = """
SELECT * REPLACE (
  CASE WHEN run_id = $1 THEN 'completed' ELSE status END AS status,
  CASE WHEN run_id = $1 THEN coalesce(finished_at, now()) ELSE finished_at END AS finished_at)
FROM ops.runs ORDER BY run_id"""
"""A file is published only when its run came so far: in it that run is completed, though its flow has yet to say so."""


def build(con: duckdb.DuckDBPyConnection, file: Path, *, run_id: str) -> dict[str, int]:
    """Build the file that run `run_id` publishes from the writer's connection and return rows by mart.

    The file is closed (and its write-ahead log merged) when this returns.
    """
    derive.define_rules(con)
    attach(con, file, CATALOG)
    try:
        con.execute(f"{derive.JOINS_AS_WRITTEN}; SET disabled_compression_methods = '{NEVER_CHOSEN}'")
        with transaction(con):  # one commit, not one for each table and comment
            con.execute(f"CREATE SCHEMA {CATALOG}.marts; CREATE SCHEMA {CATALOG}.ops")
            rows = {}
            for name in tables.MARTS:
                made = con.execute(f"CREATE TABLE {CATALOG}.marts.{name} AS {mart_sql(name)}").fetchone()
                rows[name] = int(made[0]) if made else 0
            con.execute(f"CREATE TABLE {CATALOG}.ops.runs AS {RUN_AS_PUBLISHED}", [run_id])
            con.execute(f"CREATE TABLE {CATALOG}.ops.rejects AS FROM ops.rejects ORDER BY ALL")
            con.execute(f"USE {CATALOG}")
            for name in tables.MACROS:
                con.execute(macro_sql(name))
            con.execute("USE store")
            tables.comment(con, CATALOG)
        con.execute(f"CHECKPOINT {CATALOG}")
    finally:
        con.execute("USE store; RESET disabled_optimizers; RESET disabled_compression_methods")
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
