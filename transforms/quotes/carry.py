"""Quotes across paragraphs: a speech that goes on, a colon before a paragraph, and quote-only paragraphs."""

from __future__ import annotations

import re

from transforms.quotes.labels import signed
from transforms.quotes.model import Article, Draft, Paragraph
from transforms.quotes.quoted import is_whole_speech, last_reporter

_SHORTEST_PULLED = 3
"""Words from which a repeated quotation is a pull quote: "Yes, yes" may be said twice."""
_WORD = re.compile(r"\w+")


class Carry:
    """Walks through the paragraphs of one article and knows whose speech the next one may go on with."""

    def __init__(self, article: Article) -> None:
        """Start before the first paragraph of `article`."""
        self.article = article
        self.speaking: Draft | None = None  # of the direct quote the paragraph before ended with
        self.reporting: Draft | None = None  # of the report the paragraph before consists of, without quotation
        self.is_open = False  # that quote was not closed
        self.announced: Draft | None = None  # a cue whose colon ended the paragraph before
        self.waiting: list[Paragraph] = []  # open quote-only paragraphs that the next cue may own
        self.unsigned: Paragraph | None = None  # the quote-only paragraph before, which the next may sign

    def add(self, paragraph: Paragraph, drafts: list[Draft]) -> None:
        """Take the next paragraph with the attributions found inside it."""
        if not drafts and _is_only_quoted(paragraph):
            self._add_quote_only(paragraph)
            return
        signature = signed(paragraph, self.unsigned.quoted) if self.unsigned else None
        if signature is not None:
            self._sign(signature)
            return
        first = _owner_of_first(paragraph, drafts)
        if first is not None:
            first.contents.extend((q.start, q.end) for waiting in self.waiting for q in waiting.quoted)
        self.waiting = []
        self.unsigned = None
        self.article.drafts.extend(drafts)
        self.speaking = _last_speech(paragraph, drafts)
        self.is_open = self.speaking is not None and not paragraph.quoted[-1].is_closed
        self.reporting = last_reporter(drafts) if not paragraph.quoted else None
        self.announced = _announced(paragraph, drafts)

    def _sign(self, signature: Draft) -> None:
        """Add a signed quote; it is not the last speaker's, as it was taken to be."""
        if self.speaking is not None:
            self.speaking.contents = [span for span in self.speaking.contents if span not in signature.contents]
        self.article.drafts.append(signature)
        self.speaking = self.announced = self.unsigned = None
        self.waiting = []

    def _add_quote_only(self, paragraph: Paragraph) -> None:
        reporting, self.reporting = self.reporting, None
        self.unsigned = paragraph
        if self._is_repeated(paragraph):
            return
        is_open = not paragraph.quoted[-1].is_closed
        owner = self.announced or (self.speaking if self.is_open else None)
        spans = [(q.start, q.end) for q in paragraph.quoted]
        if owner is not None:
            owner.contents = [*(() if self.announced and not owner.is_direct else owner.contents), *spans]
            owner.is_direct = True
            self.article.drafts.extend([owner] if not any(owner is d for d in self.article.drafts) else [])
            self.speaking, self.announced, self.is_open = owner, None, is_open
        elif is_open:
            self.waiting.append(paragraph)
        elif reporting is not None and all(is_whole_speech(paragraph, q) for q in paragraph.quoted):
            reporting.contents.extend(spans)
            self.speaking = reporting
        elif self.speaking is not None:  # nobody else is named: the last speaker goes on
            self.speaking.contents.extend(spans)

    def _is_repeated(self, paragraph: Paragraph) -> bool:
        """Tell whether the paragraph is a pull quote: its words stand elsewhere in the article too."""
        said = self.article.text[paragraph.quoted[0].start : paragraph.quoted[-1].end].strip(" ,.!?")
        return len(said.split()) >= _SHORTEST_PULLED and self.article.text.count(said) > 1


def _is_only_quoted(paragraph: Paragraph) -> bool:
    """Tell whether every word of the paragraph stands inside quotation marks."""
    return bool(paragraph.quoted) and all(
        any(q.start <= word.start() + paragraph.start < q.end for q in paragraph.quoted)
        for word in _WORD.finditer(paragraph.text)
    )


def _last_speech(paragraph: Paragraph, drafts: list[Draft]) -> Draft | None:
    """Return the attribution that owns the last quoted stretch of the paragraph, if that is direct speech."""
    if not paragraph.quoted:
        return None
    q = paragraph.quoted[-1]
    return next((d for d in drafts if d.is_direct and any(a <= q.start < b for a, b in d.contents)), None)


def _owner_of_first(paragraph: Paragraph, drafts: list[Draft]) -> Draft | None:
    """Return the attribution that owns the quoted stretch the paragraph begins with."""
    if not paragraph.quoted or paragraph.quoted[0].outer_start > paragraph.start + 1:
        return None
    at = paragraph.quoted[0].start
    return next((d for d in drafts if d.is_direct and any(a <= at < b for a, b in d.contents)), None)


def _announced(paragraph: Paragraph, drafts: list[Draft]) -> Draft | None:
    """Return the last attribution of a paragraph that ends with a colon: the next paragraph is what it reports."""
    if not paragraph.text.rstrip().endswith(":"):
        return None
    telling = [d for d in drafts if d.cue is not None and d.cue.takes_quote]
    return telling[-1] if telling else None
