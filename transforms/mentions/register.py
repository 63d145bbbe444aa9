"""The article-local register of actors: every mention is joined to an entity, first by name, then by description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from transforms.gazetteer import Gazetteer, fold
from transforms.mentions.found import Found
from transforms.mentions.people import Entity, People
from transforms.schemas import HOLDER_LEVELS
from transforms.views import Sentence

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "agent"})
_UNNAMED = frozenset(
    """
    official senior official government official diplomat senior diplomat aide adviser advisor senior adviser officer
    source negotiator civil servant representative delegate envoy counsellor commander presidential aide
    """.split()  # noqa: SIM905
) | {"senior official", "government official", "senior diplomat", "civil servant", "presidential aide"}
"""Offices that many hold at once: without a name the holder stays anonymous."""
_HEADS = {
    "president": ("head_of_state",),
    "prime minister": ("head_of_government",),
    "premier": ("head_of_government",),
    "chancellor": ("head_of_government",),
    "king": ("head_of_state",),
    "queen": ("head_of_state",),
    "pope": ("head_of_state",),
    "leader": ("head_of_state", "head_of_government"),
    "supreme leader": ("head_of_state",),
}
_REACH = 6
"""Sentences a pronoun or description may look back over."""
_DECAY = 0.6
"""What a candidate's weight loses with each sentence in between."""


@dataclass(slots=True)
class _Seen:
    """One mention in reading order, as a candidate for what follows."""

    order: int
    tok: int
    entity: int
    weight: float
    in_quote: bool
    is_country: bool


