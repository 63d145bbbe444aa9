"""Who is one holder: a government under all its names, but not its ministries, nor its people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from warehouse_world import House, Said, Story

from transforms.schemas import COMMITMENTS, HOLDER_LEVELS
from warehouse import reference
from warehouse.connection import reader, writer

SEEDS = Path(__file__).resolve().parents[3] / "seeds"


@pytest.fixture(scope="module")
def statements(tmp_path_factory):
    """Statements of one day by country and holder: how many reports each has."""
    house = House(tmp_path_factory.mktemp("holders"))
    names = {
        "GBR": ["Britain", "the United Kingdom", "London", "The British government", "Downing Street"],
        "USA": ["Washington", "The United States", "the State Department", "the Pentagon"],
        "NATO": ["NATO", "the Atlantic alliance"],
        "EU": ["European Union", "the European Commission"],
        "FRA": ["London"],
    }
    said = [
        Said(country=country, holder=name, level="government" if len(country) == 3 else "org", on=date(2026, 3, 1))
        for country, holders in names.items()
        for name in holders
    ]
    said += [Said(country="CHL", holder=name, on=date(2026, 3, 1)) for name in ("Ana Ruiz", "Ána Ruiz", "Bo Lund")]
    with writer(house.home) as con:
        reference.load_seeds(con, SEEDS)
    house.load(Story("a", said))
    house.publish()
    with reader(house.home) as con:
        sql = "SELECT country_code, list(n_reports ORDER BY n_reports) FROM statements GROUP BY 1"
        rows = con.execute(sql).fetchall()
    return dict(rows)


@pytest.mark.parametrize(
    ("country", "reports"),
    [("GBR", [5]), ("USA", [1, 1, 2]), ("NATO", [2]), ("EU", [1, 1]), ("FRA", [1]), ("CHL", [1, 2])],
)
def test_names_of_one_holder(statements, country, reports):
    assert statements[country] == reports


def test_names_that_come_later_join_what_is_there(house):
    said = [Said(country="GBR", holder=name, level="government") for name in ("Britain", "Great Britain")]
    house.load(Story("a", said))
    counts = []
    for run in ("run_1", "run_2"):
        counts.append(house.publish(run).rows_by_table["statements"])
        with writer(house.home) as con:
            reference.load_seeds(con, SEEDS)
    assert counts == [2, 1]


def test_codes_are_those_of_the_schemas(house):
    with writer(house.home) as con:
        stored = con.execute("SELECT commitment, stance, strength FROM state.commitments").fetchall()
        levels = con.execute("SELECT holder_level FROM state.levels").fetchall()
    assert {name: (stance, strength) for name, stance, strength in stored} == COMMITMENTS
    assert {level for (level,) in levels} == set(HOLDER_LEVELS)
