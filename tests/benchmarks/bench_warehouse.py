"""The warehouse under a generated load: `python tests/benchmarks/bench_warehouse.py [STATEMENTS ...]`.

Deterministic: 200 countries, 120 issues, three statements an article, commitments that mostly last. Prints seconds
(wall and CPU, so that a busy machine shows) for a full rebuild (into empty tables and over full ones), 1 % new and the
merge of its log into the file, a publish, positions_as_of (the rows of one country as Python objects; all rows as
Arrow; all as Python objects), each question, and the peak memory. Bars of issue 6 at 1,000,000: rebuild 6 s, 1 % new
0.5 s, as-of 20 ms, question 1 s, publish 15 s, memory 4 GiB.
"""

# ruff: noqa: T201
from __future__ import annotations

import os
import platform
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse import derive, settings
from warehouse.connection import reader, writer
from warehouse.publish import publish
from warehouse.questions import ask, questions

GENERATE = (Path(__file__).parent / "generate_warehouse.sql").read_text(encoding="utf-8")
PARAMETERS = {
    "quarter": "2020-05-01",
    "issue": "issue-7",
    "organisation": "ORG",
    "day": "2020-05-05",
    "known_at": "2100-01-01",
    "country": "C07",
}


@contextmanager
def timed(name: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    print(f"  {name:34s} {time.perf_counter() - wall:8.3f} s  cpu {time.process_time() - cpu:8.3f} s", flush=True)


def generate(con: duckdb.DuckDBPyConnection, first: int, last: int, of: int) -> None:
    """Write statements first..last of `of` into core, as loading would."""
    for sql in GENERATE.replace("$first", str(first)).replace("$last", str(last)).replace("$of", str(of)).split(";\n"):
        if sql.strip():
            con.execute(sql)


def bench(n: int) -> None:
    print(f"{n:,} statements, 200 countries, 120 issues")
    home = Path(tempfile.mkdtemp(prefix="bench_warehouse_"))
    old = n - n // 100
    try:
        with writer(home) as con:
            with timed("(generate)"):
                generate(con, 0, old, n)
            with timed("full rebuild"):
                derive.rebuild(con)
            with timed("full rebuild over what was there"):
                derive.rebuild(con)
            generate(con, old, n, n)
            con.execute("CHECKPOINT store")
            settings.mark_dirty(con, f"SELECT * FROM core.positions WHERE position_id >= printf('pos_%012d', {old})")
            with timed("1 % new"):
                touched = derive.refresh(con)
            with timed("(merging the log into the file)"):
                con.execute("CHECKPOINT store")
            print(f"    {touched.statements.inserted:,} statements, {touched.pairs:,} pairs of country and issue")
            settings.bump_data_version(con)
            with timed("publish"):
                published = publish(con, home, run_id="bench")
            rows = con.execute("SELECT count(*) FROM state.spells").fetchone()
            derive.rebuild(con)
            assert rows == con.execute("SELECT count(*) FROM state.spells").fetchone()
        size, spells = published.path.stat().st_size / 2**20, published.rows_by_table["position_spells"]
        print(f"    file {size:,.0f} MiB, {spells:,} spells")
        with reader(home) as con:
            for name in ("first", "again"):
                with timed(f"positions_as_of, a country ({name})"):
                    con.execute("FROM positions_as_of('2020-05-05') WHERE country_code = 'C07'").fetchall()
                with timed(f"positions_as_of, Arrow ({name})"):
                    con.sql("FROM positions_as_of('2020-05-05')").to_arrow_table()
            with timed("positions_as_of, Python rows"):
                con.execute("FROM positions_as_of('2020-05-05')").fetchall()
            for name, question in questions().items():
                with timed(name):
                    ask(con, name, {p: PARAMETERS[p] for p in question.parameters})
        print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"{machine}, DuckDB {duckdb.__version__}, Python {platform.python_version()}")
    for size in [int(a) for a in sys.argv[1:]] or [100_000, 1_000_000]:
        bench(size)
