"""Which of several readings of one holder on one issue in one sentence stands."""

from __future__ import annotations

from transforms.positions.climb import Reading
from transforms.positions.hits import Hit
from transforms.positions.merge import decide
from transforms.positions.statements import Statement
from transforms.positions.voices import Holder

PERU = Holder("PER", "Peru", "government", None, None, None, is_anonymous=False, text="Peru")


def told(commitment: str, score: float, start: int) -> Statement:
    hit = Hit(1, start, start, start + 1, "handover", 1, "keyword", score)
    reading = Reading(start - 1, commitment, 0, "attitude", 1)
    return Statement(hit, reading, PERU, None, commitment, "subject")


def test_faint_words_do_not_outvote_sure_ones():
    # "accuses him of a coup and wants him handed over": the coup alone hardly means the handover
    assert [x.commitment for x in decide([told("objects", 0.1, 4), told("advocates", 0.9, 9)])] == ["advocates"]


def test_of_equally_sure_words_the_decision_order_decides():
    assert [x.commitment for x in decide([told("objects", 0.6, 4), told("advocates", 0.9, 9)])] == ["objects"]
