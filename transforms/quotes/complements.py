"""What a cue reports, read from the dependency tree: token ranges of its content, and the name of the frame."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from transforms.quotes.cues import Cue
from transforms.quotes.model import Span
from transforms.views import Sentence

_CIRCUMSTANCES = frozenset({"in", "at", "during", "after", "before", "since", "by", "until", "via", "amid", "on"})
"""Prepositions of time, place and means: they say when and where something was said, not what."""
DAYS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "week", "month", "year"}
)
_MARKS = frozenset({"that", "whether", "if"})
_ASKING = frozenset({"ask", "inquire", "enquire", "wonder"})
_QUESTIONS = frozenset({"if", "whether", "why", "how", "when", "where"})
_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")


class Complement(NamedTuple):
    """The content of a cue as token ranges; `frame` names the construction, a value of cues.csv's `contents`."""

    frame: str
    spans: list[Span]


def complement(s: Sentence, tok: int, cue: Cue) -> Complement | None:
    """Return the content of the cue at `tok`, the fullest construction first; None when it takes none of these."""
    for rule in _RULES:
        found = rule(s, tok)
        if found and found.frame in cue.contents:
            return found
    return next((found for found in _prepositions(s, tok) if found.frame in cue.contents), None)


def is_infinitive(s: Sentence, tok: int) -> bool:
    """Tell whether the verb at `tok` stands with "to"."""
    return any(s.tag[kid] == "TO" for kid in s.kids(tok, "aux"))


def _is_bare_gerund(s: Sentence, tok: int) -> bool:
    """Tell whether the verb at `tok` is an -ing form without auxiliary: "denied taking", not "was taking"."""
    return s.tag[tok] == "VBG" and not s.kids(tok, "aux")


def _has_subject(s: Sentence, tok: int) -> bool:
    return bool(s.kids(tok, *_SUBJECTS))


def _clause(s: Sentence, tok: int) -> Complement | None:
    """Find "said (that) A", "asked whether A"."""
    for kid in s.kids(tok, "ccomp"):
        if kid < tok or not _is_tensed(s, kid) or is_infinitive(s, kid) or _is_bare_gerund(s, kid):
            continue
        is_main = s.tag[s.left[kid]] == "MD" and s.dep[tok + 1] == "prep" and not s.kids(tok + 1, "pobj", "pcomp")
        if not is_main:  # "the changes agreed to on Monday | would cut A": the main clause goes on
            return Complement("clause", [(_behind_date(s, kid, max(s.left[kid], tok + 1)), _with_more(s, tok, kid))])
    for kid in s.kids(tok, "advcl") if s.lemma[tok] in _ASKING else []:
        # "asked if A": the parser takes the question for a condition
        if kid > tok and s.lower[s.left[kid]] in _QUESTIONS and s.word[s.left[kid] - 1] != ",":
            return Complement("clause", [(s.left[kid], s.right[kid])])
    for prep in s.kids(tok, "prep"):
        for noun in s.kids(prep, "pobj"):
            # "told us in an interview that A": the parser hangs the clause on the noun
            for kid in s.kids(noun, "acl", "relcl", "ccomp"):
                if prep > tok and s.lower[s.left[kid]] == "that" and s.dep[s.left[kid]] == "mark":
                    return Complement("clause", [(s.left[kid], s.right[kid])])
    return None


def _with_more(s: Sentence, tok: int, kid: int) -> int:
    """Return where the clause of `kid` ends with what the parser hung on the cue beside it.

    "said that whoever was hurt | has a right to A" (its own predicate), "agreed A was up, | that B was down".
    """
    end = s.right[kid]
    for more in s.kids(tok, "ccomp"):
        is_predicate = s.left[more] == end and s.tag[end] in {"VBD", "VBZ", "VBP", "MD"}
        at = end + (s.word[end - 1] != ",")
        is_next = s.left[more] == at and s.word[at - 1] == "," and s.lower[at] == "that" and s.dep[at] == "mark"
        if more > kid and (is_predicate or is_next):
            end = s.right[more]
    return end


