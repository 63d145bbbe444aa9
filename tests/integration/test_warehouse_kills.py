"""SIGKILL at any moment of load and publish: nothing acknowledged is lost, nothing partial stays."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest
from warehouse_world import House, Said, Story

from warehouse import checks, versions
from warehouse.tables import MARTS

PARTITIONS = 6
WORKER = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from test_warehouse_kills import work
work(Path(sys.argv[1]))
"""


def stories(part: int) -> list[Story]:
    """One partition; part 4 corrects what part 1 said, so that archive and state are at work too."""
    commitment = "acts" if part == 4 else "rules_out"
    name = 1 if part == 4 else part
    said = [Said(commitment=commitment, country=c) for c in ("CHL", "NOR")]
    return [Story(f"s{name}-{i}", said, published=date(2026, 3, 1 + part)) for i in range(8)]


def work(home: Path) -> None:
    """Load and publish every partition that is not loaded yet, saying on stdout what is acknowledged."""
    house = House(home)
    for part in range(PARTITIONS):
        house.steps = part
        house.load(*stories(part), run_id="run_1")
        print(f"loaded p{part + 1}", flush=True)  # noqa: T201  # the parent reads it
        if part % 2:
            house.publish(f"run_{part}")
            print(f"published run_{part}", flush=True)  # noqa: T201


def start(home: Path) -> subprocess.Popen[str]:
    here = Path(__file__).resolve().parent
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(home), str(here), str(here.parent), str(here.parent.parent)],
        stdout=subprocess.PIPE,
        text=True,
    )


def run_and_kill(home: Path, delay: float) -> list[str]:
    """Start the worker, kill it `delay` seconds after its first acknowledgement, return what it acknowledged."""
    worker = start(home)
    first = worker.stdout.readline()
    time.sleep(delay)
    os.kill(worker.pid, signal.SIGKILL)
    rest = worker.stdout.read()
    worker.wait()
    return [line for line in (first + rest).splitlines() if line.strip()]


def table_rows(home: Path) -> dict[str, list[tuple]]:
    with duckdb.connect(str(versions.current(home).file), read_only=True) as con:
        names = [name for name in MARTS if name != "position_knowledge"]
        return {name: con.execute(f"FROM marts.{name} ORDER BY ALL").fetchall() for name in names}


def look(home: Path, acknowledged: list[str]) -> None:
    """The published file opens and passes its checks; every acknowledged partition is there, whole."""
    now = versions.current(home)
    if any(line.startswith("published") for line in acknowledged):
        assert now is not None
    if now is not None:
        with duckdb.connect(str(now.file), read_only=True) as con:
            assert checks.failures(con) == {}
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{home / 'core' / 'core.duckdb'}' AS store")  # not read-only: replays the log
        loaded = {row[0] for row in con.execute("SELECT partition_id FROM store.ops.partitions").fetchall()}
        assert {line.split()[1] for line in acknowledged if line.startswith("loaded")} <= loaded
        articles, positions = con.execute(
            "SELECT (SELECT count(*) FROM store.core.articles), (SELECT count(*) FROM store.core.positions)"
        ).fetchone()
    partitions_of_their_own = len(loaded - {"p5"})  # p5 corrects the articles of p2
    assert (articles, positions) == (8 * partitions_of_their_own, 16 * partitions_of_their_own)


def kill_often(tmp_path: Path, times: int) -> None:
    undisturbed = tmp_path / "undisturbed"
    began = time.monotonic()
    quiet = start(undisturbed)
    assert quiet.stdout.readline().startswith("loaded")
    first_seen = time.monotonic()
    quiet.stdout.read()
    assert quiet.wait() == 0
    working = time.monotonic() - first_seen
    assert working < time.monotonic() - began
    wanted = table_rows(undisturbed)
    chance = random.Random(6)  # noqa: S311  # moments to kill at, the same every time
    home, kills = tmp_path / "home0", 0
    for n in range(times):
        acknowledged = run_and_kill(home, chance.uniform(0, working))
        look(home, acknowledged)
        kills += 1
        if len(acknowledged) >= PARTITIONS:  # nearly done: begin anew, so that kills hit every stage
            finish(home, wanted)
            home = tmp_path / f"home{n + 1}"
    if (home / "core").exists():
        finish(home, wanted)
    assert kills == times


def finish(home: Path, wanted: dict[str, list[tuple]]) -> None:
    last = start(home)
    last.stdout.read()
    assert last.wait() == 0
    assert table_rows(home) == wanted
    assert not list((home / "published").glob("*.partial"))


@pytest.mark.timeout(900)
def test_three_kills_at_random_moments(tmp_path):
    kill_often(tmp_path, 3)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_forty_kills_at_random_moments(tmp_path):
    kill_often(tmp_path, 40)
