"""Whether a sentence is for or against a proposition that itself ends, bars, keeps or eases something."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml
from whole_pipeline import positions_of

FIXTURE = Path(__file__).parents[3] / "fixtures" / "positions" / "directions.yaml"
GIVEN = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))
STANCE = {"+": "support", "-": "oppose"}


@pytest.fixture(scope="module")
def found() -> dict[str, set[str]]:
    """Stances by sentence; all sentences are read in one run, each an article."""
    stories = [{"external_id": text, "text": text} for _, text in GIVEN["sentences"]]
    rows = positions_of(stories, GIVEN["issues"]).filter(pl.col("issue_id").is_not_null())
    by_text: dict[str, set[str]] = {}
    for text, stance in rows.select("external_id", "stance").iter_rows():
        by_text.setdefault(text, set()).add(stance)
    return by_text


@pytest.mark.parametrize(("side", "text"), GIVEN["sentences"], ids=[text for _, text in GIVEN["sentences"]])
def test_direction(found, side, text):
    assert found.get(text, set()) == {STANCE[side]}