class Register:
    """Joins the mentions of one article. `order` counts its parsed sentences."""

    def __init__(self, gazetteer: Gazetteer, day: date | None) -> None:
        """Begin empty; `day` is the article's date, None when unknown."""
        self.entities: list[Entity] = []
        self._gazetteer = gazetteer
        self._people = People(gazetteer, day)
        self._seen: list[_Seen] = []
        self._keys: dict[tuple[str, ...], int] = {}
        self._index: dict[int, int] = {}  # id of a person entity: its number

    def read(self, sentences: Sequence[tuple[Sentence, list[Found]]]) -> None:
        """Join all mentions of an article, given as its parsed sentences in order with what was found in them."""
        self._name_people(sentences)
        for order, (view, founds) in enumerate(sentences):
            for found in founds:
                if found.entity is None:
                    self._link(view, found, order)
                if found.entity is not None:
                    self._note(view, found, order)
        self._settle(sentences)

    def _name_people(self, sentences: Sequence[tuple[Sentence, list[Found]]]) -> None:
        founds = [
            (view, found)
            for view, found_here in sentences
            for found in found_here
            if found.name and found.kind != "organisation"
        ]
        linked = self._people.learn([found for _, found in founds])
        for n, (view, found) in enumerate(founds):
            entity = linked.get(n)
            if entity is not None and not entity.has_evidence:
                entity.has_evidence = _stands_as_person(view, found)
        for n, (_, found) in enumerate(founds):
            entity = linked.get(n)
            if entity is not None and entity.has_evidence:
                found.entity = self._number(entity)

    def _number(self, entity: Entity) -> int:
        if id(entity) not in self._index:
            self._index[id(entity)] = len(self.entities)
            self.entities.append(entity)
        return self._index[id(entity)]

    def _add(self, key: tuple[str, ...], entity: Entity) -> int:
        number = self._keys.setdefault(key, len(self.entities))
        if number == len(self.entities):
            self.entities.append(entity)
        return number

    def _note(self, view: Sentence, found: Found, order: int) -> None:
        if found.entity is None:
            return
        entity = self.entities[found.entity]
        weight = 3.0 if view.dep[found.head] in _SUBJECTS else 1.5 if found.is_actor else 1.0
        is_country = entity.kind in {"country", "organisation"}
        self._seen.append(
            _Seen(order, found.start, found.entity, weight, view.in_quote[found.head], is_country=is_country)
        )

    def _link(self, view: Sentence, found: Found, order: int) -> None:
        match found.kind:
            case "country" | "organisation" | "group":
                self._link_name(found)
            case "body":
                self._link_body(found, order)
            case "office":
                self._link_office(view, found, order)
            case "nominal":
                self._link_nominal(view, found, order)
            case "pronoun":
                self._link_pronoun(view, found, order)
            case _:
                pass

    def _link_name(self, found: Found) -> None:
        code = found.code or ""
        if found.kind == "organisation" and not code:
            entity = Entity("organisation", found.text, found.rule, level=found.level, affiliation=found.affiliation)
            found.entity = self._add(("name", fold(found.text)), entity)
            return
        is_metonym = bool(found.roles & {"government", "building", "legislature", "capital"})
        phrase = fold(found.text).removeprefix("the ")
        key = (found.kind, code, phrase if is_metonym or found.kind == "group" else "")
        name = found.text
        if found.rule in {"adjective", "demonym"}:
            name = self._gazetteer.country_names.get(code, found.text)
            key = (found.kind, code, "")
        kind = "country" if found.kind == "country" else found.kind
        number = self._add(key, Entity(kind, name, found.rule, code=found.code, level=found.level))
        entity = self.entities[number]
        if entity.rule in {"adjective", "demonym"} and found.rule not in {"adjective", "demonym"}:
            entity.name, entity.rule, entity.level = found.text, found.rule, found.level
        found.entity = number

    def _link_body(self, found: Found, order: int) -> None:
        term = fold(found.text).split()[-1]
        if found.code is None:
            number = self._recent_body(term)
            if number is not None:
                entity = self.entities[number]
                found.entity, found.code, found.rule = number, entity.code, "body-again"
                return
            found.code = self._context_code(order, found.start)
            found.rule = "body-context"
            if found.code is None:
                return
        key = ("body", found.code, fold(found.text) if found.has_own_affiliation else term)
        known = next((k for k in self._keys if k[0] == "body" and k[1] == found.code and k[2].split()[-1] == term), key)
        entity = Entity("country" if found.level != "org" else "organisation", found.text, found.rule, code=found.code)
        entity.level, entity.is_plural, entity.affiliation = found.level, found.is_plural, found.affiliation
        found.entity = self._add(known if _same_body(known[2], key[2]) else key, entity)

    def _recent_body(self, term: str) -> int | None:
        for seen in reversed(self._seen):
            entity = self.entities[seen.entity]
            if entity.rule.startswith("body") and fold(entity.name).split()[-1] == term:
                return seen.entity
        return None

    def _context_code(self, order: int, tok: int) -> str | None:
        """Return the country last spoken of before a place in the text: an acting one first, three sentences back."""
        best: tuple[float, int, int] | None = None
        code = None
        for seen in reversed(self._seen):
            if seen.order < order - 3:
                break
            entity = self.entities[seen.entity]
            if entity.code is None or entity.code.startswith("GRP:") or (seen.order == order and seen.tok >= tok):
                continue
            rank = (seen.weight - _DECAY * (order - seen.order), seen.order, seen.tok)
            if best is None or rank > best:
                best, code = rank, entity.code
        return code

    def _link_office(self, view: Sentence, found: Found, order: int) -> None:
        title = found.title.title if found.title is not None else ""
        if found.owner is not None:
            self._take_owner(view, found, order)
        if title == "counterpart":
            self._link_counterpart(view, found, order)
            return
        if found.name is not None:
            return
        if not found.is_plural:
            number = self._same_office(view, found, title, order)
            if number is not None:
                found.entity = number
                found.code = found.code or self.entities[number].code
                found.level = self.entities[number].level or found.level
                return
        if found.code is None and found.level in HOLDER_LEVELS and found.is_definite and not found.affiliation:
            found.code = self._context_code(order, found.start)
        if found.title is not None and not found.is_plural and self._link_leader(found, title):
            return
        self._add_unnamed(found, title)

    def _take_owner(self, view: Sentence, found: Found, order: int) -> None:
        """Give "his foreign minister" the country of whom "his" means."""
        if found.owner is None or found.has_own_affiliation:
            return
        number = self._antecedent(view, found.owner, order, wants_country=view.lower[found.owner] == "its")
        if number is not None:
            found.code = self.entities[number].code

    def _link_counterpart(self, view: Sentence, found: Found, order: int) -> None:
        """Give "his Czech counterpart" the office of the one whose counterpart it is."""
        at = found.owner if found.owner is not None else found.start
        number = self._antecedent(view, at, order, wants_country=False)
        level = self.entities[number].level if number is not None else None
        found.level = level
        if found.entity is not None or found.code is None:
            return
        for n, entity in enumerate(self.entities):
            if entity.kind == "person" and entity.code == found.code and entity.level == level:
                found.entity = n
                return
        self._add_unnamed(found, "counterpart")

    def _same_office(self, view: Sentence, found: Found, title: str, order: int) -> int | None:
        """Return the person already known by this office: "the minister", "the Kremlin spokesman", "the official"."""
        if found.code is None and not found.is_definite:
            return None
        is_shared = title in _UNNAMED
        ordinal = next((word for word in view.lower[found.start : found.head] if word in {"second", "third"}), None)
        for seen in reversed(self._seen):
            entity = self.entities[seen.entity]
            if _fits_office(entity, found, title, is_shared=is_shared) and _fits_ordinal(entity, ordinal, found.text):
                return seen.entity
        if is_shared or found.code is None:
            return None
        return next(
            (n for n, entity in enumerate(self.entities) if _fits_office(entity, found, title, is_shared=False)), None
        )

    def _link_leader(self, found: Found, title: str) -> bool:
        """Join "the Polish prime minister" with who holds the office at the article's date."""
        if found.code is None or found.is_former:
            return False
        for level in _HEADS.get(title, ()):
            term = self._people.leader_of(found.code, level)
            if term is not None:
                entity = Entity("person", found.text, "office-at-date", found.code, term.level, found.role, term=term)
                entity.titles, entity.is_in_office, entity.affiliation = {title}, True, found.affiliation
                for n, known in enumerate(self.entities):
                    if known.term is not None and known.term.name == term.name:
                        found.entity = n
                        return True
                found.entity, found.level = self._add(("leader", term.name), entity), term.level
                return True
        return False

    def _add_unnamed(self, found: Found, title: str) -> None:
        is_anonymous = title in _UNNAMED or found.is_plural or not (found.is_definite or found.code)
        level = "other" if found.is_former else found.level
        if is_anonymous and level == "official_named":
            level = "anonymous_official"
        entity = Entity(
            "anonymous" if is_anonymous else "person",
            found.text,
            "anonymous" if is_anonymous else "office",
            code=found.code,
            level=level,
            role=found.role,
            affiliation=found.affiliation,
            principal=found.principal,
            is_anonymous=is_anonymous,
            is_plural=found.is_plural,
            titles={title} if title else set(),
        )
        found.level = level
        key = fold(found.text).removeprefix("the ").removeprefix("a ")
        found.entity = self._add(("office", found.code or "", key), entity)

    def _link_nominal(self, view: Sentence, found: Found, order: int) -> None:
        """Resolve "his country", "the alliance", "the bloc"."""
        refers_to, codes = self._gazetteer.nominals.get(view.lemma[found.head], ("", ()))
        if refers_to == "country":
            number = (
                self._antecedent(view, found.owner, order, wants_country=False)
                if found.owner is not None
                else self._antecedent(view, found.start, order, wants_country=True)
            )
            if number is not None and (code := self.entities[number].code) and not code.startswith("GRP:"):
                found.code, found.level = code, "government"
                name = self._gazetteer.country_names.get(code, self.entities[number].name)
                found.entity = self._add(("country", code, ""), Entity("country", name, "nominal", code, "government"))
            return
        for seen in reversed(self._seen):
            if self.entities[seen.entity].code in codes and self.entities[seen.entity].kind == "organisation":
                found.entity, found.code = seen.entity, self.entities[seen.entity].code
                found.level = self.entities[seen.entity].level
                return

    def _link_pronoun(self, view: Sentence, found: Found, order: int) -> None:
        word = view.lower[found.start]
        if word in {"he", "she", "his", "her", "him"}:
            found.entity = self._antecedent(view, found.start, order, wants_country=False)
        elif word in {"it", "its"}:
            found.entity = self._antecedent(view, found.start, order, wants_country=True)
        elif word in {"they", "their", "them"}:
            found.entity = self._antecedent(view, found.start, order, wants_country=False, wants_many=True)
        if found.entity is not None:
            entity = self.entities[found.entity]
            found.code, found.level = entity.code, entity.level

    def _antecedent(
        self, view: Sentence, tok: int, order: int, *, wants_country: bool, wants_many: bool = False
    ) -> int | None:
        """Return whom a pronoun at `tok` means: the weightiest candidate before it, subjects first, near ones first."""
        best: tuple[float, int, int] | None = None
        chosen: int | None = None
        in_quote = view.in_quote[tok]
        for seen in reversed(self._seen):
            back = order - seen.order
            if back > _REACH:
                break
            entity = self.entities[seen.entity]
            if back == 0 and seen.tok >= tok:
                continue
            if not _fits_pronoun(entity, is_country=seen.is_country, wants_country=wants_country, many=wants_many):
                continue
            rank = seen.weight - _DECAY * back - (1.2 if seen.in_quote and not in_quote else 0.0)
            if best is None or (rank, seen.order, seen.tok) > best:
                best, chosen = (rank, seen.order, seen.tok), seen.entity
        return chosen

    def _settle(self, sentences: Sequence[tuple[Sentence, list[Found]]]) -> None:
        """Give each mention of a person what the whole article says of them, and officials without a country one."""
        first: dict[int, tuple[int, int]] = {}
        for order, (_, founds) in enumerate(sentences):
            for found in founds:
                if found.entity is not None:
                    first.setdefault(found.entity, (order, found.start))
        for number, entity in enumerate(self.entities):
            if entity.kind == "person" and entity.code is None and not entity.affiliation and number in first:
                if entity.level in HOLDER_LEVELS and entity.level != "spokesperson" and entity.titles:
                    entity.code = self._context_code(*first[number])
        for _, founds in sentences:
            for found in founds:
                if found.entity is not None and self.entities[found.entity].kind in {"person", "anonymous"}:
                    entity = self.entities[found.entity]
                    found.code, found.level = entity.code, entity.level


