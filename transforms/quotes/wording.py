"""Who speaks where the parser shows no subject: read off the order of words, commas and marks."""

from __future__ import annotations

from transforms.quotes.model import Span
from transforms.views import Sentence

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_VERBAL = _FINITE | {"MD"}
_OPENING = frozenset({"NNP", "NNPS", "DT", "PRP", "PRP$", "NN", "NNS", "JJ", "CD"})
"""Tags of the words a name or a description of somebody begins with."""
_RELATIVES = frozenset({"who", "which", "that", "whose", "whom"})
_NAMING = frozenset({"NOUN", "PROPN", "PRON"})
_LONGEST = 25
"""Tokens of a name with its apposition."""


def spoken_beside(s: Sentence, tok: int) -> list[Span]:
    """Return the token range of who says the finite active verb at `tok`, by the words beside it; [] when none fit.

    "“A,” said X, who …" and "Shaken by the storm, X, the mayor of Lindau, said A".
    """
    if s.tag[tok] not in _FINITE or s.kids(tok, "auxpass") or tok == 0:
        return []
    return _behind(s, tok) if _ends_quotation(s, tok - 1) else _before(s, tok)


def _ends_quotation(s: Sentence, tok: int) -> bool:
    return s.tag[tok] == "''" or (s.word[tok] == "," and tok > 0 and s.tag[tok - 1] == "''")


def _behind(s: Sentence, tok: int) -> list[Span]:
    """Take the words from the verb to the next comma or stop: a name or a description."""
    start = end = tok + 1
    while end < len(s) and s.word[end] not in {",", ".", ";", ":"} and not s.in_quote[end]:
        end += 1
    fits = start < end <= start + _LONGEST and s.tag[start] in _OPENING and not _has_verb(s, start, end)
    return [(start, end)] if fits and s.pos[end - 1] in _NAMING else []


def _before(s: Sentence, tok: int) -> list[Span]:
    """Take the words between a comma, or the beginning, and the verb that can name somebody: the most of them."""
    end = tok - (s.word[tok - 1] == ",")
    starts = [0, *(at + 1 for at in range(max(0, end - _LONGEST), end) if s.word[at] == ",")]
    for start in starts:
        if not 0 < end - start <= _LONGEST or any(s.in_quote[start:end]):
            continue
        if s.tag[start] in _OPENING and s.pos[end - 1] in _NAMING and not _has_verb(s, start, end):
            return [(start, end)]
    return []


def _has_verb(s: Sentence, start: int, end: int) -> bool:
    """Tell whether a finite verb stands in the range, but for those of a relative clause."""
    told = next((at for at in range(start + 1, end) if s.lower[at] in _RELATIVES), end)
    return any(s.tag[at] in _VERBAL for at in range(start, told))
