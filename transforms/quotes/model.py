"""What passes between the rules of this folder: a paragraph with its marks, and a quote in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from transforms.quotes.cues import Cue
from transforms.views import Sentence

Span = tuple[int, int]
"""Half-open: characters of the article's text, or tokens of one sentence, as the name says."""
CueToken = tuple[int, Cue]
"""A token that may report, and the row of the cue table it is a form of."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """One stretch inside quotation marks: `start`/`end` bound its words, `outer_*` the marks around them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    is_closed: bool


@dataclass(slots=True)
class Draft:
    """One attribution in the making. Content spans are characters, speaker spans are tokens of `sentence`."""

    cue: Cue | None
    sentence: Sentence | None
    tok: int
    rule: str
    contents: list[Span] = field(default_factory=list)
    speaker: list[Span] = field(default_factory=list)
    speaker_chars: list[Span] = field(default_factory=list)
    cue_chars: Span | None = None
    cue_class: str = "none"  # where there is no cue of the table
    is_direct: bool = False
    venue: str | None = None
    parent: Draft | None = None

    @property
    def start(self) -> int:
        """Return where the attribution begins to be told: its cue, or its first content."""
        return self.cue_chars[0] if self.cue_chars else self.contents[0][0]

    def speaker_spans(self) -> list[Span]:
        """Return the character spans of the speaker."""
        if self.speaker_chars or self.sentence is None:
            return self.speaker_chars
        return [(self.sentence.char_start[a], self.sentence.char_end[b - 1]) for a, b in self.speaker]


@dataclass(slots=True)
class Article:
    """One article with the drafts found so far, in text order."""

    article_id: str
    text: str
    quoted: list[Quoted] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)


@dataclass(slots=True)
class Paragraph:
    """One body paragraph: its text, where it starts, its quoted stretches, and its parsed sentences with their cues."""

    text: str
    start: int
    quoted: list[Quoted]
    sentences: list[tuple[Sentence, list[CueToken]]]

    @property
    def end(self) -> int:
        """Return the offset one past the last character."""
        return self.start + len(self.text)
