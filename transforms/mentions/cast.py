"""The actors of one article so far, and which of them a later word can mean: subjects first, near ones first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from transforms.gazetteer import Gazetteer, Name
from transforms.mentions.binding import barred, bound
from transforms.mentions.found import Found
from transforms.mentions.people import Entity, People
from transforms.views import Sentence

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "agent"})
_OFFICIAL_RULES = frozenset({"government", "body", "body-country", "body-again"})
_OTHER_PRONOUN_LOSS = 2.5
"""What a man loses where "she" is written: given names tell much, not all (Josefa is a man in Fiji)."""
_PRONOUN_OF = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}
_REACH = 6
"""Sentences a pronoun may look back over."""
_CONTEXT_REACH = 3
"""Sentences an office or body without a country may look back over for one."""
_SUBJECT_WEIGHT, _ACTOR_WEIGHT, _OTHER_WEIGHT = 3.0, 1.5, 1.0
_DECAY = 0.6
"""What a candidate's weight loses with each sentence in between: an object here loses to a subject two back."""
_QUOTED_LOSS = 1.2
"""What a name inside a quotation loses against one outside, seen from outside."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One mention in reading order; `order` counts the article's parsed sentences."""

    order: int
    tok: int
    end: int
    entity: int
    weight: float
    in_quote: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A state's body as described: the country, the head word and all words of the description."""

    code: str
    head: str
    words: frozenset[str]
    entity: int


