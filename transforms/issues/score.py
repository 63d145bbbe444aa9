"""How sure a hit is: its keyword, the entities around, the issue's other words, and what the article is about."""

from __future__ import annotations

import polars as pl

from transforms.issues.fit import is_told
from transforms.issues.gate import LEAD
from transforms.issues.hits import TITLES
from transforms.issues.profile import Profiles
from transforms.issues.words import form_of, words_of

STRONG = 1.5
"""The total from which on an article speaks of an issue in earnest: its title and a sentence, or three sentences."""
LEAST = 0.03
"""A score under this is no match."""
GATE, AJAR = 4.0, 0.3
"""How strictly the gate is kept for one word, and under which opening for a phrase too (0.2 then leaves 0.04)."""
EASED, HOME = 1.5, 0.8
"""The same strictness for one word in an article that is most about the issue; a phrase in its lead is total enough."""
AGAINST = 0.8
"""What a hit keeps beside words that the issue's description leaves out."""
DERIVED = 0.5
"""What a one-word keyword keeps as another part of speech."""


def around(pairs: pl.DataFrame, words: pl.DataFrame, profiles: Profiles) -> pl.DataFrame:
    """How much of an issue's own words a sentence holds (`around`, 0..1), and whether of those left out (`against`)."""
    rows = [(p.issue_id, key, weight) for p in profiles.by_id.values() for key, weight in sorted(p.words.items())]
    rows += [(p.issue_id, key, -1.0) for p in profiles.by_id.values() for key in sorted(p.against)]
    schema = pl.Schema({"issue_id": pl.String, "unit": pl.String, "value": pl.Float64})
    vocabulary = pl.DataFrame(rows, schema=schema, orient="row")
    units = words.select("sid", "unit").unique().join(pairs.select("sid").unique(), on="sid", how="semi")
    sums = (
        pairs.join(units, on="sid")
        .join(vocabulary, on=["issue_id", "unit"])
        .group_by("sid", "issue_id")
        .agg(own=pl.col("value").filter(pl.col("value") > 0).sum(), against=(pl.col("value") < 0).any())
    )
    return pairs.join(sums, on=["sid", "issue_id"], how="left").select(
        "sid",
        "issue_id",
        around=1 - (-pl.col("own").fill_null(0.0) / 2).exp(),
        against=pl.col("against").fill_null(value=False),
    )


def score(found: pl.DataFrame, words: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Add `score` and drop what is no match; hits of titles are kept, they tell the topic."""
    every = _fit(found, words)
    with_topic = (
        every.join(places.select("sid", "article_id"), on="sid")
        .join(topics(every.filter(pl.col("score") > LEAST), places), on=["article_id", "issue_id"])
        .with_columns(pl.col("score") * pl.when(_is_at_home()).then(pl.col("gate").pow(EASED - GATE)).otherwise(1))
        .filter(pl.col("score") > LEAST)
    )
    # what a word alone tells, the article must confirm; a phrase stands for itself
    # (and where no country or name guards the issue, a lone word is next to nothing)
    alone = pl.when("is_gated").then(0.5).otherwise(0.1)
    least = pl.when(pl.col("n_keys") == 1).then(alone).otherwise(0.7)
    topic = pl.col("share") * (pl.col("total") / STRONG).clip(0, 1)
    return with_topic.with_columns(score=pl.col("score") * (least + (1 - least) * topic)).drop(
        "article_id", "share", "total"
    )


def _is_at_home() -> pl.Expr:
    """Tell one word in an article that is most about its issue: what else it could mean is not spoken of there."""
    is_topic = (pl.col("share") == 1.0) & (pl.col("total") >= HOME)
    return is_topic & (pl.col("n_keys") == 1) & (pl.col("gate") >= AJAR)


def _fit(found: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """`score` of each hit from its keyword, the gate and the words around, before the article is asked."""
    return _with_forms(found, words).with_columns(
        score=pl.col("weight")
        * pl.col("gate").pow(
            pl.when(pl.col("gate") < AJAR).then(2.0).when(pl.col("n_keys") == 1).then(GATE).otherwise(1.0)
        )
        * (0.6 + 0.4 * pl.col("around"))
        * pl.when("against").then(AGAINST).otherwise(1.0)
        * pl.when(is_told()).then(1.0).otherwise(0.0)
        * pl.when("is_derived").then(DERIVED).otherwise(1.0)
    )


def _with_forms(found: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """Add `is_derived`: a keyword of one word that stands there as another part of speech ("authorised" a school)."""
    said = found.join(words.select("sid", ix_start="ix", lower="lower"), on=["sid", "ix_start"], how="left")
    is_single = (pl.col("n_keys") == 1) & (pl.col("ix_end") - pl.col("ix_start") == 1) & ~pl.col("is_name")
    pairs = said.filter(is_single).select("keyword", "lower").unique().sort("keyword", "lower")
    derived = [
        (keyword, lower)
        for keyword, lower in pairs.iter_rows()
        if form_of(lower) not in {form_of(word) for word in words_of(keyword)}
    ]
    table = pl.DataFrame(derived, schema={"keyword": pl.String, "lower": pl.String}, orient="row")
    return (
        said.join(table.with_columns(is_derived=pl.lit(value=True)), on=["keyword", "lower"], how="left")
        .with_columns(is_derived=pl.col("is_derived").fill_null(value=False) & is_single)
        .drop("lower")
    )


def topics(scored: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """How much an article is about each issue.

    Returns `article_id`, `issue_id`, `total` (scores of its sentences, title and lead counting more) and `share` (total
    by that of the issue the article is most about).
    """
    by_sentence = scored.group_by("sid", "issue_id").agg(pl.col("score").max()).join(places, on="sid")
    place = pl.when(pl.col("sid") >= TITLES).then(3.0).when(pl.col("sentence_ix") < LEAD).then(1.5).otherwise(1.0)
    sums = by_sentence.group_by("article_id", "issue_id").agg(total=(pl.col("score") * place).sum())
    return sums.select(
        "article_id", "issue_id", "total", share=pl.col("total") / pl.col("total").max().over("article_id")
    )
