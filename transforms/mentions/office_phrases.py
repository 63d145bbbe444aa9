"""Office phrases: how far they reach, whose office it is, and which name goes with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from transforms.gazetteer import Title
from transforms.mentions.chunks import Chunk
from transforms.mentions.found import head_of
from transforms.views import Sentence

FORMER = frozenset({"former", "ex", "late", "retired", "ousted", "then", "deposed", "onetime", "erstwhile"})
"""Words that say an office is not held any more."""
_DEPUTY = frozenset({"deputy", "assistant", "associate", "vice", "under"})
_DETERMINERS = frozenset({"DT", "PDT", "WDT"})
_MODIFIERS = frozenset({"JJ", "JJS", "JJR", "NN", "NNP", "NNPS", "NNS", "HYPH", "VBN", "VBG", "CD", "RB", ","})
_AFFILIATING = frozenset({"of", "for", "at", "to", "from"})
# who is sent to a country does not speak for it
_SENT = frozenset({"ambassador", "envoy", "diplomat", "emissary", "representative", "consul", "delegate"})
_PEOPLE = re.compile(r"[A-Z]\w+(?:ian|ean|ese|ish|landic)")
"""Adjectives of peoples and regions by their form: whose minister it is, is said, even if nobody knows them."""
_REACH = 12
"""Tokens a phrase after the office may run on ("vice president of studies at the Endowment for …")."""
_STOPPERS = frozenset({",", ";", ":", "(", ")", "“", "”", '"', "—", "–", "who", "which", "that", "said", "says"})


@dataclass(slots=True)
class Office:
    """One office phrase with its affiliations, nearest first, and the name that goes with it."""

    chunk: Chunk
    title: Title
    start: int
    end: int  # past the phrase after the office
    left: list[Chunk] = field(default_factory=list)
    right: list[Chunk] = field(default_factory=list)
    name: Chunk | None = None
    owner: int | None = None
    people: str | None = None  # "Norlandic": an adjective of a people that no table knows
    is_definite: bool = False
    is_former: bool = False
    is_deputy: bool = False


def office_of(view: Sentence, chunk: Chunk, by_start: dict[int, Chunk], by_end: dict[int, Chunk]) -> Office | None:
    """Read the office whose title is `chunk`, or None where it is none here."""
    assert_title = chunk.title
    if assert_title is None:
        return None
    office = Office(chunk, assert_title, chunk.start, chunk.end)
    _walk_left(view, office, by_end)
    after = by_start.get(chunk.end)
    if after is not None and after.kind == "run" and after.is_person:
        office.name = after
        _walk_right(view, office, after.end, by_start, only_country=True)
        return office
    _walk_right(view, office, chunk.end, by_start, only_country=False)
    office.name = office.name or _appositive(view, office, by_start, by_end) or _predicated(view, office, by_start)
    is_phrase = office.is_definite or office.left or office.right or office.owner is not None or office.name
    head = head_of(view, chunk.start, chunk.end)
    if view.dep[head] == "compound" and view.head[head] >= chunk.end and view.word[view.head[head]][:1].isupper():
        return office if office.name is not None else None  # the "General" of "General Agreement"
    is_noun = view.tag[head].startswith("NN")
    return office if is_noun and (is_phrase or view.dep[head] in {"nsubj", "appos", "attr"}) else None


def _walk_left(view: Sentence, office: Office, by_end: dict[int, Chunk]) -> None:
    """Extend the phrase to the left over modifiers and affiliations up to its article or possessive pronoun."""
    at = office.start
    while at > 0 and office.chunk.start - at < _REACH:
        before = by_end.get(at)
        tag = view.tag[at - 1]
        if before is not None and _modifies(view, before, office):
            office.left.append(before)
            office.is_deputy |= view.lower[before.end - 1] in _DEPUTY
            at = before.start
        elif tag == "POS" or (tag in _MODIFIERS and tag != "," and _is_inside(view, at - 1, office.chunk)):
            office.is_former |= view.lower[at - 1] in FORMER
            office.is_deputy |= view.lower[at - 1] in _DEPUTY
            if _PEOPLE.fullmatch(view.word[at - 1]) and tag in {"JJ", "NNP"}:
                office.people = view.word[at - 1]
            at -= 1
        elif view.word[at - 1] == "-" and at > 1 and view.char_start[at - 1] == view.char_end[at - 2]:
            at -= 1
        elif tag == "PRP$":
            office.owner = at - 1
            at -= 1
            break
        elif tag in _DETERMINERS:
            office.is_definite = view.lower[at - 1] in {"the", "this", "that"}
            at -= 1
            break
        else:
            break
    whose = _whose(view, at, by_end)
    if whose is not None:
        office.left.append(whose)
    office.start = at


def _whose(view: Sentence, at: int, by_end: dict[int, Chunk]) -> Chunk | None:
    """Return the country or organisation that "whose" before an office takes up: "Peru, whose finance minister"."""
    if at < 2 or view.lower[at - 1] != "whose":
        return None
    owner = by_end.get(at - 2 if view.word[at - 2] == "," else at - 1)
    return owner if owner is not None and owner.name is not None and owner.name.code else None


def _modifies(view: Sentence, before: Chunk, office: Office) -> bool:
    last = before.end - 1
    if before.kind == "run":
        return view.dep[last] in {"compound", "poss", "nmod", "amod"} and _is_inside(view, last, office.chunk)
    if before.kind == "title":
        return view.dep[last] in {"compound", "amod", "nmod", "poss"} and before.end == office.start
    return view.dep[last] not in {"nsubj", "dobj"} or view.head[last] >= office.chunk.start


def _is_inside(view: Sentence, tok: int, chunk: Chunk) -> bool:
    """Tell whether `tok` depends, over at most four steps, on the office's words or the name after them."""
    for _ in range(4):
        tok = view.head[tok]
        if tok >= chunk.start:
            return tok < chunk.end + 6
    return False


