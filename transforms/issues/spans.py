"""Keyword hits as spans of tokens: which token governs them, which of several in one place is kept."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

MODIFIER, IN_NAME = 0.8, 0.5
"""What a one-word keyword keeps that only modifies another noun ("police mission"), or stands in a body's name."""
_CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "NUM")
_SPAN = ("sid", "kw", "tok_start", "tok_end")


def with_tokens(scored: pl.DataFrame, words: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Turn word numbers into token numbers and choose one hit for each head and issue.

    Args:
        scored: hits with `sid`, `kw`, `ix_start`, `ix_end`, the columns of `Profiles.keywords` and `score`.
        words: as `read_words` gives them.
        tokens: the token frame.

    Returns:
        The columns of IssueHits without `is_best`.
    """
    first = words.select("sid", ix_start="ix", tok_start="tok")
    last = words.select("sid", ix_end=pl.col("ix") + 1, tok_end=pl.col("tok") + 1)
    spans = scored.join(first, on=["sid", "ix_start"]).join(last, on=["sid", "ix_end"])
    inside = _inside(spans, words, tokens)
    spans = spans.join(_heads(inside), on=_SPAN).join(_coordinated(inside), on=_SPAN, how="anti")
    is_modifier = (pl.col("n_keys") == 1) & ~pl.col("is_name") & (pl.col("dep") == "compound")
    kept_by = pl.when(pl.col("pos") == "PROPN").then(IN_NAME).otherwise(MODIFIER)
    spans = spans.with_columns(score=pl.col("score") * pl.when(is_modifier).then(kept_by).otherwise(1.0))
    kind = pl.when("is_own").then(pl.lit("keyword")).otherwise(pl.lit("proposition"))
    return _one_a_head(spans).select(
        "sid", "issue_id", "tok_start", "tok_end", "head_tok", kind=kind, keyword="keyword", is_name="is_name",
        sign="sign", weight="weight", gate="gate", score="score", rule_id="issue." + kind,
    )  # fmt: skip


def _inside(spans: pl.DataFrame, words: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Every token of each span, and whether it is a word of the keyword (`is_unit`; of a name: a lesser one)."""
    units = words.select("sid", "tok", "unit")
    return (
        spans.select(*_SPAN, "keys", "n_keys")
        .with_columns(tok=pl.int_ranges("tok_start", "tok_end", dtype=pl.UInt16))
        .explode("tok")
        .join(tokens.select("sid", "tok", "head", "left", "right", "pos", "dep"), on=["sid", "tok"])
        .join(units, on=["sid", "tok"], how="left")
        .with_columns(
            is_unit=pl.col("keys").list.contains(pl.col("unit")).fill_null(value=False),
            is_name=pl.col("unit").str.starts_with("@").fill_null(value=False),
            is_inner=pl.col("head").is_between("tok_start", "tok_end", closed="left")
            & (pl.col("head") != pl.col("tok")),
        )
    )


def _heads(inside: pl.DataFrame) -> pl.DataFrame:
    """The token that governs each span: of the keyword's own words the widest whose head is outside.

    A name governs only a span of names, and of equals the last is taken: English puts the head behind.
    """
    return (
        inside.with_columns(
            rank=pl.col("is_unit").cast(pl.Int8) * 4
            + (pl.col("is_unit") & ~pl.col("is_name")).cast(pl.Int8) * 2
            + pl.col("pos").is_in(_CONTENT).cast(pl.Int8),
            width=pl.col("right") - pl.col("left"),
        )
        .sort(*_SPAN, "rank", "is_inner", "width", "tok", descending=[False] * 4 + [True, False, True, True])
        .unique(_SPAN, keep="first", maintain_order=True)
        .select(*_SPAN, "dep", "pos", head_tok="tok")
    )


def _coordinated(inside: pl.DataFrame) -> pl.DataFrame:
    """Spans of two words that stand side by side only: "trade and Norland" is no trade with Norland."""
    is_last = pl.col("tok") + 1 == pl.col("tok_end")
    return inside.filter(
        (pl.col("n_keys") == 2) & (pl.col("dep") == "conj") & is_last & (pl.col("head") == pl.col("tok_start"))
    ).select(_SPAN)


def _one_a_head(spans: pl.DataFrame) -> pl.DataFrame:
    """Of several hits on one head and issue: a keyword before a paraphrase, the surest, the longest, the first."""
    length = pl.col("tok_end") - pl.col("tok_start")
    by = ["sid", "issue_id", "head_tok", "is_own", "score", length, "tok_start", "keyword"]
    ordered = spans.sort(by, descending=[False, False, False, True, True, True, False, False])
    single = ordered.unique(["sid", "issue_id", "head_tok"], keep="first", maintain_order=True)
    # (two keywords of one issue may claim one span with different heads)
    again = single.sort(
        "sid", "issue_id", "tok_start", "tok_end", "score", "head_tok", descending=[False] * 4 + [True, False]
    )
    return again.unique(["sid", "issue_id", "tok_start", "tok_end"], keep="first", maintain_order=True)


def governors(arcs: pl.DataFrame, deps: Sequence[str], prepositions: Sequence[str]) -> pl.DataFrame:
    """The word that each word hangs on by one of `deps`, or is the object of by one of `prepositions`.

    Args:
        arcs: the token frame, or the sentences of it that are asked.
        deps: dependencies that count, as "dobj".
        prepositions: words through which the one above is reached, as "of".

    Returns:
        `sid`, `tok`, `over_tok`.
    """
    preps = arcs.filter(pl.col("dep") == "prep", pl.col("lower").is_in(prepositions)).select(
        "sid", head="tok", above="head"
    )
    return (
        arcs.join(preps, on=["sid", "head"], how="left")
        .with_columns(
            over_tok=pl.when(pl.col("dep").is_in(deps)).then("head").when(pl.col("dep") == "pobj").then("above")
        )
        .drop_nulls("over_tok")
        .select("sid", "tok", "over_tok")
    )
