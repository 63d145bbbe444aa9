"""Quotes with a label for a cue: "Name: “…”", "“…” - Name", and the lines of a transcript."""

from __future__ import annotations

import re

from transforms.quotes.model import Draft, Paragraph, Quoted

_NAME = r"(?:[A-Z][\w.'’-]*|de|van|von|bin|al)"
_HEAD = re.compile(rf"\W{{0,2}}(?P<name>[A-Z][\w.'’-]*(?:,? {_NAME}){{0,6}})(?P<cue>:)\s+")
_TAIL = re.compile(rf"\s*(?P<cue>[―—–-]{{1,2}})\s*(?P<name>[A-Z][\w.'’-]*(?:,? (?:{_NAME}|[a-z]+)){{0,12}})[.\s]*$")
_CAPITALS = re.compile(r"[A-Z][A-Z.'’ -]*$")
_LONGEST_LINE = 120
"""Characters behind a quote of a label: a name with its office, not a sentence."""


def labelled(paragraph: Paragraph) -> list[Draft]:
    """Return the quotes of `paragraph` that a label attributes: at most one."""
    tail = _with_tail(paragraph)
    return [tail] if tail else _with_head(paragraph)


def _with_tail(paragraph: Paragraph) -> Draft | None:
    """Read "“…” - Name": the quote is the whole paragraph but for the name."""
    if not paragraph.quoted or paragraph.quoted[0].outer_start > paragraph.start + 1:
        return None
    q = paragraph.quoted[-1]
    rest = paragraph.text[q.outer_end - paragraph.start :]
    found = _TAIL.match(rest) if len(rest) <= _LONGEST_LINE else None
    if found is None or not _stand_alone(paragraph):
        return None
    return _draft(q.outer_end, found, [(x.start, x.end) for x in paragraph.quoted])


def _stand_alone(paragraph: Paragraph) -> bool:
    """Tell whether nothing but blanks stands between the quoted stretches."""
    start = paragraph.start
    pairs = zip(paragraph.quoted, paragraph.quoted[1:], strict=False)
    return all(not paragraph.text[a.outer_end - start : b.outer_start - start].strip() for a, b in pairs)


def _with_head(paragraph: Paragraph) -> list[Draft]:
    """Read "Name: “…”", and "NAME: …" of a transcript, where the whole paragraph is speech."""
    found = _HEAD.match(paragraph.text)
    if found is None:
        return []
    at = paragraph.start + found.end()
    if _CAPITALS.match(found["name"]):
        return [_draft(paragraph.start, found, [(at, paragraph.end)])]
    spoken = [q for q in paragraph.quoted if q.outer_start >= at]
    if not spoken or spoken[0].outer_start > at or not _is_speech(paragraph, spoken[0]):
        return []
    return [_draft(paragraph.start, found, [(q.start, q.end) for q in spoken])]


def _is_speech(paragraph: Paragraph, q: Quoted) -> bool:
    """Tell whether the stretch is more than a title: a stop inside it, or it runs to the paragraph's end."""
    return paragraph.text[q.end - paragraph.start - 1] in ".,?!…" or q.outer_end >= paragraph.end - 1


def _draft(offset: int, found: re.Match[str], contents: list[tuple[int, int]]) -> Draft:
    draft = Draft(None, None, 0, rule="label", contents=contents, cue_class="label", is_direct=True)
    draft.speaker_chars = [(offset + found.start("name"), offset + found.end("name"))]
    draft.cue_chars = (offset + found.start("cue"), offset + found.end("cue"))
    return draft
