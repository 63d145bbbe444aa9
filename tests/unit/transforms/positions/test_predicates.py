"""What the predicates of wire news say of a matter: commitment and side, in rows of the whole pipeline."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml
from whole_pipeline import positions_of

FIXTURE = Path(__file__).parents[3] / "fixtures" / "positions" / "predicates.yaml"
GIVEN = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found() -> dict[str, set[tuple[str, str, str]]]:
    """(country, issue, commitment) by sentence; all sentences are read in one run, each an article."""
    stories = [{"external_id": text, "text": text} for text, _ in GIVEN["sentences"]]
    rows = positions_of(stories, GIVEN["issues"]).filter(pl.col("issue_id").is_not_null())
    by_text: dict[str, set[tuple[str, str, str]]] = {}
    for text, *row in rows.select("external_id", "country_code", "issue_id", "commitment").iter_rows():
        by_text.setdefault(text, set()).add((row[0], row[1], row[2]))
    return by_text


@pytest.mark.parametrize(("text", "rows"), GIVEN["sentences"])
def test_predicate(found, text, rows):
    assert found.get(text, set()) == {tuple(row) for row in rows}
