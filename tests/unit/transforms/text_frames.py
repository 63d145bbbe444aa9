"""Frames for tests of the linguistic steps, made from plain text by the real steps before them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import polars as pl

from transforms.annotate import make_tokens
from transforms.keys import key
from transforms.knowledge import Knowledge
from transforms.schemas import Articles, Paragraphs


@dataclass(frozen=True)
class Text:
    """One article for a test; paragraphs stand apart by a line break."""

    id: str
    text: str
    day: date | None = None


def articles_of(texts: list[Text]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return `articles` and `paragraphs`, every line a body paragraph."""
    articles, paragraphs = [], []
    for one in texts:
        article_id = key("art", "id", one.id)
        published = datetime.combine(one.day, time(), UTC) if one.day else None
        articles.append(
            (
                article_id, one.id, "hash", None, None, None, None, None, published,
                "day" if published else "none", None, "en", one.text, len(one.text.split()), "", one.id,
            )
        )  # fmt: skip
        for ix, line in enumerate(re.finditer(r"[^\n]+", one.text)):
            paragraphs.append((article_id, ix, line.start(), line.end(), "body"))
    return (
        pl.DataFrame(articles, schema=Articles.create_empty().schema, orient="row"),
        pl.DataFrame(paragraphs, schema=Paragraphs.create_empty().schema, orient="row"),
    )


def parsed(texts: list[Text], knowledge: Knowledge) -> tuple[pl.DataFrame, ...]:
    """Return `articles`, `paragraphs`, `sentences` and `tokens`; every sentence is parsed."""
    from transforms.sentences import make_sentences

    articles, paragraphs = articles_of(texts)
    sentences = make_sentences(articles, paragraphs, knowledge=knowledge)["sentences"]
    sentences = sentences.with_columns(is_parsed=pl.lit(True))
    return articles, paragraphs, sentences, make_tokens(sentences, knowledge=knowledge)["tokens"]
