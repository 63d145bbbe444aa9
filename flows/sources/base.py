"""What every source of articles has in common: the protocol, the document it yields, and what it is told."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from flows.fetch.settings import FetchSettings
from transforms.clean.urls import wants_host

if TYPE_CHECKING:
    from warehouse.ledger import Ledger

IdKind = Literal["given", "url", "path"]
PlaceKind = Literal["file", "folder"]


class BadSource(ValueError):  # noqa: N818, it reads as a sentence: raise BadSource("… is empty")
    """A source that cannot be read at all; the message tells a person what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """One input document; the fields are the columns of `transforms.schemas.Documents`."""

    external_id: str
    id_kind: IdKind
    location: str
    text: str | None = None
    html: bytes | None = None
    http_charset: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    published_source: str | None = None
    outlet: str | None = None
    authors: str | None = None
    language: str | None = None
    fetched_at: datetime | None = None
    window_from: date | None = None
    window_until: date | None = None
    hosts: str | None = None
    exclude_hosts: str | None = None
    is_kept: bool = False  # read back from an archive, no column: a later fetch may have replaced it

    @property
    def input_hash(self) -> str:
        """32 hex digits over everything that decides the article; where and when it was got do not count."""
        digest = blake2b(digest_size=16)
        parts = (
            self.external_id,
            self.id_kind,
            self.text,
            self.http_charset,
            self.url,
            self.title,
            self.published,
            self.published_source,
            self.outlet,
            self.authors,
            self.language,
            self.window_from,
            self.window_until,
            self.hosts,
            self.exclude_hosts,
        )
        for part in parts:
            digest.update(b"\x00" if part is None else b"\x01" + str(part).encode("utf-8", "surrogatepass") + b"\x1f")
        digest.update(b"\x00" if self.html is None else b"\x01" + self.html)
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Reject:
    """One input that gave no document; the fields are the columns of `transforms.schemas.Rejects`."""

    location: str
    reason: str
    detail: str | None = None
    external_id: str | None = None
    stage: str = "ingest"


@dataclass(frozen=True, slots=True)
class Options:
    """What an operator may say about any source; a value given here fills what a document does not say itself."""

    name: str | None = None
    outlet: str | None = None
    language: str | None = None
    since: date | None = None
    until: date | None = None
    hosts: tuple[str, ...] = ()
    exclude_hosts: tuple[str, ...] = ()
    max_documents: int | None = None
    every: timedelta | None = None

    def wants_host(self, url: str | None) -> bool:
        """Tell whether the host filters let this address pass; "example.org" stands for its subdomains too."""
        return wants_host(url, self.hosts, self.exclude_hosts)

    def wants_day(self, day: date | None) -> bool:
        """Tell whether the date window lets this day pass; an unknown day passes, cleaning decides later."""
        if day is None:
            return True
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Fetched:
    """How far a pass over the network is: addresses answered, refused or failed among them, and still queued."""

    done: int
    rejected: int
    left: int


def _nobody(_: Fetched) -> None:
    """Nobody listens."""


def bare_name(path: Path, kind: PlaceKind) -> str:
    """Return a file's name, and none for a folder: what places are called where nothing tells them apart."""
    return path.name if kind == "file" else ""


@dataclass(frozen=True)
class SourceContext:
    """What a run tells its sources.

    Args:
        home: folder of all state; raw responses go to `home/raw`.
        now: the run's own time, UTC.
        ledger: where fetching keeps its books; sources without network work without one.
        known: input hashes (`Document.input_hash`) that need not be given again: their articles say what they said.
        superseded: input hashes whose article a later document has changed, or that was taken out: what is read back
            from an archive with such a hash is not given again.
        max_bytes: a document larger than this is rejected.
        fetch: limits and manners of fetching.
        place: how a file or folder is called in the identity of what it holds (`flows.sources.places`).
        heard: called with every figure of fetching that changed; long passes show it.
    """

    home: Path
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    ledger: Ledger | None = None
    known: Container[str] = frozenset()
    superseded: Container[str] = frozenset()
    max_bytes: int = 20 * 1024 * 1024
    fetch: FetchSettings = field(default_factory=FetchSettings)
    place: Callable[[Path, PlaceKind], str] = bare_name
    heard: Callable[[Fetched], None] = _nobody


class Source(Protocol):
    """Gives documents, one after the other, and a reject for each input that gives none."""

    @property
    def name(self) -> str:
        """How messages and runs call it."""
        ...

    def documents(self, context: SourceContext) -> Iterator[Document | Reject]:
        """Yield every document and every reject, in a fixed order where the source has one."""
        ...


def storable(text: str) -> str | None:
    """Return why a text cannot be stored, or None when it can.

    Lone surrogates are no characters and have no UTF-8 form. NUL is a character: it is stored as it is.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"character {error.start} is a lone surrogate (U+{ord(text[error.start]):04X}), which is no character"
    return None


def admit(document: Document, options: Options, context: SourceContext) -> Document | Reject:
    """Return the document as it may go on, or the reject that says why not: size, storable text, host filter."""
    size = len(document.html or b"") + len(document.text or "")
    if size > context.max_bytes:
        return Reject(
            document.location,
            "too_large",
            f"{size:,} bytes; the limit is {context.max_bytes:,}",
            document.external_id,
        )
    for value in (document.text, document.external_id, document.title, document.url, document.authors):
        problem = storable(value) if value else None
        if problem:
            safe_id = document.external_id.encode("utf-8", "replace").decode()
            return Reject(document.location, "unstorable_text", problem, safe_id)
    # a page without an address may name its own: cleaning reads it
    says_itself = document.url is None and document.html is not None
    if not says_itself and not options.wants_host(document.url):
        detail = f"the host filter of the source does not let {document.url} pass"
        return Reject(document.location, "host_not_wanted", detail, document.external_id)
    return replace(
        document,
        outlet=document.outlet or options.outlet,
        language=document.language or options.language,
        window_from=options.since,
        window_until=options.until,
        hosts=" ".join(options.hosts) or None if says_itself else None,
        exclude_hosts=" ".join(options.exclude_hosts) or None if says_itself else None,
    )
