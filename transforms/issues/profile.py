"""What an issue's own words say of it: its keywords as keys, the actors and names it is about, its direction.

Made from the registry alone, whatever it defines: nothing here knows any issue. A proposition is one short sentence
("Ships carry grain through the corridor") and is parsed as such, so that who acts is told from who is acted upon.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from transforms.annotate import make_tokens
from transforms.issues.names import Names, bare_words
from transforms.issues.registry import Issue, Registry
from transforms.issues.reversals import LIGHT, Reversals
from transforms.issues.words import OPENING, empty_words, forms, function_words, key_of, words_of
from transforms.knowledge import Knowledge
from transforms.schemas import Sentences
from transforms.views import Sentence, SentenceViews

_NOT_COUNTED = re.compile(
    r"\b(?:(?:do(?:es)?|are|is) not|don't|doesn't) (?:count|belong|included?|part)\b"
    r"|\b(?:are|is) (?:excluded|left out|(?:a )?separate)\b|\bbelongs? to\b",
    re.IGNORECASE,
)
"""What stands before such words in a description names neighbours of the issue, not the issue."""
_BUT_NOT = re.compile(r"\b(?:but not|not counting|excluding|except(?: for)?|other than|rather than)\b", re.IGNORECASE)
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_WEIGHT_SINGLE, _WEIGHT_PAIR, _WEIGHT_LONGER, _WEIGHT_NAME, _WEIGHT_PARAPHRASE = 0.6, 0.9, 1.0, 0.35, 0.4
_OF_NAME = 0.7
"""What a name tells against common words, when it is no country's: a treaty's, a region's, an agency's."""
_REDUCED = 0.7
_OUTSIDE = 0.2
"""What a keyword keeps that the description mentions only among what does not count."""
_CENTRAL = 1.25
"""How much more a keyword tells whose head is a word of the proposition itself."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """One keyword as matching sees it: the distinct keys a text must hold near each other."""

    text: str
    keys: tuple[str, ...]  # "@UKR" for any name of Ukraine
    weight: float  # 0..1: how much it tells alone
    sign: int  # +1: what it names is what the proposition says; -1: its reverse ("withdrawal" for "remains in")
    is_name: bool  # holds nothing but names: says what a text is about, not what is wanted
    is_own: bool = True  # written by the user; False: read off the proposition


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
    against: frozenset[str]  # keys of what the description says does not count
    is_reversed: bool  # the proposition itself ends, bars or withdraws something
    event: str  # key of the proposition's main verb or, after a light verb, of its object
    ancestors: tuple[str, ...]  # wider issues, nearest first


@dataclass(frozen=True)
class Profiles:
    """All profiles of a registry, by issue id, and the names they were read with."""

    by_id: Mapping[str, Profile]
    names: Names

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
        """Words of keywords that a text may write as two: `joined` (a form of such a word), `unit` (its key)."""
        texts = (keyword.text for profile in self.by_id.values() for keyword in profile.keywords if keyword.is_own)
        wanted = sorted({form for text in texts for word in words_of(text) if len(word) > 5 for form in forms(word)})
        schema = {"joined": pl.String, "unit": pl.String}
        return pl.DataFrame({"joined": wanted, "unit": [key_of(form) for form in wanted]}, schema=schema)

    @cached_property
    def keywords(self) -> pl.DataFrame:
        """One row a keyword: `kw` (number), issue_id, keyword, keys, weight, sign, is_name, is_own, n_keys."""
        rows = [
            (p.issue_id, k.text, list(k.keys), k.weight, k.sign, k.is_name, k.is_own)
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
    return Profiles(found, names)


def content_units(text: str, names: Names, *, without: frozenset[str] | None = None) -> list[str]:
    """Keys ("@UKR" for a name's code) of the words of a short text in order, a name of several words once.

    Args:
        text: a keyword, a clause.
        names: which phrases name a country or organisation.
        without: lower-case words left out; default: all that say nothing of a topic.
    """
    words, skip = bare_words(text), empty_words() if without is None else without
    spans = list(names.in_words(words))
    codes = {start: f"@{code}" for start, _, code in spans}
    inner = {ix for start, end, _ in spans for ix in range(start + 1, end)}
    return [
        codes.get(ix) or key_of(word)
        for ix, word in enumerate(words)
        if ix not in inner and (ix in codes or word.lower() not in skip)
    ]


def keyword_units(text: str, names: Names) -> list[str]:
    """Keys a text must hold for a keyword: its content words, or all but articles where fewer than two would be left.

    "one million" and "third countries" are nothing without their small words.
    """
    units = content_units(text, names, without=function_words())
    if len(units) < min(2, len(bare_words(text))):
        units = content_units(text, names, without=frozenset(("a", "an", "the", "of", "to", "be", "being")))
    return list(dict.fromkeys(units)) or [key_of(word) for word in bare_words(text)]


def split_description(description: str) -> tuple[str, str]:
    """Part a description in what it counts and what it says does not count."""
    counted, left_out = [], []
    for clause in re.split(r"[.;]\s+|\s[–—]\s", description):
        stop, but = _NOT_COUNTED.search(clause), _BUT_NOT.search(clause)
        if stop:
            left_out.append(clause[: stop.start()])
        elif but:
            counted.append(clause[: but.start()])
            left_out.append(clause[but.end() :])
        else:
            counted.append(clause)
    return " ; ".join(counted), " ; ".join(left_out)


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
    direction = Direction(issue.proposition, frozenset(units.values()), reversals.in_proposition(view, root), reversals)
    event = _event(view, root)
    proper = _proper_tokens(view, units)
    entities = codes | {phrase[0] for phrase in proper if len(phrase) == 1}
    counted, left_out = split_description(issue.description or "")
    outside = frozenset(content_units(left_out, names))
    keywords = tuple(_keyword(text, direction, outside, names) for text in issue.keywords)
    words = _weighted(issue, counted, names, rarity)
    return Profile(
        issue_id=issue.issue_id,
        keywords=(
            *keywords,
            *_with_entities(keywords, entities),
            *_paraphrases(keywords, direction, event, entities),
        ),
        actors=frozenset(actors),
        targets=frozenset(codes - actors),
        names=frozenset(proper),
        aliases=frozenset().union(*(_proper(text, names) for text in issue.keywords)),
        words=words,
        against=frozenset(unit for unit in outside if unit not in words),
        is_reversed=direction.is_reversed,
        event=event,
        ancestors=registry.ancestors(issue.issue_id),
    )


def _proper_tokens(view: Sentence, units: Mapping[int, str]) -> set[tuple[str, ...]]:
    """Runs of proper nouns of a parsed proposition that are no codes, as keys."""
    runs: list[list[str]] = [[]]
    for tok, pos in enumerate(view.pos):
        if pos == "PROPN" and tok in units and not units[tok].startswith("@"):
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
    objects = view.kids(root, "dobj", "attr", "nsubjpass", "acomp", "oprd") if view.lemma[root] in LIGHT else []
    return key_of(view.lower[objects[0] if objects else root])


def _keyword(text: str, direction: Direction, outside: frozenset[str], names: Names) -> Keyword:
    """Weigh and sign one keyword; `outside` are the units of what the description says does not count."""
    keys = keyword_units(text, names)
    proper = {key for phrase in _proper(text, names) for key in phrase}
    is_name = all(key.startswith("@") or key in proper for key in keys)
    by_length = (_WEIGHT_SINGLE, _WEIGHT_PAIR, _WEIGHT_LONGER)[min(len(keys), 3) - 1]
    is_place = any(key.startswith("@") for key in keys) or bool(list(names.seats_in(text)))
    weight = (_WEIGHT_NAME if is_place else by_length * _OF_NAME) if is_name else by_length
    if len(keys) == 1 and len(bare_words(text)) > 1 and not is_name:
        # "being discussed": one word that tells, and the small words around it are no help
        weight *= _REDUCED
    if not is_name and keys[-1] in direction.said:
        weight = min(1.0, weight * _CENTRAL)
    elif outside.issuperset(keys):
        weight *= _OUTSIDE
    return Keyword(text, tuple(keys), weight, 1 if is_name else direction.sign(text, keys), is_name)


def _with_entities(keywords: tuple[Keyword, ...], entities: set[str]) -> Iterator[Keyword]:
    """A keyword of one word beside a name of the proposition tells as much as a phrase: "sanctions on Norland"."""
    there = {frozenset(k.keys) for k in keywords}
    for keyword in keywords:
        if len(keyword.keys) == 1 and not keyword.is_name:
            for entity in sorted(entities - set(keyword.keys)):
                if frozenset((*keyword.keys, entity)) not in there:
                    yield replace(keyword, keys=(*keyword.keys, entity), weight=max(keyword.weight, _WEIGHT_PAIR))


def _paraphrases(
    keywords: tuple[Keyword, ...], direction: Direction, event: str, entities: set[str]
) -> Iterator[Keyword]:
    """What a text may say instead of a keyword: the proposition's event or a keyword's head, beside one of its names.

    "agreements with Norland" for the keyword "association agreement" of an issue about Norland.
    """
    heads = {key for key in direction.said if not key.startswith("@")} - entities
    heads |= {k.keys[-1] for k in keywords if len(k.keys) > 1 and not k.is_name and not k.keys[-1].startswith("@")}
    there = {frozenset(k.keys) for k in keywords}
    for head in sorted(heads):
        sign = -1 if direction.is_reversed and head in direction.said and head != event else 1
        for entity in sorted(entities):
            if head != entity and not any(keys <= {head, entity} for keys in there):
                yield Keyword(f"{head} {entity}", (head, entity), _WEIGHT_PARAPHRASE, sign, is_name=False, is_own=False)


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way a proposition goes, to sign its keywords."""

    proposition: str
    said: frozenset[str]
    is_reversed: bool
    reversals: Reversals

    def sign(self, keyword: str, keys: list[str]) -> int:
        """Return -1 when supporting what the keyword names is opposing the proposition, else +1."""
        ending = self.reversals.in_keyword(keyword)
        if self.is_reversed:
            # "weapons" under "X gives up its weapons": who is for them is against the proposition
            return -1 if ending is None and keys[-1] in self.said else 1
        if ending is None or ending in self.said or ending in words_of(self.proposition):
            return 1
        # among measures ("sanctions are imposed") a ban is one more of them, not their end
        return 1 if self.said & self.reversals.measures else -1


def _proper(text: str, names: Names) -> set[tuple[str, ...]]:
    """Runs of capitalised words that name neither country nor organisation, as keys: ("tel", "aviv").

    A capital that only begins the text names nothing unless the whole word is one ("UNRWA") or another follows.
    """
    words = bare_words(text)
    known = {ix for start, end, _ in names.in_words(words) for ix in range(start, end)}
    runs: list[list[str]] = [[]]
    for ix, word in enumerate(words):
        if ix not in known and word[:1].isupper():
            runs[-1].append(key_of(word))
        elif runs[-1]:
            runs.append([])
    return {tuple(run) for run in runs if run}


def _weighted(issue: Issue, counted: str, names: Names, rarity: Mapping[str, float]) -> dict[str, float]:
    """Keys of all that the issue's words say, each by its place (proposition, keyword, description) and rarity."""
    found: dict[str, float] = {}
    for texts, place in (((counted,), 0.5), (issue.keywords, 0.8), ((issue.proposition,), 1.0)):
        for unit in (unit for text in texts for unit in content_units(text, names)):
            found[unit] = max(found.get(unit, 0.0), place * rarity.get(unit, 1.0))
    return found
