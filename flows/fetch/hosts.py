"""One queue a host: one request at a time, the delay its rules ask for, and pauses it asks for itself."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from warehouse.ledger import Fetch

_PORTS = {"http": 80, "https": 443}


@dataclass
class Job:
    """One address on its way: its row in the books, where it has been redirected to, and how often."""

    fetch: Fetch
    url: str
    visited: tuple[str, ...] = ()
    retries: int = 0


@dataclass
class Lane:
    """What one machine's name is asked through, by http and https alike: one request at a time."""

    ready_at: float = 0.0
    busy: bool = False
    closed_for: float | None = None  # seconds it asked to be left alone, when that is longer than a run waits


@dataclass
class Host:
    """The state of one origin."""

    origin: str
    lane: Lane
    jobs: deque[Job] = field(default_factory=deque)
    errands: deque[Job] = field(default_factory=deque)  # for rules, of its own or of a host that points here
    rules: Protego | None = None
    waits_for_rules: bool = False
    delay: float = 0.0
    unreachable: str | None = None  # "reason: detail" when its rules cannot be had: nothing else is asked then

    @property
    def has_work(self) -> bool:
        """Tell whether it could be asked for anything now."""
        return not self.lane.busy and bool(self.errands or (self.jobs and not self.waits_for_rules))


class Hosts:
    """The queues of all hosts; times are of the monotonic clock."""

    def __init__(self, delay: float) -> None:
        """Use this delay where a host's rules name none, or a shorter one."""
        self._delay = delay
        self._hosts: dict[str, Host] = {}
        self._lanes: dict[str, Lane] = {}

    def of(self, url: str) -> Host:
        """Return the state of an address's origin."""
        origin = origin_of(url)
        if origin not in self._hosts:
            lane = self._lanes.setdefault(_machine(url), Lane())
            self._hosts[origin] = Host(origin, lane, delay=self._delay)
        return self._hosts[origin]

    def add(self, job: Job, *, first: bool = False) -> None:
        """Queue a job with its host; one for rules goes before all others."""
        host = self.of(job.url)
        if job.fetch.kind == "robots":
            host.errands.append(job)
        elif first:
            host.jobs.appendleft(job)
        else:
            host.jobs.append(job)

    def take(self) -> tuple[Host, Job] | None:
        """Return a job whose host may be asked now, that of the host that has waited longest; the host is busy then."""
        now = time.monotonic()
        ready = [host for host in self._hosts.values() if host.has_work and host.lane.ready_at <= now]
        if not ready:
            return None
        host = min(ready, key=lambda host: host.lane.ready_at)
        host.lane.busy = True
        return host, (host.errands or host.jobs).popleft()

    def release(self, host: Host, pause: float = 0.0) -> None:
        """Let a host be asked again after its delay, or the longer pause it asked for."""
        host.lane.busy = False
        host.lane.ready_at = max(host.lane.ready_at, time.monotonic() + max(host.delay, pause))

    def seconds_to_next(self) -> float | None:
        """Return how long until a queued job may start; None when nothing is queued with an idle host."""
        waiting = [host.lane.ready_at for host in self._hosts.values() if host.has_work]
        return max(0.0, min(waiting) - time.monotonic()) if waiting else None

    def waiting(self) -> int:
        """Return how many jobs are queued, over all hosts."""
        return sum(len(host.jobs) for host in self._hosts.values())


def origin_of(url: str) -> str:
    """Return scheme and host with port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def _machine(url: str) -> str:
    """Return host and port, the usual ports of http and https taken for one."""
    scheme, _, name = origin_of(url).partition("://")
    return name.removesuffix(f":{_PORTS.get(scheme, 0)}")
