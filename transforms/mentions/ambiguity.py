"""Names that only the article decides: "Korean", "Congolese", Georgia the country and Georgia the state."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.gazetteer import Gazetteer
from transforms.mentions.found import Found
from transforms.schemas import HOLDER_LEVELS
from transforms.views import Sentence

_UNION = "USA"
"""The country of the states that share their names with countries."""
UNDECIDED = "?"
"""Code of a name that several countries share."""


def disambiguate(read: Sequence[tuple[Sentence, list[Found]]], gazetteer: Gazetteer) -> None:
    """Decide shared names by the other names of the article; take out mentions of a US state.

    A shared name means the one of its countries that the article names otherwise; with none or several it means
    nobody (code NULL). A country's name means the state when words of the state stand in the article and no other
    name of the country does.
    """
    shared = gazetteer.ambiguous.get("shared", {})
    undecided = [(view, found) for view, founds in read for found in founds if found.code == UNDECIDED]
    states = gazetteer.ambiguous.get("us_state", {})
    doubtful = [(founds, found) for _, founds in read for found in founds if found.text in states]
    served = [
        found for _, founds in read for found in founds if found.title is not None and found.affiliation in states
    ]
    if not undecided and not doubtful and not served:
        return
    ids = {id(found) for found in served}
    elsewhere = (found for _, founds in read for found in founds if found.text not in states and id(found) not in ids)
    named = {found.code for found in elsewhere}
    for view, found in undecided:
        name = next((word for word in view.word[found.start : found.end] if word in shared), "")
        meant = sorted(shared.get(name, frozenset()) & named)
        found.code = meant[0] if len(meant) == 1 else None
    if doubtful or served:
        words = {word for view, _ in read for word in view.word}
        for found in served:
            if found.code not in named and words & states[found.affiliation or ""]:
                found.code, found.level = _UNION, "other" if found.level in HOLDER_LEVELS else found.level
        for founds, found in doubtful:
            if found.code not in named and words & states[found.text]:
                founds.remove(found)
