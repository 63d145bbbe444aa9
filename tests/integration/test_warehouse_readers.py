"""Eight processes query while twenty versions are published: no query fails, and each sees one whole version."""

from __future__ import annotations

import multiprocessing
from datetime import date
from pathlib import Path

import pytest
from warehouse_world import House, Said, Story

from warehouse.connection import reader, writer
from warehouse.publish import publish

READERS, PUBLISHES = 8, 20


def read_until(home: Path, done, answers) -> None:
    """Open the current version again and again as a new reader does; every count must belong to one version."""
    reads, errors = 0, []
    while not done.is_set():
        try:
            with reader(home) as con:
                articles, positions, spells = con.execute(
                    "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM positions), "
                    "(SELECT count(*) FROM positions_as_of('2026-12-31'))"
                ).fetchone()
                if not (positions == articles and spells == 1):
                    errors.append(f"torn: {articles} articles, {positions} positions, {spells} spells")
            reads += 1
        except Exception as error:  # noqa: BLE001  # whatever a reader meets is what the test is about
            errors.append(repr(error))
        done.wait(0.2)
    answers.put((reads, errors))


@pytest.mark.timeout(600)
def test_readers_meet_no_error_while_versions_are_published(tmp_path):
    house = House(tmp_path)
    house.load(story(0))
    house.publish()
    spawn = multiprocessing.get_context("spawn")
    done, answers = spawn.Event(), spawn.Queue()
    readers = [spawn.Process(target=read_until, args=(tmp_path, done, answers), daemon=True) for _ in range(READERS)]
    for process in readers:
        process.start()
    try:
        for n in range(1, PUBLISHES + 1):
            house.load(story(n))
            with writer(tmp_path) as con:
                assert publish(con, tmp_path, run_id=f"run_{n}").is_new
    finally:
        done.set()
    found = [answers.get(timeout=120) for _ in readers]
    for process in readers:
        process.join(60)
    assert [error for _, errors in found for error in errors] == []
    assert all(reads >= 1 for reads, _ in found)


def story(n: int) -> Story:
    return Story(f"s{n}", [Said()], published=date(2026, 1, 1 + n))
