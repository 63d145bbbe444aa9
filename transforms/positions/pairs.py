"""Two who were named together: whom "both", "the two leaders" and "they" mean in the sentences after it."""

from __future__ import annotations

from bisect import bisect_left

import polars as pl

from transforms.schemas import HOLDER_LEVELS

BACK = 8
"""Parsed sentences back in which two may have been named."""

Pairs = dict[str, list[tuple[int, tuple[str, ...]]]]
"""By article: sentences that name persons of two sides and more, with the entities, in order."""


def pairs_of(sentences: pl.DataFrame, mentions: pl.DataFrame, entities: pl.DataFrame) -> Pairs:
    """Return where persons who act for two countries and more are named in one sentence.

    Args:
        sentences: `sid`, `article_id`.
        mentions: schema Mentions.
        entities: schema Entities.

    Returns:
        By article the sentences in order, each with one entity of every country, in the order of its words.
    """
    persons = entities.filter(
        pl.col("kind") == "person", pl.col("code").is_not_null(), pl.col("holder_level").is_in(HOLDER_LEVELS)
    ).select("article_id", "entity_id", entity_code="code")
    named = (
        mentions.filter(pl.col("kind").is_in(["person", "office"]))
        .select("sid", "tok_start", "entity_id")
        .join(sentences.select("sid", "article_id"), on="sid")
        .join(persons, on=["article_id", "entity_id"])
        .sort("article_id", "sid", "tok_start", "entity_id")
        .unique(["sid", "entity_code"], keep="first", maintain_order=True)
        .group_by("article_id", "sid", maintain_order=True)
        .agg("entity_id")
        .filter(pl.col("entity_id").list.len() > 1)
    )
    found: Pairs = {}
    for article_id, sid, ids in named.iter_rows():
        found.setdefault(article_id, []).append((sid, tuple(ids)))
    return found


def pair_before(pairs: Pairs, article_id: str, sid: int) -> tuple[str, ...]:
    """Return the two who were named together last before a sentence; nobody where there were more than two."""
    named = pairs.get(article_id, [])
    at = bisect_left(named, (sid, ())) - 1
    if at < 0 or sid - named[at][0] > BACK or len(named[at][1]) != 2:
        return ()
    return named[at][1]
