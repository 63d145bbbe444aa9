"""A light object over one parsed sentence, for rules that read best as a function over one candidate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from weakref import ReferenceType, ref

import polars as pl

_COLUMNS = (
    "word",
    "lower",
    "lemma",
    "tag",
    "pos",
    "dep",
    "head",
    "left",
    "right",
    "in_quote",
    "char_start",
    "char_end",
)


@dataclass(slots=True)
class Sentence:
    """One parsed sentence as parallel lists; token numbers count from 0, `left`/`right` bound a token's subtree."""

    sid: int
    word: list[str]
    lower: list[str]
    lemma: list[str]
    tag: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    left: list[int]
    right: list[int]
    in_quote: list[bool]
    char_start: list[int]
    char_end: list[int]
    _children: list[list[int]] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.word)

    @property
    def children(self) -> list[list[int]]:
        """Children of each token, left to right; made on first use."""
        if self._children is None:
            self._children = [[] for _ in self.head]
            for tok, head in enumerate(self.head):
                if head != tok:
                    self._children[head].append(tok)
        return self._children

    def kids(self, tok: int, *deps: str) -> list[int]:
        """Return the children of `tok` whose dependency is among `deps` (all when none is named)."""
        kids, dep = self.children[tok], self.dep
        return [kid for kid in kids if dep[kid] in deps] if deps else kids.copy()

    def ancestors(self, tok: int) -> Iterator[int]:
        """Yield the head of `tok`, its head, and so on up to the root."""
        while self.head[tok] != tok:
            tok = self.head[tok]
            yield tok

    def dominates(self, above: int, tok: int) -> bool:
        """Tell whether `tok` stands in the subtree of `above` (a token dominates itself)."""
        return above == tok or above in self.ancestors(tok)


class SentenceViews(Mapping[int, Sentence]):
    """All parsed sentences of a partition by `sid`; the token frame is turned into lists once, views when asked for."""

    def __init__(self, tokens: pl.DataFrame) -> None:
        ordered = tokens.sort("sid", "tok")
        self._lists = [ordered[name].to_list() for name in _COLUMNS]
        spans = (
            ordered.with_row_index("row")
            .group_by("sid", maintain_order=True)
            .agg(pl.col("row").min().alias("lo"), pl.len())
        )
        self._spans: dict[int, tuple[int, int]] = {
            sid: (lo, lo + length) for sid, lo, length in spans.select("sid", "lo", "len").iter_rows()
        }
        self._views: dict[int, Sentence] = {}

    def __getitem__(self, sid: int) -> Sentence:
        view = self._views.get(sid)
        if view is None:
            lo, hi = self._spans[sid]
            view = self._views[sid] = Sentence(sid, *(values[lo:hi] for values in self._lists))
        return view

    def __iter__(self) -> Iterator[int]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)


_last: list[tuple[ReferenceType[pl.DataFrame], SentenceViews]] = []
"""The views made last, beside the frame they show; both go when the frame does."""


def views_of(tokens: pl.DataFrame) -> SentenceViews:
    """Return the views of a token frame; steps that read the same frame one after the other share them."""
    if _last and _last[0][0]() is tokens:
        return _last[0][1]
    views = SentenceViews(tokens)
    _last[:] = [(ref(tokens, _forget), views)]
    return views


def _forget(gone: ReferenceType[pl.DataFrame]) -> None:
    if _last and _last[0][0] is gone:
        _last.clear()
