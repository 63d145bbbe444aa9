"""Issue hits as the positions rules need them, and what each issue's proposition says of who does what."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.issues.match import match_issues
from transforms.issues.mentioned import without_bare_places, without_matters, without_what_is_looked_into
from transforms.issues.profile import Profile, Profiles
from transforms.issues.words import key_of
from transforms.knowledge import Knowledge
from transforms.positions.tables import Triggers

LEAST = {"keyword": 0.03, "anaphor": 0.12, "proposition": 0.3}
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
    is_named: bool = True  # by words of the issue itself; else its direction is that of what was told


def find_hits(
    articles: pl.DataFrame, sentences: pl.DataFrame, tokens: pl.DataFrame, mentions: pl.DataFrame, knowledge: Knowledge
) -> tuple[list[Hit], Profiles]:
    """Return the settled hits worth reading, in order, and the profiles of the registry."""
    profiles = knowledge.profiles
    found = _wider(match_issues(articles, sentences, tokens, mentions, knowledge=knowledge), tokens, profiles)
    codes = frozenset(f"@{code}" for code in knowledge.lexicon.tables["countries"]["iso3"])
    found = without_matters(without_bare_places(found, tokens, profiles, codes), tokens, profiles)
    found = without_what_is_looked_into(found, tokens, profiles)
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
        .otherwise(
            ~(
                pl.col("is_name")
                & pl.col("is_country").fill_null(value=False)
                & (pl.col("tok_end") - pl.col("tok_start") == 1)
            )
        )
    )
    least = pl.col("kind").replace_strict(LEAST, default=1.0, return_dtype=pl.Float64)
    rows = (
        found.filter(speaking & (pl.col("score") >= least))
        .sort("sid", "tok_start", "tok_end", "issue_id")
        .select("sid", "head_tok", "tok_start", "tok_end", "issue_id", "sign", "kind", "score", "is_name")
    )
    return [Hit(*row) for row in rows.iter_rows()], profiles


def _speaks(knowledge: Knowledge) -> pl.Expr:
    """Return what anaphors stand for something done or planned: "the move", "no such plans"; not "the issue"."""
    classes = knowledge.lexicon.tables["word_classes"]
    nouns = classes.filter(pl.col("class") == "anaphor")["lemma"].to_list()
    obj = pl.col("lemma").is_in(["it", "they", "them"]) & (pl.col("dep") == "dobj")
    alone = pl.col("lemma").is_in(["this", "that"]) & pl.col("dep").is_in(["nsubj"]) & (pl.col("above") != "relcl")
    return (pl.col("lemma").is_in(nouns) & (pl.col("pos") == "NOUN")) | alone | obj


@dataclass(frozen=True, slots=True)
class Matter:
    """What an issue is about, as the climb asks it."""

    predicates: frozenset[str]  # families of words that mean the proposition's event: acting so realises it
    words: frozenset[str]  # families of all its words
    ends: bool  # the proposition itself ends, bars or lowers something
    presses: bool = False  # to end or curb something is one way of doing it: "puts pressure on"
    is_judged: bool = False  # it says what others hold of somebody: "Norland is held responsible for the raid"


PRESSING = frozenset(map(key_of, ["pressure", "press", "squeeze", "isolate", "punish", "deter", "contain"]))
"""Events that are against what they are done to: to curb it is to do them."""


RAISING = frozenset(map(key_of, ["lift"]))
"""Events that end a measure and raise all else: of "lifts its output" nothing is ended."""


def matter_of(profile: Profile, triggers: Triggers) -> Matter:
    """Read a profile for the climb."""
    presses = profile.event in PRESSING
    lowers = triggers.action_nouns.get(profile.event) == -1 and profile.event not in RAISING
    ends = profile.is_reversed or lowers or presses
    return Matter(frozenset({profile.event}), frozenset(profile.words), ends, presses, profile.is_judged)


def _wider(found: pl.DataFrame, tokens: pl.DataFrame, profiles: Profiles) -> pl.DataFrame:
    """Give a span to the wider issue where its sentence holds no word that is the sub-issue's alone."""
    rows = found.to_dicts()
    kept = {(r["sid"], r["tok_start"], r["tok_end"], r["issue_id"]): r for r in rows}
    children = sorted({r["sid"] for r in rows if r["is_best"] and profiles.by_id[r["issue_id"]].ancestors})
    lowers = tokens.filter(pl.col("sid").is_in(children)).group_by("sid").agg("lower")
    families = {sid: {key_of(word) for word in words} for sid, words in lowers.iter_rows()}
    for r in rows:
        profile = profiles.by_id[r["issue_id"]]
        for above in profile.ancestors if r["is_best"] else ():
            own = ({*profile.words, profile.event} - {*profiles.by_id[above].words}) & families[r["sid"]]
            wider = kept.get((r["sid"], r["tok_start"], r["tok_end"], above))
            if wider is not None and not own:
                r["is_best"], wider["is_best"] = False, True
                break
    return pl.DataFrame(rows, schema=found.schema).filter("is_best")
