"""Bars for quotes against the PolNeAR dev split and the seed article of ../shared."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import polars as pl
import pytest

from transforms.issues.registry import Registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.pipeline import STEPS
from transforms.schemas import Documents
from transforms.steps import run_step

BARS = {
    "polnear": {"all": 0.715, "statements": 0.81, "direct": 0.93, "indirect": 0.635, "mixed": 0.82, "speaker": 0.935},
    "seed": {"all": 0.88},
}
"""Least F1 at word IoU 0.5 (`speaker`: least share of matched quotes with the right head word)."""
GOLD = {"polnear": "quotes/polnear.dev.jsonl", "seed": "positions/seed.jsonl"}


def predictions(documents: list[dict]) -> dict[str, list[dict]]:
    """Run the steps up to `quotes` and return what the scorer reads, by document id."""
    empty = dict.fromkeys(Documents.column_names())
    rows = [
        {
            **empty,
            "external_id": d["id"],
            "id_kind": "given",
            "location": d["id"],
            "text": d["text"],
            "title": d.get("title"),
        }
        for d in documents
    ]
    frames = {"documents": pl.DataFrame(rows, schema=Documents.create_empty().schema)}
    knowledge = Knowledge(lexicon=load_lexicon(), issues=Registry(issues=()))
    for step in STEPS:
        if step.name in {"clean", "sentences", "annotate", "quotes"}:
            frames |= run_step(step, frames, knowledge)
    spans: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    ordered = frames["quote_spans"].sort("quote_id", "role", "ordinal")
    for quote_id, role, a, b in ordered.select("quote_id", "role", "char_start", "char_end").iter_rows():
        spans[quote_id][role].append((a, b))
    ids = dict(frames["articles"].select("article_id", "external_id").iter_rows())
    found: dict[str, list[dict]] = defaultdict(list)
    for quote_id, article_id in frames["attributions"].select("quote_id", "article_id").iter_rows():
        roles = {role: spans[quote_id][role] for role in ("content", "cue", "speaker")}
        found[ids[article_id]].append({**roles, "speaker_name": None, "speaker_country": None})
    return found


@pytest.fixture(scope="module", params=list(GOLD))
def scored(request, shared: Path):
    sys.path.insert(0, str(shared / "score"))
    from score_quotes import score_document

    lines = (shared / "gold" / GOLD[request.param]).read_text(encoding="utf-8").splitlines()
    documents = [d | {"id": d.get("doc_id") or d["article_id"]} for d in map(json.loads, lines)]
    found = predictions(documents)
    return request.param, {
        mode: sum((score_document(d, found[d["id"]], mode == "statements") for d in documents), Counter())
        for mode in ("all", "statements")
    }


def f1(count: Counter, kind: str = "") -> float:
    of = f"_{kind}" if kind else ""
    p = count[f"iou50_pred{of}" if kind else "iou50"] / max(1, count[f"pred{of}"])
    r = count[f"iou50_gold{of}" if kind else "iou50"] / max(1, count[f"gold{of}"])
    return 2 * p * r / (p + r) if p + r else 0.0


def test_bars(scored):
    name, counts = scored
    reached = {
        "all": f1(counts["all"]),
        "statements": f1(counts["statements"]),
        **{kind: f1(counts["all"], kind) for kind in ("direct", "indirect", "mixed")},
        "speaker": counts["all"]["speaker_ok"] / max(1, counts["all"]["speaker_n"]),
    }
    assert {bar: reached[bar] for bar in BARS[name] if reached[bar] < BARS[name][bar]} == {}
