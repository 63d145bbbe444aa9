"""Bodies of a state and nouns for countries: "Peru's navy", "the ministry", "his country", "the alliance"."""

from __future__ import annotations

from transforms.gazetteer import fold
from transforms.mentions.cast import Body, Cast
from transforms.mentions.found import Found
from transforms.mentions.people import Entity
from transforms.views import Sentence

_IGNORED = frozenset({"the", "a", "an", "'s", "’s", "s", "of", "its", "his", "their"})

_LOCAL = frozenset({"local", "regional", "city", "provincial", "municipal"})
"""Words that bind a body to the place last named, whoever acted there."""
_COLLECTIVE = frozenset({"authorities", "police", "prosecutors", "customs"})
"""Words for a state's servants that need no article."""


def link_body(cast: Cast, view: Sentence, found: Found, order: int) -> None:
    """Join a body to one described before; one without a country takes it from there, or from the context."""
    head = view.lower[found.head]
    words = frozenset(fold(word) for word in view.lower[found.start : found.end]) - _IGNORED
    if found.code is None and found.owner is not None:
        wants = {"its": "body", "their": "many"}.get(view.lower[found.owner], "person")
        number = cast.antecedent(view, found.owner, order, wants)
        found.code = cast.entities[number].code if number is not None else None
    if found.code is None and found.affiliation:
        found.code = _code_of_person(cast, found.affiliation)
    may_repeat = found.code is not None or found.is_definite or (found.start > 0 and found.text[:1].isupper())
    known = _known(cast, found.code, head, words) if may_repeat else None
    if known is not None:
        entity = cast.entities[known.entity]
        found.entity, found.code = known.entity, known.code
        found.rule = "body-again"
        is_proper = view.word[found.head][:1].isupper() and not entity.name.split()[-1][:1].isupper()
        if found.has_own_affiliation and (entity.rule == "body-context" or is_proper):
            entity.name, entity.rule = canonical(found.text), "body"
        return
    if found.code is None and not (found.is_definite or words & (_LOCAL | _COLLECTIVE)):
        return  # "climate leadership" is nobody's
    is_context = found.code is None
    if found.code is None:
        found.code = cast.context_code(order, found.start, is_local=bool(words & _LOCAL))
    if found.code is None:
        return
    found.rule = "body-context" if is_context else found.rule
    kind = "organisation" if found.level == "org" else "country"
    entity = Entity(
        kind, canonical(found.text), found.rule, code=found.code, level=found.level, affiliation=found.affiliation
    )
    entity.is_plural = found.is_plural
    found.entity = cast.add(("body", found.code, " ".join(sorted(words))), entity)
    cast.bodies.append(Body(found.code, head, words, found.entity))


def canonical(name: str) -> str:
    """Return the name of a body without the article that "X of Y" names take only in a sentence."""
    return name[4:] if name[:4].lower() == "the " and name[4:5].isupper() and " of " in name else name


def _known(cast: Cast, code: str | None, head: str, words: frozenset[str]) -> Body | None:
    """Return the body last described with this head word and no word against it."""
    for body in reversed(cast.bodies):
        if body.head == head and (code is None or body.code == code) and (words <= body.words or body.words <= words):
            return body
    return None


def person_called(cast: Cast, name: str) -> Entity | None:
    """Return the article's person whose name ends a phrase ("Merkel", "President Ana Silva")."""
    last = fold(name).split()[-1]
    known = (entity for entity in cast.entities if entity.kind == "person" and last in entity.tokens)
    return next((entity for entity in known if entity.code is not None), None)


def _code_of_person(cast: Cast, name: str) -> str | None:
    """Return the country of the person a government is called after ("the Merkel government")."""
    person = person_called(cast, name)
    if person is not None:
        return person.code
    last = fold(name).split()[-1]
    term = next(iter(cast.gazetteer.terms_by_surname.get(last, ())), None)
    return term.code if term is not None and not term.is_surname_shared else None


def link_nominal(cast: Cast, view: Sentence, found: Found, order: int) -> None:
    """Resolve "his country", "the country", "the alliance", "the bloc"; what cannot be resolved stays unlinked."""
    refers_to, codes = cast.gazetteer.nominals.get(view.lemma[found.head], ("", ()))
    if refers_to == "country":
        if found.owner is not None:
            number = cast.antecedent(view, found.owner, order, "person")
        else:
            number = cast.antecedent(view, found.start, order, "body")
        code = cast.entities[number].code if number is not None else None
        if code is not None and code in cast.gazetteer.country_names:
            found.code, found.level = code, "government"
            entity = Entity("country", cast.gazetteer.country_names[code], "nominal", code, "government")
            found.entity = cast.add(("country", code, ""), entity)
        return
    for seen in reversed(cast.seen):
        entity = cast.entities[seen.entity]
        if entity.code in codes and entity.kind == "organisation":
            found.entity, found.code, found.level = seen.entity, entity.code, entity.level
            return