def _walk_right(view: Sentence, office: Office, at: int, by_start: dict[int, Chunk], *, only_country: bool) -> None:
    """Take the affiliations of the phrases after an office: "of Peru", "for the army", "at the Institute of …"."""
    if at < len(view) and view.lower[at] == "on":
        # "representative on media freedom for the …": what it is about stands in between
        near = range(at, min(at + 5, len(view)))
        at = next((tok for tok in near if view.lower[tok] in {"for", "of", "at"}), len(view))
    if at >= len(view) or view.lower[at] not in _AFFILIATING:
        return
    tok, limit = at + 1, min(len(view), at + _REACH)
    parts: list[Chunk] = []
    while tok < limit and view.word[tok] not in _STOPPERS and view.pos[tok] not in {"VERB", "AUX", "CCONJ"}:
        part = by_start.get(tok)
        if part is None:
            tok += 1
            continue
        if not only_country and _ends_field(view, part, parts, at, tok):
            office.name, office.end, office.right = part, tok, parts
            return
        if only_country and not (part.name is not None and tok == at + 1 + (view.tag[at + 1] == "DT")):
            return
        parts.append(part)
        tok = part.end
        if only_country:
            break
    is_posted = view.lower[at] == "to" and office.title.title.split()[-1] in _SENT
    office.right = [] if is_posted else parts
    if parts and not only_country:
        office.end = parts[-1].end
    elif not parts and not only_country and view.pos[tok - 1] in {"NOUN", "PROPN", "ADJ"}:
        office.end = tok  # "a spokesperson for an unknown company"


def _ends_field(view: Sentence, part: Chunk, parts: list[Chunk], at: int, tok: int) -> bool:
    """Tell whether a name closes the phrase: "professor of government William Day", "senator from Iowa Ann Day"."""
    if part.kind != "run" or not (part.has_given_name and part.is_person):
        return False
    is_behind_name = bool(parts) and parts[-1].name is not None and parts[-1].end == tok
    return is_behind_name or (
        view.lower[at] == "of"
        and tok > at + 1
        and all(view.word[n].islower() and view.tag[n] in {"NN", "NNS", "JJ"} for n in range(at + 1, tok))
    )


def _appositive(view: Sentence, office: Office, by_start: dict[int, Chunk], by_end: dict[int, Chunk]) -> Chunk | None:
    """Return the name beside the office: "John Day, a spokesman", "the minister, Ana Silva,"."""
    at = office.start
    if view.tag[office.chunk.end : office.chunk.end + 1] == ["POS"]:
        return None  # "X, the president's adviser": X is not the president
    if at >= 2 and view.word[at - 1] in {",", "(", "–", "—"}:
        before = by_end.get(at - 1)
        if before is None and at >= 4 and view.tag[at - 2] == "CD" and view.word[at - 3] == ",":
            before = by_end.get(at - 3)  # an age stands between
        if before is not None and before.kind == "run" and before.is_person and _may_be_named(view, before):
            return before
    after = by_start.get(office.end)
    if after is None and office.end + 1 < len(view) and view.word[office.end] == ",":
        after = by_start.get(office.end + 1)
        is_closed = after is not None and (after.end >= len(view) or view.word[after.end] == ",")
        if after is not None and not (is_closed or after.end - after.start > 1):
            return None
    if after is None or after.kind != "run" or not after.is_person or office.title.is_plural:
        return None
    opens = office.start == 0 and after.end - after.start > 1  # "Foreign minister, Ana Silva, said"
    return after if office.is_definite or office.left or office.owner is not None or opens else None


def _may_be_named(view: Sentence, run: Chunk) -> bool:
    """Tell whether a run before a comma is a name to be explained, not the place of a phrase ("in Kharkiv, the …")."""
    last = run.end - 1
    if run.end - run.start == 1 and run.start > 0 and view.word[run.start - 1] == ",":
        return False  # "in Richmond, Virginia, a resident"
    return not (view.dep[last] == "pobj" and view.lower[view.head[last]] in {"in", "at", "near", "on"})


def _predicated(view: Sentence, office: Office, by_start: dict[int, Chunk]) -> Chunk | None:
    """Return the subject of "X is the minister of …"."""
    tok = head_of(view, office.chunk.start, office.chunk.end)
    if view.dep[tok] != "attr":
        return None
    for subject in view.kids(view.head[tok], "nsubj"):
        for chunk in by_start.values():
            if chunk.kind == "run" and chunk.is_person and chunk.start <= subject < chunk.end:
                return chunk
    return None
