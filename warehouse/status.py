"""What a home holds: last runs, rows by table, rejects by reason, age of the published version, who writes now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from warehouse import versions
from warehouse.connection import connect, lock_owner

RUNS_SHOWN = 10
_REJECTS = (
    "SELECT reason, count(*) AS n FROM ledger.ops.rejects WHERE run_id = $1 GROUP BY reason ORDER BY n DESC, reason"
)
_EXAMPLES = """
SELECT reason, location, detail FROM ledger.ops.rejects WHERE run_id = $1
QUALIFY row_number() OVER (PARTITION BY reason ORDER BY location) <= 3 ORDER BY reason, location LIMIT 60"""
_SOURCES = """
SELECT source,
  count(*) FILTER (kind = 'page' AND body_hash IS NOT NULL) AS pages,
  count(*) FILTER (asked_at IS NULL) AS waiting,
  count(*) FILTER (status = 'failed') AS failing,
  count(*) FILTER (status IN ('gone', 'refused')) AS given_up,
  max(asked_at) AS last_asked,
  string_agg(url || ' ' || status || ' (' || coalesce(reason, 'no reason') || '), again '
    || strftime(next_at, '%Y-%m-%d %H:%M'), '; ' ORDER BY url)
    FILTER (kind = 'listing' AND status IN ('failed', 'retired')) AS trouble
FROM ledger.ops.fetches WHERE kind <> 'robots' GROUP BY source ORDER BY trouble IS NULL, source LIMIT 100"""


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a home; everything is empty for a home that no run has used."""

    runs: list[dict[str, Any]]  # newest first: run_id, started_at, finished_at, status, sources, counts (dict)
    rows: dict[str, int]  # of the published version, by mart
    rejects: dict[str, int]  # of the last run, by reason
    examples: list[tuple[str, str, str | None]]  # up to three a reason: reason, location, detail
    sources: list[dict[str, Any]]  # on the network: source, pages, waiting, failing, given_up, last_asked, trouble
    published: str | None  # stamp
    age: timedelta | None  # of the published version
    writer: dict[str, Any] | None  # pid and since of a process that writes now


def status(home: Path) -> Status:
    """Read the state of a home without disturbing a run in progress.

    While a run writes, runs and rejects are those of the published version, and sources are not told.
    """
    now = versions.current(home)
    runs: list[dict[str, Any]] = []
    rejects: dict[str, int] = {}
    examples: list[tuple[str, str, str | None]] = []
    sources: list[dict[str, Any]] = []
    with _ledger(home, now) as con:
        if con is not None:
            runs = _runs(con)
            if runs:
                last = [runs[0]["run_id"]]
                rejects = dict(con.execute(_REJECTS, last).fetchall())
                examples = con.execute(_EXAMPLES, last).fetchall()
            # the published file has no books of fetching
            with suppress(duckdb.CatalogException):
                sources = _dicts(con.execute(_SOURCES))
    made = None if now is None else datetime.strptime(now.stamp, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    return Status(
        runs=runs,
        rows={} if now is None else dict(now.manifest["rows"]),
        rejects=rejects,
        examples=examples,
        sources=sources,
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
    rows = _dicts(found)
    for row in rows:
        row["counts"] = json.loads(row["counts"]) if row["counts"] else {}
    return rows


def _dicts(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
