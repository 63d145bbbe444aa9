"""Meetings of other people: "the APEC summit" and "his talks with Peru" are not those of Norland with Chile."""

from __future__ import annotations

import polars as pl

from transforms.issues.profile import Profiles
from transforms.issues.strangers import KEPT

GATHERINGS = (
    "summit", "meeting", "talk", "dialogue", "conference", "forum", "session", "negotiation", "visit", "trip",
)  # fmt: skip
"""Words for meetings, which a name before them makes a certain one: "the APEC summit"."""
MEETING = (*GATHERINGS, "meet", "negotiate", "discussion", "consultation", "contact", "call", "encounter")
"""Words for what several do together."""
_WITH = ("with", "between", "among", "to")


def without_other_gatherings(
    spans: pl.DataFrame,
    words: pl.DataFrame,
    tokens: pl.DataFrame,
    named: pl.DataFrame,
    profiles: Profiles,
) -> pl.DataFrame:
    """Leave out hits for meetings of other parties than the issue's; lower the score of those that bear another name.

    Args:
        spans: hits with their token spans and scores.
        words: as `read_words` gives them.
        tokens: the token frame.
        named: `sid`, `tok`, `code` ("@PER") of every country and of every person with a country.
        profiles: the issues.
    """
    of_other_name = _of_other_name(spans, words, tokens, profiles).with_columns(is_strange=pl.lit(value=True))
    by = ["sid", "issue_id", "head_tok"]
    return (
        spans.join(_of_others(spans, tokens, named, profiles), on=by, how="anti")
        .join(of_other_name, on=by, how="left")
        .with_columns(score=pl.col("score") * pl.when(pl.col("is_strange")).then(KEPT).otherwise(1.0))
        .select(spans.columns)
    )


def _of_other_name(spans: pl.DataFrame, words: pl.DataFrame, tokens: pl.DataFrame, profiles: Profiles) -> pl.DataFrame:
    """One-word hits for meetings that bear a name which is none of the issue's: `sid`, `issue_id`, `head_tok`."""
    own = [(p.issue_id, unit) for p in profiles.by_id.values() for unit in sorted({*p.words, *p.actors, *p.targets})]
    known = pl.DataFrame(own, schema={"issue_id": pl.String, "unit": pl.String}, orient="row")
    heads = tokens.filter(pl.col("lemma").is_in(GATHERINGS)).select("sid", head_tok="tok")
    is_name = (pl.col("pos") == "PROPN") & (pl.col("dep") == "compound")
    is_kind = (
        (pl.col("dep") == "amod") & pl.col("word").str.contains(r"^\p{Lu}") & (pl.col("tok") > 0)
    )  # "an Asian summit"
    named = (
        tokens.filter(is_name | is_kind)
        .select("sid", "tok", head_tok="head")
        .join(heads, on=["sid", "head_tok"])
        .join(words.select("sid", "tok", "unit"), on=["sid", "tok"])
    )
    return (
        spans.filter(pl.col("tok_end") - pl.col("tok_start") == 1, ~pl.col("is_name"))
        .select("sid", "issue_id", "head_tok")
        .unique()
        .join(named, on=["sid", "head_tok"])
        .join(known.with_columns(is_own=pl.lit(value=True)), on=["issue_id", "unit"], how="left")
        .group_by("sid", "issue_id", "head_tok")
        .agg(is_strange=~pl.col("is_own").fill_null(value=False).any())
        .filter("is_strange")
        .drop("is_strange")
    )


def _of_others(spans: pl.DataFrame, tokens: pl.DataFrame, named: pl.DataFrame, profiles: Profiles) -> pl.DataFrame:
    """Hits for meetings whose parties are told and are not the issue's: `sid`, `issue_id`, `head_tok`.

    Where a proposition names two countries, who meets is one of them; where it names one, of two who meet one is it.
    """
    own = [(p.issue_id, code) for p in profiles.by_id.values() for code in sorted(p.actors | p.targets)]
    known = pl.DataFrame(own, schema={"issue_id": pl.String, "code": pl.String}, orient="row")
    several = known.group_by("issue_id").agg(own=pl.len())
    heads = tokens.filter(pl.col("lemma").is_in(MEETING)).select("sid", head_tok="tok")
    parties = _parties(heads, tokens, named)
    return (
        spans.filter(~pl.col("is_name"))
        .select("sid", "issue_id", "head_tok")
        .unique()
        .join(several, on="issue_id")
        .join(parties, on=["sid", "head_tok"])
        .join(known.with_columns(is_own=pl.lit(value=True)), on=["issue_id", "code"], how="left")
        .group_by("sid", "issue_id", "head_tok")
        .agg(
            pl.col("own").first(),
            parties=pl.col("code").n_unique(),
            others=pl.col("code").filter(pl.col("is_own").is_null()).n_unique(),
        )
        .filter(
            pl.when(pl.col("own") > 1)
            .then(pl.col("others") > 0)
            .otherwise((pl.col("parties") > 1) & (pl.col("others") == pl.col("parties")))
        )
        .select("sid", "issue_id", "head_tok")
    )


def _parties(heads: pl.DataFrame, tokens: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """Who meets, as told: "with A", "between A and B", "A and B held talks": `sid`, `head_tok`, `code`."""
    arcs = tokens.select("sid", "tok", "head", "dep", "lower")
    preps = arcs.filter(pl.col("dep") == "prep", pl.col("lower").is_in(_WITH)).join(
        heads, left_on=["sid", "head"], right_on=["sid", "head_tok"]
    )
    objects = preps.select("sid", head_tok="head", prep="tok").join(
        arcs.filter(pl.col("dep") == "pobj").select("sid", "tok", prep="head"), on=["sid", "prep"]
    )
    over = arcs.join(heads, left_on=["sid", "tok"], right_on=["sid", "head_tok"]).filter(pl.col("dep") == "dobj")
    doers = over.select("sid", head_tok="tok", verb="head").join(
        arcs.filter(pl.col("dep") == "nsubj").select("sid", "tok", verb="head"), on=["sid", "verb"]
    )
    joined = arcs.filter(pl.col("dep") == "conj").select("sid", "tok", first="head")
    told = objects.select("sid", "head_tok", "tok")
    told = pl.concat([told, _joined(told, joined)])
    both = _joined(doers.select("sid", "head_tok", "tok"), joined)
    pair = pl.concat([both, doers.select("sid", "head_tok", "tok").join(both, on=["sid", "head_tok"], how="semi")])
    return pl.concat([told, pair]).join(named, on=["sid", "tok"]).select("sid", "head_tok", "code").unique()


def _joined(told: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    """What is coordinated with these tokens, one step and two: "A, B and C"."""
    once = told.join(joined, left_on=["sid", "tok"], right_on=["sid", "first"]).select(
        "sid", "head_tok", tok="tok_right"
    )
    twice = once.join(joined, left_on=["sid", "tok"], right_on=["sid", "first"]).select(
        "sid", "head_tok", tok="tok_right"
    )
    return pl.concat([once, twice])
