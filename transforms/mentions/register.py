"""The article-local register: every mention is joined to an actor, first by name, then by description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from transforms.gazetteer import Gazetteer, Name, fold
from transforms.mentions.ambiguity import disambiguate
from transforms.mentions.bodies import canonical, link_body, link_nominal, person_called
from transforms.mentions.cast import Cast, fits
from transforms.mentions.descriptions import link_office
from transforms.mentions.found import Found
from transforms.mentions.office_phrases import FORMER
from transforms.mentions.people import Entity
from transforms.mentions.settle import settle
from transforms.schemas import HOLDER_LEVELS, OTHER_LEVELS
from transforms.views import Sentence

Read = Sequence[tuple[Sentence, list[Found]]]
"""The parsed sentences of an article in order, each with what was found in it."""
_METONYMS = frozenset({"government", "building", "legislature", "capital"})
_PRONOUNS = {
    **dict.fromkeys(("he", "she", "his", "her", "him"), "person"),
    **dict.fromkeys(("it", "its"), "body"),
    **dict.fromkeys(("they", "their", "them"), "many"),
}
_ACTING = frozenset({"nsubj", "nsubjpass"})
_LONGEST_ACRONYM = 8
_HIRED = frozenset({"lawyer", "attorney"})
"""Who works for a person, not for the state that the person leads."""
_NAMELESS = ("DIPLOMATS", "OFFICIALS", "SOURCES", "ENVOYS", "NEGOTIATORS")
"""Groups of persons that are sources without a name, and no group of countries."""


def read_article(read: Read, gazetteer: Gazetteer, day: date | None, openings: Mapping[int, Name]) -> Cast:
    """Join all mentions of an article to actors (`Found.entity`), and return the actors.

    Args:
        read: the parsed sentences with what was found in them.
        gazetteer: the names.
        day: the article's date.
        openings: by sid, the country that opens the sentence before, where that was not parsed.
    """
    cast = Cast(gazetteer, day)
    cast.organisations = frozenset(
        found.code for _, founds in read for found in founds if found.kind == "organisation" and found.code
    )
    disambiguate(read, gazetteer)
    _learn_aliases(read, cast)
    _name_people(read, cast)
    _find_known_surnames(read, cast)
    _take_principals(read, cast)
    _share_country(read, cast)
    for order, (view, founds) in enumerate(read):
        if view.sid in openings:
            cast.note_opening(openings[view.sid], order)
        ahead = _ahead(view, founds)
        for found in founds:
            if found.kind == "pronoun" and ahead is not None and _is_fronted(view, found.head, ahead.head):
                _link_ahead(cast, view, found, ahead, order)
            elif found.kind == "pronoun" and _is_sayers(view, found, founds):
                continue  # "Norcable said it would appeal": it is who says so, and no table knows who that is
            else:
                _link(cast, view, found, order)
            cast.note(view, found, order)
    settle(read, cast)
    return cast


def _ahead(view: Sentence, founds: Sequence[Found]) -> Found | None:
    """Return the named subject of a sentence's main verb."""
    named = {found.head: found for found in founds if found.kind in {"country", "organisation", "person", "group"}}
    return next(
        (named[tok] for tok in range(len(view)) if tok in named and view.dep[tok] in _ACTING and _is_root(view, tok)),
        None,
    )


def _is_root(view: Sentence, subject: int) -> bool:
    verb = view.head[subject]
    return view.head[verb] == verb


def _is_sayers(view: Sentence, found: Found, founds: Sequence[Found]) -> bool:
    """Tell whether an "it" of what is said means a proper name that says it and is no actor known."""
    if view.lower[found.start] not in {"it", "its"}:
        return False
    for up in view.ancestors(found.head):
        if view.dep[up] == "ccomp":
            sayers = view.kids(view.head[up], "nsubj")
            known = {
                other.head for other in founds if other.entity is not None or other.kind not in {"person", "pronoun"}
            }
            return any(view.tag[tok] in {"NNP", "NNPS"} and tok not in known for tok in sayers)
    return False


