"""The looser climb: what it reads where no listed frame fits, and what it still leaves unread."""

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

FIXTURE = Path(__file__).parents[3] / "fixtures" / "positions" / "backoff.yaml"
GIVEN = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))
CASES = GIVEN["cases"]


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, set[tuple[str, str]]]:
    """(country, commitment) by case; all cases are read in one run, each an article."""
    registry = tmp_path_factory.mktemp("backoff") / "issues.yaml"
    registry.write_text(json.dumps({"issues": [GIVEN["issue"]]}), encoding="utf-8")
    knowledge = Knowledge(load_lexicon(), load_registry(registry))
    documents = [
        {"external_id": case["title"], "id_kind": "given", "location": FIXTURE.name, "text": case["text"]}
        for case in CASES
    ]
    frames = {"documents": pl.DataFrame(documents, schema=SCHEMAS["documents"].create_empty().schema)}
    for step in STEPS:
        frames |= run_step(step, frames, knowledge)
    rows = frames["positions"].filter(pl.col("issue_id").is_not_null())
    rows = rows.join(frames["articles"].select("article_id", "external_id"), on="article_id")
    by_title: dict[str, set[tuple[str, str]]] = {}
    for title, code, commitment in rows.select("external_id", "country_code", "commitment").iter_rows():
        by_title.setdefault(title, set()).add((code.split(":")[0], commitment))
    return by_title


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_loose_reading(found, case):
    assert found.get(case["title"], set()) == {tuple(row) for row in case.get("rows", ())}
