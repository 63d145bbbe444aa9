"""The pool of worker processes: a document that crashes, hangs or breaks a step costs only itself."""

from __future__ import annotations

import multiprocessing
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from concurrent.futures import TimeoutError as JobTimeout
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock

import polars as pl
import pyarrow.parquet as pq
from pebble import ProcessExpired, ProcessFuture, ProcessPool

from flows.partitions import chunks, read_frame, split, write_frame
from flows.settings import Settings
from flows.workers import Done, Setup, run_stage, start_worker
from transforms.schemas import Rejects

_DETAIL_LENGTH = 300
_HOSTILE = 3


@dataclass(frozen=True)
class Stage:
    """Consecutive steps that run as one job; `subject` is the frame whose rows a failure is narrowed down over."""

    name: str
    steps: tuple[str, ...]
    subject: str


STAGES = {
    "clean": Stage("clean", ("clean",), "documents"),
    "annotate": Stage("annotate", ("sentences", "annotate"), "articles"),
    "extract": Stage("extract", ("mentions", "quotes", "speakers", "positions"), "articles"),
}


class PoolEnded(RuntimeError):  # noqa: N818, the name says what is the case
    """The run is ending: no job is started any more, and what a job under way did not finish is nobody's fault."""


class Pool:
    """Worker processes, started with the first job: a run with nothing new never pays for them."""

    def __init__(self, settings: Settings, setup: Setup, on_done: Callable[[Stage, int], None]) -> None:
        self._settings = settings
        self._setup = setup
        self._on_done = on_done
        self._pool: ProcessPool | None = None
        self._starting = Lock()
        self._has_ended = False
        self._jobs: set[Future[Done]] = set()
        self._done: Counter[str] = Counter()
        self._failed: dict[str, list[str]] = defaultdict(list)

    def run(self, stage: Stage, partition: Path) -> list[Done]:
        """Run a stage over every chunk of a partition, chunks side by side, and return what each job reports."""
        left = [chunk for chunk in chunks(partition) if (chunk / f"{stage.subject}.parquet").exists()]
        jobs = [(chunk, self._schedule(stage, chunk)) for chunk in left]
        return [done for chunk, job in jobs for done in self._finish(stage, chunk, job)]

    def call(self, function: Callable[..., None], *args: object) -> None:
        """Run one function in a worker of its own kind and wait for it; no other workers run meanwhile."""
        self.stop()
        self._started(reads=False).schedule(function, args=args).result()
        self.stop()

    def broken_stages(self) -> list[str]:
        """Say of each stage that got through with nothing what it failed with.

        A step that raises on all it is given is a defect, however little that is; three pages or more must have
        crashed or hung before that is one.
        """
        return [
            f"{name} failed on all {len(said)} documents it was given, e.g. {said[0]}"
            for name, said in sorted(self._failed.items())
            if not self._done[name] and (len(said) >= _HOSTILE or any(one.startswith("failed") for one in said))
        ]

    def stop(self) -> None:
        """End the workers and free their memory; jobs under way are dropped, a later job starts new workers."""
        with self._starting:
            pool, self._pool = self._pool, None
            waited_for = list(self._jobs)
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()
        for job in waited_for:
            # pebble leaves them open, and whoever waits for them would wait for ever
            with suppress(InvalidStateError):
                job.set_exception(PoolEnded("the workers were ended"))

    def end(self) -> None:
        """End the workers for good: jobs under way raise PoolEnded where they are waited for."""
        self._has_ended = True
        self.stop()

    def _schedule(self, stage: Stage, chunk: Path) -> ProcessFuture[Done]:
        arguments = (stage.steps, stage.subject, chunk)
        job = self._started().schedule(run_stage, args=arguments, timeout=self._seconds(stage, chunk))
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)
        return job

    def _started(self, *, reads: bool = True) -> ProcessPool:
        with self._starting:
            if self._has_ended:
                raise PoolEnded("the run is ending")
            if self._pool is None:
                # a forked child of a process with threads (Prefect, polars, DuckDB) may hang: start afresh
                fresh = multiprocessing.get_context("spawn")
                self._pool = ProcessPool(
                    max_workers=self._settings.workers if reads else 1,
                    initializer=partial(start_worker, reads=reads),
                    initargs=(self._setup,),
                    context=fresh,
                )
            return self._pool

    def _seconds(self, stage: Stage, chunk: Path) -> float:
        table = pq.read_metadata(chunk / f"{stage.subject}.parquet")
        size = sum(table.row_group(i).total_byte_size for i in range(table.num_row_groups))
        cleans = stage.subject == "documents"
        pace = self._settings.clean_bytes_per_second if cleans else self._settings.extract_bytes_per_second
        return self._settings.job_seconds + float(size) / pace

    def _finish(self, stage: Stage, chunk: Path, job: ProcessFuture[Done]) -> list[Done]:
        try:
            done = job.result()
            self._done[stage.name] += done.subjects
            self._on_done(stage, done.subjects)
            return [done]
        except PoolEnded:
            raise
        except JobTimeout:
            reason, detail = "timed_out", f"{stage.name} took longer than {self._seconds(stage, chunk):.0f} s"
        except ProcessExpired as error:
            reason, detail = "crashed", f"{stage.name} ended its process (exit code {error.exitcode})"
        except (OSError, BrokenProcessPool):
            raise  # the machine, not the document
        except Exception as error:  # noqa: BLE001, whatever a hostile page makes a step raise
            reason, detail = "failed", f"{stage.name}: {type(error).__name__}: {error}"
        if self._has_ended:
            raise PoolEnded("the run is ending")
        halves = split(chunk, stage.subject)
        if not halves:
            self._failed[stage.name].append(f"{reason}: {detail}"[:_DETAIL_LENGTH])
            self._reject(stage, chunk, reason, detail[:_DETAIL_LENGTH])
            self._on_done(stage, 1)
        return [done for half in halves for done in self._finish(stage, half, self._schedule(stage, half))]

    def _reject(self, stage: Stage, chunk: Path, reason: str, detail: str) -> None:
        """Take the one document of a chunk out of the run: only a reject is left of it, which says why."""
        row = read_frame(chunk, stage.subject).row(0, named=True)
        for path in chunk.glob("*.parquet"):
            if not path.stem.startswith("rejects"):
                path.unlink()
        reject = {
            "location": row["location"],
            "external_id": row["external_id"],
            "stage": "clean" if stage.name == "clean" else "extract",
            "reason": reason,
            "detail": detail,
        }
        frame = Rejects.validate(pl.DataFrame([reject], schema=Rejects.create_empty().schema))
        write_frame(chunk, "rejects", frame, stage=f"{stage.name}_job")
