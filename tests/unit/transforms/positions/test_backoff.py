"""The looser climb: what it reads where no listed frame fits, and what it still leaves unread."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml
from whole_pipeline import positions_of

FIXTURE = Path(__file__).parents[3] / "fixtures" / "positions" / "backoff.yaml"
GIVEN = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))
CASES = GIVEN["cases"]


@pytest.fixture(scope="module")
def found() -> dict[str, set[tuple[str, str]]]:
    """(country, commitment) by case; all cases are read in one run, each an article."""
    stories = [{"external_id": case["title"], "text": case["text"]} for case in CASES]
    rows = positions_of(stories, [GIVEN["issue"]]).filter(pl.col("issue_id").is_not_null())
    by_title: dict[str, set[tuple[str, str]]] = {}
    for title, code, commitment in rows.select("external_id", "country_code", "commitment").iter_rows():
        by_title.setdefault(title, set()).add((code.split(":")[0], commitment))
    return by_title


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_loose_reading(found, case):
    assert found.get(case["title"], set()) == {tuple(row) for row in case.get("rows", ())}
