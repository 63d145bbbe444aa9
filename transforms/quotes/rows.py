"""From finished drafts to the rows of `attributions` and `quote_spans`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from transforms.keys import key
from transforms.quotes.model import Article, Draft, Quoted, Span
from transforms.schemas import Attributions, QuoteSpans

_WORD = re.compile(r"\w+")
_EDGE_LEFT = re.compile(r"^(?:[\s,;:.!?)\]–—…-]|that\b(?!\s(?:is|was|would|will|has|had)\b|['’]s\b))+")
"""What a content does not begin with; "That" with a capital begins what was said, "that was A" is what it is about."""
_EDGE_OF_NOUN = re.compile(r"^[\s,;:.!?)\]–—…-]+")
_NOUN_FRAMES = (".object", ".on", ".with", ".to", ".about", ".of", ".for", ".against", ".object_as")
"""Ends of rules whose content is a noun phrase: "that" belongs to it."""
_EDGE_RIGHT = re.compile(r"[\s,;:(\[–—-]+$")
_MARKS = '“”"«»„'
_MARK = re.compile(f"[{_MARKS}]")
_DIRECT_SHARE = 0.95
"""Share of words inside quotation marks from which a quote is direct."""


def frames(articles: list[Article]) -> dict[str, pl.DataFrame]:
    """Return the attributions and their spans; keys come from the article and the character spans."""
    rows: list[tuple[Any, ...]] = []
    spans: list[tuple[Any, ...]] = []
    for article in articles:
        finished = _finished(article)
        ids = {id(draft): quote_id for quote_id, draft, _ in finished}
        for quote_id, draft, contents in finished:
            rows.append(_row(article, quote_id, draft, contents, ids))
            spans.extend(_span_rows(quote_id, draft, contents))
    attributions = pl.DataFrame(rows, schema=Attributions.column_names(), orient="row", infer_schema_length=None)
    quote_spans = pl.DataFrame(spans, schema=QuoteSpans.column_names(), orient="row", infer_schema_length=None)
    return {"attributions": Attributions.cast(attributions), "quote_spans": QuoteSpans.cast(quote_spans)}


def _finished(article: Article) -> list[tuple[str, Draft, list[Span]]]:
    """Return each draft with its key and its trimmed content spans, without the empty and the doubled ones."""
    finished = []
    seen: set[tuple[Span, ...]] = set()
    for draft in article.drafts:
        contents = _merged(article.text, draft.contents, draft.rule)
        if kind(article.text, contents, article.quoted) == "direct":
            contents = [part for span in contents for part in _direct(article, span)]
        else:
            contents = _merged(article.text, [part for span in contents for part in _parts(article, span)], draft.rule)
        if contents and tuple(contents) not in seen:
            seen.add(tuple(contents))
            finished.append((key("quo", article.article_id, contents, draft.cue_chars), draft, contents))
    return finished


def _merged(text: str, contents: list[Span], rule: str) -> list[Span]:
    trimmed = []
    edge = _EDGE_OF_NOUN if rule.endswith(_NOUN_FRAMES) else _EDGE_LEFT
    for start, end in sorted(set(contents)):
        left = edge.match(text[start:end])
        begin = start + left.end() if left else start
        right = _EDGE_RIGHT.search(text[begin:end])
        stop = begin + right.start() if right else end
        if begin < stop and _WORD.search(text[begin:stop]):
            trimmed.append((begin, stop))
    merged: list[Span] = []
    for start, end in trimmed:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _direct(article: Article, span: Span) -> list[Span]:
    """Return a direct span without its marks; "Reed “A”", of which a word stands outside, keeps both."""
    start, end = span
    if any(start < q.outer_start < end for q in article.quoted):
        return _parts(article, span)
    return [_unmarked(article.text, start, end)]


def _unmarked(text: str, start: int, end: int) -> Span:
    """Return a span without the quotation marks at its edges: a direct content is what stands inside them."""
    while end - start > 1 and text[start] in _MARKS:
        start += 1
    while end - start > 1 and text[end - 1] in _MARKS:
        end -= 1
    return start, end


def _parts(article: Article, span: Span) -> list[Span]:
    """Return a span without the marks that have no fellow in it: what stands before and behind such a mark."""
    start, end = _closed(article, span)
    text = article.text
    near = [q for q in article.quoted if q.outer_start < end and start < q.outer_end]
    paired = {at for q in near if q.is_closed and start <= q.outer_start and q.outer_end <= end for at in _edges(q)}
    inside = [(q.start, q.end) for q in near]
    marks = [match.start() for match in _MARK.finditer(text, start, end)]
    lone = [at for at in marks if at not in paired and not any(a <= at < b for a, b in inside)]
    between = zip([start, *(at + 1 for at in lone)], [*lone, end], strict=True)
    return [part for a, b in between if (part := _trimmed(text, a, b))[0] < part[1]]


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without the one mark at its edge, which closes what was never opened: `"so it goes»`."""
    marks = [match.start() for match in _MARK.finditer(text, start, end)]
    if marks == [start]:
        return start + 1, end
    return (start, end - 1) if marks == [end - 1] else (start, end)


