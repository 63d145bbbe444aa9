"""What an issue's own words say of it: its keywords as keys, the actors and names it is about, its direction.

Made from the registry alone, whatever it defines: nothing here knows any issue. A proposition is one short sentence
("Ships carry grain through the corridor") and is parsed as such, so that who acts is told from who is acted upon.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from transforms.annotate import make_tokens
from transforms.issues.keywords import (
    Direction,
    Keyword,
    content_units,
    in_other_words,
    paraphrases,
    proper_names,
    read_keyword,
    split_description,
    with_entities,
)
from transforms.issues.names import Names, bare_words
from transforms.issues.registry import Issue, Registry
from transforms.issues.reversals import LIGHT, Reversals
from transforms.issues.words import OPENING, empty_words, forms, key_of, rareness, words_of
from transforms.knowledge import Knowledge
from transforms.schemas import Sentences
from transforms.views import Sentence, SentenceViews

LONG = 5
"""Letters up to which a word is not written as two."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One issue as matching sees it."""

    issue_id: str
    keywords: tuple[Keyword, ...]
    actors: frozenset[str]  # codes in the proposition's subject: who would do it
    targets: frozenset[str]  # codes elsewhere in the proposition: to whom, where
    names: frozenset[tuple[str, ...]]  # other proper names of the proposition, as keys: a treaty, a region, a people
    aliases: frozenset[tuple[str, ...]]  # the same of the keywords: any of them stands for what is named
    words: Mapping[str, float]  # keys of proposition, keywords and description, by how much they tell (0..1)
    vocabulary: Mapping[str, float]  # the same keys by how much they tell among all news, not in this registry
    said: frozenset[str]  # keys and codes of the proposition itself
    against: frozenset[str]  # keys of what the description says does not count
    is_reversed: bool  # the proposition itself ends, bars or withdraws something
    is_judged: bool  # the proposition says what others hold of somebody
    event: str  # key of the proposition's main verb or, after a light verb, of its object
    ancestors: tuple[str, ...]  # wider issues, nearest first


@dataclass(frozen=True)
class Profiles:
    """All profiles of a registry, by issue id, with the names and words of ending they were read with."""

    by_id: Mapping[str, Profile]
    names: Names
    reversals: Reversals

    @cached_property
    def openings(self) -> frozenset[str]:
        """First letters of every key the issues use: a word that opens otherwise (and is no exception) is none."""
        units = {
            key
            for p in self.by_id.values()
            for key in (*p.words, *p.against, *(u for n in p.names | p.aliases for u in n))
        }
        units |= {key for p in self.by_id.values() for keyword in p.keywords for key in keyword.keys}
        return frozenset(unit[:OPENING] for unit in units)

    @cached_property
    def compounds(self) -> pl.DataFrame:
        """Words of keywords that a text or the parser ("5G") takes for two: `joined` (a form), `unit` (its key)."""
        texts = (keyword.text for profile in self.by_id.values() for keyword in profile.keywords if keyword.is_own)
        words = {word for text in texts for word in words_of(text) if len(word) > LONG or word[:1].isdigit()}
        wanted = sorted({form for word in words for form in forms(word)})
        schema = {"joined": pl.String, "unit": pl.String}
        return pl.DataFrame({"joined": wanted, "unit": [key_of(form) for form in wanted]}, schema=schema)

    @cached_property
    def keywords(self) -> pl.DataFrame:
        """One row a keyword: `kw` (number), issue_id, keyword, keys, weight, sign, is_name, is_own, n_keys."""
        rows = [
            (
                p.issue_id,
                k.text,
                list(k.keys),
                k.weight,
                k.sign,
                k.is_name,
                k.is_own,
                k.rareness,
                p.event in k.keys,
            )
            for p in self.by_id.values()
            for k in p.keywords
        ]
        schema: dict[str, pl.DataType | type[pl.DataType]] = {
            "issue_id": pl.String,
            "keyword": pl.String,
            "keys": pl.List(pl.String),
            "weight": pl.Float64,
            "sign": pl.Int8,
            "is_name": pl.Boolean,
            "is_own": pl.Boolean,
            "rareness": pl.Float64,
            "is_event": pl.Boolean,
        }
        frame = pl.DataFrame(rows, orient="row", schema=schema).with_row_index("kw")
        return frame.with_columns(n_keys=pl.col("keys").list.len())


