"""Every trap of docs/positions.md about actors, as text with the mentions that must come out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from text_frames import Text, parsed

from transforms.issues.registry import Registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.mentions import make_mentions
from transforms.schemas import Entities, Mentions

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "fixtures" / "mentions" / "actors.yaml").read_text(encoding="utf-8")
)
_COLUMNS = {"code": "code", "level": "holder_level", "actor": "is_actor", "kind": "kind", "entity": "name"}


def _day(case: dict[str, Any]) -> date | None:
    return case.get("date")


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge(lexicon=load_lexicon(), issues=Registry(issues=()))


@pytest.fixture(scope="module")
def read(knowledge):
    articles, _, sentences, tokens = parsed([Text(c["title"], c["text"], _day(c)) for c in CASES], knowledge)
    return articles, sentences, tokens, make_mentions(articles, sentences, tokens, knowledge=knowledge)


@pytest.fixture(scope="module")
def rows(read):
    articles, sentences, _, made = read
    texts = dict(articles.select("article_id", "text").iter_rows())
    joined = (
        made["mentions"]
        .join(sentences.select("sid", "article_id"), on="sid")
        .join(made["entities"].select("entity_id", "name", "principal", "role"), on="entity_id", how="left")
        .join(articles.select("article_id", "external_id"), on="article_id")
        .sort("char_start", "char_end")
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in joined.iter_rows(named=True):
        row["text"] = texts[row["article_id"]][row["char_start"] : row["char_end"]]
        found.setdefault(row["external_id"], []).append(row)
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_actors(case, rows):
    found = rows.get(case["title"], [])
    for wanted in case.get("mentions", []):
        hits = [row for row in found if row["text"] == wanted["text"]]
        assert hits, f"{wanted['text']!r} is not among {[row['text'] for row in found]}"
        hit = hits[-1]
        for name, column in _COLUMNS.items():
            if name in wanted:
                assert hit[column] == wanted[name], f"{wanted['text']}: {name}"
        if "principal" in wanted:
            assert hit["principal"] == wanted["principal"]
    for word in case.get("none", []):
        assert not [row for row in found if row["text"] == word and row["is_actor"]], f"{word} must be no actor"


def test_frames_obey_their_schemas(read):
    made = read[3]
    Mentions.validate(made["mentions"])
    Entities.validate(made["entities"])


def test_mentions_slice_back_to_their_words(read):
    articles, sentences, tokens, made = read
    texts = dict(articles.select("article_id", "text").iter_rows())
    words = tokens.select("sid", "tok", "char_start", "word")
    first = made["mentions"].join(words, left_on=["sid", "tok_start"], right_on=["sid", "tok"], suffix="_tok")
    assert first.height == made["mentions"].height
    assert (first["char_start"] == first["char_start_tok"]).all()
    joined = first.join(sentences.select("sid", "article_id"), on="sid")
    for article_id, start, word in joined.select("article_id", "char_start", "word").iter_rows():
        assert texts[article_id][start : start + len(word)] == word


def test_an_article_alone_gives_the_same_rows_as_among_others(read, knowledge):
    articles, sentences, tokens, made = read
    for article_id in articles["article_id"].to_list()[:5]:
        one = articles.filter(pl.col("article_id") == article_id)
        own = sentences.filter(pl.col("article_id") == article_id)
        alone = make_mentions(one, own, tokens.filter(pl.col("sid").is_in(own["sid"].implode())), knowledge=knowledge)
        among = made["mentions"].filter(pl.col("sid").is_in(own["sid"].implode()))
        assert alone["mentions"].equals(among)


def test_no_parsed_sentence_gives_empty_frames(read, knowledge):
    articles, sentences, tokens, _ = read
    made = make_mentions(articles, sentences, tokens.clear(), knowledge=knowledge)
    assert made["mentions"].is_empty()
    assert made["entities"].is_empty()
