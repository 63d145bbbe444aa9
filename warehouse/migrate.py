"""Numbered migrations: each .sql file of warehouse/migrations runs once, in order, in a transaction of its own."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files

import duckdb

from warehouse.errors import ChangedMigrationError, NewerWarehouseError

LEDGER = """
CREATE TABLE IF NOT EXISTS main.schema_migrations (
  version INTEGER PRIMARY KEY, name VARCHAR NOT NULL, checksum VARCHAR NOT NULL, applied_at TIMESTAMPTZ NOT NULL
)"""


def migrations() -> dict[int, tuple[str, str]]:
    """Return version -> (file name, SQL), ascending; the number before the first `_` is the version."""
    folder = files("warehouse") / "migrations"
    found = sorted((f.name, f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".sql"))
    return {int(name.split("_", 1)[0]): (name, sql) for name, sql in found}


def schema_version() -> int:
    """Return the newest schema version this program knows."""
    return max(migrations())


def migrate(con: duckdb.DuckDBPyConnection, *, up_to: int | None = None) -> list[int]:
    """Bring the default catalog up to date (or to `up_to`, for tests) and return the versions applied.

    Raises:
        NewerWarehouseError: the file knows versions this program does not.
        ChangedMigrationError: an applied migration differs from ours.
    """
    known = migrations()
    con.execute(LEDGER)
    applied = dict(con.execute("SELECT version, checksum FROM main.schema_migrations").fetchall())
    if applied and max(applied) > max(known):
        raise NewerWarehouseError(max(applied), max(known))
    done = []
    for version, (name, sql) in known.items():
        checksum = sha256(sql.encode()).hexdigest()[:16]
        if version in applied:
            if applied[version] != checksum:
                raise ChangedMigrationError(name)
        elif up_to is None or version <= up_to:
            _apply(con, version, name, sql, checksum)
            done.append(version)
    return done


def _apply(con: duckdb.DuckDBPyConnection, version: int, name: str, sql: str, checksum: str) -> None:
    con.execute("BEGIN")
    try:
        con.execute(sql)
        con.execute("INSERT INTO main.schema_migrations VALUES (?, ?, ?, now())", [version, name, checksum])
    except BaseException:
        con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")
