"""Quality gates: a published file must pass all of them before the link is switched to it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import duckdb

from warehouse.tables import descriptions

SHRINK_SHARE = 0.2
"""A table of facts may lose this share of its rows between two publishes; more needs --allow-shrink."""
SHRINK_ROWS = 10
"""Losing so few rows is never a fault: small warehouses change by large shares."""
FACTS = ("articles", "quotes", "positions", "statements")
ROWS_SHOWN = 20
GATES_AT_ONCE = 2

Failures = dict[str, list[dict[str, object]]]


def failures(con: duckdb.DuckDBPyConnection) -> Failures:
    """Run every gate on an open published file; return the rows (at most ROWS_SHOWN) that broke each failed one."""
    gates = {f"unique key of {t.name}": _duplicates_sql(t.path, t.key) for t in descriptions().tables.values() if t.key}
    folder = files("warehouse") / "checks"
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".sql"):
            gates[file.name.removesuffix(".sql")] = file.read_text(encoding="utf-8")
    with ThreadPoolExecutor(GATES_AT_ONCE) as pool:
        broken = dict(zip(gates, pool.map(lambda sql: _rows(con, sql), gates.values()), strict=True))
    return {name: rows for name, rows in broken.items() if rows}


def shrunk(before: Mapping[str, int], after: Mapping[str, int]) -> Failures:
    """Return the tables of facts that lost more rows than they may."""
    rows: list[dict[str, object]] = [
        {"table": name, "rows_before": before[name], "rows_now": after[name]}
        for name in FACTS
        if name in before and before[name] - after[name] > max(SHRINK_ROWS, SHRINK_SHARE * before[name])
    ]
    return {"row counts do not fall (use --allow-shrink when they should)": rows} if rows else {}


def _duplicates_sql(table: str, key: tuple[str, ...]) -> str:
    # numbers are grouped in half the time of text; only what shares its number with another row is compared itself
    columns = ", ".join(key)
    return (
        f"SELECT {columns}, count(*) AS n FROM {table} WHERE hash({columns}) IN "
        f"(SELECT hash({columns}) FROM {table} GROUP BY ALL HAVING count(*) > 1) "
        "GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL"
    )


def _rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, object]]:
    with con.cursor() as own:
        found = own.execute(f"FROM ({sql}) LIMIT {ROWS_SHOWN}")
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
