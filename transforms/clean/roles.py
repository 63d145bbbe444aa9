"""The role of each paragraph: by what stands in it, where it stands, and where the page shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from transforms.clean.lines import paragraphs

Stretch = tuple[int, int, str]
"""(start, end, role) of one stretch of the text."""

_LONGEST_OTHER = 600
"""Characters; a longer paragraph is body whatever it looks like."""
_HEAD = 120
_BULLET = re.compile(r"^[-•*–] +")
_DATELINE_PARAGRAPHS = 6
_TITLE_PARAGRAPHS = 5


@dataclass(frozen=True)
class Patterns:
    """The expressions of `seeds/paragraph_patterns.csv` by place, in the table's order."""

    whole: tuple[tuple[re.Pattern[str], str], ...]
    start: tuple[tuple[re.Pattern[str], str], ...]
    head: tuple[tuple[re.Pattern[str], str], ...]
    tail: tuple[tuple[re.Pattern[str], str], ...]

    @classmethod
    def of(cls, table: pl.DataFrame) -> Patterns:
        """Compile the table (columns pattern, role, place)."""
        by_place: dict[str, list[tuple[re.Pattern[str], str]]] = {"whole": [], "start": [], "head": [], "tail": []}
        for pattern, role, place in table.select("pattern", "role", "place").iter_rows():
            by_place[place].append((re.compile(pattern), role))
        return cls(**{place: tuple(rules) for place, rules in by_place.items()})


@dataclass(frozen=True)
class Shown:
    """Where a page shows its texts: role by bare text, and titles. Empty for a text without a page."""

    roles: dict[str, str] = field(default_factory=dict)
    titles: Sequence[str] = ()


def bare(text: str) -> str:
    """Return letters and digits alone, in lower case: how two renderings of one text are compared."""
    return "".join(filter(str.isalnum, text.lower()))


def stretches(text: str, patterns: Patterns, shown: Shown) -> Iterator[Stretch]:
    """Yield the stretches of a text in order, each with its role; blanks between them belong to none."""
    titles = {bare(title) for title in shown.titles if title}
    n_body = 0
    for index, (start, end) in enumerate(paragraphs(text)):
        paragraph = text[start:end]
        role = _role(paragraph, index, titles, patterns, shown)
        if role != "body":
            yield start, end, role
            continue
        n_body += 1
        yield from _cut(text, start, end, patterns, is_early=n_body <= _DATELINE_PARAGRAPHS)


def _role(paragraph: str, index: int, titles: set[str], patterns: Patterns, shown: Shown) -> str:
    if len(paragraph) > _LONGEST_OTHER:
        return "body"
    plain = bare(paragraph)
    if index < _TITLE_PARAGRAPHS and plain in titles:
        return "title"
    if plain and plain in shown.roles:
        return shown.roles[plain]
    item = _BULLET.sub("", paragraph)
    for rule, role in patterns.whole:
        if rule.fullmatch(item):
            return role
    for rule, role in patterns.start:
        if rule.match(item):
            return role
    return "body"


def _cut(text: str, start: int, end: int, patterns: Patterns, *, is_early: bool) -> Iterator[Stretch]:
    """Yield a body paragraph, with a dateline at its head and a credit at its tail as stretches of their own."""
    if is_early:
        for rule, role in patterns.head:
            found = rule.match(text, start, min(end, start + _HEAD))
            if found and found.end() > start:
                yield start, _back(text, start, found.end()), role
                start = _on(text, found.end(), end)
                break
    tail: Stretch | None = None
    for rule, role in patterns.tail:
        found = rule.search(text, max(start, end - _LONGEST_OTHER), end)
        if found and found.end() == end:
            tail = (found.start(), end, role)
            end = _back(text, start, found.start())
            break
    if start < end:
        yield start, end, "body"
    if tail:
        yield tail


def _back(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _on(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start
