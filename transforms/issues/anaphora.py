"""Words that speak of an issue without naming it: "the move", "no such plans", "this step"."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from transforms.issues.antecedents import antecedents
from transforms.issues.words import key_of, table_rows

DETERMINERS = ("the", "this", "that", "these", "those", "such")
"""With "such" behind them also "no", "any" and "a"."""
DEMONSTRATIVES = ("this", "that", "these", "those")
ALLEGED = ("allegation", "allegations", "accusation", "accusations", "charges")
"""They mean what somebody is said to have done, not the inquiry into it that was named last."""
INQUIRIES = frozenset(key_of(word) for word in ("inquiry", "investigation", "probe"))
"""Families of words for looking into what is alleged: an issue whose proposition holds one is about the inquiry."""
REACH = {0: 1.0, 1: 0.9, 2: 0.7}
"""How much of its antecedent's score an anaphor keeps, by sentences between."""
WEIGHT = 0.5
RIVAL = 0.5
"""The share from which on an article is about another issue as well."""
NAMED = 0.7
"""The same for a noun phrase whose noun was brought in with words of the issue."""
FAR, FAR_KEPT = 1.5, 0.5
"""The total an issue must have in an article for a noun phrase without antecedent to mean it; what it then keeps."""


def anaphors(
    hits: pl.DataFrame,
    tokens: pl.DataFrame,
    places: pl.DataFrame,
    topics: pl.DataFrame,
    inquiries: Collection[str] = (),
) -> pl.DataFrame:
    """Link anaphors to the issue last spoken of within two sentences, else to the article's topic.

    Args:
        hits: keyword hits with their scores (columns of IssueHits without `is_best`).
        tokens: the token frame.
        places: `sid`, `article_id`.
        topics: `article_id`, `issue_id`, `total`, `share`.
        inquiries: issues about an inquiry, which "the allegations" never mean.

    Returns:
        Hits of kind `anaphor`, one for each anaphor that means an issue.
    """
    found = _anaphors(tokens).join(hits.select("sid", tok="head_tok"), on=["sid", "tok"], how="anti")
    found = found.join(places.select("sid", "article_id"), on="sid")
    strongest = _outermost(hits.filter(~pl.col("is_name"), pl.col("kind") == "keyword")).join(
        places.select("sid", "article_id"), on="sid"
    )
    near = []
    for away, kept in REACH.items():
        before = strongest.select(
            "article_id",
            "issue_id",
            "sign",
            "gate",
            sid=(pl.col("sid") + away).cast(pl.UInt32),
            end="tok_end",
            away=pl.lit(away),
            kept=pl.col("score") * kept,
        )
        linked = found.join(before, on=["sid", "article_id"])
        near.append(linked.filter(pl.col("end") <= pl.col("tok_start")) if away == 0 else linked)
    several = topics.filter(pl.col("share") >= RIVAL).group_by("article_id").len().filter(pl.col("len") > 1)
    top = (
        topics.filter(pl.col("share") == 1.0, pl.col("total") >= FAR)
        .join(several, on="article_id", how="anti")  # where much is spoken of, "the plan" may be any
        .sort("issue_id")
        .unique("article_id", keep="first", maintain_order=True)
    )
    far = (
        found.filter(~pl.col("is_alone"))
        .join(top, on="article_id")
        .select(
            *found.columns,
            "issue_id",
            sign=pl.lit(1, dtype=pl.Int8),
            gate=pl.lit(FAR_KEPT),
            end=pl.lit(0, dtype=pl.UInt16),
            away=pl.lit(len(REACH)),
            kept=pl.lit(FAR_KEPT),
        )
    )
    every = pl.concat([*(frame.select(far.columns) for frame in near), far])
    linked = (
        _as_named(every, found, strongest, tokens, places)
        .filter(
            ~(pl.col("words").str.split(" ").list.last().is_in(ALLEGED) & pl.col("issue_id").is_in(sorted(inquiries)))
        )
        # a pronoun means what was named last, a noun phrase what was named most clearly
        .sort(
            "sid",
            "tok",
            pl.when("is_alone").then("away").otherwise(0),
            "kept",
            "issue_id",
            descending=[False, False, False, True, False],
        )
        .unique(["sid", "tok"], keep="first", maintain_order=True)
    )
    return linked.select(
        "sid", "issue_id", "tok_start", tok_end=(pl.col("tok") + 1).cast(pl.UInt16), head_tok="tok",
        kind=pl.lit("anaphor"), keyword="words", is_name=pl.lit(value=False), sign="sign",
        weight=pl.lit(WEIGHT), gate="gate", score=pl.col("kept") * WEIGHT, rule_id=pl.lit("issue.anaphor"),
    ).select(hits.columns)  # fmt: skip


