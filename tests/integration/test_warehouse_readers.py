"""Eight processes query while twenty versions are published: no query fails, and each sees one whole version."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from warehouse_world import House, Said, Story, frames

from warehouse.connection import writer
from warehouse.load import load_partition
from warehouse.publish import publish

READERS, PUBLISHES = 8, 20


def start_reader(home: Path, stop: Path) -> subprocess.Popen[str]:
    here = Path(__file__).resolve().parent
    return subprocess.Popen(
        [sys.executable, str(here / "warehouse_reader.py"), str(home), str(stop)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(here.parent.parent)},
    )


@pytest.mark.timeout(600)
def test_readers_meet_no_error_while_versions_are_published(tmp_path):
    home, stop = tmp_path / "home", tmp_path / "stop"
    house = House(home)
    house.load(story(0))
    house.publish()
    readers = [start_reader(home, stop) for _ in range(READERS)]
    try:
        assert [process.stdout.readline() for process in readers] == ["reading\n"] * READERS
        with writer(home) as con:  # one run that publishes often; opening and closing are tested elsewhere
            for n in range(1, PUBLISHES + 1):
                load_partition(
                    con, run_id="run_1", partition_id=f"of_{n}", extractor_version="1", registry_hash="r1",
                    frames=frames([story(n)]),
                )  # fmt: skip
                assert publish(con, home, run_id=f"run_{n}").is_new
    finally:
        stop.touch()
        found = [json.loads(process.communicate(timeout=60)[0].splitlines()[-1]) for process in readers]
    assert [error for _, errors in found for error in errors] == []
    assert all(reads >= 2 for reads, _ in found)  # one before the first publish, one while they happened


def story(n: int) -> Story:
    return Story(f"s{n}", [Said()], published=date(2026, 1, 1 + n))
