"""Sources on the network: feeds, sitemaps, pages and lists of addresses, fetched with the ledger's help."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.metadata import version
from typing import Literal
from urllib.parse import urlsplit

from flows.fetch.client import Client, Response
from flows.fetch.crawl import Answer, Crawl
from flows.fetch.raw import RawStore
from flows.fetch.settings import user_agent
from flows.sources.base import BadSource, Document, Fetched, Options, Reject, SourceContext, admit
from flows.sources.listings import entries, looks_like_listing
from transforms.clean.moments import parse
from warehouse.ledger import Fetch, Ledger

Kind = Literal["auto", "feed", "sitemap", "page"]
_HTML = frozenset({"text/html", "application/xhtml+xml", "text/plain", None})


@dataclass(frozen=True)
class Web:
    """One feed or sitemap, or some pages. `auto` finds out: XML of a feed or sitemap is a listing, HTML a page."""

    urls: tuple[str, ...]
    kind: Kind = "auto"
    options: Options = field(default_factory=Options)
    strays: tuple[tuple[str, str], ...] = ()  # place and text of lines of a list that are no addresses

    @property
    def name(self) -> str:
        """How messages and the ledger call it."""
        return self.options.name or (self.urls[0] if self.urls else "no addresses")

    def check(self) -> None:
        """Raise BadSource for an address that is none."""
        for url in self.urls:
            try:
                parts = urlsplit(url)
                has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
            except ValueError:
                has_host = False
            if not has_host or parts.scheme not in {"http", "https"}:
                raise BadSource(f"{url} is no http(s) address")
        if not self.urls:
            raise BadSource("the list holds no http(s) address: give one a line")

    def documents(self, context: SourceContext) -> Iterator[Document | Reject]:
        """Yield what is new or changed, then what earlier runs fetched and nobody loaded, and a reject a failure."""
        yield from Network((self,)).documents(context)

    def start(self, now: datetime) -> list[Fetch]:
        """Return the rows of the addresses the source begins with."""
        kind = "page" if self.kind == "page" else "listing"
        return [_new(url, kind, self.name, now) for url in self.urls]

    def wants(self, fetch: Fetch) -> bool:
        """Tell whether the filters, and for a listing its interval, let an address be asked or given."""
        if fetch.kind != "page":
            every = self.options.every
            return every is None or fetch.asked_at is None or datetime.now(UTC) - fetch.asked_at >= every
        return self.options.wants_host(fetch.url) and self.options.wants_day(_day(fetch.published))


@dataclass(frozen=True)
class Network:
    """Several sources on the network fetched together: their hosts do not wait for each other."""

    sources: tuple[Web, ...]

    @property
    def name(self) -> str:
        """How messages call it."""
        return ", ".join(source.name for source in self.sources)

    def documents(self, context: SourceContext) -> Iterator[Document | Reject]:
        """Yield what is new or changed, then what earlier runs fetched and nobody loaded, and a reject a failure."""
        if context.ledger is None:
            raise BadSource(f"{self.name} needs a ledger: addresses can only be fetched by a run with a home")
        ledger, now = context.ledger, datetime.now(UTC)
        began = {source.name: ledger.begin_pass(source.name, now) for source in self.sources}
        raw = RawStore(context.home, ledger, now)
        readers = _Readers({source.name: _Reader(source, context) for source in self.sources})
        given: set[str] = set()
        with Client(context.fetch, user_agent(version("communique"), context.fetch.contact)) as client:
            crawl = Crawl(client, ledger, raw, context.fetch, readers, began)
            for source in self.sources:
                ledger.begin_with(source.start(now), began)
                is_named = _Named(source, ledger, raw, context.fetch.max_bytes)
                for kind in ("listing", "page"):
                    for fetch in ledger.due(source.name, kind, now, began[source.name]):
                        if source.wants(fetch) and is_named(fetch):
                            crawl.add(fetch)
            done = rejected = 0
            for answer in crawl.run():
                done, rejected = done + 1, rejected + bool(answer.reason)
                context.heard(Fetched(done, rejected, crawl.left()))
                for item in readers.items(answer):
                    given.add(answer.fetch.url)
                    yield item
        for source in self.sources:
            for location, line in source.strays:
                yield Reject(location, "not_http", f"{line[:200]} is no http(s) address")
            yield from _kept(source, ledger, raw, readers.of(source.name), given)
            ledger.end_pass(source.name, datetime.now(UTC))


class _Named:
    """Tells whether a source still names an address: one taken from its list, or from its index, is not asked for."""

    def __init__(self, source: Web, ledger: Ledger, raw: RawStore, limit: int) -> None:
        self._source, self._ledger, self._raw, self._limit = source, ledger, raw, limit

    def __call__(self, fetch: Fetch) -> bool:
        if fetch.kind == "page":
            # what a feed names no more is still an article that may be corrected
            return self._source.kind != "page" or fetch.url in self._source.urls
        return fetch.url in self._source.urls or fetch.url in self._inside

    @cached_property
    def _inside(self) -> set[str]:
        """The listings that the kept answers of the source's own listings name, and so on."""
        found, left = set(self._source.urls), list(self._source.urls)
        while left:
            row = self._ledger.get(left.pop())
            body = self._raw.get(row.body_hash) if row and row.body_hash else None
            if row is None or body is None:
                continue
            with suppress(ValueError):
                named = entries(body, row.final_url or row.url, self._limit)
                new = {entry.url for entry in named if entry.kind == "listing"} - found
                found |= new
                left += sorted(new)
        return found


