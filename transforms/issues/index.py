"""Issue hits as rules ask for them: by sentence and stretch of tokens, settled between issues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import polars as pl


class Hit(NamedTuple):
    """One row of IssueHits; tokens are half-open numbers inside the sentence."""

    sid: int
    issue_id: str
    tok_start: int
    tok_end: int
    head_tok: int
    kind: str
    keyword: str
    is_name: bool
    sign: int
    weight: float
    gate: float
    score: float
    is_best: bool
    rule_id: str


class Choice(NamedTuple):
    """The issue a stretch of text speaks of, with what decided it."""

    issue_id: str
    score: float  # 0..1, all its hits in the stretch together
    hit: Hit  # the hit that tells most: its `sign` and `keyword` are the choice's
    others: tuple[tuple[str, float], ...]  # further issues with their scores, best first


class HitIndex:
    """All hits of a partition by sentence."""

    def __init__(self, hits: pl.DataFrame) -> None:
        """`hits` is a frame of schema IssueHits."""
        self._by_sid: dict[int, list[Hit]] = {}
        for row in hits.sort("sid", "tok_start", "tok_end", "issue_id").iter_rows():
            hit = Hit(*row)
            self._by_sid.setdefault(hit.sid, []).append(hit)

    def hits(self, sid: int, start: int = 0, end: int = 1 << 16) -> list[Hit]:
        """Return the hits of a sentence whose span lies in [start, end), in order."""
        return [hit for hit in self._by_sid.get(sid, []) if start <= hit.tok_start and hit.tok_end <= end]

    def choose(
        self, sid: int, start: int = 0, end: int = 1 << 16, *, tokens: Iterable[int] | None = None
    ) -> Choice | None:
        """Return the issue a stretch speaks of, or None.

        Args:
            sid: the sentence.
            start: first token of the stretch.
            end: one past its last.
            tokens: when given, only hits whose head is one of these (a subtree with holes).
        """
        found = [hit for hit in self.hits(sid, start, end) if hit.is_best]
        if tokens is not None:
            allowed = set(tokens)
            found = [hit for hit in found if hit.head_tok in allowed]
        return choose(found)


def choose(hits: Iterable[Hit]) -> Choice | None:
    """Settle between the issues of some hits: evidence adds up, names alone hardly count.

    Ties go to the longer span, then to the id in order, so that no order of rows matters.
    """
    by_issue: dict[str, list[Hit]] = {}
    for hit in hits:
        by_issue.setdefault(hit.issue_id, []).append(hit)
    if not by_issue:
        return None
    ranked = sorted(
        ((_together(found), issue) for issue, found in by_issue.items()), key=lambda pair: (-pair[0], pair[1])
    )
    score, issue = ranked[0]
    strongest = min(by_issue[issue], key=lambda hit: (-hit.score, hit.tok_start - hit.tok_end, hit.tok_start))
    return Choice(issue, score, strongest, tuple((other, value) for value, other in ranked[1:]))


def _together(hits: list[Hit]) -> float:
    """Independent evidence: 1 - Π(1 - score), each keyword counted once."""
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.keyword] = max(best.get(hit.keyword, 0.0), hit.score)
    missing = 1.0
    for score in best.values():
        missing *= 1.0 - score
    return 1.0 - missing
