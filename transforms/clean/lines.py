"""A text's paragraphs: its lines, or, where lines are wrapped at a width, what the wrapped lines make together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_WORD = re.compile(r"\S+")
_STOPS = tuple('.!?:;"”’)»…')
# typewriter and mail widths; a longer line is a paragraph
_WIDEST = 130
_NARROWEST = 50
_SHARE_WRAPPED = 0.6


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each paragraph, without outer blanks, in order and without overlap."""
    lines = [span for match in _LINE.finditer(text) if (span := _trimmed(text, match.start(), match.end()))]
    start = 0
    for index in range(1, len(lines) + 1):
        # a blank line, or any gap of two line ends, closes a block
        if index == len(lines) or _is_gap(text[lines[index - 1][1] : lines[index][0]]):
            yield from _block(text, lines[start:index])
            start = index


def _block(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of lines without blank lines between them."""
    width = max(end - start for start, end in lines)
    if len(lines) < 2 or not _NARROWEST <= width <= _WIDEST:
        yield from lines
        return
    soft = [_is_soft(text, a, b, width) for a, b in pairwise(lines)]
    open_ended = [not text[a[1] - 1 : a[1]].endswith(_STOPS) for a in lines[:-1]]
    # lines that end in mid-sentence because the next word would not fit
    wrapped = sum(s and o for s, o in zip(soft, open_ended, strict=True))
    if wrapped < _SHARE_WRAPPED * len(soft):
        yield from lines
        return
    begin = lines[0][0]
    for (line, following), is_soft in zip(pairwise(lines), soft, strict=True):
        if not is_soft:
            yield begin, line[1]
            begin = following[0]
    yield begin, lines[-1][1]


def _is_soft(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    word = _WORD.match(text, *following)
    return (line[1] - line[0]) + 1 + (len(word.group()) if word else 0) > width


def _is_gap(between: str) -> bool:
    return len(between.replace("\r\n", "\n").replace(" ", "").replace("\t", "")) > 1


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
