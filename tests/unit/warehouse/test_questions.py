"""The ten questions, each with the rows expected of a small invented world."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from warehouse_world import House, Said, Story

from warehouse.connection import reader, writer
from warehouse.questions import ask, questions

ANA, BO, EVA = "Ana Ruiz", "Bo Lund", "Eva Ek"
SWEDEN = [Said(country="SWE", commitment="advocates", holder=EVA)]
TWO_VOICES = [
    Said(country="DNK", commitment="objects", holder="Pia Dam"),
    Said(country="DNK", commitment="commits", holder="Ole Holm", level="head_of_government"),
]
GRAIN = [
    Said(country=country, issue="grain", holder=holder, proposition="selling grain", commitment=commitment)
    for country, holder, commitment in (("CHL", ANA, "acts"), ("NOR", BO, "acts"), ("SWE", EVA, "objects"))
]
WORLD = [
    Story("jan", [Said(), Said(country="NOR", commitment="acts", holder=BO)], published=date(2026, 1, 5)),
    Story("feb", [Said(commitment="open_to")], published=date(2026, 2, 10), lead="Talks went on."),
    Story("wire1", SWEDEN, published=date(2026, 2, 11), lead="Wire."),
    Story("wire2", SWEDEN, published=date(2026, 2, 11), lead="Wire.", outlet="Valley News"),
    Story("own", SWEDEN, published=date(2026, 2, 11), lead="Own.", outlet="Fjord Times"),
    Story("split", TWO_VOICES, published=date(2026, 3, 1), lead="Two voices."),
    Story("grain", GRAIN, published=date(2026, 3, 3), lead="Grain."),
]
LATE = [Said(country="NOR", commitment="rules_out", holder=BO)]


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("world"))
    house.load(*WORLD, recorded_at=datetime(2026, 3, 4, tzinfo=UTC))
    house.load(
        Story("late", LATE, published=date(2026, 2, 20), lead="Late."), recorded_at=datetime(2026, 4, 1, tzinfo=UTC)
    )
    with writer(house.home) as writing:
        writing.execute(
            "INSERT INTO core.organisation_members VALUES ('NB8', 'NOR', NULL, NULL), ('NB8', 'SWE', NULL, NULL), "
            "('NB8', 'DNK', NULL, NULL), ('NB8', 'CHL', NULL, DATE '2020-01-01')"
        )
    house.publish()
    with reader(house.home) as con:
        yield con


EXPECTED = {
    "01_who_changed_position": (
        {"quarter": "2026-02-01"},
        ["country_code", "kind", "to_commitment"],
        [("NOR", "reversed", "rules_out"), ("CHL", "reversed", "open_to")],
    ),
    "02_who_never_spoke": ({"issue": "grain"}, ["country_code"], [("DNK",)]),
    "03_who_spoke_first": (
        {},
        ["issue_id", "country_code", "commitment"],
        [("grain", "CHL", "acts"), ("grain", "NOR", "acts"), ("grain", "SWE", "objects"),
         ("ships", "CHL", "rules_out"), ("ships", "NOR", "acts")],
    ),
    "04_where_allies_disagree": (
        {"organisation": "NB8"},
        ["issue_id", "for_it", "undecided", "against_it"],
        [("grain", "NOR", None, "SWE"), ("ships", "DNK, SWE", None, "NOR")],
    ),
    "05_what_did_we_know": (
        {"day": "2026-03-10", "known_at": "2026-03-15"},
        ["country_code", "issue_id", "believed_then", "believed_now"],
        [("NOR", "ships", "acts", "rules_out")],
    ),
    "06_where_everyone_stands": (
        {"issue": "ships"},
        ["country_code", "commitment", "n_sources", "is_split"],
        [("DNK", "commits", 1, True), ("SWE", "advocates", 2, False), ("CHL", "open_to", 1, False),
         ("NOR", "rules_out", 1, False)],
    ),
    "07_who_contradicts_each_other": (
        {},
        ["country_code", "shown_holder", "shown_commitment", "other_holder", "other_commitment"],
        [("DNK", "Ole Holm", "commits", "Pia Dam", "objects")],
    ),
    "08_how_an_issue_moved": (
        {"issue": "ships"},
        ["support", "open", "oppose"],
        [(1, 0, 1), (1, 1, 1), (2, 1, 1)],
    ),
    "09_claims_on_one_source": (
        {},
        ["country_code", "issue_id"],
        [("CHL", "ships"), ("NOR", "ships"), ("DNK", "ships"), ("CHL", "grain"), ("NOR", "grain"), ("SWE", "grain")],
    ),
    "10_who_stands_alike": ({"country": "NOR"}, ["other_country"], []),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_question(con, name):
    parameters, columns, rows = EXPECTED[name]
    assert ask(con, name, parameters).select(columns).rows() == rows


def test_every_question_is_documented_and_expected(con):
    assert set(EXPECTED) == set(questions())
    assert all(question.asks.endswith("?") for question in questions().values())


def test_a_missing_parameter_is_named(con):
    with pytest.raises(KeyError, match="needs issue"):
        ask(con, "06_where_everyone_stands")
