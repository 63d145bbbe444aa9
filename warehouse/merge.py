"""MERGE with a changed-rows predicate: only rows that are new, differ, or are gone are touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb


@dataclass(frozen=True, slots=True)
class Target:
    """A table that MERGE keeps equal to an incoming relation."""

    table: str  # schema-qualified
    key: tuple[str, ...]
    columns: tuple[str, ...]  # compared and written, without the key and without the stamps
    archive: str | None = None  # where replaced and deleted rows go

    @property
    def name(self) -> str:
        """The table without its schema."""
        return self.table.split(".", 1)[1]


@dataclass(frozen=True, slots=True)
class Touched:
    """How many rows one MERGE inserted, updated and deleted."""

    inserted: int = 0
    updated: int = 0
    deleted: int = 0

    @property
    def total(self) -> int:
        """All rows touched; 0 when the table already said what came in."""
        return self.inserted + self.updated + self.deleted


def find_delta(con: duckdb.DuckDBPyConnection, target: Target, incoming: str, *, scope: str = "false") -> Touched:
    """Write what differs between `target` and relation `incoming` into the temporary table `delta`.

    `scope` is a predicate over the target (alias `t`): only rows under it may be deleted for not being in
    `incoming`. Column `op` of `delta` is `insert`, `update` or `delete`.
    """
    on = _equal(target.key, "t", "s")
    listed = ", ".join(f"s.{c}" for c in target.key + target.columns)
    differ = " OR ".join(f"t.{c} IS DISTINCT FROM s.{c}" for c in target.columns) or "false"
    keys = ", ".join(f"t.{c}" for c in target.key)
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE delta AS
        SELECT CASE WHEN t.{target.key[0]} IS NULL THEN 'insert' ELSE 'update' END AS op, {listed}
        FROM {incoming} s LEFT JOIN {target.table} t ON {on}
        WHERE t.{target.key[0]} IS NULL OR {differ}
        UNION ALL BY NAME
        SELECT 'delete' AS op, {keys} FROM {target.table} t ANTI JOIN {incoming} s ON {on} WHERE {scope}""")
    return _count_delta(con)


def apply_delta(
    con: duckdb.DuckDBPyConnection,
    target: Target,
    *,
    stamps: Mapping[str, object] | None = None,
    retired: tuple[datetime, str] | None = None,
) -> None:
    """MERGE the temporary table `delta` into `target`, inside the caller's transaction.

    `stamps` are columns written on insert and update but never compared (who wrote, when). `retired` is the time and
    run written to the archive with each row that is replaced or deleted; a target with an archive needs it.
    """
    stamps = dict(stamps or {})
    if target.archive:
        if retired is None:
            raise ValueError(f"{target.table} keeps an archive: say when and by which run its rows are retired")
        con.execute(
            f"INSERT INTO {target.archive} BY NAME SELECT t.*, $1::TIMESTAMPTZ AS retired_at, $2 AS retired_run_id "
            f"FROM {target.table} t SEMI JOIN delta s ON {_equal(target.key, 't', 's')}",
            list(retired),
        )
    marks = {name: f"${i}" for i, name in enumerate(stamps, 1)}
    columns: Sequence[str] = target.key + target.columns
    sets = [f"{c} = s.{c}" for c in target.columns] + [f"{name} = {mark}" for name, mark in marks.items()]
    values = [f"s.{c}" for c in columns] + list(marks.values())
    con.execute(
        f"""
        MERGE INTO {target.table} t USING delta s ON {_equal(target.key, "t", "s")}
        WHEN MATCHED AND s.op = 'delete' THEN DELETE
        WHEN MATCHED THEN UPDATE SET {", ".join(sets)}
        WHEN NOT MATCHED THEN INSERT ({", ".join([*columns, *marks])}) VALUES ({", ".join(values)})""",
        list(stamps.values()),
    )


def merge(
    con: duckdb.DuckDBPyConnection,
    target: Target,
    incoming: str,
    *,
    scope: str = "false",
    stamps: Mapping[str, object] | None = None,
    retired: tuple[datetime, str] | None = None,
) -> Touched:
    """Make `target` equal to relation `incoming` (see `find_delta`, `apply_delta`) and say what was touched."""
    touched = find_delta(con, target, incoming, scope=scope)
    if touched.total:
        apply_delta(con, target, stamps=stamps, retired=retired)
    return touched


def merge_rows(con: duckdb.DuckDBPyConnection, target: Target, incoming: str, stored: str) -> Touched:
    """Make the rows of `target` that relation `stored` names equal to relation `incoming`, and say what was touched.

    `stored` has the columns of the target and `row_number`, its rowid: the target itself is not searched for keys.
    """
    on = _equal(target.key, "t", "s")
    columns = target.key + target.columns
    differ = " OR ".join(f"t.{c} IS DISTINCT FROM s.{c}" for c in target.columns)
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE delta AS
        SELECT CASE WHEN t.row_number IS NULL THEN 'insert' ELSE 'update' END AS op, t.row_number,
          {", ".join(f"s.{c}" for c in columns)}
        FROM {incoming} s LEFT JOIN {stored} t ON {on} WHERE t.row_number IS NULL OR {differ}
        UNION ALL BY NAME
        SELECT 'delete' AS op, t.row_number FROM {stored} t ANTI JOIN {incoming} s ON {on}""")
    touched = _count_delta(con)
    if touched.total:
        con.execute(f"""
            MERGE INTO {target.table} t USING delta s ON t.rowid = s.row_number
            WHEN MATCHED AND s.op = 'delete' THEN DELETE
            WHEN MATCHED THEN UPDATE SET {", ".join(f"{c} = s.{c}" for c in target.columns)}
            WHEN NOT MATCHED THEN INSERT ({", ".join(columns)}) VALUES ({", ".join(f"s.{c}" for c in columns)})""")
    return touched


def _count_delta(con: duckdb.DuckDBPyConnection) -> Touched:
    counts = dict(con.execute("SELECT op, count(*) FROM delta GROUP BY op").fetchall())
    return Touched(counts.get("insert", 0), counts.get("update", 0), counts.get("delete", 0))


def _equal(key: Sequence[str], left: str, right: str) -> str:
    return " AND ".join(f"{left}.{c} = {right}.{c}" for c in key)
