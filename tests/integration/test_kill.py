"""A run that is killed at any moment and started again ends as if nothing had happened."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import duckdb
import psutil
import pytest

from warehouse.tables import MARTS

CLOCK = {"position_knowledge"}  # says when rows became known: differs between any two runs
SMALL = {"COMMUNIQUE_PARTITION_ARTICLES": "10", "COMMUNIQUE_CHUNK_ARTICLES": "5"}


def published(home: Path) -> dict[str, list[tuple]]:
    with duckdb.connect(str(home / "published" / "current" / "warehouse.duckdb"), read_only=True) as con:
        con.execute("SET TimeZone = 'UTC'")
        return {name: con.execute(f"FROM marts.{name} ORDER BY ALL").fetchall() for name in MARTS if name not in CLOCK}


@pytest.fixture(scope="module")
def undisturbed(communique, tmp_path_factory, write_stories):
    """Stories, what a run makes of them, and how long it takes from the moment it holds the home."""
    folder = tmp_path_factory.mktemp("undisturbed")
    stories = write_stories(folder / "stories.jsonl", 30)
    with communique.start("run", stories, "--issues", communique.registry, "--home", folder / "home", **SMALL) as run:
        began = held(folder / "home", run)
        output, errors = run.communicate(timeout=240)
    assert run.returncode == 0, output + errors
    return stories, published(folder / "home"), time.monotonic() - began


def held(home: Path, run) -> float:
    while not (home / "lock.owner").exists() and run.poll() is None:
        time.sleep(0.02)
    return time.monotonic()


def kill_and_rerun(communique, undisturbed, home: Path, chance: random.Random) -> None:
    stories, expected, seconds = undisturbed
    with communique.start("run", stories, "--issues", communique.registry, "--home", home, **SMALL) as run:
        held(home, run)
        time.sleep(chance.uniform(0, seconds))
        family = psutil.Process(run.pid).children(recursive=True) if run.poll() is None else []
        run.send_signal(signal.SIGKILL)
        run.wait(timeout=30)
    _, alive = psutil.wait_procs(family, timeout=60)
    assert not alive, f"processes outlive a killed run: {alive}"
    again = communique.run(stories, home=home, **SMALL)
    assert again.returncode == 0, again.stderr
    assert published(home) == expected
    assert not list((home / "work").glob("run_*"))


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("moment", range(10))
def test_a_killed_run_leaves_no_trace_after_the_next(communique, undisturbed, tmp_path, moment):
    kill_and_rerun(communique, undisturbed, tmp_path / "home", random.Random(moment))  # noqa: S311
