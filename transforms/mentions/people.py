"""Persons of one article: which names are one person, and which known official that is at the article's date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from transforms.gazetteer import Gazetteer, Term, fold
from transforms.mentions.found import Found
from transforms.schemas import HOLDER_LEVELS

_SUFFIXES = frozenset({"jr.", "sr.", "jr", "sr", "ii", "iii", "iv"})
_JUNIOR = "jr."
"""Last word of the name of somebody who must not be taken for the official of the same name."""
_NO_LEVEL = "other"
_OPENING = 4
"""Letters in which two spellings of one given name agree."""
_HEADS = frozenset({"head_of_state", "head_of_government"})


@dataclass(slots=True)
class Entity:
    """One actor of an article, filled while its mentions are read."""

    kind: str
    name: str
    rule: str
    code: str | None = None
    level: str | None = None
    role: str | None = None
    affiliation: str | None = None
    principal: str | None = None
    is_anonymous: bool = False
    is_plural: bool = False
    titles: set[str] = field(default_factory=set)  # offices it was called by
    tokens: tuple[str, ...] = ()  # of a person: the folded name without initials
    pronoun: str | None = None  # of a person: "he" or "she" where a title or the given name tells
    term: Term | None = None
    is_in_office: bool = False
    has_evidence: bool = False  # of a person: something beside capitals shows that it is one
    n_mentions: int = 0


def name_tokens(name: str) -> tuple[str, ...]:
    """Return the folded words of a name without initials and suffixes ("John F. Day Jr." gives john, day)."""
    words = [word for word in fold(name).replace(",", " ").split() if word not in _SUFFIXES]
    kept = tuple(word for word in words if len(word.rstrip(".")) > 1 and not (len(word) <= 4 and word.count(".") > 1))
    return kept or tuple(words)


def _is_junior(name: str) -> bool:
    return fold(name).rstrip(".").endswith((" jr", " sr"))


def is_same_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two full names (two words at least) can be one person: same surname, compatible first names."""
    if (_JUNIOR in one) != (_JUNIOR in other):
        return False
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if short == long[: len(short)] or short == long[-len(short) :]:
        return True
    return short[-1] == long[-1] and (
        short[0] == long[0] or short[0].startswith(long[0].rstrip(".")) or long[0].startswith(short[0].rstrip("."))
    )