def _is_tensed(s: Sentence, kid: int) -> bool:
    """Tell whether a clause stands here: a verb, or a "that" whose verb the tagger took for a noun."""
    return s.pos[kid] in {"VERB", "AUX"} or any(s.lower[mark] in _MARKS for mark in s.kids(kid, "mark"))


def _behind_date(s: Sentence, verb: int, start: int) -> int:
    """Return the start of a clause without the day of its telling: "said on Thursday (that) A", "said last week A"."""
    for kid in s.kids(verb, "prep", "npadvmod"):
        end = s.right[kid]
        if s.left[kid] == start and end - start <= 3 and s.lower[end - 1] in DAYS and s.word[end] != ",":
            return end
    return start


def _object_infinitive(s: Sentence, tok: int) -> Complement | None:
    """Find "urged X to A"."""
    for kid in s.kids(tok, "ccomp", "xcomp", "advcl"):
        if kid < tok or not is_infinitive(s, kid):
            continue
        if s.dep[kid] != "advcl" and _has_subject(s, kid):
            return Complement("object_infinitive", [(max(s.left[kid], tok + 1), s.right[kid])])
        objects = [k for k in s.kids(tok, "dobj", "dative") if tok < k < kid]
        if objects:
            return Complement("object_infinitive", [(s.left[objects[0]], s.right[kid])])
    return None


def _asked_of(s: Sentence, tok: int) -> Complement | None:
    """Find "called on X to A", "called for X to A"."""
    for prep in s.kids(tok, "prep"):
        objects = s.kids(prep, "pobj") if s.lower[prep] in {"on", "upon", "for"} and prep == tok + 1 else []
        asked = [kid for kid in s.kids(tok, "xcomp", "advcl", "ccomp") if kid > prep and is_infinitive(s, kid)]
        if objects and asked:
            return Complement("for" if s.lower[prep] == "for" else "on", [(s.left[objects[0]], s.right[asked[0]])])
    return None


def _infinitive(s: Sentence, tok: int) -> Complement | None:
    """Find "vowed to A"."""
    for kid in s.kids(tok, "xcomp", "ccomp"):
        if kid > tok and is_infinitive(s, kid):
            return Complement("infinitive", [(_agreed_start(s, tok, max(s.left[kid], tok + 1)), s.right[kid])])
    for kid in s.kids(tok, "advcl") if not s.kids(tok, "dobj", "prt") else []:
        # "promised on Sunday to A": the parser takes what was promised for a purpose
        if kid > tok and is_infinitive(s, kid) and s.tag[s.left[kid]] == "TO" and s.word[s.left[kid] - 1] != ",":
            return Complement("infinitive", [(s.left[kid], s.right[kid])])
    return None


def _agreed_start(s: Sentence, tok: int, start: int) -> int:
    """Return where "agreed to changes to help A" begins: with the thing right behind the "to" of the verb."""
    if s.lower[start] == "to" and s.tag[start + 1] in {"NN", "NNS"}:
        return start + 1
    for prep in s.kids(tok, "prep"):
        if prep == tok + 1 and s.lower[prep] == "to" and s.right[prep] == start:
            return prep + 1
    return start


def _gerund(s: Sentence, tok: int) -> Complement | None:
    """Find "denied doing A"."""
    for kid in s.kids(tok, "xcomp", "ccomp"):
        if kid > tok and _is_bare_gerund(s, kid):
            return Complement("gerund", [(max(s.left[kid], tok + 1), s.right[kid])])
    return None


