"""The only place that opens a warehouse file: the writer's under the home's lock, readers' read-only.

Layout of a home: `core/core.duckdb` (one writer), `published/<stamp>/warehouse.duckdb` (immutable) with the link
`published/current`, and `lock` with `lock.owner` beside it, which names the process that holds it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from warehouse.errors import HomeBusyError, HomeUnusableError, NothingPublishedError
from warehouse.migrate import migrate

STORAGE_VERSION = "v1.5.0"
"""With DuckDB's default a stale write-ahead log of a killed writer is replayed into a file put in its place."""

MEMORY_LIMIT = "3GB"
"""DuckDB spills to `HOME/work/spill` beyond it; the process itself stays under 4 GiB."""

LOG_LIMIT = "256MB"
"""The write-ahead log grows so far before it is merged into the file; closing merges it too. With DuckDB's 16 MB each
partition loaded would rewrite the tails of all tables and indexes."""

LOCK_PATIENCE = 0.5
"""Seconds to wait for a lock at least: `lock_owner` in another process holds it for a moment."""

Config = dict[str, str | bool | int | float | list[str]]
READER_CONFIG: Config = {"autoinstall_known_extensions": False}


def connect(file: Path | None = None, *, config: Config | None = None) -> duckdb.DuckDBPyConnection:
    """Open a file read-only, or a database in memory when none is given; nothing is written to standard output.

    DuckDB prints a progress bar there for every query of more than two seconds, whoever reads what we print.
    """
    name = ":memory:" if file is None else str(file)
    con = duckdb.connect(name, read_only=file is not None, config=config or {})
    con.execute("SET enable_progress_bar = false")
    return con


@contextmanager
def home_lock(home: Path, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock of `home`; re-entrant inside one process, also across its threads.

    Raises:
        HomeBusyError: another process holds it; the message names its id.
        HomeUnusableError: the folder cannot be made or written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = FileLock(home / "lock", is_singleton=True, thread_local=False, timeout=max(wait_seconds, LOCK_PATIENCE))
        lock.acquire()
    except Timeout:
        raise HomeBusyError(home, _owner(home)) from None
    except OSError as error:
        raise HomeUnusableError(home, error) from error
    try:
        _write_owner(home)
        yield
    finally:
        lock.release()


def lock_owner(home: Path) -> dict[str, object] | None:
    """Return pid and since of the process that holds the home's lock now, None when nobody does."""
    if not (home / "lock").exists():
        return None
    lock = FileLock(home / "lock", timeout=0)
    try:
        lock.acquire()
    except (Timeout, OSError):
        return _owner(home)
    lock.release()
    return None


def _owner(home: Path) -> dict[str, object]:
    """Return what the lock's holder wrote of itself; empty when it has not yet."""
    with suppress(OSError, ValueError):
        owner = json.loads((home / "lock.owner").read_text(encoding="utf-8"))
        if isinstance(owner, dict):
            return owner
    return {}


def _write_owner(home: Path) -> None:
    owner = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
    try:
        (home / "lock.owner").write_text(json.dumps(owner), encoding="utf-8")
    except OSError as error:
        raise HomeUnusableError(home, error) from error


@contextmanager
def writer(home: Path, *, wait_seconds: float = 0.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open `HOME/core/core.duckdb` for writing, made or migrated when needed, under the home's lock.

    The file is attached as `store`, the default catalog: its stem `core` is also the name of a schema in it.

    Raises:
        HomeBusyError: another process writes to this home.
        HomeUnusableError: the home is read-only, full, or not a folder.
        NewerWarehouseError: the file was made by a newer version of this program.
    """
    with home_lock(home, wait_seconds=wait_seconds):
        spill = home / "work" / "spill"
        try:
            (home / "core").mkdir(exist_ok=True)
            spill.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HomeUnusableError(home, error) from error
        con = connect(
            config={
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": str(spill),
                "checkpoint_threshold": LOG_LIMIT,
            }
        )
        try:
            with io_errors(home):
                attach(con, home / "core" / "core.duckdb", "store")
                con.execute("USE store")
                migrate(con)
                yield con
        finally:
            con.close()


@contextmanager
def reader(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published warehouse read-only, with `marts` as the default schema.

    Raises:
        NothingPublishedError: no run has published into this home yet.
    """
    file = home / "published" / "current" / "warehouse.duckdb"
    if not file.exists():
        raise NothingPublishedError(home)
    con = connect(file.resolve(), config=READER_CONFIG)
    try:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("USE marts")
        yield con
    finally:
        con.close()


def attach(con: duckdb.DuckDBPyConnection, file: Path, name: str) -> None:
    """Attach `file` for writing as catalog `name`, made in the storage format that all our readers open."""
    quoted = str(file).replace("'", "''")
    con.execute(f"ATTACH '{quoted}' AS {name} (STORAGE_VERSION '{STORAGE_VERSION}')")
    con.execute("SET TimeZone = 'UTC'")


@contextmanager
def io_errors(home: Path) -> Iterator[None]:
    """Turn DuckDB's input and output errors (a full disk, a read-only file) into one a person can act on."""
    try:
        yield
    except duckdb.Error as error:
        if "Could not set lock" in str(error):
            raise HomeBusyError(home, {}) from error
        # a full disk met while committing comes as a TransactionException, met before as an IOException
        if isinstance(error, duckdb.IOException) or "Could not write file" in str(error):
            raise HomeUnusableError(home, error) from error
        raise
    except OSError as error:
        raise HomeUnusableError(home, error) from error


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what the block did, or nothing of it."""
    con.execute("BEGIN")
    try:
        yield
    except BaseException:
        # a failed COMMIT or a fatal error has ended the transaction already
        with suppress(duckdb.Error):
            con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")
