"""Which of several readings of one holder on one issue in one sentence stands."""

from __future__ import annotations

from dataclasses import replace

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


def test_a_country_beside_its_own_officials_is_no_second_holder():
    # "several Peruvian officials expressed worry": the officials hold it, Peru is part of their name
    officials = replace(PERU, name="officials", level="anonymous_official", text="several Peruvian officials")
    of_country = told("objects", 0.9, 4)
    of_officials = replace(of_country, holder=officials)
    assert [x.holder.text for x in decide([of_country, of_officials])] == ["several Peruvian officials"]
    elsewhere = replace(of_country, reading=replace(of_country.reading, trigger=9))
    assert len(list(decide([elsewhere, of_officials]))) == 2
