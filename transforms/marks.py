"""Quotation marks: which stretches of a paragraph stand inside them.

A mark pairs only inside its paragraph. One that is never closed runs to the paragraph's end (a speech that goes on
in the next paragraph opens anew there), so no odd mark can swallow the rest of an article.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CLOSERS = {"“": '”“"', "„": '“”"', "«": "»", "»": "«", '"': '"”', "‘": "’", "'": "'"}
# a single mark opens only before a word and after nothing, a blank or an opening bracket; else it is an apostrophe
_MARK = re.compile(r"[“”„«»\"]|(?:(?<![\w’'.,!?])[‘'](?=[\w“\"]))|(?:(?<=[\w.,!?…;:”\")-])[’'](?!\w))")
_SINGLE = "‘'"


class QuotedRange(NamedTuple):
    """Offsets of the words inside the marks, half-open, in the string given; the marks themselves stand around them."""

    start: int
    end: int
    is_closed: bool
    is_single: bool


def quoted_ranges(paragraph: str) -> list[QuotedRange]:
    """Return the outermost quoted stretches of one paragraph, left to right; never raises on any text."""
    found: list[QuotedRange] = []
    opened = -1
    closers = ""
    for match in _MARK.finditer(paragraph):
        mark, at = match.group(), match.start()
        if opened < 0:
            if mark in _SINGLE and not _single_closes(paragraph, at, mark):
                continue
            if mark in "”’" or (mark == "»" and not _guillemet_closes(paragraph, at)):
                continue
            opened, closers = at, _CLOSERS[mark]
        elif mark in closers:
            found.append(QuotedRange(opened + 1, at, is_closed=True, is_single=paragraph[opened] in _SINGLE))
            opened = -1
    if opened >= 0 and paragraph[opened] not in _SINGLE:
        found.append(QuotedRange(opened + 1, len(paragraph), is_closed=False, is_single=False))
    return found


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
