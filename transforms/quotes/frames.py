"""Which uses of a reporting verb tell nobody's words: the frame of the verb decides, not the verb."""

from __future__ import annotations

from dataclasses import replace

from transforms.quotes.complements import DAYS, Complement, is_infinitive
from transforms.quotes.cues import Cue
from transforms.views import Sentence

NOMINAL = frozenset({"object", "on", "with", "to", "about"})
"""Frames whose content is a noun phrase: what is agreed on, defended, talked about."""
_EFFORTS = frozenset(
    {
        "attempt",
        "unable",
        "authorise",
        "authorize",
        "fail",
        "hope",
        "permit",
        "scramble",
        "strive",
        "struggle",
        "try",
        "work",
    }
)
"""Verbs under which nothing was said yet: "struggle to agree on A", "was not authorized to discuss A"."""
_MEETING = frozenset({"assemble", "convene", "gather", "meet", "arrange", "schedule"})
"""Verbs whose infinitive names an occasion to come: "met to discuss A"."""
_QUOTING = frozenset({"cite", "quote"})
_SOURCES = frozenset(
    """
    aide analyst diplomat document employee executive expert individual insider interview lawyer letter memo note
    official people person record report source spokesman spokesperson spokeswoman statement witness
    """.split()  # noqa: SIM905, a paragraph reads better than twenty quoted words
)
"""What is cited for words told elsewhere in the sentence."""
_DEEDS = frozenset({"budge", "go", "leave", "move", "pay", "relent", "retreat", "stay", "stop", "yield"})
_APPOINTED = frozenset(
    """
    ambassador appointee candidate choice governor judge justice minister nomination nominee pick secretary successor
    """.split()  # noqa: SIM905, a paragraph reads better than ten quoted words
)
"""Who is confirmed by a vote."""


_SPEAKING = frozenset(
    """
    address answer clarify comment confirm detail disclose discuss elaborate expand explain identify mention name reply
    respond reveal say specify speak speculate state talk
    """.split()  # noqa: SIM905, a paragraph reads better than twenty quoted words
)
"""Verbs of bare telling: who declines or does not do it has told nothing."""
_REFUSALS = frozenset({"decline", "refuse"})
_GRANTED = frozenset(
    """
    access aid asylum bail benefit coverage entry fund funding grant licence license permission permit request service
    visa
    """.split()  # noqa: SIM905, a paragraph reads better than fifteen quoted words
)
"""What an office denies by not giving it."""
_GLOSSES = frozenset({"refer", "allude"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "cannot"})
_REACHED = frozenset({"available", "reach", "request", "respond", "unavailable"})
"""Words under which "to comment on A" was only asked for."""
_EDITING = frozenset(
    {"adds", "clarifies", "corrects", "deletes", "fixes", "recasts", "refiles", "removes", "repeats", "updates"}
)


def is_editors_note(s: Sentence) -> bool:
    """Tell whether the editor says what changed in the story: "(Corrects the third paragraph to say …"."""
    return len(s) > 1 and s.word[0] == "(" and s.lower[1] in _EDITING


def as_told(s: Sentence, tok: int, cue: Cue, found: Complement) -> Cue:
    """Return the cue, kept apart as `mental` where no words of its speaker are told.

    "declined to comment", "did not mention A", a thing denied ("deny X a licence"), and what the narrator says was
    meant: "…, referring to A".
    """
    return replace(cue, cue_class="mental") if _is_unspoken(s, tok, found) else cue


def _is_unspoken(s: Sentence, tok: int, found: Complement) -> bool:
    lemma = s.lemma[tok]
    if lemma in _GLOSSES:
        return s.tag[tok] == "VBG" and s.dep[tok] == "advcl"
    if lemma == "deny" and found.frame == "object":
        return bool(s.kids(tok, "dative")) or any(s.lemma[kid] in _GRANTED for kid in s.kids(tok, "dobj"))
    if lemma in _REFUSALS and found.frame == "infinitive":
        start, end = found.spans[0]
        telling = [at for at in range(start, min(start + 3, end)) if s.lemma[at] in _SPEAKING]
        return bool(telling) and not _has_topic(s, telling[0])
    return lemma in _SPEAKING and found.frame in NOMINAL and _is_negated(s, tok)


