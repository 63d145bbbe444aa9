"""Mentions of any words whatever: nothing raises, spans hold, and neither order nor company changes a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.annotate import make_tokens
from transforms.issues.registry import Registry
from transforms.keys import key
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.mentions import make_mentions
from transforms.schemas import Articles, Entities, Mentions, Sentences

WORDS = """
the a of for to at in by , . ' - ( ) “ ” 's president President minister Prime Minister foreign ministry spokesman
official officials senior former deputy secretary general Secretary-General counterpart his her its their he she it
they Korea Korean Congo Congolese Georgia Atlanta Jordan Chad Paris Berlin Kremlin White House NATO EU U.N. alliance
bloc country nations allies European Nordic Baltic Western some most other said says denied Ana Silva al bin Assad
Jong Un Macron Trump May Kim Müller Jr. II 54 2019 who which and or but not
""".split()  # noqa: SIM905, a paragraph reads better than a hundred quoted words
SOUP = st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join)
TEXTS = st.lists(st.one_of(SOUP, st.text(min_size=1, max_size=60).filter(str.strip)), min_size=1, max_size=4)
DAYS = st.sampled_from([None, datetime(2018, 5, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC)])


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge(lexicon=load_lexicon(), issues=Registry(issues=()))


def frames(texts: list[str], day: datetime | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One article of one sentence for each text."""
    articles, sentences = [], []
    for sid, text in enumerate(texts):
        article_id = key("art", "id", sid, text)
        articles.append(
            {"article_id": article_id, "external_id": str(sid), "content_hash": "h", "published_precision": "none"}
            | {"published_at": day, "text": text, "word_count": len(text.split()), "flags": "", "location": "here"}
        )
        sentences.append(
            {"sid": sid, "article_id": article_id, "paragraph_ix": 0, "sentence_ix": 0, "char_start": 0}
            | {"char_end": len(text), "role": "body", "text": text, "quote_depth": 0, "is_parsed": True}
        )
    return (
        pl.DataFrame(articles, schema=Articles.create_empty().schema),
        pl.DataFrame(sentences, schema=Sentences.create_empty().schema),
    )


def mentions(texts: list[str], day: datetime | None, knowledge: Knowledge) -> Mapping[str, pl.DataFrame]:
    articles, sentences = frames(texts, day)
    tokens = make_tokens(sentences, knowledge=knowledge)["tokens"]
    return make_mentions(articles, sentences, tokens, knowledge=knowledge)


@settings(max_examples=25, deadline=None)
@given(TEXTS, DAYS)
def test_any_words_give_valid_frames(knowledge, texts, day):
    made = mentions(texts, day, knowledge)
    Mentions.validate(made["mentions"])
    Entities.validate(made["entities"])
    found = made["mentions"]
    assert (found["tok_start"] < found["tok_end"]).all()
    assert found["head_tok"].is_between(found["tok_start"], found["tok_end"], closed="left").all()
    assert found["char_end"].to_list() == [
        min(end, len(texts[sid])) for sid, end in found.select("sid", "char_end").iter_rows()
    ]
    linked = found["entity_id"].drop_nulls()
    assert set(linked) <= set(made["entities"]["entity_id"])
    assert not found.filter(pl.col("code") == "?").height, "a shared name is decided or nobody's"


@settings(max_examples=12, deadline=None)
@given(SOUP, SOUP, DAYS)
def test_another_article_changes_nothing(knowledge, text, other, day):
    alone = mentions([text], day, knowledge)
    among = mentions([text, other + " Peru"], day, knowledge)
    assert alone["mentions"].equals(among["mentions"].filter(pl.col("sid") == 0))
    assert alone["entities"].equals(among["entities"].filter(pl.col("article_id") == key("art", "id", 0, text)))
