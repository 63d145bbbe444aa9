"""Hits that stand under a word of ending: "abolished capital punishment", "a bill to end coal power"."""

from __future__ import annotations

import polars as pl

from transforms.issues.profile import Profiles
from transforms.issues.reversals import Reversals
from transforms.issues.spans import governors
from transforms.issues.words import key_of, words_of

_HIT = ("sid", "head_tok", "issue_id")


def with_what_is_ended(spans: pl.DataFrame, tokens: pl.DataFrame, profiles: Profiles) -> pl.DataFrame:
    """Give what stands under the proposition's own verb of ending the direction of what the proposition ends.

    "Capital punishment" names what "the death penalty is abolished" ends, where it is what somebody abolished.

    Args:
        spans: hits with their token spans.
        tokens: the token frame.
        profiles: the issues.
    """
    rows = [
        (issue_id, p.event, k.text)
        for issue_id, p in profiles.by_id.items()
        if p.is_reversed
        for k in p.keywords
        if k.is_own and k.sign > 0 and not k.is_name and not k.is_ending
    ]
    schema = {"issue_id": pl.String, "over": pl.String, "keyword": pl.String}
    own = pl.DataFrame(rows, schema=schema, orient="row").unique()
    ended = (
        _objects(spans.filter(pl.col("sign") > 0), tokens)
        .join(own, on=["issue_id", "over", "keyword"])
        .select(_HIT)
        .unique()
    )
    return _turned(spans, ended)


def as_proposed(spans: pl.DataFrame, tokens: pl.DataFrame, reversals: Reversals) -> pl.DataFrame:
    """Return the hits with the direction of what is said of them: "the idea" of ending coal power is its end.

    Args:
        spans: hits with their token spans.
        tokens: the token frame.
        reversals: the words of ending.
    """
    ending = sorted(reversals.verbs | reversals.nouns)
    relief = pl.col("over").is_in(sorted(reversals.relief)) & pl.col("key").is_in(sorted(reversals.measures))
    under = _objects(spans, tokens).filter(pl.col("over").is_in(ending) | relief)
    # of "tobacco advertising" the noun tells the direction, where both are words of the issue
    heads = spans.select("sid", "issue_id", noun="head_tok").unique()
    modifying = under.filter(pl.col("noun") != pl.col("head_tok")).join(heads, on=["sid", "issue_id", "noun"])
    turned = under.select(_HIT).unique().join(modifying.select(_HIT), on=_HIT, how="anti")
    return _turned(spans, turned)


def _turned(spans: pl.DataFrame, turned: pl.DataFrame) -> pl.DataFrame:
    return (
        spans.join(turned.with_columns(is_turned=pl.lit(value=True)), on=_HIT, how="left")
        .with_columns(sign=pl.col("sign") * pl.when(pl.col("is_turned")).then(-1).otherwise(1).cast(pl.Int8))
        .select(spans.columns)
    )


def _objects(spans: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Hits that are the object of a word that is not denied: with its key `over` and their own, `key`."""
    arcs = tokens.filter(pl.col("sid").is_in(spans["sid"].unique().implode()))
    denied = arcs.filter(pl.col("dep") == "neg").select("sid", over_tok="head")
    # "coal power": what is ended is what the word belongs to
    belongs = arcs.filter(pl.col("dep").is_in(["compound", "amod", "nmod"])).select(
        "sid", head_tok="tok", noun=pl.col("head")
    )
    found = (
        spans.join(belongs, on=["sid", "head_tok"], how="left")
        .with_columns(noun=pl.col("noun").fill_null(pl.col("head_tok")))
        .join(arcs.select("sid", "lower", noun="tok"), on=["sid", "noun"])
        .join(governors(arcs, ("dobj", "nsubjpass"), ("of", "to")).rename({"tok": "noun"}), on=["sid", "noun"])
        .join(denied, on=["sid", "over_tok"], how="anti")
        .join(arcs.select("sid", over_tok="tok", word="lower"), on=["sid", "over_tok"])
    )
    own = [{key_of(word) for word in words_of(keyword)} for keyword in found["keyword"]]
    over = [key_of(word) for word in found["word"]]
    is_own = [word in words for word, words in zip(over, own, strict=True)]
    return found.with_columns(
        over=pl.Series(over, dtype=pl.String), key=_keys(found["lower"]), is_own=pl.Series(is_own, dtype=pl.Boolean)
    ).filter(~pl.col("is_own"))


def _keys(words: pl.Series) -> pl.Series:
    return pl.Series([key_of(word) for word in words], dtype=pl.String)