def _kept(source: Web, ledger: Ledger, raw: RawStore, reader: _Reader, given: set[str]) -> Iterator[Document | Reject]:
    """Yield the pages of earlier runs and passes whose document nobody has dealt with by this extractor."""
    context = reader.context
    for url, input_hash in ledger.kept(source.name):
        if url in given or input_hash in context.known or input_hash in context.superseded:
            continue
        fetch = ledger.get(url)
        if fetch is None or not source.wants(fetch):
            continue
        body = raw.get(fetch.body_hash or "")
        if body is None:
            detail = f"the body {fetch.body_hash} is gone from the folder raw; the next run asks for the page again"
            ledger.put(replace(fetch, body_hash=None, input_hash=None, next_at=datetime.now(UTC)))
            yield Reject(fetch.url, "raw_missing", detail)
        else:
            yield admit(reader.document(fetch, body), source.options, context)


@dataclass(frozen=True)
class _Readers:
    """The readers of several sources; each address is read by that of its own."""

    by_source: dict[str, _Reader]

    def of(self, source: str) -> _Reader:
        return self.by_source[source]

    def listed(self, fetch: Fetch, response: Response) -> list[Fetch]:
        return self.of(fetch.source).listed(fetch, response)

    def input_hash(self, fetch: Fetch, response: Response) -> str | None:
        return self.of(fetch.source).input_hash(fetch, response)

    def items(self, answer: Answer) -> Iterator[Document | Reject]:
        return self.of(answer.fetch.source).items(answer)


@dataclass(frozen=True)
class _Reader:
    """Reads responses for one source; what `Crawl` asks."""

    source: Web
    context: SourceContext

    def listed(self, fetch: Fetch, response: Response) -> list[Fetch]:
        """Return the addresses a listing names that the source's filters let pass; none for a page (`auto`)."""
        if self._is_page(response):
            return []
        now = datetime.now(UTC)
        options = self.source.options
        found = []
        for entry in entries(response.body, response.url, self.context.fetch.max_bytes):
            if entry.kind == "page" and not (
                options.wants_host(entry.url) and options.wants_day(_day(entry.published))
            ):
                continue
            changed = _day(entry.changed)
            if changed and options.since and changed < options.since:
                # what was last changed before the window was published before it, too
                continue
            new = _new(entry.url, entry.kind, fetch.source, now)
            found.append(replace(new, published=entry.published, published_source=entry.published_source))
        return found[: options.max_documents]

    def input_hash(self, fetch: Fetch, response: Response) -> str | None:
        """Return the hash of the document a page gives, as the filters leave it."""
        if fetch.kind == "listing" and not self._is_page(response):
            return None
        if response.media_type not in _HTML:
            return None
        made = admit(self.document(fetch, response.body), self.source.options, self.context)
        return made.input_hash if isinstance(made, Document) else None

    def items(self, answer: Answer) -> Iterator[Document | Reject]:
        """Yield the document or the reject an answer gives; a listing that could be read gives none."""
        fetch, response = answer.fetch, answer.response
        if answer.reason:
            yield Reject(fetch.url, answer.reason, answer.detail, fetch.url)
        elif response is not None and (fetch.kind == "page" or self._is_page(response)):
            if response.media_type not in _HTML:
                detail = f"the content type is {response.media_type}"
                yield Reject(fetch.url, "not_html", detail, fetch.url)
            else:
                yield admit(self.document(fetch, response.body), self.source.options, self.context)

    def document(self, fetch: Fetch, body: bytes) -> Document:
        """Return the document of a page as fetched."""
        url = fetch.final_url or fetch.url
        return Document(
            external_id=url,
            id_kind="url",
            location=fetch.url,
            html=body,
            http_charset=fetch.charset,
            url=url,
            published=fetch.published,
            published_source=fetch.published_source,
            fetched_at=fetch.fetched_at,
        )

    def _is_page(self, response: Response) -> bool:
        return self.source.kind == "auto" and not looks_like_listing(response.body)


def _new(url: str, kind: str, source: str, now: datetime) -> Fetch:
    host = urlsplit(url).hostname or ""
    return Fetch(url, kind, source, host, "new", first_seen_at=now, next_at=now)


def _day(published: str | None) -> date | None:
    parsed = parse(published) if published else None
    return parsed[0].date() if parsed else None
