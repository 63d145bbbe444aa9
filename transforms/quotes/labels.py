"""Quotes with a label for a cue: "Name: “…”", "“…” - Name", and the lines of a transcript."""

from __future__ import annotations

import re

from transforms.quotes.model import Article, Draft, Paragraph, Quoted

_NAME = r"(?:[A-Z][\w.'’-]*|de|van|von|bin|al)"
_HEAD = re.compile(rf"\W{{0,2}}(?P<name>[A-Z][\w.'’-]*(?:,? {_NAME}){{0,6}})(?P<cue>:)\s+")
_TITLED = re.compile(r"(?P<name>[A-Z][\w.'’-]*(?:,? (?:[\w.'’-]+|\([^)]{1,20}\))){1,9})(?P<cue>:)\s*(?=[“\"])")
"""A name with its office before a quotation, set off by a colon alone."""
_TAIL = re.compile(rf"\s*(?P<cue>[―—–-]{{1,2}})\s*(?P<name>[A-Z][\w.'’-]*(?:,? (?:{_NAME}|[a-z]+)){{0,12}})[.\s]*$")
_INSIDE = re.compile(
    rf"(?:^|[.!?”\"»)] |\s[—–-]{{1,2}} )(?P<name>[A-Z][\w.'’-]*(?: (?:and )?{_NAME}){{1,6}})(?P<cue>:)\s+$"
)
_HEADLINE = re.compile(r"^.* [—–-]{1,2} ")
"""What stands before a name and a dash."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_CAPITALS = re.compile(r"[A-Z][A-Z.'’ -]*$")
_LONGEST_LINE = 120
"""Characters behind a quote of a label: a name with its office, not a sentence."""
_SHORTEST_LINE = 3
"""Blanks in the shortest line that a label without marks tells: "Sales: none" is a table."""


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


def label_inside(paragraph: Paragraph, q: Quoted) -> Draft | None:
    """Read "A headline - Name: “…”" and "… last week. Name: “…”": a name with a colon before a whole quotation."""
    lead = paragraph.text[: q.outer_start - paragraph.start]
    found = _INSIDE.search(lead)
    return _draft(paragraph.start, found, [(q.start, q.end)]) if found else None


def _stand_alone(paragraph: Paragraph) -> bool:
    """Tell whether nothing but blanks stands between the quoted stretches."""
    start = paragraph.start
    pairs = zip(paragraph.quoted, paragraph.quoted[1:], strict=False)
    return all(not paragraph.text[a.outer_end - start : b.outer_start - start].strip() for a, b in pairs)


def signed(paragraph: Paragraph, quoted: list[Quoted]) -> Draft | None:
    """Read a paragraph that only says whose words `quoted`, the paragraph before, are: "- Name"."""
    if len(paragraph.text) > _LONGEST_LINE:
        return None
    found = _TAIL.match(paragraph.text)
    return _draft(paragraph.start, found, [(q.start, q.end) for q in quoted]) if found else None


def _known_speakers(article: Article) -> frozenset[str]:
    """Return the last words of the names that speak in `article`, in lower case."""
    names = (
        article.text[start:end].split(",")[0].split()
        for draft in article.drafts
        for start, end in draft.speaker_spans()[:1]
    )
    return frozenset(words[-1].casefold() for words in names if words and words[-1][:1].isupper())


def label(paragraph: Paragraph) -> str | None:
    """Return what stands before the colon at the head of the paragraph, if that can be a name."""
    found = _HEAD.match(paragraph.text)
    return found["name"] if found else None


def labelled_lines(article: Article, lines: list[Paragraph]) -> list[Draft]:
    """Read "NAME: …" of a transcript, where two lines begin so, and "Name: A" where Name speaks in the article too.

    Args:
        article: with its other attributions.
        lines: its paragraphs that begin with a label and hold no quotation told by it.
    """
    in_capitals = sum(bool(_CAPITALS.match(label(line) or "")) for line in lines)
    known = _known_speakers(article)
    told = []
    for line in lines:
        found = _HEAD.match(line.text)
        if found is None:
            continue
        is_transcript = bool(_CAPITALS.match(found["name"])) and in_capitals > 1
        is_known = found["name"].split()[-1].casefold() in known and len(line.sentences) <= 1
        if is_transcript or (is_known and line.text[found.end() :].count(" ") >= _SHORTEST_LINE):
            told.append(_draft(line.start, found, [(line.start + found.end(), line.end)], is_direct=is_transcript))
    return told


def _with_head(paragraph: Paragraph) -> list[Draft]:
    """Read "Name: “…”"."""
    found = _HEAD.match(paragraph.text) or _titled(paragraph)
    if found is None:
        return []
    at = paragraph.start + found.end()
    spoken = [q for q in paragraph.quoted if q.outer_start >= at]
    if not spoken or spoken[0].outer_start > at or not _is_speech(paragraph, spoken[0]):
        return []
    return [_draft(paragraph.start, found, [(q.start, q.end) for q in spoken])]


def _titled(paragraph: Paragraph) -> re.Match[str] | None:
    """Find "The minister of trade, Name: “…”": no verb stands before the colon."""
    found = _TITLED.match(paragraph.text)
    if found is None or not found["name"].split()[-1].strip("(")[:1].isupper():
        return None
    colon = paragraph.start + found.start("cue")
    tags = {s.tag[at] for s, _ in paragraph.sentences for at in range(len(s)) if s.char_start[at] < colon}
    return None if tags & _FINITE else found


def _is_speech(paragraph: Paragraph, q: Quoted) -> bool:
    """Tell whether the stretch is more than a title: a stop inside it, or it runs to the paragraph's end."""
    return paragraph.text[q.end - paragraph.start - 1] in ".,?!…" or q.outer_end >= paragraph.end - 1


def _draft(offset: int, found: re.Match[str], contents: list[tuple[int, int]], *, is_direct: bool = True) -> Draft:
    draft = Draft(None, None, 0, rule="label", contents=contents, cue_class="label", is_direct=is_direct)
    name = _HEADLINE.sub("", found["name"])
    draft.speaker_chars = [(offset + found.end("name") - len(name), offset + found.end("name"))]
    draft.cue_chars = (offset + found.start("cue"), offset + found.end("cue"))
    return draft
