"""Which uses of a reporting verb tell nobody's words: the frame of the verb decides, not the verb."""

from __future__ import annotations

from transforms.quotes.complements import Complement, is_infinitive
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
    return _is_effort(s, tok)


def _is_deed(s: Sentence, tok: int) -> bool:
    """Tell whether the verb does something to its object: "confirmed a judge", "not confirmed A", "citing aides"."""
    heads = {s.lemma[kid] for kid in s.kids(tok, "dobj") if kid > tok}
    if s.lemma[tok] == "confirm":
        is_open = any(s.lower[kid] in {"not", "n't", "n’t", "never", "cannot"} for kid in s.children[tok] if kid < tok)
        return is_open or bool(heads & _APPOINTED)
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
