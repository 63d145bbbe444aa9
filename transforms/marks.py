"""Quotation marks: which stretches of a paragraph stand inside them.

A mark pairs only inside its paragraph. One that is never closed runs to the paragraph's end (a speech that goes on
in the next paragraph opens anew there), so no odd mark can swallow the rest of an article.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# each opening mark with the marks that may close it; '' and `` are double marks typed as two single ones
_CLOSERS = {
    "“": ("”", "“", '"', "''"),
    "„": ("“", "”", '"'),
    "«": ("»",),
    "»": ("«",),
    '"': ('"', "”"),
    "''": ("''", '"', "”"),
    "``": ("''", '"', "”"),
    "‘": ("’",),
    "'": ("'",),
}
# a single mark opens only before a word and after nothing, a blank or an opening bracket; else it is an apostrophe
_MARK = re.compile(r"''|``|[“”„«»\"]|(?:(?<![\w’'.,!?])[‘'](?=[\w“\"]))|(?:(?<=[\w.,!?…;:”\")-])[’'](?!\w))")
_ANY = re.compile(r"[“”„«»\"‘’'`]")
_SINGLE = ("‘", "'")
_OPENERS = ("“", '"', "''")
_STOPS = frozenset(".,!?…")
_BOTH_WAYS = ('"', "''")


class QuotedRange(NamedTuple):
    """Offsets of the words inside the marks, half-open, in the string given; the marks themselves stand around them."""

    start: int
    end: int
    is_closed: bool
    is_single: bool


def quoted_ranges(paragraph: str) -> list[QuotedRange]:
    """Return the outermost quoted stretches of one paragraph, left to right; never raises on any text."""
    found: list[QuotedRange] = []
    if _ANY.search(paragraph) is None:
        return found
    opened = -1
    closers: tuple[str, ...] = ()
    mark_length = 1
    for match in _MARK.finditer(paragraph):
        mark, at = match.group(), match.start()
        if opened < 0:
            if mark in _SINGLE and not (_single_opens(paragraph, at) and _single_closes(paragraph, at, mark)):
                continue
            if mark in "”’" or (mark == "»" and not _guillemet_closes(paragraph, at)):
                continue
            if mark in _BOTH_WAYS and _only_closes(paragraph, at, match.end()):
                continue
            opened, closers, mark_length = at, _CLOSERS[mark], len(mark)
        elif mark in _OPENERS and _reopens(paragraph, at, match.end()):
            # a speech whose paragraphs stand in one line opens each of them anew and closes only the last
            found.append(QuotedRange(opened + mark_length, at, is_closed=False, is_single=False))
            opened, closers, mark_length = at, _CLOSERS[mark], len(mark)
        elif mark in closers:
            single = _is_single(paragraph, opened, mark_length)
            found.append(QuotedRange(opened + mark_length, at, is_closed=True, is_single=single))
            opened = -1
    if opened >= 0 and not _is_single(paragraph, opened, mark_length):
        found.append(QuotedRange(opened + mark_length, len(paragraph), is_closed=False, is_single=False))
    return found


def _is_single(paragraph: str, opened: int, mark_length: int) -> bool:
    return mark_length == 1 and paragraph[opened] in _SINGLE


def _only_closes(paragraph: str, at: int, end: int) -> bool:
    """Tell whether a straight mark stands behind a word and before none: 6'2" or the stray end of a lost opening."""
    before, after = paragraph[at - 1 : at] if at else "", paragraph[end : end + 1]
    return (before.isalnum() or before in _STOPS) and not after.isalnum()


def _reopens(paragraph: str, at: int, end: int) -> bool:
    """Tell whether a mark met inside a quotation opens: a sentence ends before it, a blank too, and a word follows."""
    before = paragraph[max(0, at - 3) : at]
    return before[-1:].isspace() and before.rstrip()[-1:] in _STOPS and paragraph[end : end + 1].isalnum()


def _single_opens(paragraph: str, at: int) -> bool:
    before = paragraph[at - 1 : at] if at else ""
    return not (before.isalnum() or before in _STOPS)


def _single_closes(paragraph: str, at: int, mark: str) -> bool:
    """Tell whether a single mark has a partner within 400 characters; a lone one is an apostrophe ('em, ‘90s)."""
    closer = "’" if mark == "‘" else "'"
    return any(
        m.group() == closer and m.start() > at + 1
        for m in _MARK.finditer(paragraph, at + 1, min(len(paragraph), at + 400))
    )


def _guillemet_closes(paragraph: str, at: int) -> bool:
    """Tell whether a » at `at` opens (German style »…«): its partner must follow."""
    return "«" in paragraph[at + 1 :]
