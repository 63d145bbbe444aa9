"""Issue hits as the positions rules need them, and what each issue's proposition says of who does what."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.issues.match import match_issues
from transforms.issues.profile import Profile, Profiles, make_profiles
from transforms.knowledge import Knowledge

LEAST = {"keyword": 0.12, "anaphor": 0.12}
"""The score under which a hit is no ground for a position."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words of one issue in one sentence."""

    sid: int
    head: int
    start: int
    end: int
    issue_id: str
    sign: int
    via: str  # keyword, anaphor
    score: float
    is_name: bool = False


def find_hits(
    articles: pl.DataFrame, sentences: pl.DataFrame, tokens: pl.DataFrame, mentions: pl.DataFrame, knowledge: Knowledge
) -> tuple[list[Hit], Profiles]:
    """Return the settled hits worth reading, in order, and the profiles of the registry."""
    found = match_issues(articles, sentences, tokens, mentions, knowledge=knowledge).filter("is_best")
    heads = tokens.select("sid", "head", "lemma", "pos", "dep", head_tok="tok")
    above = tokens.select("sid", head="tok", above="dep")
    countries = mentions.filter(pl.col("kind").is_in(["country", "person"])).select("sid", "head_tok").unique()
    found = (
        found.join(heads, on=["sid", "head_tok"])
        .join(above, on=["sid", "head"])
        .join(countries.with_columns(is_country=pl.lit(value=True)), on=["sid", "head_tok"], how="left")
    )
    speaking = (
        pl.when(pl.col("kind") == "anaphor")
        .then(_speaks(knowledge))
        .otherwise(~(pl.col("is_name") & pl.col("is_country").fill_null(value=False)))
    )
    least = pl.col("kind").replace_strict(LEAST, default=1.0, return_dtype=pl.Float64)
    rows = (
        found.filter(speaking & (pl.col("score") >= least))
        .sort("sid", "tok_start", "tok_end", "issue_id")
        .select("sid", "head_tok", "tok_start", "tok_end", "issue_id", "sign", "kind", "score", "is_name")
    )
    return [Hit(*row) for row in rows.iter_rows()], make_profiles(knowledge)


def _speaks(knowledge: Knowledge) -> pl.Expr:
    """Anaphors that stand for something done or planned: "the move", "no such plans", "this would be"; not "the issue"."""
    classes = knowledge.lexicon.tables["word_classes"]
    nouns = classes.filter(pl.col("class") == "anaphor")["lemma"].to_list()
    obj = (pl.col("lemma") == "it") & (pl.col("dep") == "dobj")
    alone = pl.col("lemma").is_in(["this", "that"]) & pl.col("dep").is_in(["nsubj"]) & (pl.col("above") != "relcl")
    return (pl.col("lemma").is_in(nouns) & (pl.col("pos") == "NOUN")) | alone | obj


def predicates(profile: Profile) -> frozenset[str]:
    """Word families that mean the proposition's event: acting so realises it."""
    return frozenset({profile.event})
