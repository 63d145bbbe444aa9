"""Asks for many addresses of many hosts at once, each host politely, each address once, everything in the books."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urldefrag, urljoin

from protego import Protego

from flows.fetch.client import Client, Response
from flows.fetch.hosts import Host, Hosts, Job, origin_of
from flows.fetch.raw import RawStore
from flows.fetch.schedule import after_answer, after_failure, retry_after
from flows.fetch.settings import FetchSettings
from warehouse.ledger import Fetch, Ledger

AGENT = "communique"
_ROBOTS_SECONDS = 24 * 3600
_TRY_LATER = frozenset({429, 503})
_OK = 200
_NOT_MODIFIED = 304
_SERVER_ERROR = 500
_REFUSED_DAYS = 7
_ALLOW_ALL = ""


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
        self._queued: set[str] = set()
        self._early: list[Answer] = []
        self._running: dict[Future[Response], tuple[Host, Job]] = {}

    def add(self, fetch: Fetch) -> None:
        """Queue an address, once."""
        if fetch.url not in self._queued:
            self._queued.add(fetch.url)
            self._hosts.add(Job(fetch, fetch.url))

    def left(self) -> int:
        """Return how many addresses wait for their answer."""
        return self._hosts.waiting() + len(self._running)

    def run(self) -> Iterator[Answer]:
        """Yield answers as they come, until every queue is empty; addresses may be added meanwhile."""
        running = self._running
        threads = ThreadPoolExecutor(self._settings.concurrency, thread_name_prefix="fetch")
        try:
            while True:
                self._start(threads)
                while self._early:
                    yield self._early.pop(0)
                pause = self._hosts.seconds_to_next()
                if not running:
                    if pause is None:
                        return
                    time.sleep(pause)
                    continue
                done, _ = wait(running, timeout=pause, return_when=FIRST_COMPLETED)
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
            if job.fetch.kind != "robots":
                if host.rules is None and host.unreachable is None:
                    # the host's rules come first; the job waits behind them
                    self._hosts.add(job, first=True)
                    robots = self._robots_job(host)
                    if robots is None:
                        # they are known, from a run that may have asked this host a moment ago: keep the delay
                        self._hosts.release(host)
                        continue
                    job = robots
                elif not self._may_ask(host, job):
                    host.busy = False
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

    def _robots_job(self, host: Host) -> Job | None:
        """Return the job that gets a host's rules; None when they are known from an earlier run."""
        url = f"{host.origin}/robots.txt"
        now = _now()
        row = self._ledger.get(url)
        if row and row.asked_at and (now - row.asked_at).total_seconds() < _ROBOTS_SECONDS:
            if row.status in {"fetched", "gone"}:
                body = self._raw.get(row.body_hash) if row.body_hash else None
                self._set_rules(host, body.decode("utf-8", "replace") if body else _ALLOW_ALL)
                return None
            if row.asked_at >= min(self._began.values()):
                host.unreachable = f"{row.reason or 'no answer'}: its robots.txt could not be read"
                return None
        return Job(row or Fetch(url, "robots", host.origin, host.origin, "new", first_seen_at=now), url)

    def _set_rules(self, host: Host, text: str) -> None:
        host.rules = Protego.parse(text)
        asked = host.rules.crawl_delay(AGENT)
        rate = host.rules.request_rate(AGENT)
        spacing = rate.seconds / rate.requests if rate and rate.requests else 0.0
        host.delay = max(self._settings.host_delay, asked or 0.0, spacing)

    def _finish(self, host: Host, job: Job, response: Response) -> Iterator[Answer]:
        now = _now()
        wait_for = retry_after(response.headers.get("retry-after"), now)
        if response.location and job.fetch.kind != "robots":
            self._hosts.release(host)
            yield from self._redirect(job, response)
        elif response.location:
            self._hosts.release(host)
            self._redirect_robots(host, job, response)
        elif job.fetch.kind == "robots":
            # the rules come before the release: their delay counts from this request on
            self._record_robots(host, job, response, now)
            self._hosts.release(host, wait_for or 0.0)
        elif response.status in _TRY_LATER:
            yield from self._try_later(host, job, response, wait_for)
        else:
            self._hosts.release(host)
            yield self._record(job, response, now)

    def _redirect(self, job: Job, response: Response) -> Iterator[Answer]:
        """Queue the next hop with its own host, whose rules and delay hold for it as well."""
        target = urldefrag(urljoin(job.url, response.location or ""))[0]
        job.visited = (*job.visited, job.url)
        if target in job.visited:
            yield self._failed(job, None, "redirect_loop", f"{target} was visited already")
        elif len(job.visited) > self._settings.max_redirects:
            yield self._failed(job, None, "too_many_redirects", f"more than {self._settings.max_redirects}")
        elif not target.startswith(("http://", "https://")):
            yield self._failed(job, None, "not_http", f"the redirect leads to {target[:200]}")
        else:
            job.url = target
            self._hosts.add(job, first=True)

    def _redirect_robots(self, host: Host, job: Job, response: Response) -> None:
        """Follow the rules' own redirect on the same host; rules that stand elsewhere count as none."""
        target = response.location or ""
        job.visited = (*job.visited, job.url)
        if (
            origin_of(target) == host.origin
            and target not in job.visited
            and len(job.visited) <= self._settings.max_redirects
        ):
            job.url = target
            self._hosts.add(job, first=True)
        else:
            self._record_robots(host, job, Response(job.url, 404), _now())

    def _record_robots(self, host: Host, job: Job, response: Response, now: datetime) -> None:
        """Take a host's rules: none where it has none, all forbidden where it cannot say (RFC 9309)."""
        row = replace(job.fetch, asked_at=now, http_status=response.status, attempts=0, next_at=now)
        if response.status == _OK:
            with self._ledger.transaction():
                body_hash = self._raw.put(response, now)
                self._ledger.put(replace(row, status="fetched", body_hash=body_hash, fetched_at=now))
            self._set_rules(host, response.body.decode("utf-8", "replace"))
        elif response.failure or (response.status or _SERVER_ERROR) >= _SERVER_ERROR or response.status in _TRY_LATER:
            host.unreachable = response.failure or f"http_{response.status}: its robots.txt cannot be read"
            self._ledger.put(replace(row, status="failed", reason=host.unreachable.partition(": ")[0]))
        else:
            self._ledger.put(replace(row, status="gone", body_hash=None))
            self._set_rules(host, _ALLOW_ALL)

    def _try_later(self, host: Host, job: Job, response: Response, wait_for: float | None) -> Iterator[Answer]:
        """Wait as asked when that is short, once or twice; else leave the whole host to a later run."""
        patient = wait_for is not None and wait_for <= self._settings.patience
        if patient and job.retries < 2:
            job.retries += 1
            self._hosts.release(host, wait_for or 0.0)
            self._hosts.add(job, first=True)
            return
        self._hosts.release(host)
        detail = f"the server asked to wait {wait_for:.0f} s" if wait_for else "the server asked to come later"
        yield self._failed(job, response.status, f"http_{response.status}", detail, wait_for)
        if wait_for and not patient:
            # what was not asked keeps its place in the books, and is due in a later run
            for other in self._hosts.drop(host):
                self._ledger.put(replace(other.fetch, next_at=_later(wait_for)))

    def _record(self, job: Job, response: Response, now: datetime) -> Answer:
        if response.failure:
            reason, _, detail = response.failure.partition(": ")
            return self._failed(job, None, reason, detail)
        row = replace(
            job.fetch, http_status=response.status, attempts=0, reason=None, next_at=after_answer(job.fetch, now)
        )
        if response.status == _NOT_MODIFIED and row.body_hash:
            row = replace(row, status="unchanged")
            self._ledger.put(row)
            return Answer(row)
        if response.status != _OK:
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
        for fetch in found:
            known = self._ledger.get(fetch.url)
            if known and known.source == row.source and self._is_due(known):
                self.add(known)
        return Answer(row, response)

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