def _stands_as_person(view: Sentence, found: Found) -> bool:
    """Tell whether a name does what people do: acts as subject, is aged, or is followed by "who"."""
    if found.start > 0 and view.lower[found.start - 1] in {"the", "a", "an"}:
        return False
    if len((found.name or "").split()) == 1:
        return False
    dep = view.dep[found.head]
    if dep in {"nsubj", "nsubjpass"} and view.pos[view.head[found.head]] == "VERB":
        return True
    after = view.lower[found.end : found.end + 2]
    return (
        after[:1] == ["who"] or after[1:] == ["who"] or (after[:1] == [","] and after[1:2] != [] and after[1].isdigit())
    )


def _same_body(one: str, other: str) -> bool:
    """Tell whether two descriptions of a body with one last word are one: all words of the shorter in the longer."""
    a, b = (
        set(one.replace("'s", " ").replace("’s", " ").split()),
        set(other.replace("'s", " ").replace("’s", " ").split()),
    )
    return a <= b or b <= a


def _fits_office(entity: Entity, found: Found, title: str, *, is_shared: bool) -> bool:
    if entity.kind not in {"person", "anonymous"} or entity.is_plural:
        return False
    if found.code is not None and entity.code != found.code:
        return False
    if is_shared != entity.is_anonymous:
        return False
    last = title.rsplit(maxsplit=1)[-1] if title else ""
    return any(
        known == title or (not found.has_own_affiliation and known.split()[-1:] == [last]) or _both_speak(known, title)
        for known in entity.titles
    )


def _both_speak(one: str, other: str) -> bool:
    return one.split()[-1:] == other.split()[-1:] and one.endswith(("spokesman", "spokeswoman", "spokesperson"))


def _fits_ordinal(entity: Entity, ordinal: str | None, text: str) -> bool:
    if not entity.is_anonymous:
        return True
    if ordinal is not None:
        return ordinal in entity.name.lower()
    return not ("first" in text.lower() and "second" in entity.name.lower())


def _fits_pronoun(entity: Entity, *, is_country: bool, wants_country: bool, many: bool) -> bool:
    if many:
        return entity.is_plural or entity.kind == "group"
    if wants_country:
        return is_country and not entity.is_plural and entity.rule != "adjective"
    return entity.kind in {"person", "anonymous"} and not entity.is_plural
