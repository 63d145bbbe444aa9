"""What a home holds: last runs, rows by table, rejects by reason, age of the published version, who writes now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from warehouse import versions
from warehouse.connection import connect, lock_owner

RUNS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a home; everything is empty for a home that no run has used."""

    runs: list[dict[str, Any]]  # newest first: run_id, started_at, finished_at, status, sources, counts (dict)
    rows: dict[str, int]  # of the published version, by mart
    rejects: dict[str, int]  # of the last run, by reason
    published: str | None  # stamp
    age: timedelta | None  # of the published version
    writer: dict[str, Any] | None  # pid and since of a process that writes now


def status(home: Path) -> Status:
    """Read the state of a home without disturbing a run in progress.

    While a run writes, runs and rejects are those of the published version.
    """
    now = versions.current(home)
    runs: list[dict[str, Any]] = []
    rejects: dict[str, int] = {}
    with _ledger(home, now) as con:
        if con is not None:
            runs = _runs(con)
            if runs:
                rejects = dict(
                    con.execute(
                        "SELECT reason, count(*) AS n FROM ledger.ops.rejects WHERE run_id = $1 "
                        "GROUP BY reason ORDER BY n DESC, reason",
                        [runs[0]["run_id"]],
                    ).fetchall()
                )
    made = None if now is None else datetime.strptime(now.stamp, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    return Status(
        runs=runs,
        rows={} if now is None else dict(now.manifest["rows"]),
        rejects=rejects,
        published=None if now is None else now.stamp,
        age=None if made is None else datetime.now(UTC) - made,
        writer=lock_owner(home),
    )


@contextmanager
def _ledger(home: Path, now: versions.Version | None) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """Open the newest `ops` that can be read, as catalog `ledger`: the writer's file, or the published one."""
    files = [home / "core" / "core.duckdb"] + ([] if now is None else [now.file])
    with connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        for file in files:
            try:
                con.execute(f"ATTACH '{str(file).replace(chr(39), chr(39) * 2)}' AS ledger (READ_ONLY)")
            except (
                duckdb.IOException,
                duckdb.BinderException,
            ):  # a run (or this process) writes it, or it is not there
                continue
            yield con
            return
        yield None


def _runs(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    found = con.execute(
        "SELECT run_id, started_at, finished_at, status, sources, counts FROM ledger.ops.runs "
        f"ORDER BY started_at DESC, run_id LIMIT {RUNS_SHOWN}"
    )
    names = [column[0] for column in found.description or []]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    for row in rows:
        row["counts"] = json.loads(row["counts"]) if row["counts"] else {}
    return rows
