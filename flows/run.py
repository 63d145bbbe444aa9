"""One run's state, shared by its tasks: the writer's connection, the workers, the registry, counts and progress."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

import duckdb
import polars as pl

from flows.clock import Owner
from flows.pool import Pool, Stage
from flows.progress import Progress
from flows.settings import Home, Settings
from flows.workers import Done, Setup
from transforms.issues.coverage import problems_of
from transforms.issues.registry import Registry
from transforms.version import extractor_version
from warehouse.load import LoadCounts

if TYPE_CHECKING:
    from warehouse.publish import Published


@dataclass
class Summary:
    """What a run did: shown on the terminal, in the artifact, and kept in `ops.runs`."""

    run_id: str
    documents: int = 0  # new or changed
    unchanged: int = 0
    articles: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    rows_changed: int = 0
    seconds: Counter[str] = field(default_factory=Counter)  # of worker time, by step
    rows: Counter[str] = field(default_factory=Counter)  # made by the steps, by frame
    parsed: int = 0  # sentences that the parser was asked for: all others were parsed by an earlier run
    keyword_hits: Counter[tuple[str, str | None]] = field(default_factory=Counter)  # sentences, by issue and keyword
    warnings: list[str] = field(default_factory=list)  # what its user should know of the registry
    stale: int = 0  # stored articles that another registry or extractor made
    asked: int = 0  # addresses on the network
    waiting: int = 0  # addresses that were not asked in the time of the run
    published: Published | None = None
    took: dict[Owner, float] = field(default_factory=dict)  # seconds of the whole command: ours, and Prefect's

    def counts(self) -> dict[str, object]:
        """Return the part that `ops.runs` keeps."""
        return {
            "documents": self.documents,
            "unchanged": self.unchanged,
            "articles": self.articles,
            "rejects": dict(sorted(self.rejects.items())),
            "rows_changed": self.rows_changed,
            "asked": self.asked,
            "waiting": self.waiting,
            "parsed": self.parsed,
            "warnings": self.warnings,
            "seconds": {name: round(value, 2) for name, value in self.seconds.items()},
        }


HITS = {"issue_id": pl.String, "keyword": pl.String, "n_sentences": pl.Int64}


class Run:
    """What the tasks of one run share. Not a dataclass: Prefect would walk into its fields."""

    def __init__(
        self, settings: Settings, home: Home, con: duckdb.DuckDBPyConnection, run_id: str, registry: Registry
    ) -> None:
        self.settings = settings
        self.home = home
        self.run_id = run_id
        self.registry = registry
        self.extractor_version = extractor_version()
        self.folder = home.work / run_id
        self.progress = Progress()
        self.summary = Summary(run_id)
        setup = Setup(registry, home.parses, settings.parse_cache_bytes, settings.pipeline)
        self.pool = Pool(settings, setup, self._job_done)
        self.artifact_id: UUID | None = None
        self.con = con
        # tasks run in threads, and a DuckDB connection serves one at a time
        self.writing = Lock()
        self._counting = Lock()

    def note_jobs(self, jobs: list[Done]) -> None:
        """Add what worker jobs report to the summary."""
        with self._counting:
            for job in jobs:
                self.summary.seconds.update(job.seconds)
                self.summary.rows.update(job.rows)
                self.summary.keyword_hits.update(job.keyword_hits)
                self.summary.parsed += job.parsed

    def note_load(self, counts: LoadCounts) -> None:
        """Add what a load changed to the summary."""
        with self._counting:
            self.summary.articles += counts.articles
            self.summary.rejects.update(counts.rejects)
            self.summary.rows_changed += counts.rows_changed
            self.progress.rejected(sum(counts.rejects.values()))

    def note_warnings(self) -> None:
        """Say what is wrong with the registry: keywords that tell issues apart badly, or match almost everything."""
        found = list(self.registry.warnings)
        hits = [(issue, keyword, n) for (issue, keyword), n in self.summary.keyword_hits.items()]
        if hits:
            counts = pl.DataFrame(hits, schema=HITS, orient="row")
            found += problems_of(counts, self.summary.rows["sentences"], self.registry)
        self.summary.warnings = [problem.message for problem in sorted(found)]

    def clear_work(self) -> None:
        """Remove the Parquet of this run and what killed runs left behind; the home's lock is held."""
        for folder in self.home.work.glob("run_*"):
            shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """End the workers and the progress display."""
        self.pool.end()
        self.progress.stop()

    def _job_done(self, stage: Stage, subjects: int) -> None:
        self.progress.advance(stage.name, subjects)


def partition_id(partition: Path) -> str:
    """Return how `ops.partitions` calls a partition folder."""
    return partition.name
