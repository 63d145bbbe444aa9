"""One queue a host: one request at a time, the delay its rules ask for, and pauses it asks for itself."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from warehouse.ledger import Fetch


@dataclass
class Job:
    """One address on its way: its row in the books, where it has been redirected to, and how often."""

    fetch: Fetch
    url: str
    visited: tuple[str, ...] = ()
    retries: int = 0


@dataclass
class Host:
    """The state of one origin."""

    origin: str
    jobs: deque[Job] = field(default_factory=deque)
    ready_at: float = 0.0
    busy: bool = False
    rules: Protego | None = None
    delay: float = 0.0
    unreachable: str | None = None  # "reason: detail" when its rules cannot be had: nothing else is asked then


class Hosts:
    """The queues of all hosts; times are of the monotonic clock."""

    def __init__(self, delay: float) -> None:
        """Use this delay where a host's rules name none, or a shorter one."""
        self._delay = delay
        self._hosts: dict[str, Host] = {}

    def of(self, url: str) -> Host:
        """Return the state of an address's origin."""
        origin = origin_of(url)
        return self._hosts.setdefault(origin, Host(origin, delay=self._delay))

    def add(self, job: Job, *, first: bool = False) -> None:
        """Queue a job with its host."""
        jobs = self.of(job.url).jobs
        if first:
            jobs.appendleft(job)
        else:
            jobs.append(job)

    def take(self) -> tuple[Host, Job] | None:
        """Return a job whose host may be asked now, that of the host that has waited longest; the host is busy then."""
        now = time.monotonic()
        ready = [host for host in self._hosts.values() if host.jobs and not host.busy and host.ready_at <= now]
        if not ready:
            return None
        host = min(ready, key=lambda host: host.ready_at)
        host.busy = True
        return host, host.jobs.popleft()

    def release(self, host: Host, pause: float = 0.0) -> None:
        """Let a host be asked again after its delay, or the longer pause it asked for."""
        host.busy = False
        host.ready_at = max(host.ready_at, time.monotonic() + max(host.delay, pause))

    def seconds_to_next(self) -> float | None:
        """Return how long until a queued job may start; None when nothing is queued with an idle host."""
        waiting = [host.ready_at for host in self._hosts.values() if host.jobs and not host.busy]
        return max(0.0, min(waiting) - time.monotonic()) if waiting else None

    def waiting(self) -> int:
        """Return how many jobs are queued, over all hosts."""
        return sum(len(host.jobs) for host in self._hosts.values())

    def drop(self, host: Host) -> list[Job]:
        """Empty a host's queue and return what was in it."""
        dropped = list(host.jobs)
        host.jobs.clear()
        return dropped


def origin_of(url: str) -> str:
    """Return scheme and host with port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"
