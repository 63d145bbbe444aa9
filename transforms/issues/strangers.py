"""Hits that are about somebody else: "the Afghan police" for an issue of the Ukrainian, "sanctions on Norland"."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import polars as pl

from transforms.issues.profile import Profiles

KEPT = 0.15
"""What a hit keeps when the country bound to its words is none of its issue's."""
_DIRECT = ("amod", "compound", "nmod")
_STEPS = 3
"""Heads from a name up to the word it belongs to: "against members of the Norlandic parliament"."""


def without_strangers(
    spans: pl.DataFrame,
    words: pl.DataFrame,
    tokens: pl.DataFrame,
    profiles: Profiles,
    countries: AbstractSet[str],
) -> pl.DataFrame:
    """Lower the score of hits whose words are bound to a country that is none of the issue's.

    Bound are the object of a preposition or verb, where the proposition has a target, and a modifying demonym, where it
    has a country as its actor. "U.S. sanctions" names who imposes: with no actor in the proposition anybody may.
    """
    entities = [(p.issue_id, code) for p in profiles.by_id.values() for code in sorted(p.actors | p.targets)]
    own = pl.DataFrame(entities, schema={"issue_id": pl.String, "code": pl.String}, orient="row")
    # what an organisation does its members do: "Peruvian escorts" are escorts of the alliance
    rows = [
        (p.issue_id, bool(p.targets), bool(p.actors) and p.actors <= countries)
        for p in profiles.by_id.values()
        if p.targets or p.actors
    ]
    asked = pl.DataFrame(
        rows, schema={"issue_id": pl.String, "has_target": pl.Boolean, "has_actor": pl.Boolean}, orient="row"
    )
    bound = (
        _bound(words, tokens)
        .join(spans.select("sid", "issue_id", "head_tok").unique(), on=["sid", "head_tok"])
        .join(asked, on="issue_id")
        .filter(pl.when("is_object").then("has_target").otherwise("has_actor"))
        .join(own.with_columns(is_own=pl.lit(value=True)), on=["issue_id", "code"], how="left")
        .group_by("sid", "issue_id", "head_tok")
        .agg(is_strange=~pl.col("is_own").fill_null(value=False).any())
    )
    return (
        spans.join(bound, on=["sid", "issue_id", "head_tok"], how="left")
        .select(
            *(column for column in spans.columns if column != "score"),
            score=pl.col("score") * pl.when(pl.col("is_strange")).then(KEPT).otherwise(1.0),
        )
        .select(spans.columns)
    )


def _bound(words: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Names with each word they are bound to: `sid`, `head_tok`, `code`, `is_object`."""
    arcs = tokens.select("sid", "tok", "head", "dep")
    at = words.filter(pl.col("code").str.len_chars() == 4).select("sid", "tok", "code").join(arcs, on=["sid", "tok"])
    found = []
    through = pl.lit(value=False)
    for step in range(_STEPS):
        is_object = through | pl.col("dep").is_in(["pobj", "dobj"])
        linked = at.with_columns(is_object=is_object)
        direct = linked.filter(pl.col("is_object") | (pl.col("dep").is_in(_DIRECT) & pl.lit(step == 0)))
        found.append(direct.select("sid", head_tok="head", code="code", is_object="is_object"))
        at = linked.select("sid", "code", "is_object", tok="head").join(arcs, on=["sid", "tok"])
        at = at.filter(pl.col("head") != pl.col("tok"), pl.col("dep").is_in(["prep", "pobj", "dobj", *_DIRECT]))
        through = pl.col("is_object")
    return pl.concat(found).unique()
