"""Clauses that parsers hang elsewhere, conditions, fears, findings, and what falls short: what each gives, in rows."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml
from whole_pipeline import positions_of

FIXTURES = Path(__file__).parents[3] / "fixtures" / "positions"
GIVEN = [yaml.safe_load((FIXTURES / name).read_text(encoding="utf-8")) for name in ("clauses.yaml", "shortfalls.yaml")]
CASES = [case for given in GIVEN for case in given["cases"]]


@pytest.fixture(scope="module")
def found() -> dict[str, set[tuple[str, str, str]]]:
    """(country, issue, commitment) by case; the cases of one file are read in one run, each an article."""
    by_title: dict[str, set[tuple[str, str, str]]] = {}
    for given in GIVEN:
        stories = [{"external_id": case["title"], "text": case["text"]} for case in given["cases"]]
        rows = positions_of(stories, given["issues"]).filter(pl.col("issue_id").is_not_null())
        for title, *row in rows.select("external_id", "country_code", "issue_id", "commitment").iter_rows():
            by_title.setdefault(title, set()).add((row[0], row[1], row[2]))
    return by_title


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_clause(found, case):
    assert found.get(case["title"], set()) == {tuple(row) for row in case.get("rows", ())}
