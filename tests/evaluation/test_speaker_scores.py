"""Bars for canonical names and countries of speakers, and for holders, on the gold of ../shared."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from transforms.issues.registry import Registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.pipeline import STEPS
from transforms.schemas import HOLDER_LEVELS, Documents
from transforms.steps import run_step

UNTIL = "speakers"
NAMED = {"seed": (0.9, 0.9), "dev": (0.85, 0.85)}
"""File: least share of matched quotes with the right name, and with the right country."""
HELD = {"seed": 0.9, "dev": 0.9, "a": 0.8}
"""File: least share of gold positions whose evidence holds an acting mention of the right country."""


def documents(articles: list[dict[str, Any]]) -> pl.DataFrame:
    empty = dict.fromkeys(Documents.column_names())
    rows = [
        {
            **empty,
            "external_id": article["article_id"],
            "id_kind": "given",
            "location": article["article_id"],
            "text": article["text"],
            "published": (article["published"] or "")[:10] or None,
        }
        for article in articles
    ]
    return pl.DataFrame(rows, schema=Documents.create_empty().schema)


@pytest.fixture(scope="module", params=["seed", "dev", "a"])
def read(request, shared: Path):
    text = (shared / "gold" / "positions" / f"{request.param}.jsonl").read_text(encoding="utf-8")
    articles = [json.loads(line) for line in text.splitlines()]
    knowledge = Knowledge(lexicon=load_lexicon(), issues=Registry(issues=()))
    frames = {"documents": documents(articles)}
    for step in STEPS:
        frames.update(run_step(step, frames, knowledge))
        if step.name == UNTIL:
            break
    return request.param, articles, frames


def test_names_and_countries_of_speakers(read, shared, monkeypatch):
    name, articles, frames = read
    if name not in NAMED:
        pytest.skip("this set has no quotes")
    monkeypatch.syspath_prepend(str(shared / "score"))
    scorer = pytest.importorskip("score_quotes")
    ids = dict(frames["articles"].select("external_id", "article_id").iter_rows())
    spans: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for quote_id, role, start, end in (
        frames["quote_spans"].select("quote_id", pl.col("role").cast(pl.String), "char_start", "char_end").iter_rows()
    ):
        spans.setdefault(quote_id, {"content": [], "cue": [], "speaker": []})[role].append((start, end))
    quotes = frames["quotes"].to_dicts()
    total: Counter[str] = Counter()
    for article in articles:
        if article["quotes"] is not None:
            found = [{**q, **spans[q["quote_id"]]} for q in quotes if q["article_id"] == ids[article["article_id"]]]
            total += scorer.score_document(article, found, statements=False)
    sys.modules.pop("common", None)
    named, country = NAMED[name]
    assert total["named_n"] >= 15
    assert total["named_ok"] >= named * total["named_n"]
    assert total["country_ok"] >= country * total["country_n"]


def test_holders_are_mentioned_where_the_evidence_is(read):
    name, articles, frames = read
    ids = dict(frames["articles"].select("external_id", "article_id").iter_rows())
    acting = (
        frames["mentions"]
        .filter(pl.col("is_actor") & pl.col("holder_level").is_in(HOLDER_LEVELS) & pl.col("code").is_not_null())
        .join(frames["sentences"].select("sid", "article_id"), on="sid")
        .select("article_id", pl.col("code").str.replace(r"^GRP:.*", "GRP"), "char_start")
    )
    by_article: dict[str, list[tuple[str, int]]] = {}
    for article_id, code, start in acting.iter_rows():
        by_article.setdefault(article_id, []).append((code, start))
    gold = hits = 0
    for article in articles:
        for position in article["positions"]:
            if position.get("doubtful"):
                continue
            code = "GRP" if position["country"].startswith("GRP") else position["country"]
            gold += 1
            hits += any(
                found == code and any(start <= at < end for start, end in position["evidence_spans"])
                for found, at in by_article.get(ids[article["article_id"]], [])
            )
    assert gold
    assert hits >= HELD[name] * gold, f"{hits} of {gold}"
