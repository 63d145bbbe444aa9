"""Words inside quotation marks: which attribution of the paragraph each stretch belongs to."""

from __future__ import annotations

import re

from transforms.marks import quoted_ranges
from transforms.quotes.labels import label_inside
from transforms.quotes.model import Draft, Paragraph, Quoted, Span
from transforms.quotes.unlisted import acted_before, told_before, told_behind
from transforms.views import Sentence

_WORD = re.compile(r"\w+")
_LINK_LEFT = re.compile(r"(?:[,:]|\bthat|—|–|-)\s*$")
_TOPIC = re.compile(r"\s+(?:regarding|concerning|about|on|of|in|at|during|when|after)\b")
"""What the narrator says of a quotation right behind its mark: its topic, its occasion."""
_SHORTEST_SINGLE = 2
"""Words a stretch in single marks must have: one word in single marks is a term or an apostrophe."""
_SHORTEST_UNLISTED = 4
"""Words of a quotation that is surely speech whatever verb tells it: shorter ones may be names and terms."""
_SHORTEST_SPEECH = 8
"""Words of a quotation that is surely speech wherever it stands."""
_SPOKEN = frozenset({"say", "speech"})
_LONGEST_ADDRESSEE = 12
"""Words between a cue and the comma or colon before its quote: "told reporters in Paris on Monday: …"."""
_LONGEST_GAP = 3
"""Words between a closing mark and the speaker of the cue behind it: "…,” and then he said"."""
_LONGEST_SPEAKER = 30
"""Words between a closing mark and its cue when no other verb stands there: a name with its apposition."""
_LONGEST_TITLE = 8
"""Words of the longest name of a work or programme."""
_SMALL = frozenset({"the", "of", "and", "a", "an", "in", "on", "for", "to", "with", "at", "by"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


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
    telling = [d for d in drafts if d.cue is not None and d.cue.takes_quote and d.cue_chars is not None]
    last: Draft | None = None
    for q in paragraph.quoted:
        owner = _owner(paragraph, q, telling, last, drafts)
        if owner is None and not any(_covered(draft, q) for draft in drafts) and not _is_title(paragraph, q):
            owner = _unlisted(paragraph, q)
            if owner is None and is_whole_speech(paragraph, q):
                owner = _reporter_before(paragraph, q, drafts)
            drafts.extend([owner] if owner and not any(owner is draft for draft in drafts) else [])
        if owner is not None:
            last = owner
    for draft in drafts:
        draft.contents = [_widened(paragraph, span) for span in draft.contents]


def _owner(
    paragraph: Paragraph, q: Quoted, telling: list[Draft], last: Draft | None, drafts: list[Draft]
) -> Draft | None:
    """Give `q` to the cue it belongs to and return that attribution; None when it belongs to none."""
    first, final = _sentence_at(paragraph, q.start), _sentence_at(paragraph, q.end - 1)
    before = [d for d in telling if d.sentence is first and first is not None and d.start < q.start]
    after = [d for d in telling if d.sentence is final and final is not None and d.start >= q.end]
    if before and _is_left_linked(paragraph, before[-1], q):
        if not _leads_into(paragraph, before[-1], q):
            _give(before[-1], (q.start, q.end))
        before[-1].is_direct = True
        _give_lead(paragraph, before[-1], telling)
        return before[-1]
    if after and not before and _is_right_linked(paragraph, after[0], q):
        _give_left(paragraph, after[0], q, first)
        return after[0]
    if (told := next((d for d in after if _covered(d, q)), None)) is not None:
        return told
    if last is not None and _begins_sentence(paragraph, q) and not _has_teller_behind(paragraph, q):
        last.contents.append((q.start, q.end))
        return last
    if after and not any(_covered(d, q) for d in drafts) and _is_right_linked(paragraph, after[0], q):
        _give_left(paragraph, after[0], q, first)
        return after[0]
    return None


def _has_teller_behind(paragraph: Paragraph, q: Quoted) -> bool:
    """Tell whether a comma inside the marks promises who spoke, and a verb that no table lists keeps it."""
    said = paragraph.text[q.start - paragraph.start : q.end - paragraph.start]
    final = _sentence_at(paragraph, q.end - 1)
    return said.endswith(",") and final is not None and told_behind(final, q, said) is not None


def _unlisted(paragraph: Paragraph, q: Quoted) -> Draft | None:
    """Return the attribution of a quotation that no listed cue tells."""
    first, final = _sentence_at(paragraph, q.start), _sentence_at(paragraph, q.end - 1)
    start = paragraph.start
    said = paragraph.text[q.start - start : q.end - start]
    if len(_WORD.findall(said)) < _SHORTEST_UNLISTED:
        return None
    if is_whole_speech(paragraph, q) and (draft := label_inside(paragraph, q)):
        return draft
    if first is not None and (
        draft := told_before(first, q, paragraph.text[first.char_start[0] - start : q.outer_start - start])
    ):
        return draft
    return told_behind(final, q, said) if final is not None and _begins_sentence(paragraph, q) else None


def is_whole_speech(paragraph: Paragraph, q: Quoted) -> bool:
    """Tell whether a quotation is too long for a term or a title and ends like a sentence."""
    words = _WORD.findall(paragraph.text[q.start - paragraph.start : q.end - paragraph.start])
    return len(words) >= _SHORTEST_SPEECH and _is_full(paragraph, q)


def last_reporter(drafts: list[Draft]) -> Draft | None:
    """Return the last attribution of `drafts` that reports speech and names somebody."""
    spoken = [d for d in drafts if d.cue is not None and d.cue.cue_class in _SPOKEN and d.speaker and d.contents]
    return max(spoken, key=lambda d: d.start, default=None)


def _reporter_before(paragraph: Paragraph, q: Quoted, drafts: list[Draft]) -> Draft | None:
    """Return who goes on with `q`: the reporter of the sentence before it, else whoever acts in its own sentence.

    "X praised the crews. “They saved …”", "X said the aim was peace and, for the envoy, “to …”".
    """
    first = _sentence_at(paragraph, q.start)
    if _begins_sentence(paragraph, q):
        before = last_reporter([d for d in drafts if d.start < q.start and d.sentence is not first])
        if before is not None:
            before.contents.append((q.start, q.end))
        return before
    return acted_before(first, q) if first is not None else None


def _leads_into(paragraph: Paragraph, draft: Draft, q: Quoted) -> bool:
    """Tell whether reported words of the narrator lead into the stretch: "said the goal was that “…”"."""
    lead = paragraph.text[: q.outer_start - paragraph.start].rstrip()
    starts = [span[0] for span in draft.contents if _overlap(q, span)]
    if not starts:
        return False
    if min(starts) < q.outer_start:
        return lead[-1:] not in {",", ":"}
    return not _is_full(paragraph, q) and not _TOPIC.match(paragraph.text, q.outer_end - paragraph.start)


def _covered(draft: Draft, q: Quoted) -> bool:
    return any(_overlap(q, span) for span in draft.contents)


def _overlap(q: Quoted, span: Span) -> bool:
    return span[0] < q.end and q.start < span[1]


def _is_full(paragraph: Paragraph, q: Quoted) -> bool:
    """Tell whether the stretch is whole speech: a comma or stop stands before its closing mark."""
    inside = paragraph.text[q.start - paragraph.start : q.end - paragraph.start].rstrip("’'\"” ")
    return inside[-1:] in {",", ".", "?", "!", "…", "—"}


def _give(draft: Draft, span: Span) -> None:
    """Add a span to a draft; what the parser took for its content before gives way to it, once."""
    if not draft.is_direct:
        draft.contents = [kept for kept in draft.contents if not (kept[0] < span[1] and span[0] < kept[1])]
    draft.is_direct = True
    draft.contents.append(span)


def _give_left(paragraph: Paragraph, draft: Draft, q: Quoted, sentence: Sentence | None) -> None:
    """Give a stretch to the cue behind it, with the words of its sentence that lead to it."""
    start = q.start
    lead = sentence.char_start[0] if sentence else q.outer_start
    lead = max(
        [lead, *(d.outer_end for d in paragraph.quoted if d.outer_end <= q.outer_start and not _leads(paragraph, d, q))]
    )
    words = paragraph.text[lead - paragraph.start : q.outer_start - paragraph.start]
    if _WORD.search(words) and not words.rstrip().endswith((":", "—", "–", ".", "!", "?")):
        if _covered(draft, q):
            draft.is_direct = True
            return
        start = lead
    if not draft.is_direct:
        draft.contents = []
    draft.is_direct = True
    draft.contents.append((start, q.outer_end if start < q.start else q.end))


def _give_lead(paragraph: Paragraph, draft: Draft, telling: list[Draft]) -> None:
    """Add the first half of "“A” of the envoy, X said, “but B”" to the attribution that has its second half."""
    s = draft.sentence
    if s is None or not draft.speaker:
        return
    first = min(draft.tok, draft.speaker[0][0])
    if first < _SHORTEST_UNLISTED or s.word[first - 1] != ",":
        return
    lead = s.char_start[0], s.char_end[first - 2]
    is_begun = any(q.outer_start == lead[0] and q.outer_end < lead[1] for q in paragraph.quoted)
    is_told = any(d is not draft and d.sentence is s and d.tok < first for d in telling)
    if is_begun and not is_told and not any(a < lead[1] and lead[0] < b for a, b in draft.contents):
        draft.contents.append(lead)


def _leads(paragraph: Paragraph, earlier: Quoted, q: Quoted) -> bool:
    """Tell whether two stretches stand in one running sentence: "“A” and “B,” he said"."""
    return _sentence_at(paragraph, earlier.start) is _sentence_at(paragraph, q.start) and not _is_full(
        paragraph, earlier
    )


def _sentence_at(paragraph: Paragraph, at: int) -> Sentence | None:
    for s, _ in paragraph.sentences:
        if s.char_start[0] <= at < s.char_end[-1]:
            return s
    return None


def _begins_sentence(paragraph: Paragraph, q: Quoted) -> bool:
    """Tell whether the stretch opens a sentence: only blanks, or a full stop before it."""
    lead = paragraph.text[: q.outer_start - paragraph.start].rstrip()
    return not lead or lead[-1] in ".?!…”\"'" or any(s.char_start[0] == q.outer_start for s, _ in paragraph.sentences)


def _is_left_linked(paragraph: Paragraph, draft: Draft, q: Quoted) -> bool:
    """Tell whether only an addressee or a colon stands between the cue and the stretch: "told X: “…”"."""
    cue_end = draft.cue_chars[1] if draft.cue_chars else draft.start
    between = paragraph.text[cue_end - paragraph.start : q.outer_start - paragraph.start]
    if not between.strip():
        return not _is_term(paragraph, draft, q)
    return bool(_LINK_LEFT.search(between)) and len(between.split()) <= _LONGEST_ADDRESSEE


def _is_term(paragraph: Paragraph, draft: Draft, q: Quoted) -> bool:
    """Tell whether the stretch is only the object of a verb that takes none as its content: "offer “fast lanes”"."""
    s = draft.sentence
    if s is None or draft.cue is None or "object" in draft.cue.contents or _is_full(paragraph, q):
        return False
    is_object = any(q.start <= s.char_start[at] < q.end for at in s.kids(draft.tok, "dobj"))
    words = _WORD.findall(paragraph.text[q.start - paragraph.start : q.end - paragraph.start])
    return is_object and len(words) < _SHORTEST_UNLISTED


def _is_right_linked(paragraph: Paragraph, draft: Draft, q: Quoted) -> bool:
    """Tell whether the clause of the cue begins right behind the closing mark: "“…,” X said"."""
    s = draft.sentence
    if s is None or s.dep[draft.tok] == "relcl" or s.kids(draft.tok, "auxpass") or _is_title(paragraph, q):
        return False
    first = min([draft.tok, *(a for a, _ in draft.speaker if s.char_start[a] >= q.end)])
    gap = paragraph.text[q.outer_end - paragraph.start : s.char_start[first] - paragraph.start]
    if len(gap.split()) <= _LONGEST_GAP:
        return _is_full(paragraph, q) or (s.tag[draft.tok] in _FINITE and not s.kids(draft.tok, "mark"))
    return (
        _is_full(paragraph, q)
        and len(gap.split()) <= _LONGEST_SPEAKER
        and not any(s.tag[i] in _FINITE for i in range(first) if s.char_start[i] >= q.outer_end)
    )


def _is_title(paragraph: Paragraph, q: Quoted) -> bool:
    """Tell whether a stretch inside a sentence names a work or a programme: "on “Meet the Press,” X said"."""
    if _begins_sentence(paragraph, q):
        return False
    words = re.findall(r"[\w’']+", paragraph.text[q.start - paragraph.start : q.end - paragraph.start])
    return len(words) <= _LONGEST_TITLE and all(w[0].isupper() or w in _SMALL for w in words)


def _widened(paragraph: Paragraph, span: Span) -> Span:
    """Return the span with the quoted stretches it cuts completed, and without marks when it is all one stretch."""
    start, end = span
    for q in paragraph.quoted:
        if not _overlap(q, (start, end)):
            continue
        if q.start <= start and end <= q.outer_end:
            return q.start, q.end
        start, end = min(start, q.outer_start), max(end, q.outer_end)
    return start, end
