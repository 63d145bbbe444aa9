"""Real pages a second: our cleaning with one and two workers as a run uses them, beside trafilatura alone.

    python tests/benchmarks/bench_pages.py [ARCHIVE] [ROUNDS]

Wall time, because the gain of a second core shows in nothing else: measure on a quiet machine (the load is printed).
Beside it processor seconds, which say what a second worker costs more, on any machine.
Workers are started, and have read their tables, before the clock starts.
"""

# ruff: noqa: T201
from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

os.environ["POLARS_MAX_THREADS"] = "1"

import psutil
from trafilatura import bare_extraction

from flows.partitions import PartitionWriter
from flows.pool import STAGES, Pool
from flows.settings import PROJECT, SAMPLE_ISSUES, Settings
from flows.sources import Document, SourceContext, recognise
from flows.workers import Setup
from transforms.clean.decode import decode
from transforms.issues.registry import load_registry

ARCHIVE = PROJECT.parent / "shared" / "html" / "pages.warc.gz"


def pages(archive: Path) -> list[Document]:
    items = [item for source in recognise(archive) for item in source.documents(SourceContext(Path("unused")))]
    return [item for item in items if isinstance(item, Document)]


class Spent(NamedTuple):
    """Seconds on the clock, of all processors, and of the one that worked longest."""

    wall: float
    processor: float
    longest: float


def cleaned(pool: Pool, documents: list[Document], folder: Path) -> Spent:
    """Return what the workers need for all pages, as one partition."""
    writer = PartitionWriter(folder, Settings(partition_articles=100_000, partition_bytes=2**40))
    for document in documents:
        writer.add(document, document.input_hash)
    writer.flush()
    began, worked = time.monotonic(), workers_seconds()
    pool.run(STAGES["clean"], writer.made.partitions[0])
    after = workers_seconds()
    spent = sorted(after[pid] - worked.get(pid, 0.0) for pid in after)
    return Spent(time.monotonic() - began, sum(spent), max(spent))


def workers_seconds() -> dict[int, float]:
    """Return the processor seconds of each worker until now."""
    times = {child.pid: child.cpu_times() for child in psutil.Process().children()}
    return {pid: found.user + found.system for pid, found in times.items()}


def alone(documents: list[Document], *, with_metadata: bool) -> Spent:
    began, worked = time.monotonic(), time.process_time()
    for document in documents:
        bare_extraction(
            decode(document.html or b"", document.http_charset),
            url=document.url,
            include_comments=False,
            with_metadata=with_metadata,
        )
    spent = time.process_time() - worked
    return Spent(time.monotonic() - began, spent, spent)


def main() -> None:
    archive, rounds = Path(sys.argv[1]) if len(sys.argv) > 1 else ARCHIVE, int((sys.argv[2:] or ["3"])[0])
    documents = pages(archive)
    setup = Setup(load_registry(SAMPLE_ISSUES), Path("unused"), 0, "transforms.pipeline:STEPS")
    kinds = {"ours, one worker": 1, "ours, two workers": 2}
    found: dict[str, list[Spent]] = {}
    with tempfile.TemporaryDirectory() as name:
        pools = {kind: Pool(Settings(workers=n), setup, lambda *_: None) for kind, n in kinds.items()}
        for kind, pool in pools.items():
            cleaned(pool, documents[:80], Path(name) / f"{kind} warm")
        for number in range(rounds):
            took = {kind: cleaned(pool, documents, Path(name) / f"{kind} {number}") for kind, pool in pools.items()}
            took["trafilatura alone, with metadata"] = alone(documents, with_metadata=True)
            took["trafilatura alone, text only"] = alone(documents, with_metadata=False)
            for kind, spent in took.items():
                found.setdefault(kind, []).append(spent)
            print(", ".join(f"{kind} {spent.wall:.1f} s" for kind, spent in took.items()), flush=True)
        for pool in pools.values():
            pool.end()
    middle = {kind: Spent(*map(statistics.median, zip(*all_, strict=True))) for kind, all_ in found.items()}
    for kind, spent in middle.items():
        pace, cost = len(documents) / spent.wall, len(documents) / spent.processor
        print(f"{kind:34} {pace:6.1f} pages/s, {cost:6.1f} pages a processor second")
    one, two = middle["ours, one worker"], middle["ours, two workers"]
    print(f"two workers: {one.wall / two.wall:.2f} times one on the clock")
    # what a machine with two idle cores would give: both as busy as here, and waiting for the slower one
    print(f"by processor seconds: {one.processor / two.longest:.2f} times one")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