def _as_named(
    linked: pl.DataFrame, found: pl.DataFrame, hits: pl.DataFrame, tokens: pl.DataFrame, places: pl.DataFrame
) -> pl.DataFrame:
    """Let a noun mean what it was brought in as, where that is told: "the resolution" on fishing.

    A noun brought in with words of no issue leaves it to an issue spoken of since.
    """
    named = antecedents(found.filter(~pl.col("is_alone")), hits, tokens, places).with_columns(
        back=pl.col("sid").cast(pl.Int64) - pl.col("named_sid").cast(pl.Int64)
    )
    others = (
        linked.join(named, on=["sid", "tok"])
        .filter((pl.col("back") <= pl.col("away")) | pl.col("named_issue").is_not_null())
        .group_by("sid", "tok", "issue_id")
        .agg(is_same=(pl.col("named_issue") == pl.col("issue_id")).fill_null(value=False).any())
        .filter(~pl.col("is_same"))
    )
    kept = linked.join(others, on=["sid", "tok", "issue_id"], how="anti")
    brought = (
        found.join(named.drop_nulls("named_issue"), on=["sid", "tok"])
        .join(kept.select("sid", "tok"), on=["sid", "tok"], how="anti")
        .with_columns(
            issue_id="named_issue",
            sign=pl.lit(1, dtype=pl.Int8),
            gate=pl.lit(FAR_KEPT),
            end=pl.lit(0, dtype=pl.UInt16),
            away=pl.lit(len(REACH)),
            kept=pl.col("named_score") * NAMED,
        )
    )
    return pl.concat([kept, brought.select(kept.columns)])


def _outermost(hits: pl.DataFrame) -> pl.DataFrame:
    """Leave out words inside the phrase of others of their issue: what "a ban on mining" is taken up as is the ban."""
    spans = hits.select("sid", "issue_id", "tok_start", "tok_end")
    inner = (
        spans.join(spans.unique(), on=["sid", "issue_id"], suffix="_other")
        .filter((pl.col("tok_start_other") < pl.col("tok_start")) & (pl.col("tok_start") < pl.col("tok_end_other")))
        .select(spans.columns)
        .unique()
    )
    return hits.join(inner, on=spans.columns, how="anti")


def _anaphors(tokens: pl.DataFrame) -> pl.DataFrame:
    """`sid`, `tok`, `tok_start`, `words`: bare noun phrases of general nouns, and demonstratives that stand alone."""
    nouns = [row["noun"] for row in table_rows("anaphors.csv")]
    first = tokens.select("sid", left="tok", opening="lower")
    marks = tokens.filter(pl.col("dep") == "punct").select(
        "sid", tok=(pl.col("tok").cast(pl.Int32) - 1).cast(pl.UInt16, strict=False), is_marked=pl.lit(value=True)
    )
    phrases = (
        tokens.join(marks, on=["sid", "tok"], how="left")
        .with_columns(pl.col("is_marked").fill_null(value=False))
        .filter(
            pl.col("lemma").is_in(nouns)
            & (pl.col("pos") == "NOUN")
            & ((pl.col("right") == pl.col("tok") + 1) | (pl.col("is_marked") & (pl.col("right") == pl.col("tok") + 2)))
            & (pl.col("tok") - pl.col("left") <= 2)
            & (pl.col("tok") > pl.col("left"))
        )
        .join(first, on=["sid", "left"])
        .join(tokens.select("sid", tok=(pl.col("tok") + 1).cast(pl.UInt16), before="lower"), on=["sid", "tok"])
        .filter(
            # "the move", "such a move", "no such move"; a word between makes it another move ("the next move")
            (
                pl.col("opening").is_in(DETERMINERS)
                & ((pl.col("tok") - pl.col("left") == 1) | (pl.col("opening") == "such"))
            )
            | (pl.col("before") == "such")
        )
        .select(
            "sid",
            "tok",
            tok_start="left",
            words=pl.col("opening") + " " + pl.col("lower"),
            is_alone=pl.lit(value=False),
        )
    )
    is_argument = pl.col("dep").is_in(["dobj", "nsubj", "nsubjpass", "pobj"])
    # "it" as a subject mostly means a person's country or nothing at all
    alone = tokens.filter(
        (pl.col("lower").is_in(DEMONSTRATIVES) & (pl.col("tag") == "DT") & is_argument)
        | (pl.col("lower").is_in(["it", "them"]) & pl.col("dep").is_in(["dobj", "pobj"]))
    ).select("sid", "tok", tok_start="tok", words="lower", is_alone=pl.lit(value=True))
    return pl.concat([phrases, alone])
