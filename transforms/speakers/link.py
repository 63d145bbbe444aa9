"""Who speaks: rules over the attributions of one article in the order of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from transforms.speakers.candidates import Candidate

_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})
_THIRD_PERSON = frozenset({"he", "she", "it", "they", "who", "him", "her", "them"})
# papers speak for whoever put them out: the speaker of the quote before
_PAPERS = re.compile(
    r"^(?:the|a|an|his|her|its|their|that|this)\s+(?:\w+\s+)?"
    r"(?:statement|communiqu[eé]|note|letter|document|release|post|tweet|message|declaration|memo|report)\b",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(r"^(?:an?|one|two|three|several|some|many|other|another|most|few|unnamed)\s", re.IGNORECASE)
_PEOPLE = re.compile(
    r"\b(?:officials?|sources?|persons?|individuals?|diplomats?|aides?|insiders?|witnesses|residents?|authorities|people|analysts?|experts?|"
    r"critics|observers?|executives?|officers?|spokes(?:man|woman|person|people)|lawmakers?|adviser|advisers)\b",
    re.IGNORECASE,
)


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

    @staticmethod
    def of(row: Mapping[str, Any]) -> Speaker:
        """Make the speaker that a row of `entities` is."""
        code = row["code"]
        return Speaker(
            name=row["name"],
            entity_id=row["entity_id"],
            person_id=row["person_id"],
            role=row["role"] or _institution(row["kind"], row["rule_id"]),
            affiliation=row["affiliation"],
            # a group is no country; who belongs to it is not said
            country=None if code is None or code.startswith("GRP:") else code,
            level=row["holder_level"],
            principal=row["principal"],
            is_anonymous=row["is_anonymous"],
        )


def _institution(kind: str, rule: str) -> str | None:
    """Return the role of a speaker that is no person."""
    if kind == "country":
        return "government"
    return kind if kind in {"organisation", "group"} and rule != "proper-name" else None


def link_article(
    attributions: Sequence[Attribution], candidates: Mapping[str, list[Candidate]], entities: Mapping[str, Speaker]
) -> Iterator[tuple[str, Speaker, str | None]]:
    """Yield (quote_id, speaker, reporting speaker's name) for the attributions of one article, in text order."""
    made: dict[str, Speaker] = {}
    previous: Speaker | None = None
    for one in attributions:
        parent = made.get(one.parent_quote_id or "")
        speaker = _speaker(one, candidates.get(one.quote_id, []), entities, parent, previous)
        made[one.quote_id] = speaker
        if speaker.name is not None and one.parent_quote_id is None:
            previous = speaker
    for one in attributions:
        parent = made.get(one.parent_quote_id or "")
        yield one.quote_id, made[one.quote_id], parent.name if parent is not None else None


def _speaker(
    one: Attribution,
    candidates: list[Candidate],
    entities: Mapping[str, Speaker],
    parent: Speaker | None,
    previous: Speaker | None,
) -> Speaker:
    text = " ".join((one.speaker_text or "").split()).strip(" ,;:—–-")
    if not text:
        return Speaker()
    if text.lower() in _FIRST_PERSON:
        return replace(parent, rule="first-person") if parent is not None and parent.name else Speaker()
    best = next((c for c in candidates if c.holds_head and c.entity_id in entities), None)
    if best is not None and best.entity_id is not None:
        return replace(entities[best.entity_id], rule=best.kind)
    if _PAPERS.match(text) and previous is not None:
        return replace(previous, rule="paper")
    if text.lower() in _THIRD_PERSON:
        return replace(previous, rule="last-speaker") if previous is not None else Speaker()
    return _as_written(text, candidates)


def _as_written(text: str, candidates: list[Candidate]) -> Speaker:
    """Return a speaker known only by these words; a country named in them is theirs."""
    code = next((c.code for c in candidates if c.code and not c.code.startswith("GRP:")), None)
    is_anonymous = bool(_PEOPLE.search(text)) and (
        bool(_INDEFINITE.match(text)) or text[:1].islower() or "s" in text[-1:]
    )
    return Speaker(
        name=text,
        country=code,
        level="anonymous_official" if is_anonymous and code else "other",
        is_anonymous=is_anonymous,
        rule="as-written",
    )