def _predicate(s: Sentence, tok: int) -> Complement | None:
    """Find "called it A", "declared himself A": an object and what is said of it."""
    for kid in s.kids(tok, "ccomp", "oprd"):
        if kid < tok or s.pos[kid] in {"VERB", "AUX"}:
            continue
        objects = [k for k in s.kids(tok, "dobj", "dative", "nsubj") if tok < k < kid]
        start = min([s.left[kid], *(s.left[k] for k in objects)])
        end = max(s.right[k] for k in s.kids(tok, "ccomp", "oprd"))
        for prep in s.kids(tok, "prep"):  # "called her a master | at mending things": of the predicate, for a reader
            if s.left[prep] == end and s.lower[prep] not in _CIRCUMSTANCES - {"at"}:
                end = s.right[prep]
        return Complement("object", [(max(start, tok + 1), end)])
    return None


def _relative_object(s: Sentence, tok: int) -> Complement | None:
    """Find "whom he describes as A", "which he called A", "what he called A": the object is a relative before."""
    before = [kid for kid in s.kids(tok, "dobj", "nsubj") if kid < tok]
    objects = [kid for kid in before if s.tag[kid] in {"WP", "WDT"}] if len(before) > 1 else []
    said = [kid for kid in s.kids(tok, "prep", "oprd", "ccomp") if kid > tok and s.pos[kid] not in {"VERB", "AUX"}]
    if not objects or not said:
        return None
    first = said[0]
    if s.dep[first] == "prep" and s.lower[first] != "as":
        return None
    frame = "object_as" if s.dep[first] == "prep" else "object"
    return Complement(frame, [(objects[0], objects[0] + 1), (s.left[first], s.right[first])])


def _object(s: Sentence, tok: int) -> Complement | None:
    """Find "denied A", "described A as B", "accused A of B"."""
    objects = [kid for kid in s.kids(tok, "dobj", "dative") if kid > tok]
    if not objects:
        return None
    first = objects[0]
    end = s.right[objects[-1]]
    frame = "object"
    for kid in s.kids(tok, "prep", "oprd"):
        if kid > first and (s.dep[kid] == "oprd" or s.lower[kid] not in _CIRCUMSTANCES):
            if s.lower[kid] == "as":
                frame = "object_as"
            end = max(end, s.right[kid])
    end = _run_on(s, tok, end)
    if frame == "object" and s.tag[end - 1] == "POS":
        return None  # "contradicted the town's": a phrase the parser broke off
    return Complement(frame, [(s.left[first], end)])


def _run_on(s: Sentence, tok: int, end: int) -> int:
    """Where an object really ends: "defended his call | to do A", "questioned her judgment | in doing A"."""
    for kid in s.kids(tok, "xcomp", "advcl", "acl"):
        if s.left[kid] == end and s.lower[end] == "to" and is_infinitive(s, kid):
            end = s.right[kid]
    for kid in s.kids(tok, "prep"):
        if s.left[kid] == end and s.lower[kid] == "in" and s.kids(kid, "pcomp"):
            end = s.right[kid]
    return end


def _prepositions(s: Sentence, tok: int) -> Iterator[Complement]:
    """Find "called for A", "talked to X about A", "called for X to do A": the frame is the preposition."""
    asked = [kid for kid in s.kids(tok, "xcomp", "advcl", "ccomp") if kid > tok and is_infinitive(s, kid)]
    for kid in s.kids(tok, "prep", "agent", "dative"):
        objects = s.kids(kid, "pobj", "pcomp") if kid > tok else []
        if objects and not (s.lower[objects[0]] in DAYS and s.word[objects[0]][:1].isupper()):
            end = max([s.right[kid], *(s.right[k] for k in asked if k > kid)])
            for prep in s.kids(tok, "prep"):
                if s.lower[prep] == "as" and s.left[prep] == end and not s.kids(prep, "pcomp"):
                    end = s.right[prep]  # "referred to him as A"
            yield Complement(s.lower[kid], [(max(s.left[objects[0]], kid + 1), end)])
    for kid in asked:
        start = s.left[kid]
        if tok < start < kid and s.lower[start] == "for":
            yield Complement("for", [(start + 1, s.right[kid])])


_RULES = (_clause, _asked_of, _object_infinitive, _infinitive, _gerund, _relative_object, _predicate, _object)
