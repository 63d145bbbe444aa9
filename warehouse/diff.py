"""What changed between two published versions: rows added, removed and changed, table by table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from warehouse import versions
from warehouse.connection import connect
from warehouse.tables import MARTS, descriptions

CLOCK_TABLES = ("position_knowledge",)
"""Marts that hold clock times: they differ between any two runs and are left out."""


@dataclass(frozen=True, slots=True)
class TableDiff:
    """How one mart differs; `rows` lists them: column `difference` (added, removed, changed), then the table's own.

    A changed row stands there as it is in the second version, with its columns that changed in `changed_columns`.
    """

    table: str
    added: int
    removed: int
    changed: int
    rows: pl.DataFrame


def diff(home: Path, first: str, second: str, *, rows_shown: int = 20) -> list[TableDiff]:
    """Compare two published versions of a home; each is a run id, a stamp, `current` or `previous`.

    Returns one TableDiff for each mart that differs, in the order of the marts; none when the versions say the same.

    Raises:
        UnknownVersionError: one of them is not kept.
    """
    return diff_files(versions.find(home, first).file, versions.find(home, second).file, rows_shown=rows_shown)


def diff_files(first: Path, second: Path, *, rows_shown: int = 20) -> list[TableDiff]:
    """Compare two published files."""
    with connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        for name, file in (("a", first), ("b", second)):
            con.execute(f"ATTACH '{str(file).replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)")
        found = [_table(con, table, rows_shown) for table in MARTS if table not in CLOCK_TABLES]
    return [d for d in found if d.added or d.removed or d.changed]


def _table(con: duckdb.DuckDBPyConnection, table: str, rows_shown: int) -> TableDiff:
    columns = _common_columns(con, table)
    key = descriptions().tables[table].key or tuple(columns)
    on = " AND ".join(f"a.{c} IS NOT DISTINCT FROM b.{c}" for c in key)
    others = [c for c in columns if c not in key]
    changed = ", ".join(f"CASE WHEN a.{c} IS DISTINCT FROM b.{c} THEN '{c}' END" for c in others) or "NULL"
    listed = ", ".join(columns)
    # rows equal in both cancel out first, so that the joins see only what differs; EXCEPT ALL keeps repeated rows
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE only_a AS
          SELECT {listed} FROM a.marts.{table} EXCEPT ALL SELECT {listed} FROM b.marts.{table};
        CREATE OR REPLACE TEMP TABLE only_b AS
          SELECT {listed} FROM b.marts.{table} EXCEPT ALL SELECT {listed} FROM a.marts.{table};
        CREATE OR REPLACE TEMP TABLE differing AS
          SELECT 'changed' AS difference, concat_ws(', ', {changed}) AS changed_columns, b.*
          FROM only_a a JOIN only_b b ON {on}
          UNION ALL SELECT 'added', NULL, b.* FROM only_b b ANTI JOIN only_a a ON {on}
          UNION ALL SELECT 'removed', NULL, a.* FROM only_a a ANTI JOIN only_b b ON {on}""")
    counts = dict(con.execute("SELECT difference, count(*) FROM differing GROUP BY ALL").fetchall())
    order = ", ".join(key)
    rows = con.sql(f"FROM differing ORDER BY difference, {order} LIMIT {rows_shown}").pl()
    return TableDiff(table, counts.get("added", 0), counts.get("removed", 0), counts.get("changed", 0), rows)


def _common_columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """Return the columns both versions have: an older version may lack one that was added since."""
    rows = con.execute(
        "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'marts' AND table_name = $1 "
        "AND database_name IN ('a', 'b') GROUP BY column_name HAVING count(*) = 2 ORDER BY min(column_index)",
        [table],
    ).fetchall()
    return [row[0] for row in rows]
