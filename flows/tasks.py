"""The tasks: one thin one a stage, a partition's folder in and the same folder out, richer by the stage's frames."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.tasks import exponential_backoff

from flows import artifacts
from flows.clock import CLOCK
from flows.partitions import Ingested, PartitionWriter, drop_repeated, read_inputs, read_partition
from flows.pool import STAGES
from flows.run import Run, partition_id
from flows.sources import Document, Network, Reject, Source, SourceContext
from flows.workers import find_copies
from warehouse import copies, runs
from warehouse.load import FRAMES, load_partition
from warehouse.sources import load_syndication

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State, TaskRun
    from prefect.tasks import Task

    from warehouse.publish import Published

# the database's own transactions decide what is done; Prefect's cache would only pickle and hash
_PLAIN: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}


_HOME_IS_UNUSABLE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def may_pass(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Tell whether a failure may be gone at the next attempt: input and output, not a wrong input or a failed check."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError | duckdb.IOException | duckdb.TransactionException)


_RETRIED: dict[str, Any] = _PLAIN | {
    "retries": 2,
    "retry_delay_seconds": exponential_backoff(backoff_factor=1),
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": may_pass,
}


@task(name="ingest", **_PLAIN)
def ingest(sources: list[Source], context: SourceContext, run: Run) -> Ingested:
    """Read every source and write what is new as partitions; a source that breaks off is a reject, not the end."""
    with CLOCK.counting("ours"):
        return _ingest(sources, context, run)


def _ingest(sources: list[Source], context: SourceContext, run: Run) -> Ingested:
    writer = PartitionWriter(run.folder, run.settings)
    seen: dict[tuple[str, str], _First] = {}
    for source in sources:
        run.progress.begin("reading", "documents")
        # what comes over the network tells itself how far it is
        is_read = not isinstance(source, Network)
        for item in _items(source, context):
            _take(item, writer, seen, context)
            if is_read:
                run.progress.read(1)
                artifacts.tell_progress(run)
    writer.flush()
    return writer.made


def _items(source: Source, context: SourceContext) -> Iterator[Document | Reject]:
    """Yield what a source gives, and a reject when it breaks off; a home that cannot be written ends the run."""
    try:
        yield from source.documents(context)
    except duckdb.Error:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _HOME_IS_UNUSABLE:
            raise
        detail = f"the source ended early: {type(error).__name__}: {error}"
        yield Reject(source.name, "source_failed", detail[:500])


class _First(NamedTuple):
    """What a run was given of an article so far."""

    location: str
    fetched_at: datetime | None
    input_hash: str


def _take(
    item: Document | Reject,
    writer: PartitionWriter,
    seen: dict[tuple[str, str], _First],
    context: SourceContext,
) -> None:
    if isinstance(item, Reject):
        writer.reject(item)
        return
    now = _First(item.location, item.fetched_at, item.input_hash)
    first = seen.setdefault((item.id_kind, item.external_id), now)
    if first is not now:
        if not _is_later(now, first):
            writer.reject(Reject(item.location, "duplicate_id", _same_as(first, item), item.external_id))
            return
        seen[item.id_kind, item.external_id] = now
    if now.input_hash in context.known or (item.is_kept and now.input_hash in context.superseded):
        writer.made.unchanged += 1
    else:
        writer.add(item, now.input_hash)


def _is_later(now: _First, first: _First) -> bool:
    """Tell whether a page is a later revision of one that came before, as archives hold them."""
    if now.fetched_at is None or first.fetched_at is None or now.input_hash == first.input_hash:
        return False
    return now.fetched_at > first.fetched_at


def _same_as(first: _First, item: Document) -> str:
    if item.id_kind == "url":
        return f"{first.location} gave the same page {item.external_id} already"
    return f"the id {item.external_id!r} stands at {first.location} already; give each article its own"


@task(name="clean", task_run_name="clean-{partition.name}", **_RETRIED)
def clean(partition: Path, run: Run) -> Path:
    """Documents become articles, their paragraphs, and rejects."""
    run.note_jobs(run.pool.run(STAGES["clean"], partition))
    drop_repeated(partition)
    return partition


@task(name="annotate", task_run_name="annotate-{partition.name}", **_RETRIED)
def annotate(partition: Path, run: Run) -> Path:
    """Articles become sentences, and the sentences that can matter tokens."""
    run.note_jobs(run.pool.run(STAGES["annotate"], partition))
    return partition


@task(name="extract", task_run_name="extract-{partition.name}", **_RETRIED)
def extract(partition: Path, run: Run) -> Path:
    """Tokens become mentions, quotes, people and positions."""
    run.note_jobs(run.pool.run(STAGES["extract"], partition))
    return partition


@task(name="load", task_run_name="load-{partition.name}", **_RETRIED)
def load(partition: Path, run: Run) -> Path:
    """Write one partition into the warehouse, in one transaction."""
    frames = read_partition(partition, FRAMES)
    frames |= {"documents": read_inputs(partition), "issues": run.registry.frame()}
    with run.writing:
        counts = load_partition(
            run.con,
            run_id=run.run_id,
            partition_id=partition_id(partition),
            extractor_version=run.extractor_version,
            registry_hash=run.registry.hash,
            frames=frames,
        )
    run.note_load(counts)
    run.progress.advance("load", len(frames["documents"]))
    return partition


@task(name="group-copies", **_RETRIED)
def group_copies(run: Run) -> None:
    """Find which articles are copies of one wire story, when articles have changed since it was last done."""
    with CLOCK.counting("ours"), run.writing:
        fingerprint = copies.articles_fingerprint(run.con)
        if copies.are_grouped(run.con, fingerprint):
            return
        run.folder.mkdir(parents=True, exist_ok=True)
        texts, groups = run.folder / "texts.parquet", run.folder / "groups.parquet"
        copies.export_texts(run.con, texts)
        run.pool.call(find_copies, texts, groups)
        load_syndication(run.con, pl.read_parquet(groups))
        copies.note_grouped(run.con, fingerprint)


@task(name="publish", **_RETRIED)
def publish(run: Run, *, allow_shrink: bool) -> Published:
    """Build the marts, check them, and switch the readers to them."""
    from warehouse.publish import publish as publish_warehouse

    with CLOCK.counting("ours"), run.writing:
        runs.note_counts(run.con, run.run_id, run.summary.counts())  # for the file to be published
        return publish_warehouse(run.con, run.home.root, run_id=run.run_id, allow_shrink=allow_shrink)
