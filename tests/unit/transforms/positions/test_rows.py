"""Whole rows from sentences of our own: holder, scope, attribution, condition and date of each rule of English."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml
from whole_pipeline import positions_of

CASES = yaml.safe_load((Path(__file__).parents[3] / "fixtures" / "positions" / "rows.yaml").read_text(encoding="utf-8"))
COLUMNS = {"holder": "holder_name", "level": "holder_level"}


@pytest.fixture(scope="module")
def found() -> dict[str, list[dict[str, str]]]:
    """Rows by the case's title, with every value as text; all cases are read in one run, each an article."""
    stories = [
        {"external_id": case["title"], "text": f"{CASES['opening']}\n\n{case['text']}", "published": "2025-06-10"}
        for case in CASES["cases"]
    ]
    rows = positions_of(stories, CASES["issues"]).filter(pl.col("issue_id").is_not_null())
    by_title: dict[str, list[dict[str, str]]] = {}
    for row in rows.iter_rows(named=True):
        by_title.setdefault(row["external_id"], []).append({name: str(value) for name, value in row.items()})
    return by_title


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["title"])
def test_sentence_gives_its_rows(found, case):
    wanted = [{COLUMNS.get(k, k): str(v) for k, v in row.items()} for row in case.get("rows", ())]
    rows = found.get(case["title"], [])
    told = [{k: row[k] for k in ("country_code", "issue_id", "commitment", "scope", "explain")} for row in rows]
    missing = [want for want in wanted if not any(want.items() <= row.items() for row in rows)]
    assert not missing, f"{case['text']}\nmissing {missing}\nfound {[{k: r[k] for k in missing[0]} for r in rows]}"
    assert len(rows) == len(wanted), f"{case['text']}\nfound {told}"
