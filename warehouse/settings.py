"""Small facts about the whole warehouse: its data version, the current registry, what must be derived again."""

from __future__ import annotations

import duckdb

from warehouse.merge import Touched, merge
from warehouse.targets import ISSUES

LOOKBACK_DAYS = 7
"""An undated report counts as one of a dated statement of the same holder and commitment up to this many days before
it; see warehouse/state/reports.sql. A changed row can therefore change statements this many days before itself."""


def get(con: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """Return a setting, or None when it was never set."""
    row = con.execute("SELECT value FROM ops.settings WHERE name = $1", [name]).fetchone()
    return None if row is None else str(row[0])


def put(con: duckdb.DuckDBPyConnection, name: str, value: str) -> None:
    """Set a setting."""
    con.execute("INSERT OR REPLACE INTO ops.settings VALUES ($1, $2)", [name, value])


def data_version(con: duckdb.DuckDBPyConnection) -> int:
    """Return a number that rises with every transaction that changed what can be published."""
    return int(get(con, "data_version") or 0)


def bump_data_version(con: duckdb.DuckDBPyConnection) -> None:
    """Say that something which can be published has changed."""
    put(con, "data_version", str(data_version(con) + 1))


def keep_registry(con: duckdb.DuckDBPyConnection, registry_hash: str) -> Touched:
    """Make relation `in_issues` (shape Issues) the current registry; issues it lacks stay, marked not current.

    Positions found with an earlier registry refer to them until they are extracted again.
    """
    if get(con, "registry_hash") == registry_hash:
        return Touched()
    con.execute(
        "CREATE OR REPLACE TEMP TABLE incoming AS SELECT *, true AS is_current FROM in_issues "
        "UNION ALL BY NAME SELECT * REPLACE (false AS is_current) FROM core.issues ANTI JOIN in_issues USING (issue_id)"
    )
    put(con, "registry_hash", registry_hash)
    return merge(con, ISSUES, "incoming")


def mark_dirty(con: duckdb.DuckDBPyConnection, positions: str) -> None:
    """Note which countries and issues must be derived again, and from which day.

    `positions` is a query with country_code, issue_id, stated_on and published_on; a position without any date
    counts as from the last day there is, because only the statements without a date depend on it.
    """
    con.execute(
        "INSERT INTO state.dirty SELECT country_code, coalesce(issue_id, ''), "
        f"coalesce(min(coalesce(least(stated_on, published_on), stated_on, published_on)) - {LOOKBACK_DAYS}, "
        f"DATE '9999-12-31') FROM ({positions}) GROUP BY 1, 2"
    )
