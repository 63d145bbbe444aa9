"""The books of fetching: what was asked of the network, when, what came, and when to ask again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

import duckdb
import polars as pl


@dataclass(frozen=True, slots=True)
class Fetch:
    """One row of `ops.fetches`; the fields are its columns."""

    url: str
    kind: str
    source: str
    host: str
    status: str
    first_seen_at: datetime
    asked_at: datetime | None = None
    next_at: datetime | None = None
    attempts: int = 0
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    final_url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    body_hash: str | None = None
    fetched_at: datetime | None = None
    input_hash: str | None = None
    reason: str | None = None
    published: str | None = None
    published_source: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """One row of `ops.bodies`: where a response body is kept."""

    body_hash: str
    file: str
    position: int
    byte_count: int
    stored_at: datetime


_COLUMNS = ", ".join(field.name for field in fields(Fetch))
_MARKS = ", ".join("?" for _ in fields(Fetch))
_UPSERT = f"INSERT OR REPLACE INTO ops.fetches ({_COLUMNS}) VALUES ({_MARKS})"
_DUE = f"""
SELECT {_COLUMNS} FROM ops.fetches
WHERE source = ? AND kind = ? AND next_at <= ? AND (asked_at IS NULL OR asked_at < ?) AND (next_at, url) > (?, ?)
ORDER BY next_at, url LIMIT ?"""
# in the order of fetching: of several revisions of a page the last one given stays
_KEPT = """
SELECT url, input_hash, fetched_at FROM ops.fetches
WHERE source = ? AND kind IN ('page', 'listing') AND body_hash IS NOT NULL AND input_hash IS NOT NULL
  AND (fetched_at, url) > (?, ?)
ORDER BY fetched_at, url LIMIT ?"""
_SUPERSEDED = """
SELECT d.input_hash FROM ops.documents d LEFT JOIN core.articles a USING (article_id)
WHERE d.extractor_version = ? AND d.registry_hash = ? AND d.article_id IS NOT NULL
  AND a.content_hash IS DISTINCT FROM d.content_hash"""
# what was an address of another source, or another kind of address, begins anew
_ADOPT = """
UPDATE ops.fetches SET source = s.source, kind = s.kind, next_at = s.next_at, attempts = 0, status = 'new',
  etag = CASE WHEN fetches.kind = s.kind THEN fetches.etag END,
  last_modified = CASE WHEN fetches.kind = s.kind THEN fetches.last_modified END,
  body_hash = CASE WHEN fetches.kind = s.kind THEN fetches.body_hash END
