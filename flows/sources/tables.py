"""Tables of articles: `.jsonl`, `.parquet` and `.csv`, with a `text` or an `html` column."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.sources.base import BadSource, Document, Options, Reject, SourceContext, admit

SUFFIXES = (".jsonl", ".ndjson", ".parquet", ".csv")
IDS = ("id", "article_id", "doc_id")
DATES = ("published", "published_at", "date")
CONTENT = ("text", "html")
_LONGEST_FIELD = 2**31 - 1
_PEEK = 50
_BATCH = 512

Row = tuple[str, Mapping[str, object]]


@dataclass(frozen=True)
class Table:
    """One file with one article a row."""

    path: Path
    options: Options = field(default_factory=Options)

    @property
    def name(self) -> str:
        """How messages call it."""
        return self.options.name or self.path.name

    def check(self) -> None:
        """Raise BadSource when the file is empty, unreadable, or has neither a text nor an html column."""
        try:
            columns = _columns(self.path)
        except (OSError, pa.ArrowException, UnicodeDecodeError, csv.Error) as error:
            raise BadSource(f"{self.path} cannot be read: {error}") from error
        if columns is None:
            raise BadSource(f"{self.path} is empty: a table needs at least one row with a text or an html column")
        if columns and not set(columns) & set(CONTENT):
            found = ", ".join(sorted(columns)) or "none"
            raise BadSource(f"{self.path} has neither a `text` nor an `html` column; its columns are: {found}")

    def documents(self, context: SourceContext) -> Iterator[Document | Reject]:
        """Yield a document or a reject for each row, in the order of the file; the first of two equal ids wins."""
        first_seen: dict[str, str] = {}
        rows = _READERS[self.path.suffix.lower()](self.path, context.place(self.path, "file"))
        for item in islice(rows, self.options.max_documents):
            made = item if isinstance(item, Reject) else _document(item[0], item[1], context.now)
            if isinstance(made, Document):
                made = admit(made, self.options, context)
            if isinstance(made, Document):
                earlier = first_seen.setdefault(made.external_id, made.location)
                if earlier != made.location:
                    detail = f"the id {made.external_id!r} stands at {earlier} already; give each article its own"
                    made = Reject(made.location, "duplicate_id", detail, made.external_id)
            yield made


def _document(location: str, row: Mapping[str, object], now: datetime) -> Document | Reject:
    text, html = row.get("text"), row.get("html")
    given = next((row[name] for name in IDS if row.get(name) not in (None, "")), None)
    url = _word(row.get("url"))
    external_id = _word(given) or url or location
    if text is None and html is None:
        return Reject(location, "no_text", "neither `text` nor `html` is given", external_id)
    if not isinstance(text, str | None) or not isinstance(html, str | bytes | None):
        return Reject(location, "bad_type", "`text` and `html` must be strings", external_id)
    published = next((row[name] for name in DATES if row.get(name) not in (None, "")), None)
    return Document(
        external_id=external_id,
        id_kind="given" if given is not None else "url" if url else "path",
        location=location,
        text=text,
        html=_bytes(html) if text is None else None,
        http_charset="utf-8" if text is None and isinstance(html, str) else None,
        url=url,
        title=_word(row.get("title")),
        published=published.isoformat() if isinstance(published, date | datetime) else _word(published),
        published_source="given" if published is not None else None,
        outlet=_word(row.get("outlet")),
        authors=_names(row.get("authors")),
        language=_word(row.get("language")),
        # a page in a table was fetched before now; a text needs no such bound, its date is given
        fetched_at=now if text is None else None,
    )


def _word(value: object) -> str | None:
    """Return a scalar as text without outer blanks; None for nothing."""
    if value is None or isinstance(value, list | dict):
        return None
    return str(value).strip() or None


def _bytes(html: str | bytes | None) -> bytes | None:
    return html.encode("utf-8", "replace") if isinstance(html, str) else html


def _names(value: object) -> str | None:
    if isinstance(value, list):
        return "; ".join(str(name).strip() for name in value if name) or None
    return _word(value)


def _json_rows(path: Path, place: str) -> Iterator[Row | Reject]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            location = f"{place}:{number}"
            stripped = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if not stripped.strip():
                continue
            try:
                row = json.loads(stripped)
            except (ValueError, RecursionError) as error:
                yield Reject(location, "malformed_json", f"line {number} is not a JSON object: {error}")
                continue
            if isinstance(row, dict):
                yield location, row
            else:
                yield Reject(location, "malformed_json", f"line {number} is a {type(row).__name__}, not an object")


def _csv_rows(path: Path, place: str) -> Iterator[Row | Reject]:
    csv.field_size_limit(_LONGEST_FIELD)
    # bytes that are no UTF-8 become lone surrogates, and `admit` rejects the row with its reason
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader, [])
        while True:
            location = f"{place}:{reader.line_num + 1}"
            try:
                row = next(reader, None)
            except csv.Error as error:
                yield Reject(location, "malformed_csv", str(error))
                continue
            if row is None:
                return
            if len(row) == len(header):
                yield location, dict(zip(header, row, strict=True))
            elif row:
                yield Reject(location, "malformed_csv", f"{len(row)} fields where the header has {len(header)}")


def _parquet_rows(path: Path, place: str) -> Iterator[Row | Reject]:
    number = 0
    with pq.ParquetFile(path) as table:
        for batch in table.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                number += 1
                yield f"{place}:{number}", row


_READERS = {".jsonl": _json_rows, ".ndjson": _json_rows, ".csv": _csv_rows, ".parquet": _parquet_rows}


def _columns(path: Path) -> set[str] | None:
    """Return the column names, or None for a file without rows; for `.jsonl` those of its first lines.

    An empty set means that no line could be read: each of them will be rejected on its own.
    """
    if path.suffix.lower() == ".parquet":
        with pq.ParquetFile(path) as table:
            return set(table.schema_arrow.names) if table.metadata.num_rows else None
    rows = list(islice(_READERS[path.suffix.lower()](path, path.name), _PEEK))
    if not rows:
        return None
    return {column for row in rows if not isinstance(row, Reject) for column in row[1]}