def make_profiles(knowledge: Knowledge) -> Profiles:
    """Read the registry of `knowledge`; its propositions are parsed (some 20 ms for 25 issues, less from the cache)."""
    registry, names = knowledge.issues, Names.of(knowledge.lexicon)
    views = _parsed([issue.proposition for issue in registry.issues], knowledge)
    reversals = Reversals.of(knowledge.lexicon)
    rarity = _rarity(registry, names)
    found = {
        issue.issue_id: _profile(issue, view, registry, names, reversals, rarity)
        for issue, view in zip(registry.issues, views, strict=True)
    }
    return Profiles(found, names, reversals)


def _parsed(texts: list[str], knowledge: Knowledge) -> list[Sentence]:
    """Each text parsed as one sentence."""
    frame = pl.DataFrame({"text": texts}).with_row_index("sid").with_columns(
        article_id=pl.lit(""), paragraph_ix=pl.lit(0), sentence_ix="sid", char_start=pl.lit(0),
        char_end=pl.col("text").str.len_chars(), role=pl.lit("body"),
        quote_depth=pl.lit(0), is_parsed=pl.lit(value=True),
    )  # fmt: skip
    views = SentenceViews(make_tokens(Sentences.cast(frame), knowledge=knowledge)["tokens"])
    return [views[sid] for sid in range(len(texts))]


def _rarity(registry: Registry, names: Names) -> dict[str, float]:
    """How much a key tells between the issues of this registry: 1 when one issue uses it, towards 0 when all do."""
    total = len(registry.issues)
    uses = Counter(
        unit
        for issue in registry.issues
        for unit in {u for text in (issue.proposition, *issue.keywords) for u in content_units(text, names)}
    )
    return {unit: math.log(1 + total / n) / math.log(1 + total) for unit, n in uses.items()}


def _profile(
    issue: Issue,
    view: Sentence,
    registry: Registry,
    names: Names,
    reversals: Reversals,
    rarity: Mapping[str, float],
) -> Profile:
    units = _units_by_token(view, names)
    root = view.dep.index("ROOT")
    subject = {tok for kid in view.kids(root, "nsubj") for tok in range(view.left[kid], view.right[kid])}
    codes = {unit for unit in units.values() if unit.startswith("@")}
    actors = {unit for tok, unit in units.items() if unit in codes and tok in subject}
    ended = _ended(view, root, units, subject, reversals)
    direction = Direction(issue.proposition, frozenset(units.values()), ended, reversals)
    event = _event(view, root)
    proper = _proper_tokens(view, units)
    entities = codes | {phrase[0] for phrase in proper if len(phrase) == 1}
    counted, left_out = split_description(issue.description or "")
    outside = frozenset(content_units(left_out, names))
    keywords = tuple(read_keyword(text, direction, outside, names) for text in issue.keywords)
    words = _weighted(issue, counted, names, lambda unit: rarity.get(unit, 1.0))
    return Profile(
        issue_id=issue.issue_id,
        keywords=(
            *keywords,
            *with_entities(keywords, entities),
            *in_other_words(keywords),
            *paraphrases(keywords, direction, event, entities),
        ),
        actors=frozenset(actors),
        targets=frozenset(codes - actors),
        names=frozenset(proper),
        aliases=frozenset().union(*(proper_names(text, names, without=frozenset(codes)) for text in issue.keywords)),
        words=words,
        vocabulary=_weighted(issue, counted, names, rareness),
        said=frozenset(content_units(issue.proposition, names)),
        against=frozenset(unit for unit in outside if unit not in words),
        is_reversed=direction.is_reversed,
        is_judged=view.lemma[root] in JUDGING and bool(view.kids(root, "nsubjpass")) and _has_verdict(view, root),
        event=event,
        ancestors=registry.ancestors(issue.issue_id),
    )