class People:
    """The persons of one article."""

    def __init__(self, gazetteer: Gazetteer, day: date | None) -> None:
        """Begin with nobody; `day` is the article's date, None when unknown."""
        self.entities: list[Entity] = []
        self._gazetteer = gazetteer
        self._day = day
        self._by_last: dict[str, list[Entity]] = {}
        self._by_first: dict[str, list[Entity]] = {}

    def learn(self, mentions: Sequence[Found]) -> dict[int, Entity]:
        """Join the person mentions of an article; return the entity of each by its position in `mentions`."""
        tokens = [name_tokens(found.name or found.text) for found in mentions]
        linked: dict[int, Entity] = {}
        for n, found in enumerate(mentions):
            # a "name" of marks and digits only names nobody
            if tokens[n] and " " in (found.name or found.text).strip():
                linked[n] = self._full(found, tokens[n])
        for n, found in enumerate(mentions):
            if tokens[n] and n not in linked:
                entity = self._single(found, tokens[n][0])
                if entity is not None:
                    linked[n] = entity
        for n, entity in sorted(linked.items()):
            self._describe(entity, mentions[n])
        for entity in self.entities:
            self._recognise(entity)
            entity.pronoun = entity.pronoun or self._pronoun(entity)
        return linked

    def _full(self, found: Found, tokens: tuple[str, ...]) -> Entity:
        if self._is_namesake(found.name or found.text, tokens):
            tokens = (*tokens, _JUNIOR)
        for entity in self._by_last.get(tokens[-1], []) + self._by_first.get(tokens[0], []):
            if is_same_person(tokens, entity.tokens):
                if len(found.name or "") > len(entity.name) and len(tokens) >= len(entity.tokens):
                    entity.name, entity.tokens = found.name or found.text, tokens
                return entity
        return self._add(found.name or found.text, tokens, found.rule)

    def _add(self, name: str, tokens: tuple[str, ...], rule: str) -> Entity:
        entity = Entity("person", name, rule, tokens=tokens)
        self.entities.append(entity)
        self._by_last.setdefault(tokens[-1], []).append(entity)
        self._by_first.setdefault(tokens[0], []).append(entity)
        return entity

    def _single(self, found: Found, token: str) -> Entity | None:
        """Return whom a lone surname means: a person of the article, a known official, or who has a title with it."""
        known = [entity for entity in self._by_last.get(token, []) if self._agree(entity, found)]
        terms = self._gazetteer.terms_by_surname.get(token, ())
        if not known:
            known = [
                entity
                for entity in self._by_first.get(token, [])
                if self._agree(entity, found) and not self._is_named_after(entity, terms)
            ]
        if known:
            return max(known, key=lambda entity: entity.n_mentions)
        has_title = found.title is not None
        term = self._term(terms, found.code, has_title=has_title, any_time=has_title)
        if term is not None or has_title:
            entity = self._add(found.styled or found.name or found.text, (token,), found.rule)
            entity.has_evidence = True
            entity.term = term
            return entity
        return None

    def _is_named_after(self, entity: Entity, terms: Iterable[Term]) -> bool:
        """Tell a name that begins with the surname of somebody in office: "the Bergen Effect" is not Bergen."""
        holding = [term for term in terms if not term.is_surname_shared and term.holds_on(self._day)]
        return bool(holding) and not any(is_same_person(name_tokens(term.name), entity.tokens) for term in holding)

    def _is_namesake(self, name: str, tokens: tuple[str, ...]) -> bool:
        """Tell the "Jr." of somebody in the officials table who has none: a president's son is not the president."""
        terms = self._gazetteer.terms_by_name.get(" ".join(tokens), ())
        return _is_junior(name) and bool(terms) and not any(_is_junior(term.name) for term in terms)

    @staticmethod
    def _agree(entity: Entity, found: Found) -> bool:
        return not (entity.code and found.code and found.has_own_affiliation and entity.code != found.code)

    def _describe(self, entity: Entity, found: Found) -> None:
        """Take what one mention says of its person; the first mention with country and office decides."""
        entity.n_mentions += 1
        if found.title is not None and entity.pronoun is None:
            words = (self._gazetteer.pronouns_by_title.get(fold(word)) for word in found.title.title.split())
            entity.pronoun = next((word for word in words if word), None)
        if found.title is not None and not found.title.country_level:
            entity.has_evidence = True  # "Mr."
        if found.name and found.title is None and len(name_tokens(found.name)) == 1 and not entity.has_evidence:
            entity.has_evidence = found.rule == "possessive-name"
        if found.title is not None and found.title.country_level:
            entity.has_evidence = True
            entity.titles.add(found.title.title)
            level = _NO_LEVEL if found.is_former else found.level
            is_better = entity.level is None or (
                entity.code is None and found.code is not None and level in HOLDER_LEVELS
            )
            if is_better and level is not None:
                entity.level, entity.role, entity.rule = level, found.role, found.rule
                entity.affiliation = found.affiliation
                entity.principal = found.principal or entity.principal
                entity.code = found.code or entity.code
        if entity.code is None and found.code is not None:
            entity.code, entity.affiliation = found.code, entity.affiliation or found.affiliation
            entity.has_evidence = True

    def _recognise(self, entity: Entity) -> None:
        """Join a person with the officials table at the article's date."""
        if entity.term is None:
            terms = self._gazetteer.terms_by_name.get(" ".join(entity.tokens), ())
            terms = terms or self._gazetteer.terms_by_name.get(fold(entity.name), ()) or self._spelled_alike(entity)
            entity.term = self._term(terms, entity.code, has_title=True, any_time=True)
            if entity.term is None and len(entity.tokens) > 1 and entity.level in _HEADS:
                self._correct(entity, terms)
        term = entity.term
        if term is None:
            return
        entity.has_evidence = True
        # of a text without a date its words alone say whether somebody held the office by then
        entity.is_in_office = term.holds_on(self._day) or (self._day is None and bool(entity.titles))
        # who left an office may hold another: only the office of the table is over
        is_past = not entity.is_in_office and entity.code is None and entity.level in {None, term.level}
        is_head = entity.is_in_office and entity.level in {"head_of_state", "head_of_government"}
        if is_past or is_head or entity.level is None:
            entity.level = term.level if entity.is_in_office else _NO_LEVEL
        if entity.code is None:
            entity.code = term.code
            entity.affiliation = entity.affiliation or self._gazetteer.country_names.get(term.code, term.code)
        if entity.role is None and entity.is_in_office:
            entity.role = term.title
        if entity.is_in_office:
            entity.titles.add(term.title.lower())

    def _spelled_alike(self, entity: Entity) -> tuple[Term, ...]:
        """Return the terms of the office somebody is called by, under a name that opens alike: Arsenyi, Arseniy."""
        if len(entity.tokens) < 2 or entity.level is None:
            return ()
        terms = self._gazetteer.terms_by_surname.get(entity.tokens[-1], ())
        given = entity.tokens[0][:_OPENING]
        return tuple(term for term in terms if term.level == entity.level and fold(term.name).startswith(given))

    def _correct(self, entity: Entity, terms: Sequence[Term]) -> None:
        """Give a head known by the full name and office the own country, where the text seems to say another.

        "… against Peru's fleet Prime Minister X has said": a headline runs into the story.
        """
        term = self._term([term for term in terms if term.level == entity.level], None, has_title=True)
        if term is not None:
            entity.term, entity.code = term, term.code
            entity.affiliation = self._gazetteer.country_names.get(term.code, term.code)

    def _pronoun(self, entity: Entity) -> str | None:
        """Return "he" or "she" as the given name tells (of a known official called by surname, the full one)."""
        full = entity.tokens if len(entity.tokens) > 1 else name_tokens(entity.term.name) if entity.term else ()
        return self._gazetteer.pronouns_by_name.get(full[0]) if len(full) > 1 else None

    def _term(self, terms: Iterable[Term], code: str | None, *, has_title: bool, any_time: bool = False) -> Term | None:
        """Return the term meant, preferring one that holds at the date; None when two persons could be meant."""
        fitting = [
            term for term in terms if (code is None or term.code == code) and (has_title or not term.is_surname_shared)
        ]
        holding = [term for term in fitting if self._day is None or term.holds_on(self._day)]
        chosen = holding or (fitting if any_time else [])
        if len({term.name for term in chosen}) > 1:
            return None
        if self._day is None:
            return max(chosen, key=lambda term: (term.since, term.level == "head_of_state"), default=None)
        return chosen[0] if holding else max(chosen, key=lambda term: term.since, default=None)

    def may_hold(self, entity: Entity) -> bool:
        """Tell whether the officials table lets this person hold their office now: nobody else is known to.

        Only states have prime ministers; one no table knows is newer than the tables, no leader of something else.
        """
        if "prime minister" in entity.titles and len(entity.tokens) > 1:
            return True
        term = self.leader_of(entity.code or "", entity.level or "")
        return term is None or entity.term is not None or bool(set(fold(term.name).split()) & set(entity.tokens))

    def leader_of(self, code: str, level: str) -> Term | None:
        """Return who holds the office of `level` in a country at the article's date."""
        terms = [term for term in self._gazetteer.terms_by_code.get(code, ()) if term.level == level]
        return next((term for term in terms if self._day is not None and term.holds_on(self._day)), None)
