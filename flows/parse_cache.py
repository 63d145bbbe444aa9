"""Parses kept between runs: one SQLite file that worker processes share, so no sentence is ever parsed twice."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

LOG = logging.getLogger(__name__)
_BATCH = 500
_BUSY_SECONDS = 30
_TABLE = "CREATE TABLE IF NOT EXISTS parses (key TEXT PRIMARY KEY, parse BLOB NOT NULL) WITHOUT ROWID"


class ParseCache:
    """A store of packed parses by sentence key; safe across processes, bounded, never fatal.

    A file that is broken is discarded; a file that cannot be used at all only costs time. When the file has
    reached `max_bytes` nothing more is stored, until `trim` has made room.
    """

    def __init__(self, path: Path, max_bytes: int) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self._connection: sqlite3.Connection | None = None
        self._owner = 0
        self.missed = 0
        """Parses asked for that were not there, in this process."""

    def get_many(self, keys: list[str]) -> dict[str, bytes]:
        """Return the stored parses among `keys`."""
        found: dict[str, bytes] = {}
        try:
            for batch in _batches(keys):
                marks = ",".join("?" * len(batch))
                rows = self._open().execute(f"SELECT key, parse FROM parses WHERE key IN ({marks})", batch)
                found.update(rows)
        except (sqlite3.Error, OSError) as error:
            self._drop(error)
        self.missed += len(keys) - len(found)
        return found

    def put_many(self, parses: dict[str, bytes]) -> None:
        """Store parses; one that is there already stays."""
        try:
            if self._size() >= self._max_bytes:
                return
            with self._open() as connection:
                connection.executemany("INSERT OR IGNORE INTO parses VALUES (?, ?)", sorted(parses.items()))
        except (sqlite3.Error, OSError) as error:
            self._drop(error)

    def trim(self) -> bool:
        """Empty the file when it has grown to its bound; tell whether it did. Call it while no worker runs."""
        size = self._size()
        if not size or size < self._max_bytes:
            return False
        self.close()
        _discard(self._path)
        return True

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        """Return this process's connection; one that came over from a parent process is left to the parent."""
        if self._connection is None or self._owner != os.getpid():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS)
            _switch_to_wal(connection)
            # a lost parse is made again: no need to wait for the disk
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
            self._connection, self._owner = connection, os.getpid()
        return self._connection

    def _size(self) -> int:
        return sum(path.stat().st_size for path in _files(self._path) if path.exists())

    def _drop(self, error: sqlite3.Error | OSError) -> None:
        """Discard a broken file (the next call starts a new one); leave one that is only busy or out of room."""
        self.close()
        is_broken = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
        LOG.warning("the parse cache %s %s: %s", self._path, "is discarded" if is_broken else "is not used", error)
        if is_broken:
            _discard(self._path)


def _files(path: Path) -> tuple[Path, ...]:
    return path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def _discard(path: Path) -> None:
    for file in _files(path):
        file.unlink(missing_ok=True)


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL; another process that does so at the same time makes SQLite refuse without waiting."""
    for _ in range(100):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            time.sleep(0.02)
        else:
            return
