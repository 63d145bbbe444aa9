"""Whether a country, body or organisation acts where it is mentioned, or is only a place, an object or an adjective."""

from __future__ import annotations

from transforms.gazetteer import Gazetteer
from transforms.mentions.found import Found
from transforms.views import Sentence

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "agent"})
_ACTING_PREPOSITIONS = frozenset(
    {"by", "from", "to", "for", "of", "between", "with", "among", "including", "like", "than"}
)
_PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "inside", "around", "through", "via", "across", "into"})
_CITIES = frozenset({"capital", "building"})
_DONE_TO_PLACES = frozenset({"hit", "attack", "bomb", "shell", "strike", "target", "flood", "visit"})


def acts(view: Sentence, found: Found, gazetteer: Gazetteer) -> bool:
    """Tell whether a non-person mention stands where an actor stands.

    Subjects, agents ("by Peru") and possessors act; so does a member of a list whose first member acts. A capital or
    a building acts only as subject or as possessor of something that is no place ("Lima's decision").
    """
    if found.rule == "adjective" or found.level in {"other", None}:
        return False
    tok = found.head
    if _is_subject_of_relative(view, tok):
        return True
    is_city = bool(found.roles & _CITIES)
    for _ in range(8):
        dep, head = view.dep[tok], view.head[tok]
        if dep in {"conj", "appos"} and head != tok:
            tok = head
            continue
        if dep in _SUBJECTS:
            return not (
                is_city and dep == "nsubjpass" and found.rule in _CITIES and view.lemma[head] in {"hit", "attack"}
            )
        if dep == "poss":
            return not (is_city and _is_place(view, head, gazetteer))
        if dep == "pobj":
            return _after_preposition(view, head, is_city=is_city)
        return dep in {"ROOT", "npadvmod", "nmod"} and not is_city and head == tok
    return False


def _is_subject_of_relative(view: Sentence, tok: int) -> bool:
    """Tell whether a clause after the name says what it does: "the states, who ratified the treaty"."""
    for at in range(tok + 1, min(tok + 4, len(view))):
        if view.lower[at] in {"who", "which"}:
            verb = view.head[at]
            return view.dep[at] == "nsubj" and view.dep[verb] == "relcl" and view.head[verb] == tok
    return False


def _is_place(view: Sentence, tok: int, gazetteer: Gazetteer) -> bool:
    body = gazetteer.bodies.longest(view.lower, tok)
    return body is not None and body[1].kind == "place"


def _after_preposition(view: Sentence, preposition: int, *, is_city: bool) -> bool:
    word = view.lower[preposition]
    if word == "by":
        return view.dep[preposition] in {"agent", "prep"}
    if word == "to" and view.lower[view.head[preposition]] == "according":
        return True
    if is_city or word in _PLACE_PREPOSITIONS:
        return False
    # "a pledge from Peru", "the refusal of Chile", "allies including Spain", "talks between Iran and Iraq"
    return word in _ACTING_PREPOSITIONS and view.pos[view.head[preposition]] in {
        "NOUN",
        "PROPN",
    }