def _ended(
    view: Sentence, root: int, units: Mapping[int, str], subject: Collection[int], reversals: Reversals
) -> frozenset[str]:
    """What a proposition ends, as keys; of "the troops leave Norland" it is the troops that are no longer there."""
    ended = reversals.ended(view, root)
    named = [units[tok] for tok in sorted(ended) if tok in units]
    if named and all(unit.startswith("@") for unit in named) and not view.kids(root, "nsubjpass"):
        named = [units[tok] for tok in sorted(subject) if tok in units]
    return frozenset(unit for unit in named if not unit.startswith("@"))


def _proper_tokens(view: Sentence, units: Mapping[int, str]) -> set[tuple[str, ...]]:
    """Runs of proper nouns of a parsed proposition that are no codes, as keys."""
    runs: list[list[str]] = [[]]
    for tok, pos in enumerate(view.pos):
        # "Latin America": the parser takes the first word for an adjective
        begins = pos == "ADJ" and view.word[tok][:1].isupper() and [*view.pos, ""][tok + 1] == "PROPN"
        if (pos == "PROPN" or begins) and tok in units and not units[tok].startswith("@"):
            runs[-1].append(units[tok])
        elif runs[-1]:
            runs.append([])
    return {tuple(run) for run in runs if run}


def _units_by_token(view: Sentence, names: Names) -> dict[int, str]:
    """Key or code of each content word of a parsed proposition, by token."""
    toks = [tok for tok, word in enumerate(view.word) if word[:1].isalnum()]
    words = [(bare_words(view.word[tok]) or [view.word[tok]])[0] for tok in toks]
    codes = {ix: f"@{code}" for start, end, code in names.in_words(words) for ix in range(start, end)}
    empty = empty_words()
    return {
        tok: codes.get(ix) or key_of(view.word[tok])
        for ix, tok in enumerate(toks)
        if ix in codes or view.lower[tok] not in empty
    }


def _event(view: Sentence, root: int) -> str:
    """The word that names what happens: the main verb, or the object of a light one."""
    if view.lemma[root] not in LIGHT:
        return key_of(view.lower[root])
    clauses = view.kids(root, "xcomp", "ccomp")
    if clauses:  # "is held to have armed the rebels"
        return _event(view, clauses[0])
    objects = view.kids(root, "attr", "acomp", "oprd", "dobj") or view.kids(root, "nsubjpass")
    return key_of(view.lower[objects[0] if objects else root])


JUDGING = frozenset({"hold", "blame", "accuse", "find", "deem", "judge", "consider", "believe", "suspect", "regard"})
"""Passive main verbs of propositions that are themselves a judgement: "Norland is held responsible for the raid"."""


def _has_verdict(view: Sentence, root: int) -> bool:
    """As "held responsible", "held to have", "accused of"; not "talks are held"."""
    return bool(view.kids(root, "oprd", "acomp", "xcomp", "ccomp")) or view.lemma[root] in (
        "accuse",
        "blame",
        "suspect",
    )


def _weighted(issue: Issue, counted: str, names: Names, tells: Callable[[str], float]) -> dict[str, float]:
    """Keys of all that the issue's words say, each by its place (proposition, keyword, description) and rarity."""
    found: dict[str, float] = {}
    for texts, place in (((counted,), 0.5), (issue.keywords, 0.8), ((issue.proposition,), 1.0)):
        for unit in (unit for text in texts for unit in content_units(text, names)):
            found[unit] = max(found.get(unit, 0.0), place * tells(unit))
    for words in (words_of(text) for text in issue.keywords):
        if len(words) == 2:  # "cyber space" may be written as one
            found.setdefault(key_of("".join(words)), 0.8)
    return found
