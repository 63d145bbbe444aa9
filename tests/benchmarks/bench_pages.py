"""Real pages a second: our cleaning with one and two workers as a run uses them, beside trafilatura alone.

    python tests/benchmarks/bench_pages.py [ARCHIVE] [ROUNDS]

Wall time, because the gain of a second core shows in nothing else: measure on a quiet machine (the load is printed).
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

os.environ["POLARS_MAX_THREADS"] = "1"

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


def cleaned(pool: Pool, documents: list[Document], folder: Path) -> float:
    """Return the seconds the workers need for all pages, as one partition."""
    writer = PartitionWriter(folder, Settings(partition_articles=100_000, partition_bytes=2**40))
    for document in documents:
        writer.add(document, document.input_hash)
    writer.flush()
    began = time.monotonic()
    pool.run(STAGES["clean"], writer.made.partitions[0])
    return time.monotonic() - began


def alone(documents: list[Document], *, with_metadata: bool) -> float:
    began = time.monotonic()
    for document in documents:
        bare_extraction(
            decode(document.html or b"", document.http_charset),
            url=document.url,
            include_comments=False,
            with_metadata=with_metadata,
        )
    return time.monotonic() - began


def main() -> None:
    archive, rounds = Path(sys.argv[1]) if len(sys.argv) > 1 else ARCHIVE, int((sys.argv[2:] or ["3"])[0])
    documents = pages(archive)
    setup = Setup(load_registry(SAMPLE_ISSUES), Path("unused"), 0, "transforms.pipeline:STEPS")
    kinds = {"ours, one worker": 1, "ours, two workers": 2}
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        pools = {kind: Pool(Settings(workers=n), setup, lambda *_: None) for kind, n in kinds.items()}
        for kind, pool in pools.items():
            cleaned(pool, documents[:80], Path(name) / f"{kind} warm")
        for number in range(rounds):
            took = {kind: cleaned(pool, documents, Path(name) / f"{kind} {number}") for kind, pool in pools.items()}
            took["trafilatura alone, with metadata"] = alone(documents, with_metadata=True)
            took["trafilatura alone, text only"] = alone(documents, with_metadata=False)
            for kind, spent in took.items():
                seconds.setdefault(kind, []).append(spent)
            print(", ".join(f"{kind} {spent:.1f} s" for kind, spent in took.items()), flush=True)
        for pool in pools.values():
            pool.end()
    middle = {kind: statistics.median(found) for kind, found in seconds.items()}
    for kind, spent in middle.items():
        print(f"{kind:34} {len(documents) / spent:6.1f} pages/s  ({spent:.1f} s for {len(documents)} pages)")
    best = min(seconds["ours, one worker"]) / min(seconds["ours, two workers"])
    print(f"two workers: {middle['ours, one worker'] / middle['ours, two workers']:.2f} times one (best: {best:.2f})")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
