"""What runs inside a worker process: the steps of one stage over one chunk. Workers never import Prefect or DuckDB."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from flows.parse_cache import ParseCache
    from transforms.issues.registry import Registry
    from transforms.knowledge import Knowledge
    from transforms.steps import Frames, Step


@dataclass(frozen=True)
class Setup:
    """All a worker needs beside its chunk; sent to it once.

    `pipeline` names the tuple of steps as `module:NAME`, so that the run itself need not import the parser.
    """

    registry: Registry
    parses: Path
    parse_cache_bytes: int
    pipeline: str

    def steps(self) -> tuple[Step, ...]:
        """Import and return the pipeline's steps."""
        module, _, name = self.pipeline.partition(":")
        steps: tuple[Step, ...] = getattr(import_module(module), name)
        return steps


class _Worker:
    """What this process was told at its start, and what it has loaded since."""

    setup: ClassVar[Setup]
    knowledge: ClassVar[Knowledge | None] = None
    parses: ClassVar[ParseCache | None] = None

    @classmethod
    def missed(cls) -> int:
        """Return how many parses were asked for in vain."""
        return cls.parses.missed if cls.parses else 0


@dataclass(frozen=True)
class Done:
    """What a job reports: how many documents or articles it was given, seconds by step, and rows by frame."""

    subjects: int
    seconds: dict[str, float] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    parsed: int = 0  # sentences of articles that no earlier parse was kept of
    keyword_hits: dict[tuple[str, str | None], int] = field(default_factory=dict)  # sentences by issue and keyword


def start_worker(setup: Setup, *, reads: bool) -> None:
    """Prepare a fresh worker; one that `reads` is given steps to run, and loads what they know.

    It does so before its first job: the job's time-out is for the document, not for imports on a busy machine.
    """
    # parallelism is by process: polars' own threads would only fight over the cores
    os.environ["POLARS_MAX_THREADS"] = "1"
    # the run itself hears Ctrl-C and ends its workers
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.setup = setup
    if reads:
        setup.steps()
        _knowledge()


def run_stage(step_names: tuple[str, ...], subject: str, chunk: Path) -> Done:
    """Run the named steps over a chunk's frames and write the frames they give beside them."""
    from flows.partitions import read_frame, write_frame
    from transforms.steps import run_step

    knowledge = _knowledge()
    missed = _Worker.missed()
    steps = [step for step in _Worker.setup.steps() if step.name in step_names]
    seconds: dict[str, float] = {}
    frames: Frames = {}
    for step in steps:
        frames |= {name: read_frame(chunk, name) for name in step.needs if name not in frames}
        began = time.perf_counter()
        made = run_step(step, frames, knowledge)
        seconds[step.name] = time.perf_counter() - began
        frames |= made
        for name, frame in made.items():
            write_frame(chunk, name, frame, stage=step.name if name == "rejects" else None)
    rows = {name: len(frames[name]) for step in steps for name in step.gives}
    return Done(
        len(frames[subject]) if subject in frames else 0,
        seconds,
        rows,
        parsed=_Worker.missed() - missed if "tokens" in rows else 0,
        keyword_hits=_keyword_hits(frames, knowledge) if "positions" in rows else {},
    )


def _keyword_hits(frames: Frames, knowledge: Knowledge) -> dict[tuple[str, str | None], int]:
    """Count how many sentences hold a keyword of each issue: the run tells of issues that match too much."""
    from transforms.issues.coverage import coverage

    if "sentences" not in frames:
        return {}
    counts = coverage(frames["sentences"], knowledge=knowledge)
    rows = counts.select("issue_id", "keyword", "n_sentences").iter_rows()
    return {(issue, keyword): n for issue, keyword, n in rows}


def find_copies(articles: Path, groups: Path) -> None:
    """Group the articles of a Parquet file that are copies of one story, into another Parquet file."""
    import polars as pl

    from transforms.duplicates import syndication_groups

    syndication_groups(pl.read_parquet(articles)).write_parquet(groups)


def _knowledge() -> Knowledge:
    """Return the knowledge this worker's steps read, loaded at its first job."""
    from flows.parse_cache import ParseCache
    from transforms.knowledge import Knowledge
    from transforms.lexicon import load_lexicon

    if _Worker.knowledge is None:
        setup = _Worker.setup
        _Worker.parses = ParseCache(setup.parses, setup.parse_cache_bytes) if setup.parse_cache_bytes else None
        _Worker.knowledge = Knowledge(load_lexicon(), setup.registry, _Worker.parses)
    return _Worker.knowledge
