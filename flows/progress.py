"""How far a run is: a bar on the terminal, and a progress artifact at the Prefect server on long runs."""

from __future__ import annotations

import sys
import time
from threading import Lock

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

# share of an article's work by stage, so that the bar moves evenly
SHARES = {"clean": 0.1, "annotate": 0.4, "extract": 0.4, "load": 0.1}
_ARTIFACT_AFTER = 30.0
_ARTIFACT_EVERY = 15.0


class Progress:
    """Counts finished work; shows a bar when standard error is a terminal."""

    def __init__(self) -> None:
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:.0f}/{task.total:.0f} articles"),
            TextColumn("{task.fields[rate]}"),
            TextColumn("{task.fields[rejected]} rejected"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task: TaskID | None = None
        self._lock = Lock()
        self._total = 0
        self._done = 0.0
        self._rejected = 0
        self._began = time.monotonic()
        self._told_at = self._began

    def begin(self, documents: int) -> None:
        """Show the bar for so many documents."""
        self._total, self._began = documents, time.monotonic()
        if documents:
            self._bar.start()
            self._task = self._bar.add_task("extracting", total=documents, rate="", rejected=0)

    def advance(self, stage: str, documents: int) -> None:
        """Note that a stage is done with so many documents."""
        with self._lock:
            self._done += SHARES[stage] * documents
            rate = self._done / max(time.monotonic() - self._began, 0.001)
            if self._task is not None:
                self._bar.update(self._task, completed=self._done, description=stage, rate=f"{rate:.1f}/s")

    def rejected(self, rows: int) -> None:
        """Note so many rejected inputs."""
        with self._lock:
            self._rejected += rows
            if self._task is not None:
                self._bar.update(self._task, rejected=self._rejected)

    def figures(self) -> tuple[float, str]:
        """Return percent done and the same in words."""
        percent = min(100.0, 100.0 * self._done / max(self._total, 1))
        return percent, f"{self._done:.0f} of {self._total} articles, {self._rejected} rejected"

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
