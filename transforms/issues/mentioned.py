"""Hits that only say where or of what matter something is: "the Norland Sea", "the timber question"."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import polars as pl

from transforms.issues.anaphora import INQUIRIES
from transforms.issues.keywords import Keyword
from transforms.issues.names import bare_words
from transforms.issues.profile import Profiles
from transforms.issues.words import key_of

PLACES = frozenset(map(key_of, [
    "peninsula", "sea", "strait", "gulf", "region", "province", "territory", "border", "coast", "island", "area",
    "zone", "valley", "river", "east", "eastern", "west", "western", "north", "northern", "south", "southern",
    "southeastern", "northwestern", "northeastern", "southwestern",
]))  # fmt: skip
"""Words that make a place of a name: "the Norlandic coast"."""
TELLING = 0.2
"""How much a word must tell: a common word of the proposition or of a keyword, not of the description."""
MATTERS = ("issue", "question", "problem", "crisis", "situation", "matter", "dispute", "topic", "standoff")
"""Nouns that make of the words before them what is spoken of, not what is wanted."""
LOOKING = (
    "inquiry", "enquiry", "investigation", "investigate", "investigator", "probe", "prosecutor", "counsel", "panel",
    "commission",
)  # fmt: skip
"""Words by which a sentence speaks of an inquiry or of who holds it."""
_Tree = tuple[list[int], list[str], list[str]]
"""Head, lower-case word and part of speech of each token of a sentence."""
_INSIDE = ("amod", "compound", "nmod", "poss")


def without_bare_places(
    hits: pl.DataFrame, tokens: pl.DataFrame, profiles: Profiles, countries: AbstractSet[str]
) -> pl.DataFrame:
    """Leave out names of countries and their parts that stand under no word of their issue.

    "Fishing in the Norland Sea" is nothing to an issue of mines there, even where the user gave its name as a keyword.

    Args:
        hits: schema IssueHits.
        tokens: the token frame.
        profiles: the issues.
        countries: codes as matching writes them ("@PER").
    """
    places = {
        (issue_id, k.text) for issue_id, p in profiles.by_id.items() for k in p.keywords if _is_place(k, countries)
    }
    by = ["sid", "head_tok", "issue_id", "keyword"]
    asked = [row for row in hits.select(by).unique().sort(by).iter_rows() if row[2:] in places]
    trees: dict[int, _Tree] = {
        sid: (heads, lowers, pos)
        for sid, heads, lowers, pos in tokens.filter(pl.col("sid").is_in(sorted({row[0] for row in asked})))
        .sort("sid", "tok")
        .group_by("sid", maintain_order=True)
        .agg("head", "lower", "pos")
        .iter_rows()
    }
    telling = {
        issue_id: {unit for unit, value in p.vocabulary.items() if value >= TELLING} - PLACES
        for issue_id, p in profiles.by_id.items()
    }
    idle = [row for row in asked if not _over(trees[row[0]], row[1]) & telling[row[2]]]
    return hits.join(
        pl.DataFrame(idle, schema={name: hits.schema[name] for name in by}, orient="row"), on=by, how="anti"
    )


def _is_place(keyword: Keyword, countries: AbstractSet[str]) -> bool:
    """As "Peru", "eastern Peru", "Peruvian coast", "Black Sea"; not "Black Sea fleet"."""
    keys, words = {*keyword.keys}, bare_words(keyword.text)
    if keys <= countries | PLACES:  # "border" is a matter of its own, also beside a name the user did not write
        return bool(keys & countries) and any(word[:1].isupper() for word in words)
    return len(words) > 1 and key_of(words[-1]) in PLACES and all(word[:1].isupper() for word in words[:-1])


def _over(tree: _Tree, tok: int) -> set[str]:
    """Keys of the words that a word stands under, up to its clause's verb."""
    heads, lowers, pos = tree
    found: set[str] = set()
    while heads[tok] != tok:
        tok = heads[tok]
        found.add(key_of(lowers[tok]))
        if pos[tok] in ("VERB", "AUX"):
            break
    return found


def without_matters(hits: pl.DataFrame, tokens: pl.DataFrame, profiles: Profiles) -> pl.DataFrame:
    """Leave out what only names the matter, where the sentence speaks of another issue: "talks on the timber question".

    Args:
        hits: schema IssueHits.
        tokens: the token frame.
        profiles: the issues; one whose proposition is itself about a "dispute" is wanted where that is named.
    """
    nouns = tokens.filter(pl.col("lemma").is_in(MATTERS), pl.col("pos") == "NOUN").select(
        "sid", "lemma", noun="tok", at="left"
    )
    said = [(issue_id, noun) for issue_id, p in profiles.by_id.items() for noun in MATTERS if key_of(noun) in p.said]
    own = pl.DataFrame(said, schema={"issue_id": pl.String, "lemma": pl.String}, orient="row")
    heads = tokens.select("sid", head_tok="tok", over="head", dep="dep")
    matters = (
        hits.filter(pl.col("kind") != "anaphor")
        .join(heads, on=["sid", "head_tok"])
        .with_columns(noun=pl.when(pl.col("dep").is_in(_INSIDE)).then("over").otherwise("head_tok"))
        .join(nouns, on=["sid", "noun"])
        .join(own, on=["issue_id", "lemma"], how="anti")
        .select("sid", "head_tok", "issue_id", "at", "noun")
    )
    others = hits.filter(pl.col("kind") == "keyword", ~pl.col("is_name")).select(
        "sid", other="issue_id", tok="head_tok"
    )
    topics = (
        matters.join(others, on="sid")
        .filter(pl.col("other") != pl.col("issue_id"), ~pl.col("tok").is_between("at", "noun"))
        .select("sid", "head_tok", "issue_id")
        .unique()
    )
    return hits.join(topics, on=["sid", "head_tok", "issue_id"], how="anti")


def without_what_is_looked_into(hits: pl.DataFrame, tokens: pl.DataFrame, profiles: Profiles) -> pl.DataFrame:
    """Leave out the matter of an inquiry where no inquiry is spoken of: "denied the bribes" tells nothing of a probe.

    Args:
        hits: schema IssueHits.
        tokens: the token frame.
        profiles: the issues; asked are those whose proposition is that something is looked into.
    """
    matters = [
        (issue_id, k.text)
        for issue_id, p in profiles.by_id.items()
        if p.said & INQUIRIES
        for k in p.keywords
        if {key for key in k.keys if not key.startswith("@")} <= (p.said - INQUIRIES) | p.against
    ]
    asked = pl.DataFrame(matters, schema={"issue_id": pl.String, "keyword": pl.String}, orient="row").unique()
    speaking = tokens.filter(pl.col("lemma").is_in(LOOKING)).select("sid").unique()
    idle = hits.join(asked, on=["issue_id", "keyword"], how="semi").join(speaking, on="sid", how="anti")
    by = ["sid", "issue_id", "keyword", "head_tok"]
    return hits.join(idle.select(by), on=by, how="anti")
