"""WARC archives (`.warc`, `.warc.gz`), read as a stream; the layout of Common Crawl's CC-NEWS and of our own `raw`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from flows.sources.base import BadSource, Document, Options, Reject, SourceContext, admit

SUFFIXES = (".warc", ".warc.gz")
_HTML = ("text/html", "application/xhtml+xml")
_PAGES = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit


@dataclass(frozen=True)
class Warc:
    """One archive file; a page is known by its address.

    Requests, metadata and other records that describe a response are no pages and are passed over.
    """

    path: Path
    options: Options = field(default_factory=Options)

    @property
    def name(self) -> str:
        """How messages call it."""
        return self.options.name or self.path.name

    def check(self) -> None:
        """Raise BadSource when the file is empty or does not begin like an archive."""
        try:
            first = next(iter(ArchiveIterator(str(self.path), parse_http=False)), None)
        except (OSError, ValueError) as error:
            raise BadSource(f"{self.path} cannot be read as a WARC file: {error}") from error
        if first is None:
            raise BadSource(f"{self.path} holds no WARC records: is it a WARC file?")

    def documents(self, context: SourceContext) -> Iterator[Document | Reject]:
        """Yield a document or a reject for each response, in the order of the archive."""
        for made in islice(self._pages(context), self.options.max_documents):
            yield admit(made, self.options, context) if isinstance(made, Document) else made

    def _pages(self, context: SourceContext) -> Iterator[Document | Reject]:
        number = 0
        place = context.place(self.path, "file")
        try:
            for record in ArchiveIterator(str(self.path), record_types=_PAGES, parse_http=False):
                number += 1
                yield _page(record, f"{place}#{number}", context.max_bytes)
        except OSError as error:
            location = f"{place}#{number + 1}"
            yield Reject(location, "broken_warc", f"nothing can be read after record {number}: {error}")


def _page(record: WarcRecord, location: str, limit: int) -> Document | Reject:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
    external_id = url or location
    if record.record_type == WarcRecordType.revisit:
        return Reject(location, "revisit", "the record points at an earlier one and holds no page", external_id)
    try:
        record.parse_http(auto_decode="all")
        body = record.reader.read(limit + 1)
    except (OSError, ValueError) as error:
        return Reject(location, "broken_record", str(error), external_id)
    status = record.http_headers.status_code if record.http_headers else 200
    if status != 200:
        return Reject(location, f"http_{status}", "the server did not give the page", external_id)
    media_type = (record.http_content_type or "").lower()
    if media_type and not media_type.startswith(_HTML):
        return Reject(location, "not_html", f"the content type is {media_type}", external_id)
    if not body:
        return Reject(location, "empty_page", "the response has no body", external_id)
    return Document(
        external_id=external_id,
        id_kind="url" if url else "path",
        location=location,
        html=body,
        http_charset=record.http_charset,
        url=url,
        fetched_at=_utc(record.record_date),
        is_kept=True,
    )


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
