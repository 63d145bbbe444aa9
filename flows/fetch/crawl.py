"""Asks for many addresses of many hosts at once, each host politely, each address once, everything in the books."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urldefrag, urlsplit

from flows.fetch.client import Client, Response
from flows.fetch.hosts import Host, Hosts, Job
from flows.fetch.raw import RawStore
from flows.fetch.robots import AGENT, OK, TRY_LATER, Robots
from flows.fetch.schedule import after_answer, after_failure, retry_after
from flows.fetch.settings import FetchSettings
from warehouse.ledger import Fetch, Ledger

_NOT_MODIFIED = 304
_TOO_MANY = 429
_REFUSED_DAYS = 7


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one address: its row, with the response when a new body came and a reason when none will."""

    fetch: Fetch
    response: Response | None = None
    reason: str | None = None
    detail: str | None = None


class Reader(Protocol):
    """What a crawl asks its caller about a response, before it is written into the books."""

    def listed(self, fetch: Fetch, response: Response) -> list[Fetch]:
        """Return the addresses a listing names; raises ValueError when it is no listing."""
        ...

    def input_hash(self, fetch: Fetch, response: Response) -> str | None:
        """Return the input hash of the document a page gives; None when it gives none."""
        ...


class Crawl:
    """One pass over addresses. Books and raw responses are written by the caller's thread, requests made by others."""

    def __init__(
        self,
        client: Client,
        ledger: Ledger,
        raw: RawStore,
        settings: FetchSettings,
        reader: Reader,
        began: Mapping[str, datetime],
    ) -> None:
        """Begin a pass; what was asked since `began` of its source is not asked again."""
        self._client, self._ledger, self._raw = client, ledger, raw
        self._settings, self._reader, self._began = settings, reader, began
        self._hosts = Hosts(settings.host_delay)
        self._robots = Robots(ledger, raw, settings, min(began.values()))
        self._ends = time.monotonic() + settings.pass_seconds
        self._queued: set[str] = set()
        self._early: list[Answer] = []
        self._running: dict[Future[Response], tuple[Host, Job]] = {}

    def add(self, fetch: Fetch) -> None:
        """Queue an address, once."""
        if fetch.url not in self._queued:
            self._queued.add(fetch.url)
            self._hosts.add(Job(fetch, fetch.url))

    def left(self) -> int:
        """Return how many addresses wait for their answer; at the end of a pass, for a later run."""
        return self._hosts.waiting() + len(self._running)

    def run(self) -> Iterator[Answer]:
        """Yield answers as they come, until every queue is empty or the pass's time is over.

        Addresses may be added meanwhile; what is not asked keeps its place in the books.
        """
        running = self._running
        threads = ThreadPoolExecutor(self._settings.concurrency, thread_name_prefix="fetch")
        try:
            while True:
                left = self._ends - time.monotonic()
                if left > 0:
                    self._start(threads)
                while self._early:
                    yield self._early.pop(0)
                pause = self._hosts.seconds_to_next()
                if not running:
                    if pause is None or pause > left:
                        return
                    time.sleep(pause)
                    continue
                may_start = left > 0 and len(running) < self._settings.concurrency
                done, _ = wait(running, timeout=pause if may_start else None, return_when=FIRST_COMPLETED)
                for future in done:
                    host, job = running.pop(future)
                    yield from self._finish(host, job, future.result())
        finally:
            # nothing is under way at the end of a pass; a run that is told to end does not wait for slow servers
            threads.shutdown(wait=False, cancel_futures=True)

    def _start(self, threads: ThreadPoolExecutor) -> None:
        running = self._running
        while len(running) < self._settings.concurrency and (taken := self._hosts.take()):
            host, job = taken
            if host.lane.closed_for is not None:
                # keeps its place in the books, and is due in a later run
                host.lane.busy = False
                if job.fetch.kind != "robots":
                    self._ledger.put(replace(job.fetch, next_at=_later(host.lane.closed_for)))
                continue
            if job.fetch.kind != "robots":
                if host.rules is None and host.unreachable is None:
                    # the host's rules come first; the job waits behind them
                    self._hosts.add(job, first=True)
                    robots = self._robots.settle(host, _now())
                    if robots is None:
                        # they are known, from a run that may have asked this host a moment ago: keep the delay
                        self._hosts.release(host)
                        continue
                    host.waits_for_rules = True
                    job = robots
                elif not self._may_ask(host, job):
                    host.lane.busy = False
                    continue
            fetch = job.fetch
            if job.url == fetch.url and not job.retries:
                job.fetch = self._ledger.ask(fetch, _now())
            conditional = job.fetch.body_hash is not None and job.fetch.kind != "robots"
            running[
                threads.submit(
                    self._client.get,
                    job.url,
                    etag=job.fetch.etag if conditional else None,
                    last_modified=job.fetch.last_modified if conditional else None,
                )
            ] = (host, job)

    def _may_ask(self, host: Host, job: Job) -> bool:
        if host.unreachable is not None:
            reason, _, detail = host.unreachable.partition(": ")
            self._early.append(self._failed(job, None, reason, detail))
            return False
        if host.rules is not None and host.rules.can_fetch(job.url, AGENT):
            return True
        now = _now()
        next_at = now + timedelta(days=_REFUSED_DAYS)
        refused = replace(job.fetch, status="refused", reason="robots_disallowed", asked_at=now, next_at=next_at)
        self._ledger.put(refused)
        self._early.append(
            Answer(refused, reason="robots_disallowed", detail=f"robots.txt of {host.origin} forbids it")
        )
        return False

    def _finish(self, host: Host, job: Job, response: Response) -> Iterator[Answer]:
        now = _now()
        wait_for = retry_after(response.headers.get("retry-after"), now)
        if job.fetch.kind == "robots":
            # the rules come before the release: their delay counts from this request on
            self._take_rules(job, response, now)
            self._hosts.release(host, wait_for or 0.0)
        elif response.location:
            self._hosts.release(host)
            yield from self._redirect(job, response.location)
        elif response.status in TRY_LATER:
            yield from self._try_later(host, job, response, wait_for)
        else:
            self._hosts.release(host)
            yield self._record(job, response, now)

    def _redirect(self, job: Job, location: str) -> Iterator[Answer]:
        """Queue the next hop with its own host, whose rules and delay hold for it as well."""
        target = _address(location)
        job.visited = (*job.visited, job.url)
        if target is None:
            yield self._failed(job, None, "not_http", f"the redirect leads to {location[:200]}")
        elif target in job.visited:
            yield self._failed(job, None, "redirect_loop", f"{target} was visited already")
        elif len(job.visited) > self._settings.max_redirects:
            yield self._failed(job, None, "too_many_redirects", f"more than {self._settings.max_redirects}")
        else:
            job.url = target
            self._hosts.add(job, first=True)

    def _take_rules(self, job: Job, response: Response, now: datetime) -> None:
        """Follow the rules' own redirect, wherever it leads; rules that lead nowhere count as none."""
        host = self._hosts.of(job.fetch.url)
        if response.location is None:
            self._robots.record(host, job, response, now)
            return
        target = _address(response.location)
        job.visited = (*job.visited, job.url)
        if target and target not in job.visited and len(job.visited) <= self._settings.max_redirects:
            job.url = target
            self._hosts.add(job)
        else:
            self._robots.record(host, job, Response(job.url, 404), now)

    def _try_later(self, host: Host, job: Job, response: Response, wait_for: float | None) -> Iterator[Answer]:
        """Wait as asked when that is short, once or twice; else leave the whole host to a later run."""
        if wait_for is None and response.status == _TOO_MANY:
            # it is too much for the host, not for this address
            wait_for = self._settings.first_backoff
        patient = wait_for is not None and wait_for <= self._settings.patience
        if patient and job.retries < 2:
            job.retries += 1
            self._hosts.release(host, wait_for or 0.0)
            self._hosts.add(job, first=True)
            return
        self._hosts.release(host)
        if wait_for and not patient:
            host.lane.closed_for = wait_for
        detail = f"the server asked to wait {wait_for:.0f} s" if wait_for else "the server asked to come later"
        yield self._failed(job, response.status, f"http_{response.status}", detail, wait_for)

    def _record(self, job: Job, response: Response, now: datetime) -> Answer:
        if response.failure:
            reason, _, detail = response.failure.partition(": ")
            return self._failed(job, None, reason, detail)
        row = replace(
            job.fetch, http_status=response.status, attempts=0, reason=None, next_at=after_answer(job.fetch, now)
        )
        if response.status == _NOT_MODIFIED and row.body_hash:
            return self._unchanged(row)
        if response.status != OK:
            return self._failed(job, response.status, f"http_{response.status}", "the server did not give the page")
        if not response.body:
            return self._failed(job, response.status, "empty_page", "the response has no body")
        row = replace(
            row,
            status="fetched",
            etag=response.headers.get("etag"),
            last_modified=response.headers.get("last-modified"),
            final_url=job.url,
            media_type=response.media_type,
            charset=response.charset,
            fetched_at=now,
        )
        return self._keep(job, row, response, now)

    def _unchanged(self, row: Fetch) -> Answer:
        """Note a 304; what a listing named stands as it did, but the source's filters may have changed."""
        row = replace(row, status="unchanged")
        found: list[Fetch] = []
        if row.kind == "listing":
            body = self._raw.get(row.body_hash or "")
            if body is None:
                # without what it named, the next answer must be a whole one
                row = replace(row, etag=None, last_modified=None, body_hash=None)
            else:
                with suppress(ValueError):
                    found = self._reader.listed(row, Response(row.final_url or row.url, OK, {}, body))
        with self._ledger.transaction():
            self._ledger.put(row)
            self._ledger.discover(found)
        self._queue(row, found)
        return Answer(row)

    def _keep(self, job: Job, row: Fetch, response: Response, now: datetime) -> Answer:
        """Write body, row and what a listing names in one transaction, and queue what is new and due."""
        try:
            found = self._reader.listed(row, response) if row.kind == "listing" else []
        except ValueError as error:
            return self._failed(job, response.status, "bad_listing", str(error))
        with self._ledger.transaction():
            row = replace(
                row, body_hash=self._raw.put(response, now), input_hash=self._reader.input_hash(row, response)
            )
            self._ledger.put(row)
            self._ledger.discover(found)
        self._queue(row, found)
        return Answer(row, response)

    def _queue(self, listing: Fetch, found: list[Fetch]) -> None:
        """Queue what a listing names; what a source named that is not of this run is the listing's now."""
        for fetch in found:
            known = self._ledger.get(fetch.url)
            if known and known.source not in self._began:
                known = replace(known, source=listing.source, kind=fetch.kind)
                self._ledger.put(known)
            if known and known.source == listing.source and self._is_due(known):
                self.add(known)

    def _is_due(self, fetch: Fetch) -> bool:
        asked_now = fetch.asked_at is not None and fetch.asked_at >= self._began[fetch.source]
        return fetch.next_at is not None and fetch.next_at <= _now() and not asked_now

    def _failed(self, job: Job, status: int | None, reason: str, detail: str, wait_for: float | None = None) -> Answer:
        row = after_failure(job.fetch, self._settings, _now(), status=status, wait=wait_for)
        row = replace(row, reason=reason)
        self._ledger.put(row)
        if row.status == "retired":
            detail = f"{detail}; the feed failed {row.attempts} times and is retired, to be tried once a week"
            reason = "feed_retired"
        return Answer(row, reason=reason, detail=detail)


def _now() -> datetime:
    return datetime.now(UTC)


def _later(seconds: float) -> datetime:
    return datetime.fromtimestamp(time.time() + seconds, UTC)


def _address(target: str) -> str | None:
    """Return where a redirect leads, without its fragment; None when that is no http(s) address."""
    try:
        url = urldefrag(target)[0]
        return url if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname else None
    except ValueError:
        return None
