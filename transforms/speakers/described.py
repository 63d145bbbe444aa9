"""Organisations called by what they are: "the company", "the agency", "the newspaper"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.gazetteer import fold

_DESCRIPTION = re.compile(r"(?:[Tt]he|[Tt]his|[Tt]hat) (?:[a-z]+ )?([a-z]+)")
_OFFICES = frozenset({"agency", "department", "office", "bureau", "ministry", "regulator", "watchdog", "service"})
_OFFICE_LEVELS = frozenset({"government", "org"})
_OUTLETS = frozenset({"newspaper", "paper", "magazine", "daily", "weekly", "broadcaster", "network", "channel"})
_OUTLET_NAMES = frozenset(
    "times post journal news tribune herald guardian telegraph magazine gazette mail star tv radio television".split()  # noqa: SIM905
)
"""Last words of the names of newspapers and broadcasters."""
_REACH = 1500
"""Characters a description may look back over: a dozen sentences, about as far as a reader remembers who was named."""
_VAGUE = frozenset({"group", "party", "opposition", "movement", "side", "campaign"})
"""Nouns that many sorts of bodies are called by: only a name that has the noun in it is meant."""


@dataclass(frozen=True, slots=True)
class Named:
    """One organisation or body of a state where it is named."""

    char_start: int
    entity_id: str
    name: str
    level: str | None


def organisation_meant(
    text: str, at: int | None, organisations: Sequence[Named], levels: Mapping[str, str]
) -> str | None:
    """Return the entity that "the company" means, or None.

    The one last named with the noun in its name ("the court": the Supreme Court), else the last one of its kind ("the
    agency": the Department of Labor; "the company": Harlow Motors Inc).

    Args:
        text: the speaker's words.
        at: where they stand.
        organisations: in the order of the text.
        levels: by noun for an organisation, what it is.
    """
    described = _DESCRIPTION.fullmatch(text)
    noun = described.group(1).lower() if described is not None else ""
    if at is None or noun not in levels:
        return None
    before = [one for one in organisations if at - _REACH <= one.char_start < at]
    words = {noun} | (_OUTLET_NAMES if noun in _OUTLETS else set())
    named = (one for one in reversed(before) if words & set(fold(one.name).split()) and one.name[:1].isupper())
    wanted = _OFFICE_LEVELS if noun in _OFFICES else {levels[noun]} - {"other"} if noun not in _VAGUE else set()
    alike = (one for one in reversed(before) if one.level in wanted)
    chosen = next(named, None) or next(alike, None)
    return chosen.entity_id if chosen is not None else None
