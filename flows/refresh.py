"""The flow `refresh`: ingest, clean, annotate, extract, load, publish."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
from prefect import Task, flow
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows import artifacts, configuration, tasks
from flows.clock import CLOCK
from flows.fetch.settings import FetchSettings
from flows.parse_cache import ParseCache
from flows.partitions import write_stored
from flows.run import Run, Summary
from flows.settings import SAMPLE_ARTICLES, SEEDS, Home, Settings
from flows.sources import Fetched, Source, SourceContext
from flows.sources.places import Places
from transforms.version import extractor_version
from warehouse import runs
from warehouse import settings as facts
from warehouse.connection import writer
from warehouse.ledger import Ledger
from warehouse.load import count_stale, known_documents, load_partition, stale_documents, stored_paragraphs
from warehouse.reference import load_seeds

PARTITIONS_AT_ONCE = 2
"""One is extracted while the one before it is loaded; chunks of a partition fill the workers by themselves."""

_MOST_PARTITIONS = 50
"""Three tasks each; a run should stay under some 200."""
_LARGEST_PARTITION = 5_000
"""Articles that are held in memory at a time."""

# a task that waits for the one before it holds a thread
THREADS: TaskRunner[PrefectFuture[Any]] = ThreadPoolTaskRunner(max_workers=PARTITIONS_AT_ONCE * 4)  # type: ignore[assignment]

Stage = Task[[Path, Run], Path]


class BrokenStepError(RuntimeError):
    """A step failed on every document; what was published before stands."""


def run_name() -> str:
    """Return e.g. `refresh-2026-11-02`."""
    return f"refresh-{datetime.now(UTC):%Y-%m-%d}"


def reextract_name() -> str:
    """Return e.g. `reextract-2026-11-02`."""
    return f"reextract-{datetime.now(UTC):%Y-%m-%d}"


@flow(
    name="refresh",
    flow_run_name=run_name,
    task_runner=THREADS,
    persist_result=False,
)
def refresh(
    sources: list[str] | None = None,
    issues: str | None = None,
    home: str | None = None,
    *,
    allow_shrink: bool = False,
) -> Summary:
    """Bring the warehouse of `home` up to date with `sources` and publish it.

    Args:
        sources: what `communique run` takes; the bundled sample when empty.
        issues: the issue registry; the sample's when not given.
        home: the folder of all state; `COMMUNIQUE_HOME` or ./data when not given.
        allow_shrink: publish even when tables lost more rows than the quality gate lets pass.

    Raises:
        BadSource, RegistryError, SeedError: bad configuration; nothing was written.
        WarehouseError: the home is busy, unusable or newer, or the new warehouse failed its checks.
    """
    specs = sources or [str(SAMPLE_ARTICLES)]
    with CLOCK.counting("ours"):
        found, fetch = configuration.found_sources(specs), FetchSettings()
        with _run(home, issues, specs) as run:
            _ingest_and_extract(run, found, fetch)
            _publish(run, allow_shrink=allow_shrink)
    return run.summary


@flow(name="reextract", flow_run_name=reextract_name, task_runner=THREADS, persist_result=False)
def reextract(issues: str | None = None, home: str | None = None, *, allow_shrink: bool = False) -> Summary:
    """Renew, from stored text, the rows that another extractor or registry made, and publish.

    Args and errors are those of `refresh`.
    """
    with CLOCK.counting("ours"), _run(home, issues, ["stored text"]) as run:
        run.summary.documents = count_stale(run.con, run.extractor_version, run.registry.hash)
        _extract(run, _stored(run), (tasks.annotate, tasks.extract, tasks.load))
        _publish(run, allow_shrink=allow_shrink)
    return run.summary


def _stored(run: Run) -> Iterator[Path]:
    """Write what must be extracted again from stored text, a partition at a time, as the ones before are dealt with."""
    # partitions grow with the whole, so that a run stays under the tasks that Prefect's database bears
    size = min(run.summary.documents // _MOST_PARTITIONS, _LARGEST_PARTITION)
    articles = max(run.settings.partition_articles, size)
    version, registry = run.extractor_version, run.registry.hash
    parts = stale_documents(run.con, version, registry, at_once=articles)
    made = write_stored(run.folder, parts, partial(stored_paragraphs, run.con), run.settings)
    while True:
        # loading uses the same connection, and a partition is read in one go
        with run.writing:
            found = next(made, None)
        if found is None:
            return
        yield found[0]


@contextmanager
def _run(home: str | None, issues: str | None, specs: list[str]) -> Iterator[Run]:
    """Check the configuration, take the home, and record the run's begin and end."""
    settings = Settings()
    place = Home(Path(home or settings.home).expanduser().absolute())
    registry = configuration.registry(issues)
    configuration.lexicon()
    with writer(place.root, wait_seconds=settings.lock_seconds) as con:
        version = extractor_version()
        run_id = runs.start(con, sources=specs, extractor_version=version, registry_hash=registry.hash)
        run = Run(settings, place, con, run_id, registry)
        with _recorded(run):
            load_seeds(con, SEEDS)
            _load_registry(run)
            yield run


