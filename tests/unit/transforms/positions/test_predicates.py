"""What the predicates of wire news say of a matter: commitment and side, in rows of the whole pipeline."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml
from whole_pipeline import positions_of

FIXTURES = Path(__file__).parents[3] / "fixtures" / "positions"
GIVEN = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FIXTURES.glob("predicates*.yaml"))]
CASES = [case for given in GIVEN for case in given["sentences"]]


@pytest.fixture(scope="module")
def found() -> dict[str, set[tuple[str, str, str]]]:
    """(country, issue, commitment) by sentence; the sentences of one file are read in one run, each an article."""
    by_text: dict[str, set[tuple[str, str, str]]] = {}
    for given in GIVEN:
        stories = [{"external_id": text, "text": text} for text, _ in given["sentences"]]
        rows = positions_of(stories, given["issues"]).filter(pl.col("issue_id").is_not_null())
        for text, *row in rows.select("external_id", "country_code", "issue_id", "commitment").iter_rows():
            by_text.setdefault(text, set()).add((row[0], row[1], row[2]))
    return by_text


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_predicate(found, text, rows):
    assert found.get(text, set()) == {tuple(row) for row in rows}
