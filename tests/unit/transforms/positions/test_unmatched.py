"""Statements that fit no issue keep their proposition's words, and only where actor and attitude are plain."""

from __future__ import annotations

import polars as pl
import pytest
from whole_pipeline import positions_of

ISSUE = {
    "id": "grain-corridor",
    "proposition": "A grain corridor is opened on the Black Sea",
    "keywords": ["grain corridor"],
}
TEXT = (
    "Norway condemned the arrest of two fishermen in the Ostra lagoon. "
    "Chile supports the grain corridor on the Black Sea. "
    "The shop supports local cheese makers in the valley. "
    "Analyst Petra Lindqvist condemned the arrest of the fishermen. "
    "Peru opposed it."
)


@pytest.fixture(scope="module")
def positions() -> pl.DataFrame:
    return positions_of([{"external_id": "a", "text": TEXT, "published": "2025-03-04"}], [ISSUE])


def test_an_attitude_outside_the_registry_is_kept_with_its_words(positions):
    rows = positions.filter(pl.col("issue_id").is_null())
    assert rows.select("country_code", "commitment", "proposition_text").rows() == [
        ("NOR", "objects", "the arrest of two fishermen in the Ostra lagoon")
    ]
    assert "no issue of the registry" in rows["explain"][0]


def test_a_statement_with_an_issue_is_not_told_twice(positions):
    assert positions.filter(pl.col("country_code") == "CHL")["issue_id"].to_list() == ["grain-corridor"]
