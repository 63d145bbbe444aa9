"""How far a run is: a bar on the terminal, and a progress artifact at the Prefect server on long runs."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn
from rich.progress import Progress as Bar

if TYPE_CHECKING:
    from flows.sources import Fetched

# share of an article's work by stage, so that the bar moves evenly
SHARES = {"clean": 0.1, "annotate": 0.4, "extract": 0.4, "load": 0.1}
_ARTIFACT_AFTER = 30.0
_ARTIFACT_EVERY = 15.0
# a rate over less says nothing
_SECONDS_TO_TELL = 2.0


class Progress:
    """Counts finished work, phase by phase; shows a bar when the console (standard error) is a terminal."""

    def __init__(self, console: Console | None = None) -> None:
        console = console or Console(stderr=True)
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.fields[what]}"),
            BarColumn(),
            TextColumn("{task.fields[figures]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None
        self._lock = Lock()
        self._what, self._unit = "", ""
        self._total: int | None = None
        self._done = 0.0
        self._rejected = 0
        self._began = self._told_at = self._begun_phase = time.monotonic()

    def begin(self, what: str, unit: str, total: int | None = None) -> None:
        """Begin a phase of so many units; None when nobody knows how many."""
        with self._lock:
            self._what, self._unit, self._total = what, unit, total
            self._done, self._begun_phase = 0.0, time.monotonic()
            if total != 0:
                self._bar.start()
            if self._task is None:
                self._task = self._bar.add_task(what, what=what, figures="")
            self._show()

    def advance(self, stage: str, documents: int) -> None:
        """Note that a stage is done with so many documents."""
        with self._lock:
            self._done += SHARES[stage] * documents
            self._show()

    def read(self, documents: int) -> None:
        """Note that so many documents were read from a source."""
        with self._lock:
            self._done += documents
            self._show()

    def fetched(self, now: Fetched) -> None:
        """Note how far fetching is; the addresses to come grow with every listing that is read."""
        with self._lock:
            self._what, self._unit = "fetching", "addresses"
            self._done, self._total, self._rejected = now.done, now.done + now.left, now.rejected
            self._show()

    def rejected(self, rows: int) -> None:
        """Note so many rejected inputs."""
        with self._lock:
            self._rejected += rows
            self._show()

    def figures(self) -> tuple[float, str]:
        """Return percent done, and in words how much is done and rejected, how fast it goes and how long it will."""
        seconds = time.monotonic() - self._begun_phase
        of_all = f" of {self._total:,}" if self._total is not None else ""
        parts = [f"{self._done:,.0f}{of_all} {self._unit}", f"{self._rejected:,} rejected"]
        if seconds >= _SECONDS_TO_TELL and self._done:
            rate = self._done / seconds
            parts.append(f"{rate:.1f}/s" if rate >= 1 else f"{60 * rate:.1f}/min")
            if self._total is not None:
                parts.append(f"{_clock((self._total - self._done) / rate)} left")
        percent = 0.0 if not self._total else min(100.0, 100.0 * self._done / self._total)
        return percent, f"{self._what}: {', '.join(parts)}"

    def is_news_due(self) -> bool:
        """Tell whether the run is long and the server has not heard of it for a while."""
        now = time.monotonic()
        if now - self._began < _ARTIFACT_AFTER or now - self._told_at < _ARTIFACT_EVERY:
            return False
        self._told_at = now
        return True

    def stop(self) -> None:
        """Take the bar away."""
        self._bar.stop()

    def _show(self) -> None:
        if self._task is not None and not self._bar.disable:
            figures = self.figures()[1].partition(": ")[2]
            self._bar.update(self._task, what=self._what, total=self._total, completed=self._done, figures=figures)


def _clock(seconds: float) -> str:
    """Return seconds as hours, minutes and seconds."""
    minutes, rest = divmod(round(max(seconds, 0.0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
