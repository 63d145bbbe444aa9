"""Words inside quotation marks: which attribution of the paragraph each stretch belongs to."""

from __future__ import annotations

import re

from transforms.marks import quoted_ranges
from transforms.quotes.model import Draft, Paragraph, Quoted, Span

_WORD = re.compile(r"\w")
_LINK_LEFT = re.compile(r"(?:[,:]|\bthat|—|–|-)\s*$")
_SHORTEST_SINGLE = 2
"""Words a stretch in single marks must have: one word in single marks is a term or an apostrophe."""
_LONGEST_ADDRESSEE = 12
"""Words between a cue and the comma or colon before its quote: "told reporters in Paris on Monday: …"."""
_LONGEST_GAP = 3
"""Words between a closing mark and the speaker of the cue behind it: "…,” and then he said"."""


def quoted_stretches(text: str, start: int) -> list[Quoted]:
    """Return the quoted stretches of a paragraph that starts at `start`, in offsets of the article."""
    found = []
    for q in quoted_ranges(text):
        inside = text[q.start : q.end]
        if not _WORD.search(inside) or (q.is_single and len(inside.split()) < _SHORTEST_SINGLE):
            continue
        mark = 2 if text[max(0, q.start - 2) : q.start] in {"''", "``"} else 1
        closing = 0 if not q.is_closed else 2 if text[q.end : q.end + 2] == "''" else 1
        found.append(
            Quoted(start + q.start, start + q.end, start + q.start - mark, start + q.end + closing, q.is_closed)
        )
    return found


def join_quoted(paragraph: Paragraph, drafts: list[Draft]) -> None:
    """Give each quoted stretch to the attribution it belongs to; one that belongs to none stays out."""
    by_position = sorted(drafts, key=lambda d: d.start)
    for q in paragraph.quoted:
        if any(_overlap(q, span) for d in drafts for span in d.contents) and not _is_full(paragraph, q):
            continue
        owner = _linked(paragraph, q, by_position)
        if owner is not None:
            _give(owner, q)
    for draft in drafts:
        draft.contents = [_widened(paragraph, span) for span in draft.contents]


def _overlap(q: Quoted, span: Span) -> bool:
    return span[0] < q.end and q.start < span[1]


def _is_full(paragraph: Paragraph, q: Quoted) -> bool:
    """Tell whether the stretch is whole speech: a comma or stop stands before its closing mark."""
    inside = paragraph.text[q.start - paragraph.start : q.end - paragraph.start].rstrip("’'\"” ")
    return inside[-1:] in {",", ".", "?", "!", "…", "—"}


def _give(draft: Draft, q: Quoted) -> None:
    """Add a stretch to a draft; what the parser took for its content before gives way when it lies on the same side."""
    if not draft.is_direct:
        draft.contents = [span for span in draft.contents if not _overlap(q, span)]
    draft.is_direct = True
    draft.contents.append((q.start, q.end))


def _linked(paragraph: Paragraph, q: Quoted, drafts: list[Draft]) -> Draft | None:
    sentence = _sentence_of(paragraph, q.start)
    last_sentence = _sentence_of(paragraph, q.end - 1)
    left = [d for d in drafts if d.cue and d.cue.takes_quote and d.sentence is sentence and d.start < q.start]
    right = [d for d in drafts if d.cue and d.cue.takes_quote and d.sentence is last_sentence and d.start >= q.end]
    if left and _is_left_linked(paragraph, left[-1], q):
        return left[-1]
    if right and _is_right_linked(paragraph, right[0], q):
        return right[0]
    before = [d for d in drafts if d.start < q.start and d.is_direct]
    if before and _begins_sentence(paragraph, q):
        return before[-1]
    return None


def _sentence_of(paragraph: Paragraph, at: int) -> object:
    for s, _ in paragraph.sentences:
        if s.char_start[0] <= at < s.char_end[-1]:
            return s
    return None


def _begins_sentence(paragraph: Paragraph, q: Quoted) -> bool:
    return (
        any(abs(s.char_start[0] - q.outer_start) <= 2 for s, _ in paragraph.sentences)
        or q.outer_start == paragraph.start
    )


def _is_left_linked(paragraph: Paragraph, draft: Draft, q: Quoted) -> bool:
    """Tell whether only an addressee or a colon stands between the cue and the stretch: "told X: “…”"."""
    cue_end = draft.cue_chars[1] if draft.cue_chars else draft.start
    between = paragraph.text[cue_end - paragraph.start : q.outer_start - paragraph.start]
    return not between.strip() or (bool(_LINK_LEFT.search(between)) and len(between.split()) <= _LONGEST_ADDRESSEE)


def _is_right_linked(paragraph: Paragraph, draft: Draft, q: Quoted) -> bool:
    """Tell whether the clause of the cue begins right behind the closing mark: "“…,” X said"."""
    s = draft.sentence
    if s is None:
        return False
    first = min([draft.tok, *(a for a, _ in draft.speaker)])
    gap = paragraph.text[q.outer_end - paragraph.start : s.char_start[first] - paragraph.start]
    return len(gap.split()) <= _LONGEST_GAP


def _widened(paragraph: Paragraph, span: Span) -> Span:
    """Return the span with the quoted stretches it cuts completed, its marks in pairs, and no punctuation around it."""
    start, end = span
    for q in paragraph.quoted:
        if not _overlap(q, (start, end)):
            continue
        if q.start <= start and end <= q.outer_end:
            start, end = q.start, q.end
            break
        start, end = min(start, q.outer_start), max(end, q.outer_end)
    return start, end
