"""Keywords of an issue as matching sees them: keys, weight, and which way they point."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from transforms.issues.names import Names, bare_words
from transforms.issues.reversals import Reversals
from transforms.issues.words import empty_words, function_words, key_of, rareness, synonyms, words_of

_NOT_COUNTED = re.compile(
    r"\b(?:(?:do(?:es)?|are|is) not|don't|doesn't) (?:count|belong|included?|part)\b"
    r"|\b(?:are|is) (?:excluded|left out|(?:a )?separate)\b|\bbelongs? to\b",
    re.IGNORECASE,
)
"""What stands before such words in a description names neighbours of the issue, not the issue."""
_BUT_NOT = re.compile(r"\b(?:but not|not counting|excluding|except(?: for)?|other than|rather than)\b", re.IGNORECASE)
_WEIGHT_SINGLE, _WEIGHT_PAIR, _WEIGHT_LONGER, _WEIGHT_NAME, _WEIGHT_PARAPHRASE = 0.6, 0.9, 1.0, 0.35, 0.4
_OF_NAME = 0.7
"""What a name tells against common words, when it is no country's: a treaty's, a region's, an agency's."""
_REDUCED = 0.7
_OUTSIDE = 0.02
"""What a keyword keeps that the description mentions only among what does not count: no hit, but a word around one."""
_OTHERWISE = 0.85
"""What a keyword keeps with one of its words said otherwise."""
_NO_OTHERS = ("force", "vote", "ballot", "poll")
"""Words wider than their synonyms: "the use of force" is none of soldiers, a vote in the Council no election."""
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
    is_ending: bool = False  # names an ending or what carries one out: "ban", "abolition", "tax bill"

    @property
    def rareness(self) -> float:
        """How much its rarest word tells that is no country's name; 0 where it holds nothing else."""
        return max((rareness(key) for key in self.keys if not key.startswith("@")), default=0.0)


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


def read_keyword(text: str, direction: Direction, outside: frozenset[str], names: Names) -> Keyword:
    """Weigh and sign one keyword; `outside` are the units of what the description says does not count."""
    keys = keyword_units(text, names)
    proper = {key for phrase in proper_names(text, names) for key in phrase}
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
    sign = 1 if is_name else direction.sign(text, keys)
    return Keyword(text, tuple(keys), weight, sign, is_name, is_ending=direction.is_ending(text, keys))


def with_entities(keywords: tuple[Keyword, ...], entities: set[str]) -> Iterator[Keyword]:
    """A keyword of one word beside a name of the proposition tells as much as a phrase: "sanctions on Norland"."""
    there = {frozenset(k.keys) for k in keywords}
    for keyword in keywords:
        if len(keyword.keys) == 1 and not keyword.is_name:
            for entity in sorted(entities - set(keyword.keys)):
                if frozenset((*keyword.keys, entity)) not in there:
                    yield replace(keyword, keys=(*keyword.keys, entity), weight=max(keyword.weight, _WEIGHT_PAIR))


def in_other_words(keywords: tuple[Keyword, ...]) -> Iterator[Keyword]:
    """A keyword of several words with one of them said otherwise: "fishing pact" for "fishing agreement"."""
    fields, there = synonyms(), {frozenset(k.keys) for k in keywords}
    for keyword in keywords:
        if len(keyword.keys) < 2 or keyword.is_name:
            continue
        kept = {key_of(word) for word in _NO_OTHERS if word in words_of(keyword.text)}
        for at, key in enumerate(keyword.keys):
            if key in kept:
                continue
            for other in sorted(fields.get(key, frozenset()) - set(keyword.keys)):
                keys = (*keyword.keys[:at], other, *keyword.keys[at + 1 :])
                if frozenset(keys) not in there:
                    there.add(frozenset(keys))
                    yield replace(keyword, keys=keys, weight=keyword.weight * _OTHERWISE)