def _is_negated(s: Sentence, tok: int) -> bool:
    """Tell whether "not" stands before the verb, or before the one that "or" joins it to: "has not seen or said A"."""
    first = s.head[tok]
    is_joined = s.dep[tok] == "conj" and any(s.lower[kid] == "or" for kid in s.kids(first, "cc"))
    verbs = (tok, first) if is_joined else (tok,)
    return any(s.lower[kid] in _NEGATIONS for verb in verbs for kid in s.children[verb] if kid < verb)


def _has_topic(s: Sentence, tok: int) -> bool:
    """Tell whether it is said what somebody will not talk of: "declined to comment on A", "to say whether A"."""
    about = [kid for prep in s.kids(tok, "prep") if s.lower[prep] in {"on", "about"} for kid in s.kids(prep, "pobj")]
    said = [kid for kid in s.kids(tok, "dobj", "ccomp", "xcomp") if s.lemma[kid] != "question"]
    return bool(said) or any(s.lower[kid] not in DAYS for kid in about)


def is_no_cue(s: Sentence, tok: int, cue: Cue) -> bool:
    """Tell whether the verb reports nothing where it stands; "said X, as quoted by Y": Y only passes it on.

    In "X was quoted as saying A" the cue is "saying".
    """
    if s.dep[tok] in {"aux", "auxpass", "amod", "compound", "nsubj"}:
        return True
    if cue.lemma not in _QUOTING:
        return False
    return bool(s.kids(tok, "auxpass", "agent")) and (bool(s.kids(tok, "agent")) or _saying(s, tok) is not None)


def quoting_verb(s: Sentence, tok: int) -> int | None:
    """Return the verb that passes the cue at `tok` on: "was quoted as saying A", "quoted her as saying A"."""
    above = s.head[tok]
    is_behind_as = s.tag[tok] == "VBG" and s.dep[tok] == "pcomp" and s.lower[above] == "as"
    return s.head[above] if is_behind_as and s.lemma[s.head[above]] in _QUOTING else None


def _is_mute(s: Sentence, found: Complement) -> bool:
    """Tell whether a refusal is of a deed with nothing behind it: "refused to budge"; "refused to comment" is told."""
    start, end = found.spans[0]
    return end - start == 2 and s.pos[end - 1] == "VERB" and s.lemma[end - 1] in _DEEDS


def _saying(s: Sentence, tok: int) -> int | None:
    return next((kid for prep in s.kids(tok, "prep") if s.lower[prep] == "as" for kid in s.kids(prep, "pcomp")), None)


def is_untold(s: Sentence, tok: int, found: Complement) -> bool:
    """Tell whether what stands behind the cue is nobody's words; a clause behind the same verbs still is."""
    if found.frame == "infinitive":
        return _is_mute(s, found)
    if found.frame not in NOMINAL:
        return False
    if found.frame == "object" and (_is_background(s, tok) or _is_deed(s, tok)):
        return True
    return _is_effort(s, tok) or _is_awaited(s, tok)


def _is_awaited(s: Sentence, tok: int) -> bool:
    """Tell whether a comment was only asked for: "was not available to comment on A", "requests to comment on A"."""
    return is_infinitive(s, tok) and s.lemma[tok] in _SPEAKING and s.lemma[s.head[tok]] in _REACHED


def _is_deed(s: Sentence, tok: int) -> bool:
    """Tell whether the verb does something to its object: "confirmed a judge", "not confirmed A", "citing aides"."""
    heads = {s.lemma[kid] for kid in s.kids(tok, "dobj") if kid > tok}
    if s.lemma[tok] == "confirm":
        return _is_negated(s, tok) or bool(heads & _APPOINTED)
    return s.lemma[tok] == "cite" and s.tag[tok] == "VBG" and s.dep[tok] == "advcl" and bool(heads & _SOURCES)


def _is_effort(s: Sentence, tok: int) -> bool:
    """Tell whether the cue is only tried for or to come: "struggle to agree on A", "met to discuss A"."""
    above = s.lemma[s.head[tok]]
    if not is_infinitive(s, tok):
        return False
    return (s.dep[tok] == "xcomp" and above in _EFFORTS) or (s.dep[tok] in {"xcomp", "advcl"} and above in _MEETING)


def _is_background(s: Sentence, tok: int) -> bool:
    """Tell whether the verb only describes a noun: "a bill denounced by …", "people who reject …"."""
    return (s.dep[tok] == "acl" and s.tag[tok] == "VBN" and not s.kids(tok, "dobj")) or (
        s.dep[tok] == "relcl" and s.tag[tok] in {"VB", "VBP", "VBG"}
    )