def _closed(article: Article, span: Span) -> Span:
    """Return a span with the mark that closes its last quotation, where only that mark and a stop lie beyond it."""
    start, end = span
    q = next((q for q in article.quoted if start <= q.outer_start and q.outer_start < end <= q.outer_end), None)
    is_whole = q is not None and q.is_closed and not _WORD.search(article.text, end, q.outer_end)
    return (start, q.outer_end) if q is not None and is_whole else span


def _edges(q: Quoted) -> list[int]:
    """Return where the marks around a stretch stand."""
    return [*range(q.outer_start, q.start), *range(q.end, q.outer_end)]


def kind(text: str, contents: list[Span], quoted: list[Quoted]) -> str:
    """Return `direct` when (almost) all content words stand inside marks, `indirect` when none do, else `mixed`."""
    words = inside = 0
    for start, end in contents:
        near = [q for q in quoted if q.start < end and start < q.end]
        starts = [word.start() for word in _WORD.finditer(text, start, end)]
        words += len(starts)
        inside += sum(any(q.start <= at < q.end for q in near) for at in starts) if near else 0
    if inside == 0:
        return "indirect"
    return "direct" if inside >= _DIRECT_SHARE * words else "mixed"


def _row(article: Article, quote_id: str, draft: Draft, contents: list[Span], ids: dict[int, str]) -> tuple[Any, ...]:
    text = article.text
    speakers = draft.speaker_spans()
    return (
        quote_id,
        article.article_id,
        kind(text, contents, article.quoted),
        " ".join(text[a:b] for a, b in contents),
        text[slice(*draft.cue_chars)] if draft.cue_chars else None,
        draft.cue.lemma if draft.cue else None,
        draft.cue.cue_class if draft.cue else draft.cue_class,
        text[slice(*speakers[0])] if speakers else None,
        ids.get(id(draft.parent)) if draft.parent else None,
        draft.venue,
        draft.rule,
    )


def _span_rows(quote_id: str, draft: Draft, contents: list[Span]) -> Iterator[tuple[Any, ...]]:
    s = draft.sentence
    sid = s.sid if s else None
    for n, (a, b) in enumerate(contents):
        yield (quote_id, "content", n, a, b, *_tokens(draft, a, b))
    if draft.cue_chars:
        yield (quote_id, "cue", 0, *draft.cue_chars, *_tokens(draft, *draft.cue_chars))
    if draft.speaker_chars:
        for n, (a, b) in enumerate(draft.speaker_chars):
            yield (quote_id, "speaker", n, a, b, *_tokens(draft, a, b))
    elif s is not None:
        for n, (a, b) in enumerate(draft.speaker):
            yield (quote_id, "speaker", n, s.char_start[a], s.char_end[b - 1], sid, a, b)


def _tokens(draft: Draft, start: int, end: int) -> tuple[int | None, int | None, int | None]:
    """Return sentence and tokens of a character span where it stands in the cue's sentence."""
    s = draft.sentence
    if s is None or start < s.char_start[0] or end > s.char_end[-1]:
        return None, None, None
    first = next((i for i in range(len(s)) if s.char_end[i] > start), None)
    last = next((i for i in range(len(s) - 1, -1, -1) if s.char_start[i] < end), None)
    if first is None or last is None or last < first:
        return None, None, None
    return s.sid, first, last + 1