def _is_fronted(view: Sentence, tok: int, subject: int) -> bool:
    """Tell a word of a phrase before the subject: "Despite its doubts, Peru", "While it studied the text, Peru"."""
    if tok >= subject:
        return False
    way = [tok, *view.ancestors(tok)]
    top = next((at for at, up in pairwise(way) if up == view.head[subject]), None)
    is_phrase = top is not None and view.dep[top] in {"prep", "advcl"}
    return is_phrase and "," in view.word[tok:subject]


def _link_ahead(cast: Cast, view: Sentence, found: Found, ahead: Found, order: int) -> None:
    """Join a pronoun to the subject it stands before, when that can be meant."""
    if ahead.entity is None:
        _link(cast, view, ahead, order)
    entity = cast.entities[ahead.entity] if ahead.entity is not None else None
    wants = _PRONOUNS.get(view.lower[found.start])
    if entity is None or wants is None or not fits(entity, wants):
        _link(cast, view, found, order)
        return
    found.entity, found.code, found.level = ahead.entity, entity.code, entity.level


def _learn_aliases(read: Read, cast: Cast) -> None:
    """Learn acronyms put in brackets after a body's name, and give them what the name says."""
    for view, founds in read:
        for found in founds:
            if found.kind in {"body", "organisation"} and view.word[found.end : found.end + 1] == ["("]:
                acronym = view.word[found.end + 1] if found.end + 2 < len(view) else ""
                if acronym.isupper() and acronym.isalpha() and len(acronym) <= _LONGEST_ACRONYM:
                    cast.aliases.setdefault(acronym, found)
    if not cast.aliases:
        return
    for _, founds in read:
        for found in founds:
            meant = cast.aliases.get(found.affiliation or "")
            if meant is not None and found.code is None and found.title is not None:
                found.code = meant.code
                found.level = found.title.country_level if meant.level == "government" else found.level
            meant = cast.aliases.get(found.text)
            if meant is not None and found.kind == "organisation" and found.code is None:
                found.code, found.level, found.rule = meant.code, meant.level, "acronym"


def _name_people(read: Read, cast: Cast) -> None:
    founds = [
        (view, found)
        for view, here in read
        for found in here
        if found.name is not None and found.kind != "organisation"
    ]
    linked = cast.people.learn([found for _, found in founds])
    for n, entity in linked.items():
        view, found = founds[n]
        entity.has_evidence = entity.has_evidence or _stands_as_person(view, found)
    for n, entity in sorted(linked.items()):
        if entity.has_evidence:
            founds[n][1].entity = cast.add_person(entity)


def _find_known_surnames(read: Read, cast: Cast) -> None:
    """Add mentions by surname that the tagger took for a common noun, now that the article's people are known."""
    by_surname = {entity.name.split()[-1]: n for n, entity in enumerate(cast.entities) if len(entity.tokens) > 1}
    for view, founds in read:
        known = by_surname.keys() & set(view.word)
        if not known:
            continue
        founds[:] = [found for found in founds if not (found.text in known and "region" in found.roles)]
        covered = {tok for found in founds for tok in range(found.start, found.end)}
        for tok, word in enumerate(view.word):
            if word in known and tok not in covered:
                found = Found(view.sid, tok, tok + 1, "person", "surname", tok, word, name=word)
                found.entity = by_surname[word]
                founds.append(found)
        founds.sort(key=lambda found: (found.start, -found.end))


def _take_principals(read: Read, cast: Cast) -> None:
    """Give who speaks or works for a person in office that person's country ("Silva's spokesman")."""
    for _, founds in read:
        for found in founds:
            if found.title is None or found.code is not None or not found.affiliation:
                continue
            principal = person_called(cast, found.affiliation)
            if principal is None or principal.level not in HOLDER_LEVELS or found.title.country_level in OTHER_LEVELS:
                continue
            if found.title.title in _HIRED or FORMER & set((found.role or "").lower().split()):
                continue
            found.code, found.level, found.is_personal = principal.code, found.title.country_level, True
            if found.entity is not None and cast.entities[found.entity].code is None:
                entity = cast.entities[found.entity]
                entity.code, entity.level = found.code, "other" if found.is_former else found.level