@dataclass
class Cast:
    """Actors of one article and their mentions in reading order."""

    gazetteer: Gazetteer
    day: date | None
    entities: list[Entity] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    aliases: dict[str, Found] = field(default_factory=dict)  # "CAAN": the body it was put in brackets after
    organisations: frozenset[str] = frozenset()  # codes of all organisations the article names
    _keys: dict[tuple[str, ...], int] = field(default_factory=dict)
    _people: dict[int, int] = field(default_factory=dict)  # id of a person's entity: its number

    def __post_init__(self) -> None:
        """Begin with nobody."""
        self.people = People(self.gazetteer, self.day)

    def add(self, key: tuple[str, ...], entity: Entity) -> int:
        """Return the number of the entity with this key; `entity` is added when there is none."""
        number = self._keys.setdefault(key, len(self.entities))
        if number == len(self.entities):
            self.entities.append(entity)
        return number

    def add_person(self, entity: Entity) -> int:
        """Return the number of a person the register of people knows."""
        if id(entity) not in self._people:
            self._people[id(entity)] = len(self.entities)
            self.entities.append(entity)
        return self._people[id(entity)]

    def note(self, view: Sentence, found: Found, order: int) -> None:
        """Remember a linked mention as a candidate for what follows."""
        if found.entity is not None:
            is_subject = view.dep[found.head] in _SUBJECTS
            weight = _SUBJECT_WEIGHT if is_subject else _ACTOR_WEIGHT if found.is_actor else _OTHER_WEIGHT
            self.seen.append(Seen(order, found.start, found.end, found.entity, weight, view.in_quote[found.head]))

    def note_opening(self, name: Name, order: int) -> None:
        """Remember the country that opens the unparsed sentence before sentence `order`."""
        canonical = self.gazetteer.country_names.get(name.code, name.code)
        number = self.add(("country", name.code, ""), Entity("country", canonical, "country", name.code, name.level))
        self.seen.append(Seen(order, -1, 0, number, _SUBJECT_WEIGHT, in_quote=False))

    def antecedent(self, view: Sentence, tok: int, order: int, wants: str) -> int | None:
        """Return whom the word at `tok` means, or None.

        Args:
            view: the sentence of the word.
            tok: the word.
            order: number of its sentence.
            wants: `person`, `body` (a country or organisation) or `many` (a group or people).
        """
        meant = self.at(bound(view, tok), order)
        if meant is not None and fits(self.entities[meant], wants):
            return meant
        never = self.at(barred(view, tok), order)
        best: tuple[float, int, int] | None = None
        chosen: int | None = None
        pronoun = _PRONOUN_OF.get(view.lower[tok])
        is_beside_quotation = not view.in_quote[tok] and view.dep[tok] in _SUBJECTS and any(view.in_quote)
        for seen in reversed(self.seen):
            back = order - seen.order
            if back > _REACH:
                break
            entity = self.entities[seen.entity]
            if (back == 0 and seen.tok >= tok) or seen.entity == never or not fits(entity, wants):
                continue
            if is_beside_quotation and seen.in_quote:
                continue  # who is named in a quotation is not who says it
            if wants == "body" and back > 0 and seen.in_quote and not view.in_quote[tok]:
                continue  # the narrator's "it" takes up what the narrator named
            loss = _QUOTED_LOSS if seen.in_quote and not view.in_quote[tok] else 0.0
            loss += _OTHER_PRONOUN_LOSS if pronoun is not None and entity.pronoun not in {None, pronoun} else 0.0
            rank = (seen.weight - _DECAY * back - loss, seen.order, seen.tok)
            if best is None or rank > best:
                best, chosen = rank, seen.entity
        return chosen

    def at(self, tok: int | None, order: int) -> int | None:
        """Return the actor that a word of sentence `order` names, when it was read before."""
        if tok is None:
            return None
        own = (seen for seen in reversed(self.seen) if seen.order == order)
        return next((seen.entity for seen in own if seen.tok <= tok < seen.end), None)

    def organisation_meant(self, noun: str) -> str | None:
        """Return the code that "the bloc", "the alliance" means: the one last named, else the only one named at all."""
        refers_to, codes = self.gazetteer.nominals.get(noun, ("", ()))
        if refers_to != "organisation":
            return None
        for seen in reversed(self.seen):
            if self.entities[seen.entity].code in codes and self.entities[seen.entity].kind == "organisation":
                return self.entities[seen.entity].code
        named = sorted(self.organisations & set(codes))
        return named[0] if len(named) == 1 else None

    def main_code(self) -> str | None:
        """Return the country most officials and bodies of the article belong to: its officials need none named.

        Countries that are only spoken of do not count; no country that leads by half gives None.
        """
        counts: dict[str, int] = {}
        for seen in self.seen:
            entity = self.entities[seen.entity]
            code = entity.code
            is_official = entity.kind in {"person", "anonymous"} or entity.rule in _OFFICIAL_RULES
            if is_official and code is not None and code in self.gazetteer.country_names:
                counts[code] = counts.get(code, 0) + 1
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]):
            return None
        return ranked[0][0]

    def context_code(self, order: int, tok: int, *, is_local: bool = False, of_state: bool = False) -> str | None:
        """Return the country last spoken of before a place in the text: an acting one first, or the nearest one.

        An organisation can be meant too, unless what is asked for is `of_state`.
        """
        best: tuple[float, int, int] | None = None
        code = None
        for seen in reversed(self.seen):
            if seen.order < order - _CONTEXT_REACH:
                break
            entity = self.entities[seen.entity]
            if entity.code is None or not entity.code.isalpha() or (seen.order, seen.tok) >= (order, tok):
                continue
            if of_state and entity.code not in self.gazetteer.country_names:
                continue
            weight = 0.0 if is_local else seen.weight
            rank = (weight - _DECAY * (order - seen.order), seen.order, seen.tok)
            if best is None or rank > best:
                best, code = rank, entity.code
        return code


def fits(entity: Entity, wants: str) -> bool:
    """Tell whether an actor can be what a pronoun wants: a person, a body or many."""
    if wants == "many":
        return entity.is_plural or entity.kind == "group"
    if entity.is_plural:
        return False
    if wants == "body":
        return entity.kind in {"country", "organisation"}
    return entity.kind in {"person", "anonymous"}
