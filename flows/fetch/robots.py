"""What a host's robots.txt lets us do: from the books while they are fresh, else asked for before anything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from protego import Protego

from flows.fetch.client import Response
from flows.fetch.hosts import Host, Job
from flows.fetch.raw import RawStore
from flows.fetch.settings import FetchSettings
from warehouse.ledger import Fetch, Ledger

AGENT = "communique"
TRY_LATER = frozenset({429, 503})
OK = 200
_FRESH_SECONDS = 24 * 3600
_SERVER_ERROR = 500
_ALLOW_ALL = ""
# RFC 9309 asks for half a mebibyte at least; nobody needs more to say what may be read
_LARGEST = 512 * 1024


class Robots:
    """Gives hosts their rules."""

    def __init__(self, ledger: Ledger, raw: RawStore, settings: FetchSettings, began: datetime) -> None:
        """Use the run's books; `began` is when the oldest pass under way began."""
        self._ledger, self._raw, self._settings, self._began = ledger, raw, settings, began

    def settle(self, host: Host, now: datetime) -> Job | None:
        """Take a host's rules from the books, or return the job that asks for them."""
        url = f"{host.origin}/robots.txt"
        row = self._ledger.get(url)
        if row and row.asked_at and (now - row.asked_at).total_seconds() < _FRESH_SECONDS:
            if row.status in {"fetched", "gone"}:
                body = self._raw.get(row.body_hash) if row.body_hash else None
                self._set_rules(host, body)
                return None
            if row.asked_at >= self._began:
                host.unreachable = f"{row.reason or 'no answer'}: its robots.txt could not be read"
                return None
        return Job(row or Fetch(url, "robots", host.origin, host.origin, "new", first_seen_at=now), url)

    def record(self, host: Host, job: Job, response: Response, now: datetime) -> None:
        """Note what a host's rules are: none where it has none, all forbidden where it cannot say (RFC 9309)."""
        row = replace(job.fetch, asked_at=now, http_status=response.status, attempts=0, next_at=now)
        if response.status == OK:
            with self._ledger.transaction():
                body_hash = self._raw.put(response, now)
                self._ledger.put(replace(row, status="fetched", body_hash=body_hash, fetched_at=now))
            self._set_rules(host, response.body)
        elif response.failure or (response.status or _SERVER_ERROR) >= _SERVER_ERROR or response.status in TRY_LATER:
            host.unreachable = response.failure or f"http_{response.status}: its robots.txt cannot be read"
            self._ledger.put(replace(row, status="failed", reason=host.unreachable.partition(": ")[0]))
        else:
            self._ledger.put(replace(row, status="gone", body_hash=None))
            self._set_rules(host, None)
        host.waits_for_rules = False

    def _set_rules(self, host: Host, body: bytes | None) -> None:
        text = body[:_LARGEST].decode("utf-8", "replace") if body else _ALLOW_ALL
        host.rules = Protego.parse(text)
        asked = host.rules.crawl_delay(AGENT)
        rate = host.rules.request_rate(AGENT)
        spacing = rate.seconds / rate.requests if rate and rate.requests else 0.0
        host.delay = max(self._settings.host_delay, asked or 0.0, spacing)