def _share_country(read: Read, cast: Cast) -> None:
    """Give the second of two officials the country before the first: "Peruvian President A and Trade Minister B"."""
    for view, founds in read:
        persons = {found.head: found for found in founds if found.kind == "person" and found.entity is not None}
        for found in persons.values():
            first = persons.get(view.head[found.head]) if view.dep[found.head] == "conj" else None
            if first is None or first.entity is None or found.entity is None or not _is_bare(found, first):
                continue
            entity = cast.entities[found.entity]
            if entity.code is None and not entity.affiliation:
                found.code = entity.code = first.code


def _is_bare(found: Found, first: Found) -> bool:
    """Tell whether an office shows no country where the one it is joined to does."""
    return (
        found.title is not None
        and found.level in HOLDER_LEVELS
        and not found.has_own_affiliation
        and first.title is not None
        and first.start < first.head
        and first.has_own_affiliation
        and first.code is not None
    )


def _stands_as_person(view: Sentence, found: Found) -> bool:
    """Tell whether a full name does what people do: acts as subject, is aged, or is followed by "who"."""
    is_specified = found.start > 0 and view.lower[found.start - 1] in {"the", "a", "an"}
    if is_specified:
        return False
    if view.dep[found.head] in {"nsubj", "nsubjpass"} and view.pos[view.head[found.head]] == "VERB":
        return True
    after = [*view.lower[found.end : found.end + 2], "", ""]
    return "who" in after[:2] or (after[0] == "," and after[1].isdigit())


def _link(cast: Cast, view: Sentence, found: Found, order: int) -> None:
    if found.kind in {"country", "organisation", "group"} and found.entity is None:
        _link_name(cast, found)
    elif found.kind == "body" or (found.kind == "nominal" and found.code is not None):
        link_body(cast, view, found, order)
    elif found.kind == "nominal":
        link_nominal(cast, view, found, order)
    elif found.kind == "pronoun":
        wants = _PRONOUNS.get(view.lower[found.start])
        found.entity = _beside(cast, view, found, order)
        if found.entity is None and wants:
            found.entity = cast.antecedent(view, found.start, order, wants)
        if found.entity is not None:
            found.code, found.level = cast.entities[found.entity].code, cast.entities[found.entity].level
    elif found.title is not None or found.kind == "office":
        link_office(cast, view, found, order)


def _beside(cast: Cast, view: Sentence, found: Found, order: int) -> int | None:
    """Return whose things stand beside their owner: in "Norland and its fleet", of "its", Norland."""
    noun = view.head[found.start]
    wants = _PRONOUNS.get(view.lower[found.start])
    if view.dep[found.start] != "poss" or view.dep[noun] != "conj" or wants is None:
        return None
    first = cast.at(view.head[noun], order)
    return first if first is not None and fits(cast.entities[first], wants) else None


def _link_name(cast: Cast, found: Found) -> None:
    """Join a name to its country, organisation or group; a metonym keeps an actor of its own ("the Kremlin")."""
    code = found.code or ""
    if found.rule == "acronym":
        meant = cast.aliases[found.text]
        found.entity = meant.entity if meant.entity is not None else None
        return
    if found.kind == "organisation" and not code:
        entity = Entity("organisation", found.text, found.rule, level=found.level, affiliation=found.affiliation)
        found.entity = cast.add(("name", fold(found.text).removeprefix("the ")), entity)
        return
    phrase = fold(found.text).removeprefix("the ")
    is_apart = bool(found.roles & _METONYMS) or found.kind == "group"
    is_derived = found.rule in {"adjective", "demonym"}
    name = cast.gazetteer.country_names.get(code, found.text) if is_derived else canonical(found.text)
    key = (found.kind, code, phrase if is_apart else "")
    made = Entity(found.kind, name, found.rule, code=found.code, level=found.level)
    made.is_anonymous = found.kind == "group" and code.endswith(_NAMELESS)
    found.entity = cast.add(key, made)
    entity = cast.entities[found.entity]
    if is_derived or entity.name == name:
        return
    if entity.rule in {"adjective", "demonym"}:
        entity.name, entity.rule, entity.level = name, found.rule, found.level
    elif len(phrase) > len(fold(entity.name).removeprefix("the ")):
        entity.name = name
