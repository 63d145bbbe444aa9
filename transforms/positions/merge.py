"""One commitment for one holder and issue in one window: the decision order of docs/positions.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from transforms.positions.statements import Statement

ORDER = (
    "withholds",
    "falls_short",
    "not_ruling_out",
    "rules_out",
    "not_planning",
    "objects",
    "open_to",
    "advocates",
    "commits",
    "acts",
)
"""Refusal to speak first, then the negative labels from the strongest, then the positive ladder from the bottom."""
KINDS = ("attitude", "label", "adjective", "idiom", "noun", "duty", "action", "evaluation", "owned")
"""Kinds of reading by how surely they say what they say."""
FAINT = 3.0
"""How much surer other words of the issue are, for a reading of these to count for nothing beside theirs."""
WEAK = {"owned", "evaluation"}


def decide(found: Iterable[Statement]) -> Iterator[Statement]:
    """Yield one statement a sentence, issue and holder; a country beside its own officials is no second holder."""
    ordered = sorted(found, key=_window)
    best = [_best(list(group)) for _, group in groupby(ordered, key=_window)]
    named = {_trigger(x) for x in best if x.holder.level != "government"}
    yield from (x for x in best if x.holder.level != "government" or _trigger(x) not in named)


def _trigger(x: Statement) -> tuple[int, str, str, str, int]:
    return (x.hit.sid, x.hit.issue_id, x.holder.code, x.commitment, x.reading.trigger)


def _window(x: Statement) -> tuple[int, str, str, str]:
    return (x.hit.sid, x.hit.issue_id, x.holder.code, x.holder.entity_id or x.holder.text)


def _best(group: list[Statement]) -> Statement:
    """Nearest certain reading decides; among readings of one trigger the decision order does."""
    surest = max(x.hit.score for x in group)
    return min(
        group,
        key=lambda x: (
            x.reading.kind in WEAK,
            x.hit.score * FAINT < surest,
            x.hit.is_name,
            x.hit.via == "anaphor",
            ORDER.index(x.commitment),
            KINDS.index(x.reading.kind),
            x.reading.distance,
            x.reading.trigger,
            x.hit.start,
        ),
    )
