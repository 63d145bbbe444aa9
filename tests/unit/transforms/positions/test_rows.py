"""Whole rows from sentences of our own: holder, scope, attribution, condition and date of each rule of English."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
import yaml

from transforms.issues.registry import load_registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.pipeline import STEPS
from transforms.schemas import SCHEMAS
from transforms.steps import run_step

CASES = yaml.safe_load((Path(__file__).parents[3] / "fixtures" / "positions" / "rows.yaml").read_text(encoding="utf-8"))
COLUMNS = {"holder": "holder_name", "level": "holder_level"}


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, list[dict[str, str]]]:
    """Rows by the case's title, with every value as text; all cases are read in one run, each an article."""
    registry = tmp_path_factory.mktemp("rows") / "issues.yaml"
    registry.write_text(json.dumps({"issues": CASES["issues"]}), encoding="utf-8")
    knowledge = Knowledge(load_lexicon(), load_registry(registry))
    same = {"id_kind": "given", "location": "rows.yaml", "published": "2025-06-10"}
    documents = [
        {"external_id": case["title"], "text": f"{CASES['opening']}\n\n{case['text']}", **same}
        for case in CASES["cases"]
    ]
    frames = {"documents": pl.DataFrame(documents, schema=SCHEMAS["documents"].create_empty().schema)}
    for step in STEPS:
        frames |= run_step(step, frames, knowledge)
    rows = frames["positions"].filter(pl.col("issue_id").is_not_null())
    rows = rows.join(frames["articles"].select("article_id", "external_id"), on="article_id")
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
