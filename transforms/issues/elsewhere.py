"""Hits for a general word that is said of something else: "a moratorium on timber", "ratified the fishing pact".

A moratorium, a quota or a waiver is one of something. Where the text says of what, and no word of that is the issue's,
the keyword is only a word, unless the article speaks of the issue beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

import polars as pl

from transforms.issues.profile import Profile, Profiles
from transforms.issues.reversals import LIGHT
from transforms.issues.spans import governors
from transforms.issues.words import key_of, synonyms, words_of
from transforms.views import Sentence, SentenceViews

OF = frozenset(("of", "on", "for", "from"))
"""Prepositions behind a noun that say of what it is."""
PEOPLE = frozenset((
    "man", "woman", "child", "person", "people", "citizen", "national", "recruit", "country", "state", "nation",
    "company", "firm", "government", "victim", "relative", "family", "member", "resident", "refugee", "student",
    "pilot", "crew", "team", "group", "troop", "force", "official", "staff", "personnel", "prisoner", "convict",
    "civilian", "nurse",
))  # fmt: skip
"""Whom a verb has for its object: "trained recruits" names nothing that is trained for."""
_AGENT = ("er", "or", "ist", "ian", "ee", "ant")
_TOLD = ("NOUN", "PROPN")
_WHEN = frozenset(key_of(word) for word in (
    "second", "minute", "hour", "day", "night", "week", "weekend", "month", "quarter", "year", "decade", "century",
    "time", "date", "period", "term", "while", "moment", "future", "past", "today", "tomorrow", "yesterday", "now",
))  # fmt: skip


def without_other_objects(
    spans: pl.DataFrame, words: pl.DataFrame, tokens: pl.DataFrame, places: pl.DataFrame, profiles: Profiles
) -> pl.DataFrame:
    """Leave out one-word hits whose object is named and is nothing of their issue.

    Args:
        spans: hits with their token spans, before they are settled.
        words: as `read_words` gives them.
        tokens: the token frame.
        places: `sid`, `article_id`.
        profiles: the issues.
    """
    single = {
        (p.issue_id, k.text)
        for p in profiles.by_id.values()
        for k in p.keywords
        if not k.is_name and sum(not key.startswith("@") for key in k.keys) == 1
    }
    by = ["sid", "issue_id", "head_tok"]
    rows = spans.filter(~pl.col("is_name")).select(*by, "keyword", "kind").unique().sort(by).rows()
    asked = [row for row in rows if (row[1], row[3]) in single]
    views = SentenceViews(tokens.filter(pl.col("sid").is_in(sorted({row[0] for row in asked}))))
    known = {issue_id: _known(p) for issue_id, p in profiles.by_id.items()}
    coded = set(words.filter(pl.col("code").is_not_null()).select("sid", "tok").iter_rows())
    idle = {row[:3] for row in asked if _is_of_else(views[row[0]], row[2], known[row[1]], coded)}
    article_of = dict(places.select("sid", "article_id").iter_rows())
    firm = {(article_of[row[0]], row[1]) for row in rows if row[:3] not in idle and row[4] == "keyword"}
    lost = sorted(row for row in idle if (article_of[row[0]], row[1]) not in firm)
    return spans.join(
        pl.DataFrame(lost, schema={name: spans.schema[name] for name in by}, orient="row"), on=by, how="anti"
    )


def without_left_out(
    spans: pl.DataFrame, tokens: pl.DataFrame, profiles: Profiles, sayings: AbstractSet[str]
) -> pl.DataFrame:
    """Leave out one-word hits in what the description says does not count: "coal mine", "donated vaccines".

    Args:
        spans: hits with their token spans, before they are settled.
        tokens: the token frame.
        profiles: the issues.
        sayings: keys of words for what is said and thought ("criticism does not count" leaves out no conduct).
    """
    said = sayings | {key_of(verb) for verb in LIGHT}  # who "conducts strikes" does what counts
    left_out = [
        (p.issue_id, key) for p in profiles.by_id.values() for key in sorted(p.against - said - {*p.words, *p.said})
    ]
    table = pl.DataFrame(left_out, schema={"issue_id": pl.String, "over": pl.String}, orient="row")
    single = [(p.issue_id, k.text) for p in profiles.by_id.values() for k in p.keywords if len(words_of(k.text)) == 1]
    one = pl.DataFrame(single, schema={"issue_id": pl.String, "keyword": pl.String}, orient="row").unique()
    found = spans.join(one, on=["issue_id", "keyword"]).join(_over(spans, tokens), on=["sid", "head_tok"])
    by = ["sid", "issue_id", "head_tok"]
    return spans.join(found.join(table, on=["issue_id", "over"]).select(by).unique(), on=by, how="anti")


def _over(spans: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """`sid`, `head_tok`, `over`: key of the word that each word is the object or a modifier of."""
    arcs = tokens.filter(pl.col("sid").is_in(spans["sid"].unique().implode()))
    found = (
        governors(arcs, ("dobj", "nsubjpass", "compound", "amod"), ("of",))
        .rename({"tok": "head_tok"})
        .join(arcs.select("sid", over_tok="tok", word="lower"), on=["sid", "over_tok"])
    )
    words = found.select("word").unique()
    keys = words.with_columns(over=pl.Series([key_of(word) for word in words["word"]], dtype=pl.String))
    return found.join(keys, on="word").select("sid", "head_tok", "over")


def _known(profile: Profile) -> AbstractSet[str]:
    """Keys of the issue's words, and of those that mean the same as one of them."""
    fields = synonyms()
    own = {*profile.words, *profile.said}
    return own.union(*(fields[key] for key in sorted(own & fields.keys())))


