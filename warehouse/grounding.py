"""Checks at load: evidence is the text it points at, and actor and trigger stand in its window.

A row that fails goes to `ops.rejects` with its reason; the rest of its article loads.
"""

from __future__ import annotations

import polars as pl

REACH = 400
"""Code points before and after the evidence in which its actor or trigger may stand: about two sentences of news."""


def find_ungrounded(positions: pl.DataFrame, evidence: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each position that must not be loaded.

    Takes frames of the shapes Positions, PositionEvidence, Articles. Returns position_id, article_id, reason
    (`no_article`, `evidence_missing`, `evidence_not_verbatim`, `not_grounded`; the first that holds) and detail.
    """
    texts = articles.select("article_id", "text")
    spans = (
        positions.select("position_id", "article_id")
        .join(evidence, on="position_id")
        .join(texts, on="article_id")
        .with_columns(pl.col("char_start", "char_end").cast(pl.Int64))
        .with_columns(pl.col("text").str.slice(pl.col("char_start"), _length()).alias("pointed_at"))
        .group_by("position_id")
        .agg(
            (pl.col("pointed_at") == pl.col("evidence_text")).all().alias("is_verbatim"),
            pl.col("char_start").min(),
            pl.col("char_end").max(),
        )
    )
    checked = (
        positions.select("position_id", "article_id", "actor_text", "trigger_text")
        .join(texts, on="article_id", how="left")
        .join(spans, on="position_id", how="left")
        .with_columns(_window().alias("window"))
        .with_columns(_missing("actor_text").alias("no_actor"), _missing("trigger_text").alias("no_trigger"))
    )
    reason = (
        pl.when(pl.col("text").is_null())
        .then(pl.lit("no_article"))
        .when(pl.col("is_verbatim").is_null())
        .then(pl.lit("evidence_missing"))
        .when(~pl.col("is_verbatim"))
        .then(pl.lit("evidence_not_verbatim"))
        .when(pl.col("no_actor") | pl.col("no_trigger"))
        .then(pl.lit("not_grounded"))
    )
    detail = pl.format(
        "{}: actor {} and trigger {} must stand in or beside the evidence, which must be the article's own text",
        "position_id",
        _quoted("actor_text"),
        _quoted("trigger_text"),
    )
    return (
        checked.select("position_id", "article_id", reason.alias("reason"), detail.alias("detail"))
        .filter(pl.col("reason").is_not_null())
        .sort("position_id")
    )


def _length() -> pl.Expr:
    return pl.max_horizontal(pl.col("char_end") - pl.col("char_start"), pl.lit(0))


def _window() -> pl.Expr:
    start = pl.max_horizontal(pl.col("char_start") - REACH, pl.lit(0))
    length = pl.max_horizontal(pl.col("char_end") + REACH - start, pl.lit(0))
    return _squeezed(pl.col("text").str.slice(start, length))


def _missing(column: str) -> pl.Expr:
    return ~pl.col("window").str.contains(_squeezed(pl.col(column)), literal=True)


def _squeezed(text: pl.Expr) -> pl.Expr:
    # rules join the parser's tokens by spaces ("Norway 's plan"), the text has none there or a line's end
    return text.str.replace_all(r"\s+", "")


def _quoted(column: str) -> pl.Expr:
    return pl.format("“{}”", pl.col(column))
