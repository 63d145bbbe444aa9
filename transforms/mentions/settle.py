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
    for number, entity in enumerate(cast.entities):
        if number in first and _is_bare(entity):
            entity.code = _country(cast, entity, first[number], main)
            if entity.level in _HEADS and not cast.people.may_hold(entity):
                # another is in office: a president of the past, of no known state
                entity.level, entity.code = "other", None
    for _, founds in read:
        for found in founds:
            if found.entity is not None and cast.entities[found.entity].kind in {"person", "anonymous"}:
                entity = cast.entities[found.entity]
                found.code, found.level = entity.code, entity.level


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
