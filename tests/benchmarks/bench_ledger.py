"""The books of fetching at size: `python tests/benchmarks/bench_ledger.py [ROWS]`. Bar of issue 5: due under 1 s."""

# ruff: noqa: T201
from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from warehouse.connection import writer
from warehouse.ledger import Fetch, Ledger

SOURCES = 20
ASKED = 200


def main(rows: int) -> None:
    """Fill a ledger, choose what is due for one source and for all rows in one, and note some as asked."""
    now = datetime.now(UTC)

    def row(n: int) -> Fetch:
        due = now + timedelta(seconds=n % 100 - 50)
        source = f"source-{n % SOURCES}"
        return Fetch(f"https://example.org/{n}", "page", source, "example.org", "new", now, next_at=due)

    with tempfile.TemporaryDirectory() as home, writer(Path(home)) as con:
        ledger = Ledger(con)
        began = time.perf_counter()
        ledger.discover(row(n) for n in range(rows))
        print(f"discover {rows:,} addresses: {time.perf_counter() - began:.2f} s")
        began = time.perf_counter()
        found = list(ledger.due("source-3", "page", now, now))
        print(f"due, one source of {SOURCES} ({len(found):,} rows): {time.perf_counter() - began:.3f} s")
        con.execute("UPDATE ops.fetches SET source = 'source-3'")
        began = time.perf_counter()
        found = list(islice(ledger.due("source-3", "page", now, now), 1_000))
        print(f"due, all rows one source, the first {len(found):,}: {time.perf_counter() - began:.3f} s")
        began = time.perf_counter()
        for fetch in found[:ASKED]:
            ledger.ask(fetch, now)
        print(f"note one as asked: {(time.perf_counter() - began) / ASKED * 1_000:.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