def paraphrases(
    keywords: tuple[Keyword, ...], direction: Direction, event: str, entities: set[str]
) -> Iterator[Keyword]:
    """What a text may say instead of a keyword: the proposition's event or a keyword's head, beside one of its names.

    "agreements with Norland" for the keyword "association agreement" of an issue about Norland.
    """
    heads = {key for key in direction.said if not key.startswith("@")} - entities
    phrases = [k for k in keywords if len(k.keys) > 1 and not k.is_name and not k.keys[-1].startswith("@")]
    reversing = {k.keys[-1] for k in phrases if k.sign < 0} - {k.keys[-1] for k in phrases if k.sign > 0}
    heads |= {k.keys[-1] for k in phrases}
    there = {frozenset(k.keys) for k in keywords}
    for head in sorted(heads):
        undoes = (head == event and event not in direction.ended) or (
            head in direction.reversals.verbs | direction.reversals.relief
        )
        is_ended = direction.is_reversed and head in direction.said and not undoes
        # a "ban on Norland" goes the way of the "visa ban" it is read off
        sign = -1 if is_ended or (head in reversing and head not in direction.said) else 1
        for entity in sorted(entities):
            if head != entity and not any(keys <= {head, entity} for keys in there):
                yield Keyword(f"{head} {entity}", (head, entity), _WEIGHT_PARAPHRASE, sign, is_name=False, is_own=False)


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way a proposition goes, to sign its keywords."""

    proposition: str
    said: frozenset[str]
    ended: frozenset[str]  # of them what it ends: "weapons" under "X gives up its weapons"; empty where it ends nothing
    reversals: Reversals

    @property
    def is_reversed(self) -> bool:
        """Whether the proposition itself ends, bars or withdraws something."""
        return bool(self.ended)

    def is_ending(self, keyword: str, keys: list[str]) -> bool:
        """Tell a keyword that names an ending, or what carries one out."""
        said = {*keys} & (self.reversals.policies | self.reversals.verbs)
        return bool(said) or self.reversals.in_keyword(keyword) is not None

    def sign(self, keyword: str, keys: list[str]) -> int:
        """Return -1 when supporting what the keyword names is opposing the proposition, else +1."""
        ending = self.reversals.in_keyword(keyword, self.ended)
        if self.is_reversed:
            if self.reversals.opens(keyword):
                return -self.sign(keyword.split(maxsplit=1)[1], keys)  # "lifting the ban"
            if ending is not None:
                return -1 if ending in self.ended else 1  # the "ban" of "lifts its ban" is what is ended
            if keys[-1] in self.reversals.policies - self.ended:
                return 1  # the "tax bill" of "Norland cuts taxes"
            if self.reversals.keeping & set(keys) - self.said:
                return -1  # "plans to stay" of "Norland leaves the pact"
            # "weapons" under "X gives up its weapons": who is for them is against the proposition
            # (and so do the "weapon tests": any of its words names what is given up)
            return -1 if self.ended & set(keys) else 1
        if ending in self.reversals.relief and ending not in self.said:
            return -1  # "lifting the embargo" of "the embargo is kept"
        if self.reversals.bars(keyword, self.said):
            return -1
        if ending is None or ending in self.said or ending in words_of(self.proposition):
            return 1
        # among measures ("sanctions are imposed") a ban is one more of them, not their end
        return 1 if self.said & self.reversals.measures else -1


def proper_names(text: str, names: Names, *, without: frozenset[str] = frozenset()) -> set[tuple[str, ...]]:
    """Runs of capitalised words that name neither country nor organisation, as keys: ("tel", "aviv").

    A capital that only begins the text names nothing unless the whole word is one ("UNRWA") or another follows. Left
    out are seats and leaders of the countries `without` ("@USA"): who is there already stands for nothing that is not.
    """
    words = bare_words(text)
    known = {ix for start, end, _ in names.in_words(words) for ix in range(start, end)}
    runs: list[list[str]] = [[]]
    for ix, word in enumerate(words):
        if ix not in known and word[:1].isupper():
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return {tuple(key_of(word) for word in run) for run in runs if run and f"@{names.stands_for(run)}" not in without}
