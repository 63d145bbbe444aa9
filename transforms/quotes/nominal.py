"""Nouns and adjectives that report: "her warning that A", "the finding was that A", "is adamant that A"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from transforms.quotes.complements import Complement, is_infinitive
from transforms.quotes.cues import Cue
from transforms.quotes.model import Span
from transforms.quotes.subjects import noun_phrase, speaker
from transforms.views import Sentence

_COPULAS = frozenset({"be", "remain", "become", "seem", "sound", "feel", "grow", "stay", "get", "appear", "look"})
"""Verbs that say of their subject what the adjective behind them names."""
_GIVING = frozenset(
    """
    air carry convey deliver express give have hold issue launch level lodge make mount offer pose post publish push
    raise reaffirm register reiterate release renew repeat send share take voice
    """.split()  # noqa: SIM905, a paragraph reads better than thirty quoted words
)
"""Verbs whose subject does what the noun behind them names: "issued a warning that A"."""
_SOURCES = frozenset({"by", "from", "among"})
_NAMING = frozenset({"amod", "compound", "nmod"})
_PREDICATES = frozenset({"acomp", "oprd", "attr", "ccomp"})
_DEGREES = frozenset({"so", "too", "enough"})
_NOBODY = frozenset({"it", "there", "this", "that", "which", "what", "everything", "nothing"})


def nominal_complement(s: Sentence, tok: int, cue: Cue) -> Complement | None:
    """Return what the noun or adjective at `tok` reports, the fullest construction first; None when nothing."""
    found = _noun_complements(s, tok) if cue.pos == "noun" else _adjective_complements(s, tok)
    return next((complement for complement in found if complement.frame in cue.contents), None)


def nominal_speaker(s: Sentence, tok: int, cue: Cue, frame: str, venues: Mapping[str, str]) -> list[Span] | None:
    """Return who says what the noun or adjective at `tok` reports: [] where a noun names nobody, None where none can.

    Only a whole clause can go without a speaker: "reports that A" say something, "questions about A" only name a topic.
    An adjective is always somebody's: "it is clear that A" reports nothing.
    """
    if cue.pos == "noun":
        who = _giver(s, tok, _SOURCES | {"of"} if frame == "clause" else _SOURCES, venues)
        return who if who or frame == "clause" else None
    who = _bearer(s, tok, venues)
    return who if who and s.lower[who[0][0]] not in _NOBODY else None


def _noun_complements(s: Sentence, tok: int) -> Iterator[Complement]:
    for kid in _clauses(s, tok):
        if _is_that(s, s.left[kid]):
            yield Complement("clause", [(s.left[kid], s.right[kid])])
    for kid in [*s.kids(tok, "acl", "xcomp", "relcl", "advcl"), *_given(s, tok, "xcomp", "advcl", "ccomp")]:
        if kid > tok and is_infinitive(s, kid) and s.lower[s.left[kid]] in {"to", "not"}:
            yield Complement("infinitive", [(s.left[kid], s.right[kid])])
    yield from _prepositions(s, tok)


def _is_that(s: Sentence, tok: int) -> bool:
    """Tell whether a clause that is reported begins here: "that" as a pronoun begins one that describes."""
    return s.lower[tok] == "that" and s.dep[tok] == "mark"


def _clauses(s: Sentence, tok: int) -> Iterator[int]:
    """Yield the clauses that may be what a noun says: its own, those its copula names, those right behind it."""
    yield from (kid for kid in s.kids(tok, "acl", "ccomp", "relcl") if kid > tok)
    above = s.head[tok]
    if s.dep[tok] == "nsubj" and s.lemma[above] == "be":
        yield from (kid for kid in s.kids(above, "ccomp") if kid > above)
    elif s.dep[tok] in {"dobj", "attr", "pobj"}:
        yield from (kid for kid in s.kids(above, "ccomp", "acl", "relcl") if s.left[kid] == s.right[tok])


def _given(s: Sentence, tok: int, *deps: str) -> list[int]:
    """Return the clauses right behind a noun that the parser hangs on the verb that gives it: "made a vow | to A"."""
    verb = s.head[tok]
    if s.dep[tok] != "dobj" or s.lemma[verb] not in _GIVING:
        return []
    return [kid for kid in s.kids(verb, *deps) if s.left[kid] == s.right[tok]]


def _prepositions(s: Sentence, tok: int) -> Iterator[Complement]:
    """Yield "criticism of A", "doubts about A", "a call for X to do A": the frame is the preposition."""
    for prep in s.kids(tok, "prep"):
        objects = s.kids(prep, "pobj", "pcomp") if prep > tok else []
        if objects and s.lower[prep] not in _SOURCES:
            yield Complement(s.lower[prep], [(max(prep + 1, s.left[objects[0]]), s.right[prep])])


def _adjective_complements(s: Sentence, tok: int) -> Iterator[Complement]:
    above = s.head[tok] if s.dep[tok] in _PREDICATES else tok
    if any(s.lower[kid] in _DEGREES for kid in s.kids(tok, "advmod")):
        return  # "so angry that he left", "too proud to ask" tell a result
    for at in dict.fromkeys((tok, above)):
        for kid in s.kids(at, "ccomp", "xcomp", "advcl", "csubj"):
            start = s.left[kid]
            if start > tok and (s.dep[kid] in {"ccomp", "xcomp"} or _is_that(s, start)):
                yield Complement("infinitive" if is_infinitive(s, kid) else "clause", [(start, s.right[kid])])
    yield from _prepositions(s, tok)


def _giver(s: Sentence, tok: int, sources: frozenset[str], venues: Mapping[str, str]) -> list[Span]:
    """Return whose word the noun at `tok` is: its possessor, "by X", the subject that gives it, a name before it."""
    for kid in s.kids(tok, "poss"):
        start, end = noun_phrase(s, kid)
        return [(start, end - (s.tag[end - 1] == "POS"))]
    for prep in s.kids(tok, "prep", "agent"):
        objects = s.kids(prep, "pobj") if s.lower[prep] in sources else []
        if objects:
            return [noun_phrase(s, objects[0])]
    above = s.head[tok]
    if s.dep[tok] in {"dobj", "nsubjpass"} and s.lemma[above] in _GIVING:
        return speaker(s, above, venues)
    if s.dep[tok] == "pobj" and s.lower[above] == "in" and s.pos[s.head[above]] == "VERB":
        return speaker(s, s.head[above], venues) if above + 1 == tok else []  # "spoke in favour of A"
    first = tok
    while first > 0 and s.head[first - 1] == tok and s.dep[first - 1] in _NAMING and s.word[first - 1][:1].isupper():
        first -= 1
    return [(first, tok)] if 0 < first < tok else []


def _bearer(s: Sentence, tok: int, venues: Mapping[str, str]) -> list[Span]:
    """Return who is what the adjective at `tok` says; "made clear" is said of who made it so."""
    above = s.head[tok]
    if s.pos[tok] == "VERB":
        passive = s.kids(tok, "nsubjpass", "nsubj")
        return [noun_phrase(s, passive[-1])] if passive else speaker(s, tok, venues)
    if s.lemma[above] == "make" and s.dep[tok] in _PREDICATES:
        return speaker(s, above, venues) if s.lower[tok] == "clear" else []
    if s.dep[tok] in _PREDICATES and s.lemma[above] in _COPULAS:
        return speaker(s, above, venues)
    return []
