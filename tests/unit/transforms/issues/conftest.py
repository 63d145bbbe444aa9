"""A small world: parse texts as one article each, with the fixture's registry or another."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from transforms.annotate import make_tokens
from transforms.issues.registry import Registry, load_registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.schemas import Sentences
from transforms.sentences import split

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "issues"


def _frames(texts: list[str], knowledge: Knowledge, titles: list[str | None] | None = None):
    """articles, sentences and tokens of texts, every sentence parsed."""
    forms = knowledge.lexicon.tables["abbreviations"]
    never, may = (frozenset(forms.filter(pl.col("kind") == kind)["form"]) for kind in ("never_ends", "may_end"))
    rows = [
        {"article_id": f"art_{n:03}", "sentence_ix": ix, "char_start": a, "char_end": b, "text": text[a:b]}
        for n, text in enumerate(texts)
        for ix, (a, b) in enumerate(split(text, never, may))
    ]
    columns = {"article_id": pl.String, "sentence_ix": pl.UInt32, "char_start": pl.UInt32, "char_end": pl.UInt32}
    sentences = pl.DataFrame(rows, schema={**columns, "text": pl.String}).with_row_index("sid")
    sentences = Sentences.cast(
        sentences.with_columns(
            paragraph_ix=pl.lit(0), role=pl.lit("body"), quote_depth=pl.lit(0), is_parsed=pl.lit(value=True)
        )
    )
    articles = pl.DataFrame(
        {"article_id": [f"art_{n:03}" for n in range(len(texts))], "title": titles or [None] * len(texts)},
        schema={"article_id": pl.String, "title": pl.String},
    )
    return articles, sentences, make_tokens(sentences, knowledge=knowledge)["tokens"]


@pytest.fixture(scope="session")
def frames():
    """Function (texts, knowledge, titles) -> articles, sentences, tokens."""
    return _frames


@pytest.fixture(scope="session")
def lexicon():
    return load_lexicon()


@pytest.fixture(scope="session")
def knowledge(lexicon) -> Knowledge:
    return Knowledge(lexicon, load_registry(FIXTURES / "registry.yaml"))


@pytest.fixture
def with_registry(lexicon):
    """Knowledge of another registry."""

    def make(registry: Registry) -> Knowledge:
        return Knowledge(lexicon, registry)

    return make
