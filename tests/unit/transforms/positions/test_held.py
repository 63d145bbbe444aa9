"""Who holds a position and how it is told: news texts of our own, by office, name, pronoun, list and report."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml
from whole_pipeline import positions_of

FIXTURE = Path(__file__).parents[3] / "fixtures" / "positions" / "held.yaml"
GIVEN = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))
CASES = GIVEN["cases"]


@pytest.fixture(scope="module")
def found() -> pl.DataFrame:
    """All rows of all texts, read in one run, each an article of Tuesday 10 June 2025."""
    stories = [{"external_id": text, "text": text, "published": "2025-06-10"} for text in CASES]
    return positions_of(stories, GIVEN["issues"])


@pytest.mark.parametrize(("text", "wanted"), CASES.items())
def test_a_position_is_held_by_whom_the_text_gives_it_to(found, text, wanted):
    rows = found.filter(pl.col("external_id") == text).to_dicts()
    codes = [row["country_code"].split(":")[0] for row in rows]
    assert sorted(codes) == sorted(case["code"] for case in wanted)
    for case in wanted:
        columns = {name: value for name, value in case.items() if name != "code"}
        assert columns in [
            {name: str(row[name]) for name in columns}
            for code, row in zip(codes, rows, strict=True)
            if code == case["code"]
        ]
