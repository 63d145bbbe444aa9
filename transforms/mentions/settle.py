"""After an article is read: officials whose country is not said get the one of their article, where that is sure."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.mentions.cast import Cast
from transforms.mentions.found import Found
from transforms.mentions.people import Entity
from transforms.schemas import HOLDER_LEVELS
from transforms.views import Sentence

_HEADS = frozenset({"head_of_state", "head_of_government"})
_OF_STATES = _HEADS | {"minister"}
"""Offices of a state, not of a body of states."""


def settle(read: Sequence[tuple[Sentence, list[Found]]], cast: Cast) -> None:
    """Give each mention of a person what the whole article says of them, and officials without a country one."""
    first: dict[int, tuple[int, int]] = {}
    for seen in cast.seen:
        first.setdefault(seen.entity, (seen.order, seen.tok))
    main = cast.main_code()
    pledged = _pledged(read, cast)
    for number, entity in enumerate(cast.entities):
        if number in first and _is_bare(entity):
            entity.code = pledged.get(number) or _country(cast, entity, first[number], main)
            if entity.level in _HEADS and not cast.people.may_hold(entity):
                # another is in office: a president of the past, of no known state
                entity.level, entity.code = "other", None
    for _, founds in read:
        for found in founds:
            if found.entity is not None and cast.entities[found.entity].kind in {"person", "anonymous"}:
                entity = cast.entities[found.entity]
                found.code, found.level = entity.code, entity.level


def _pledged(read: Sequence[tuple[Sentence, list[Found]]], cast: Cast) -> dict[int, str]:
    """Return the countries officials of states say will act: "the minister said Peru would answer" is Peru's."""
    found: dict[int, str] = {}
    for view, founds in read:
        countries = {m.head: m.code for m in founds if m.kind == "country" and m.code in cast.gazetteer.country_names}
        for person in founds:
            number = person.entity
            if number is None or number in found or cast.entities[number].level not in _OF_STATES:
                continue
            says = view.head[person.head] if view.dep[person.head] == "nsubj" else person.head
            verbs = [says, *(k for k in view.children[says] if view.dep[k] == "conj")]
            for said in (k for verb in verbs for k in view.children[verb] if view.dep[k] == "ccomp"):
                subject = next((k for k in view.children[said] if view.dep[k] == "nsubj"), None)
                if any(view.lower[k] in {"will", "would"} for k in view.children[said]) and subject in countries:
                    found[number] = countries[subject] or ""
    return found


def _is_bare(entity: Entity) -> bool:
    """Tell whether a person has an office but neither country nor body."""
    is_official = entity.level in HOLDER_LEVELS or entity.level == "legislator"
    has_office = entity.kind == "person" and bool(entity.titles) and entity.level != "spokesperson"
    return has_office and is_official and entity.code is None and not entity.affiliation


def _country(cast: Cast, entity: Entity, place: tuple[int, int], main: str | None) -> str | None:
    """Return the country most officials of the article have; where another was just spoken of, that or none."""
    if entity.level == "legislator":
        return main
    near = cast.context_code(*place, of_state=main is not None or entity.level in _OF_STATES)
    code = main or near
    if near not in {None, code}:
        is_nearest = entity.level in _OF_STATES and near == cast.context_code(*place, is_local=True)
        code = near if is_nearest else None
    return None if code is not None and _is_taken(cast, entity, code) else code


def _is_taken(cast: Cast, entity: Entity, code: str) -> bool:
    """Tell whether the article names another holder of the same ministry in that country; heads have predecessors."""
    return entity.level == "minister" and any(
        other is not entity and other.tokens and other.code == code and other.titles & entity.titles
        for other in cast.entities
    )
