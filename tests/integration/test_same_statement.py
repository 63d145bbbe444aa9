"""Reports of one statement are one statement, whatever the outlets write; the real steps and the real warehouse."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import polars as pl
import pytest

from transforms.issues.registry import parse_registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.pipeline import STEPS
from transforms.schemas import SCHEMAS
from transforms.steps import run_step
from warehouse import derive, reference
from warehouse.load import load_partition
from warehouse.migrate import migrate

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ISSUE = {
    "id": "ostra-pipeline",
    "proposition": "The Ostra pipeline is built",
    "description": "Building, financing or stopping the pipeline; gas prices do not count.",
    "keywords": ["Ostra pipeline"],
}
FIRST = (
    "LIMA - Peru's foreign minister, Inti Quispe, on Tuesday ruled out the Ostra pipeline, which would cross two "
    "rivers and a nature reserve in the north of the country."
)
"""The statement every other story is compared with, told by the Harbour Post on Wednesday 11 June 2025."""
OTHERS = {
    "another outlet in other words": (
        "Valley News",
        "2025-06-12",
        "There will be no Ostra pipeline, Peruvian Foreign Minister Inti Quispe said on Tuesday after weeks of protest "
        "by villagers along the route.",
        1,
    ),
    "the same outlet a day later": (
        "Harbour Post",
        "2025-06-12",
        "Villagers celebrated in the square. Foreign Minister Inti Quispe of Peru had ruled out the Ostra pipeline on "
        "Tuesday.",
        1,
    ),
    "without a day, the week after": (
        "Valley News",
        "2025-06-13",
        "Prices fell again. Peruvian Foreign Minister Inti Quispe has ruled out the Ostra pipeline.",
        1,
    ),
    "another day": (
        "Valley News",
        "2025-06-20",
        "Peruvian Foreign Minister Inti Quispe ruled out the Ostra pipeline on Thursday in front of students in Cusco.",
        2,
    ),
    "another holder of the country": (
        "Valley News",
        "2025-06-12",
        "Peruvian Energy Minister Alma Rojas ruled out the Ostra pipeline on Tuesday at a fair in Trujillo.",
        2,
    ),
    "another commitment": (
        "Valley News",
        "2025-06-12",
        "Peruvian Foreign Minister Inti Quispe criticised the Ostra pipeline on Tuesday in a talk with reporters.",
        2,
    ),
    "another country": (
        "Valley News",
        "2025-06-12",
        "Chilean Foreign Minister Rosa Vidal ruled out the Ostra pipeline on Tuesday.",
        2,
    ),
}


@pytest.fixture(scope="module")
def told() -> dict[str, list[tuple[int, int]]]:
    """Statements by case as (reports, sources): the first story and another, each case in a warehouse of its own."""
    knowledge = Knowledge(load_lexicon(), parse_registry(json.dumps({"issues": [ISSUE]}).encode()))
    stories = {"first": ("Harbour Post", "2025-06-11", FIRST)} | {name: case[:3] for name, case in OTHERS.items()}
    frames = {name: _extract(name, *story, knowledge) for name, story in stories.items()}
    return {name: _statements([frames["first"], frames[name]]) for name in OTHERS}


def _extract(name: str, outlet: str, day: str, text: str, knowledge: Knowledge) -> dict[str, pl.DataFrame]:
    row = {
        "id_kind": "given",
        "location": "test",
        "external_id": name,
        "outlet": outlet,
        "published": day,
        "text": text,
    }
    frames = {"documents": pl.DataFrame([row], schema=SCHEMAS["documents"].create_empty().schema)}
    for step in STEPS:
        frames |= run_step(step, frames, knowledge)
    del frames["documents"]  # the flow adds the hash of each to what the warehouse is told of them
    return frames


def _statements(stories: list[dict[str, pl.DataFrame]]) -> list[tuple[int, int]]:
    with duckdb.connect() as con:
        migrate(con)
        reference.load_seeds(con, SEEDS)
        for number, frames in enumerate(stories):
            load_partition(
                con, run_id="r", partition_id=f"p{number}", extractor_version="1", registry_hash="1", frames=frames
            )
        derive.refresh(con)
        return con.execute("SELECT n_reports, len(sources) FROM state.statements ORDER BY ALL").fetchall()


@pytest.mark.parametrize("case", [name for name, case in OTHERS.items() if case[3] == 1])
def test_reports_of_one_statement_are_one(told, case):
    assert told[case] == [(2, len({"Harbour Post", OTHERS[case][0]}))]


@pytest.mark.parametrize("case", [name for name, case in OTHERS.items() if case[3] == 2])
def test_two_statements_stay_two(told, case):
    assert told[case] == [(1, 1), (1, 1)]