FROM in_starts s WHERE fetches.url = s.url AND CASE WHEN fetches.source = s.source THEN fetches.kind <> s.kind
  ELSE NOT list_contains(?::VARCHAR[], fetches.source) END"""
_DISCOVER = f"""
INSERT INTO ops.fetches ({_COLUMNS}) SELECT {_COLUMNS} FROM in_fetches ANTI JOIN ops.fetches USING (url)"""


class Ledger:
    """Reads and writes the books through the run's own connection; one thread only."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Use the writer's connection."""
        self._con = con

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what is written inside durable together, or not at all."""
        self._con.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._con.execute("ROLLBACK")
            raise
        self._con.execute("COMMIT")

    def begin_pass(self, source: str, now: datetime) -> datetime:
        """Return when the source's pass under way began: a new one's begin is `now`, a cut-off one's its own."""
        row = self._con.execute("SELECT started_at, finished_at FROM ops.passes WHERE source = ?", [source]).fetchone()
        if row is not None and row[1] is None:
            began: datetime = row[0]
            return began.astimezone(UTC)
        self._con.execute("INSERT OR REPLACE INTO ops.passes VALUES (?, ?, NULL)", [source, now])
        return now

    def end_pass(self, source: str, now: datetime) -> None:
        """Note that the source's pass came to its end."""
        self._con.execute("UPDATE ops.passes SET finished_at = ? WHERE source = ?", [now, source])

    def get(self, url: str) -> Fetch | None:
        """Return the row of one address."""
        row = self._con.execute(f"SELECT {_COLUMNS} FROM ops.fetches WHERE url = ?", [url]).fetchone()
        return _fetch(row) if row else None

    def put(self, fetch: Fetch) -> None:
        """Write the row of one address."""
        self._con.execute(_UPSERT, [getattr(fetch, field.name) for field in fields(Fetch)])

    def ask(self, fetch: Fetch, now: datetime) -> Fetch:
        """Note that the address is about to be asked, and return its row."""
        asked = replace(fetch, status="asking", asked_at=now, next_at=now)
        done = self._con.execute(
            "UPDATE ops.fetches SET status = 'asking', asked_at = ?, next_at = ? WHERE url = ?", [now, now, fetch.url]
        ).fetchone()
        if not done or not done[0]:
            self.put(asked)
        return asked

    def discover(self, found: Iterable[Fetch]) -> int:
        """Add the addresses of a listing that are new; a known one keeps its row. Return how many were new."""
        rows = [[getattr(fetch, field.name) for field in fields(Fetch)] for fetch in found]
        if not rows:
            return 0
        schema = {field.name: _TYPES.get(field.name, pl.String) for field in fields(Fetch)}
        frame = pl.DataFrame(rows, schema=schema, orient="row").unique("url", keep="first", maintain_order=True)
        self._con.register("in_fetches", frame)
        try:
            done = self._con.execute(_DISCOVER).fetchone()
        finally:
            self._con.unregister("in_fetches")
        return int(done[0]) if done else 0

    def due(self, source: str, kind: str, now: datetime, pass_began: datetime) -> Iterator[Fetch]:
        """Yield what is to be asked now, longest due first; nothing that this pass asked already.

        Rows are read a few thousand at a time, so that a source with millions due begins at once.
        """
        after = (_EVER, "")
        while True:
            rows = self._con.execute(_DUE, [source, kind, now, pass_began, *after, _AT_ONCE]).fetchall()
            found = [_fetch(row) for row in rows]
            yield from found
            if len(found) < _AT_ONCE:
                return
            after = (found[-1].next_at or _EVER, found[-1].url)

    def begin_with(self, starts: list[Fetch], running: Iterable[str]) -> None:
        """Add the addresses a source begins with.

        One that a source outside `running` asked before is this source's from now on, and due: its operator gave the
        source another name, or tried the address by itself first.
        """
        self.discover(starts)
        rows = [(start.url, start.source, start.kind, start.next_at) for start in starts]
        columns = ["url", "source", "kind", "next_at"]
        frame = pl.DataFrame(rows, schema=columns, schema_overrides={"next_at": _UTC}, orient="row")
        self._con.register("in_starts", frame)
        try:
            self._con.execute(_ADOPT, [sorted(running)])
        finally:
            self._con.unregister("in_starts")

    def kept(self, source: str) -> Iterator[tuple[str, str]]:
        """Yield address and input hash of the pages of a source whose body is kept, in the order of fetching."""
        after = (_EVER, "")
        while rows := self._con.execute(_KEPT, [source, *after, _KEPT_AT_ONCE]).fetchall():
            yield from ((url, input_hash) for url, input_hash, _ in rows)
            after = (rows[-1][2], rows[-1][0])

    def superseded(self, extractor_version: str, registry_hash: str) -> frozenset[str]:
        """Return the input hashes of documents that this extractor and registry loaded and a later one replaced.

        Or whose article was taken out. What is read back from an archive must not undo that.
        """
        rows = self._con.execute(_SUPERSEDED, [extractor_version, registry_hash]).fetchall()
        return frozenset(input_hash for (input_hash,) in rows)

    def body(self, body_hash: str) -> Body | None:
        """Return where a body is kept."""
        row = self._con.execute(
            "SELECT body_hash, file, position, byte_count, stored_at FROM ops.bodies WHERE body_hash = ?", [body_hash]
        ).fetchone()
        return Body(*row) if row else None

    def put_body(self, body: Body) -> None:
        """Note where a body is kept."""
        self._con.execute(
            "INSERT INTO ops.bodies VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [body.body_hash, body.file, body.position, body.byte_count, body.stored_at],
        )


def _fetch(row: tuple[Any, ...]) -> Fetch:
    """Return a row with its moments in UTC: DuckDB gives them in the machine's own zone."""
    values: list[Any] = [value.astimezone(UTC) if isinstance(value, datetime) else value for value in row]
    return Fetch(*values)


_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = 5_000
_KEPT_AT_ONCE = 50_000
_UTC = pl.Datetime("us", "UTC")
_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "first_seen_at": _UTC,
    "asked_at": _UTC,
    "next_at": _UTC,
    "fetched_at": _UTC,
    "attempts": pl.Int32,
    "http_status": pl.Int32,
}
