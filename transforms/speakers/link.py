"""Who speaks: rules over the attributions of one article in the order of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from transforms.speakers.candidates import Words
from transforms.speakers.described import Named, organisation_meant

_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})
_THIRD_PERSON = frozenset({"he", "she", "it", "they", "who", "him", "her", "them", "his", "its", "their"})
_HE_OR_SHE = frozenset({"he", "she", "him", "her", "his", "who"})
# papers speak for whoever put them out: the speaker of the quote before; "a letter" is a new source
_PAPERS = re.compile(
    r"^(?:(?:the|his|her|its|their|that|this)\s+(?:\w+\s+)?"
    r"(?:statement|communiqu[eé]|note|letter|document|release|post|tweet|message|declaration|memo|report)"
    r"|an?\s+(?:\w+\s+)?(?:statement|communiqu[eé]|(?:press|news) release))\b",
    re.IGNORECASE,
)
_LONGEST_REST = 3
"""Words behind the noun of a paper: "its statement on Friday"."""
_MARKS = '"“”«»„'
_NO_MARKS = str.maketrans("", "", _MARKS)
_ANYBODY = frozenset({"one", "those", "these", "some", "others", "many", "several", "few", "most", "both"})
_NOBODY = _ANYBODY | {"that", "this", "which", "what", "you", "there"}
"""Words that name no speaker: they keep their place in the text and have no name."""
_IS_DEFINITE = re.compile(r"^(?:the|this|that|his|her|its|their|our|my)\s", re.IGNORECASE)
_PEOPLE = frozenset(
    """
    official source person individual diplomat aide insider witness resident authority people analyst expert critic
    observer executive officer spokesman spokeswoman spokesperson lawmaker adviser advisor man woman someone employee
    worker voter supporter opponent activist lawyer economist trader investor legislator politician member veteran
    staffer operative strategist friend relative neighbor neighbour doctor soldier survivor student villager protester
    some other another many several few most one both
    """.split()  # noqa: SIM905
)
"""Heads of words that name people without their names."""
_OFFICIALS = frozenset(
    """
    official source diplomat aide insider authority officer spokesman spokeswoman spokesperson adviser advisor staffer
    operative some other another many several few most one both
    """.split()  # noqa: SIM905
)
"""Those of them that speak for the state named beside them; a resident, a lawmaker or a rich man of it does not."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What linking reads of one attribution."""

    quote_id: str
    article_id: str
    speaker_text: str | None
    parent_quote_id: str | None
    speaker_at: int | None
    cue_class: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a quote; all empty when nobody is named."""

    name: str | None = None
    entity_id: str | None = None
    person_id: str | None = None
    role: str | None = None
    affiliation: str | None = None
    country: str | None = None
    level: str | None = None
    principal: str | None = None
    is_anonymous: bool = False
    rule: str | None = None
    kind: str | None = None  # of its entity
    is_joint: bool = False  # `name` names several who spoke together

    @staticmethod
    def of(row: Mapping[str, Any]) -> Speaker:
        """Make the speaker that a row of `entities` is."""
        code = row["code"]
        return Speaker(
            name=row["name"],
            entity_id=row["entity_id"],
            person_id=row["person_id"],
            role=row["role"] or _institution(row["kind"], row["rule_id"], row["holder_level"]),
            affiliation=row["affiliation"],
            # a group is no country; who belongs to it is not said
            country=None if code is None or code.startswith("GRP:") else code,
            level=row["holder_level"],
            principal=row["principal"],
            is_anonymous=row["is_anonymous"],
            kind=row["kind"],
        )

    def can_be_a_person(self) -> bool:
        """Tell whether "he" or "she" can mean this speaker."""
        if self.is_joint:
            return False
        return self.kind in {"person", "anonymous"} or (self.kind is None and self.is_anonymous)


def _institution(kind: str, rule: str, level: str | None) -> str | None:
    """Return the role of a speaker that is no person."""
    if kind == "country":
        return "government" if level != "other" else None
    return kind if kind in {"organisation", "group"} and rule != "proper-name" else None


@dataclass(frozen=True, slots=True)
class Heard:
    """What linking knows of one article: its actors, and its organisations in the order they are named."""

    words: Mapping[str, Words]  # by quote
    entities: Mapping[str, Speaker]
    organisations: Sequence[Named]
    levels: Mapping[str, str]  # of nouns for organisations: "company", "newspaper"
    labelled: Mapping[str, Speaker]  # who speaks behind a label in capitals: "MS. VOS", "PRESIDENT HALDER"


def link_article(attributions: Sequence[Attribution], heard: Heard) -> Iterator[tuple[str, Speaker, str | None]]:
    """Yield (quote_id, speaker, reporting speaker's name) for the attributions of one article, in text order."""
    made: dict[str, Speaker] = {}
    previous: Speaker | None = None
    last: Speaker | None = None
    for one in attributions:
        parent = made.get(one.parent_quote_id or "")
        speaker = last = _speaker(one, heard, parent, previous, last)
        made[one.quote_id] = speaker
        if speaker.name is not None and one.parent_quote_id is None and _can_go_on(speaker):
            previous = speaker
    for one in attributions:
        parent = made.get(one.parent_quote_id or "")
        yield one.quote_id, made[one.quote_id], parent.name if parent is not None else None


def _can_go_on(speaker: Speaker) -> bool:
    """Tell whether later words may mean this speaker: actors, people without a name, names no table knows."""
    return speaker.rule != "as-written" or speaker.is_anonymous or (speaker.name or "")[:1].isupper()


def _speaker(
    one: Attribution, heard: Heard, parent: Speaker | None, previous: Speaker | None, last: Speaker | None
) -> Speaker:
    text = " ".join((one.speaker_text or "").split()).strip(" ,;:—–-")
    if sum(text.count(mark) for mark in _MARKS) % 2:
        text = text.translate(_NO_MARKS).strip()
    if not text or text.lower() in _NOBODY:
        return Speaker(is_anonymous=text.lower() in _ANYBODY)
    if text.lower() in _FIRST_PERSON:
        return replace(parent, rule="first-person") if parent is not None and parent.name else Speaker()
    words = heard.words.get(one.quote_id) or Words("", is_plural=False, candidates=[])
    best = next((c for c in words.candidates if c.holds_head and c.entity_id in heard.entities), None)
    if one.cue_class == "label" and text in heard.labelled:
        return replace(heard.labelled[text], rule="label")
    if best is not None and best.entity_id is not None:
        return _together(replace(heard.entities[best.entity_id], rule=best.kind), text, words, heard)
    if _is_paper(text) and previous is not None and last is not None and _can_go_on(last):
        return replace(previous, rule="paper")
    if text.lower() in _THIRD_PERSON:
        fits = previous is not None and (text.lower() not in _HE_OR_SHE or previous.can_be_a_person())
        return replace(previous, rule="last-speaker") if previous is not None and fits else Speaker()
    meant = organisation_meant(text, one.speaker_at, heard.organisations, heard.levels)
    if meant is not None:
        return replace(heard.entities[meant], rule="described")
    return _as_written(text, words)


def _together(speaker: Speaker, text: str, words: Words, heard: Heard) -> Speaker:
    """Return a person with the names of those who speak along: "A and B"; the rest of the row is the first one's.

    Only a name has partners: in "the council's oldest member, Ana Vos" one person is described and named.
    """
    if speaker.kind != "person" or speaker.name is None or not words.partners:
        return speaker
    surname = speaker.name.split()[-1]
    if not surname[:1].isupper() or surname not in text or speaker.name.lower().startswith("the "):
        return speaker
    found = (heard.entities[one].name for one in words.partners if one in heard.entities)
    others = [name for name in found if name is not None and name != speaker.name]
    if not others:
        return speaker
    return replace(speaker, name=f"{', '.join([speaker.name, *others[:-1]])} and {others[-1]}", is_joint=True)


def _is_paper(text: str) -> bool:
    """Tell whether a paper is named with no more about it: "the document the envoy wrote" is the envoy's."""
    found = _PAPERS.match(text)
    return found is not None and len(text[found.end() :].split()) <= _LONGEST_REST


def _as_written(text: str, words: Words) -> Speaker:
    """Return a speaker known only by these words; a country named beside their head is theirs."""
    beside = (c.code for c in words.candidates if c.code and not c.code.startswith("GRP:") and c.is_beside)
    is_named_before = bool(_IS_DEFINITE.match(text)) and (not words.is_plural or words.head in {"man", "woman"})
    is_anonymous = words.head in _PEOPLE and not is_named_before
    code = next(beside, None)
    return Speaker(
        name=text,
        country=code,
        level="anonymous_official" if is_anonymous and code and words.head in _OFFICIALS else "other",
        is_anonymous=is_anonymous,
        rule="as-written",
    )
