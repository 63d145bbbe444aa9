"""Building one published file: every mart from its .sql file, the macros, the comments, and the runs that made it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import duckdb

from warehouse import derive, tables
from warehouse.connection import attach, transaction
from warehouse.settings import LOOKBACK_DAYS

EXTRACTIONS = "SELECT article_id, extractor_version, registry_hash, run_id FROM core.articles"
"""What made the quotes, people and positions of each article: an article is always extracted as a whole."""

CATALOG = "warehouse"
"""Name of the new file while it is built, and its stem: the catalog that BI tools see."""


NEVER_CHOSEN = "dictionary,fsst"
"""Compressions that DuckDB tries on every text column although dict_fsst, which is both, always wins."""

COMPRESSIONS = {
    # keys are all different: looking for what repeats in them costs three times the writing and saves half of 25 bytes
    **dict.fromkeys(
        ("position_id", "statement_id", "quote_id", "first_position_id", "from_position_id", "to_position_id"),
        "uncompressed",
    ),
    # texts and addresses: as small as with dict_fsst or smaller, in half the time
    **dict.fromkeys(("text", "evidence_text", "from_evidence_text", "to_evidence_text", "quote_text", "url"), "zstd"),
}
"""Columns whose compression is better known than found out; DuckDB tries several on the others."""

BUILDERS = 2
"""Tables written at a time: each ends on one core, for which the other would wait."""
FIRST = ("date_spine", "people")
"""Marts that others of the new file read: they are committed before the others begin."""

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
    attach(con, file, CATALOG)
    try:
        con.execute(f"{derive.JOINS_AS_WRITTEN}; SET disabled_compression_methods = '{NEVER_CHOSEN}'")
        con.execute(f"CREATE SCHEMA {CATALOG}.marts; CREATE SCHEMA {CATALOG}.ops")
        rows = _build_marts(con, FIRST)
        rows |= _build_marts(con, [name for name in tables.MARTS if name not in FIRST])
        with transaction(con):
            con.execute(f"CREATE TABLE {CATALOG}.ops.runs AS {RUN_AS_PUBLISHED}", [run_id])
            con.execute(f"CREATE TABLE {CATALOG}.ops.rejects AS FROM ops.rejects ORDER BY ALL")
            con.execute(f"CREATE TABLE {CATALOG}.ops.extractions AS {EXTRACTIONS}")
            con.execute(f"USE {CATALOG}")
            for name in tables.MACROS:
                con.execute(macro_sql(name))
            con.execute("USE store")
            tables.comment(con, CATALOG)
        con.execute(f"CHECKPOINT {CATALOG}")
    finally:
        con.execute("USE store; RESET disabled_optimizers; RESET disabled_compression_methods")
        con.execute(f"DETACH {CATALOG}")
    return {name: rows[name] for name in tables.MARTS}


def _build_marts(con: duckdb.DuckDBPyConnection, names: Sequence[str]) -> dict[str, int]:
    """Build marts on BUILDERS connections, each in one transaction; return rows by mart."""
    waiting = deque(names)

    def work(_: int) -> dict[str, int]:
        done = {}
        with con.cursor() as own:
            own.execute("SET TimeZone = 'UTC'; USE store")
            derive.define_rules(own)
            with transaction(own), suppress(IndexError):
                while True:
                    name = waiting.popleft()
                    done[name] = _build_mart(own, name)
        return done

    with ThreadPoolExecutor(BUILDERS) as pool:
        return {name: n for done in pool.map(work, range(BUILDERS)) for name, n in done.items()}


def _build_mart(con: duckdb.DuckDBPyConnection, name: str) -> int:
    sql = mart_sql(name)
    columns = ", ".join(
        f"{column} {type_}" + (f" USING COMPRESSION {COMPRESSIONS[column]}" if column in COMPRESSIONS else "")
        for column, type_, *_ in con.execute(f"DESCRIBE {sql}").fetchall()
    )
    made = con.execute(
        f"CREATE TABLE {CATALOG}.marts.{name} ({columns}); INSERT INTO {CATALOG}.marts.{name} {sql}"
    ).fetchone()
    return int(made[0]) if made else 0


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