def _is_of_else(s: Sentence, tok: int, known: AbstractSet[str], coded: AbstractSet[tuple[int, int]]) -> bool:
    """Tell whether what a word is said of is named, and holds no word of the issue and no name of a country."""
    done = s.pos[tok] == "VERB"
    things = [
        thing
        for thing in (_done_to(s, tok) if done else _said_of(s, tok))
        if key_of(s.lower[thing]) not in _WHEN and not any((s.sid, at) in coded for at in _phrase(s, thing))
    ]
    if done and any(key_of(s.lower[thing]) in known for thing in things):
        return any(_is_of_else(s, thing, known, coded) for thing in things)  # "ratified a treaty on seeds"
    return bool(things) and not any(key_of(s.lower[at]) in known for thing in things for at in _phrase(s, thing))


def _done_to(s: Sentence, tok: int) -> Iterator[int]:
    """What a verb is done to, unless these are people: for them the issue has any number of words."""
    for kid in s.kids(tok, "dobj", "nsubjpass"):
        if s.pos[kid] in _TOLD and s.lemma[kid] not in PEOPLE and not s.lemma[kid].endswith(_AGENT):
            yield kid


def _said_of(s: Sentence, tok: int) -> Iterator[int]:
    """What a noun is of: behind its preposition (also where the parser hangs that on the verb), or before it."""
    tops = [tok, *([s.head[tok]] if s.dep[tok] == "compound" else [])]  # "training places for nurses"
    preps = [prep for top in tops for prep in s.kids(top, "prep")]
    if s.dep[tok] in ("dobj", "nsubjpass"):
        preps += [prep for prep in s.kids(s.head[tok], "prep") if prep == s.right[tok]]
    for prep in preps:
        if s.lower[prep] in OF:
            yield from (kid for kid in s.kids(prep, "pobj") if s.pos[kid] == "NOUN")
    yield from (kid for kid in s.kids(tok, "compound") if s.pos[kid] == "NOUN")


def _phrase(s: Sentence, thing: int) -> range:
    """The tokens of a phrase."""
    return range(s.left[thing], s.right[thing])
