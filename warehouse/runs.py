"""The ledger of runs: who ran when, with which extractor and registry, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from secrets import token_hex

import duckdb

STATUSES = ("running", "completed", "failed", "killed")


def start(
    con: duckdb.DuckDBPyConnection,
    *,
    sources: Sequence[str] = (),
    extractor_version: str | None = None,
    registry_hash: str | None = None,
    run_id: str | None = None,
) -> str:
    """Write a run's beginning and return its id, e.g. `run_20261122T160218_9f3c1a`.

    The caller holds the home's lock, so a run that is still `running` was killed: it is marked so.
    """
    now = datetime.now(UTC)
    run_id = run_id or f"run_{now:%Y%m%dT%H%M%S}_{token_hex(3)}"
    con.execute("UPDATE ops.runs SET status = 'killed' WHERE status = 'running' AND run_id <> $1", [run_id])
    con.execute(
        "INSERT OR REPLACE INTO ops.runs VALUES ($1, $2, NULL, 'running', $3, $4, $5, NULL)",
        [run_id, now, "; ".join(sources), extractor_version, registry_hash],
    )
    return run_id


def finish(con: duckdb.DuckDBPyConnection, run_id: str, status: str, counts: Mapping[str, object]) -> None:
    """Write a run's end: `completed` or `failed`, with counts that JSON can hold.

    Raises:
        ValueError: the status is none of STATUSES.
    """
    if status not in STATUSES:
        raise ValueError(f"A run ends as one of {', '.join(STATUSES)}, not {status!r}")
    note_counts(con, run_id, counts)
    con.execute(
        "UPDATE ops.runs SET finished_at = $2, status = $3 WHERE run_id = $1", [run_id, datetime.now(UTC), status]
    )


def note_counts(con: duckdb.DuckDBPyConnection, run_id: str, counts: Mapping[str, object]) -> None:
    """Write what a run has counted so far; before it publishes, so that the published file says it of its own run."""
    con.execute(
        "UPDATE ops.runs SET counts = $2 WHERE run_id = $1", [run_id, json.dumps(counts, sort_keys=True, default=str)]
    )