@contextmanager
def _recorded(run: Run) -> Iterator[None]:
    """Write the run's end to `ops.runs`, and leave no workers and no files behind."""
    try:
        run.clear_work()
        # no worker has the file open yet
        ParseCache(run.home.parses, run.settings.parse_cache_bytes).trim()
        yield
    except BaseException as error:
        # first the workers: tasks that wait for them end, and let go of the connection
        run.pool.end()
        # the failure itself may be that nothing can be written
        with suppress(duckdb.Error), run.writing:
            status = "failed" if isinstance(error, Exception) else "killed"
            runs.finish(run.con, run.run_id, status, run.summary.counts())
        raise
    else:
        runs.finish(run.con, run.run_id, "completed", run.summary.counts())
    finally:
        run.close()
        run.clear_work()


def _ingest_and_extract(run: Run, sources: list[Source], fetch: FetchSettings) -> None:
    """Take every new document of the sources into the warehouse."""
    known = frozenset(known_documents(run.con, run.extractor_version, run.registry.hash)["input_hash"])
    ledger = Ledger(run.con)
    context = SourceContext(
        run.home.root,
        ledger=ledger,
        known=known,
        superseded=ledger.superseded(run.extractor_version, run.registry.hash),
        fetch=fetch,
        place=Places(run.con),
        heard=partial(_hear, run),
    )
    with CLOCK.counting("prefect"):
        ingested = tasks.ingest(sources, context, run)
    run.summary.documents, run.summary.unchanged = ingested.documents, ingested.unchanged
    _extract(run, ingested.partitions, (tasks.clean, tasks.annotate, tasks.extract, tasks.load))


def _hear(run: Run, fetched: Fetched) -> None:
    run.progress.fetched(fetched)
    run.summary.asked, run.summary.waiting = fetched.done, fetched.left
    artifacts.tell_progress(run)


def _extract(run: Run, partitions: Iterable[Path], stages: tuple[Stage, ...]) -> None:
    """Take partitions through the stages, a few partitions at a time."""
    run.progress.begin("extracting", "articles", run.summary.documents)
    under_way: deque[list[PrefectFuture[Path]]] = deque()
    for partition in partitions:
        if len(under_way) >= PARTITIONS_AT_ONCE:
            _wait(under_way.popleft(), run)
        # loaded in the order they were given: of two revisions of an article the later one stays
        loaded = under_way[-1][-1:] if under_way else []
        under_way.append(_submit(partition, run, stages, loaded))
    for futures in under_way:
        _wait(futures, run)


def _publish(run: Run, *, allow_shrink: bool) -> None:
    """Publish what is loaded and report it.

    Raises BrokenStepError before anything is published, and what `warehouse.publish.publish` raises.
    """
    if broken := run.pool.broken_stages():
        raise BrokenStepError(". ".join(broken))
    run.note_warnings()
    run.summary.stale = count_stale(run.con, run.extractor_version, run.registry.hash)
    with CLOCK.counting("prefect"):
        tasks.group_copies(run)
        run.summary.published = tasks.publish(run, allow_shrink=allow_shrink)
        run.summary.took = CLOCK.seconds()
        artifacts.tell_report(run.summary)


def _submit(
    partition: Path, run: Run, stages: tuple[Stage, ...], loaded: list[PrefectFuture[Path]]
) -> list[PrefectFuture[Path]]:
    """Start the stages of a partition, each to wait for the one before it, the last also for what is `loaded`."""
    futures: list[PrefectFuture[Path]] = []
    for stage in stages:
        before = futures[-1:] + (loaded if stage is stages[-1] else [])
        futures.append(stage.submit(partition, run, wait_for=before, return_state=False))
    return futures


def _wait(futures: list[PrefectFuture[Path]], run: Run) -> None:
    """Wait for a partition, raising the failure of the stage that failed first; then its files are not needed."""
    loaded = [future.result() for future in futures]
    shutil.rmtree(loaded[-1])
    artifacts.tell_progress(run)


def _load_registry(run: Run) -> None:
    """Make the registry current even when no document is new."""
    if facts.get(run.con, "registry_hash") == run.registry.hash:
        return
    load_partition(
        run.con,
        run_id=run.run_id,
        partition_id="registry",
        extractor_version=run.extractor_version,
        registry_hash=run.registry.hash,
        frames={"issues": run.registry.frame()},
    )
