"""Sentences that go on about their article's issue without its words: what they give, and what they must not."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml
from whole_pipeline import positions_of

FIXTURE = Path(__file__).parents[3] / "fixtures" / "positions" / "continuation.yaml"
GIVEN = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))
CASES = GIVEN["cases"]
TWO_ISSUES = (
    "Peacekeepers for the Karsa valley were one matter in Geneva, a peacekeeping force for the Karsa valley in all but "
    "name. Timber tariffs were the other, and tariffs on Talvian timber divided the hall."
)


@pytest.fixture(scope="module")
def found() -> dict[str, set[tuple[str, str]]]:
    """(country, commitment) by case, without Norway's of the opening; all cases are read in one run."""
    stories = [{"external_id": c["title"], "text": f"{GIVEN['opening']}\n\n{c['text']}"} for c in CASES]
    rows = positions_of(stories, GIVEN["issues"]).filter(
        pl.col("issue_id") == "karsa-peacekeepers", pl.col("country_code") != "NOR"
    )
    by_title: dict[str, set[tuple[str, str]]] = {}
    for title, code, commitment in rows.select("external_id", "country_code", "commitment").iter_rows():
        by_title.setdefault(title, set()).add((code, commitment))
    return by_title


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_sentence_continues_the_issue(found, case):
    assert found.get(case["title"], set()) == {tuple(row) for row in case.get("rows", ())}


def test_rows_tell_how_they_were_come_by():
    text = f"{GIVEN['opening']}\n\nKenya will lead the force. Ghana declared support."
    rows = positions_of([{"external_id": "x", "text": text}], GIVEN["issues"])
    ways = dict(rows.filter(pl.col("country_code") != "NOR").select("country_code", "rule_id").iter_rows())
    assert ways == {"KEN": "pos.continued.action", "GHA": "pos.echo.idiom"}


def test_of_two_issues_the_one_spoken_of_last_is_meant_or_the_one_whose_noun_is_taken_up():
    told = {"none": "Kenya will lead the column.", "noun": "Kenya will lead the force.", "last": "Kenya is opposed."}
    stories = [{"external_id": name, "text": f"{TWO_ISSUES}\n\n{text}"} for name, text in told.items()]
    rows = positions_of(stories, GIVEN["issues"]).filter(
        pl.col("country_code") == "KEN", pl.col("issue_id").is_not_null()
    )
    assert dict(rows.select("external_id", "issue_id").iter_rows()) == {
        "noun": "karsa-peacekeepers",
        "last": "timber-tariffs",
    }


def test_an_idea_is_what_was_put_forward_and_a_noun_with_the_is_the_keyword_s():
    text = (
        "Norway wants to lift the tariffs on Talvian timber. Chile backed the idea. "
        "Peru said it would keep the tariffs."
    )
    rows = positions_of([{"external_id": "x", "title": "Timber tariffs divide hall", "text": text}], GIVEN["issues"])
    stances = dict(rows.filter(pl.col("issue_id") == "timber-tariffs").select("country_code", "stance").iter_rows())
    assert stances == {"NOR": "oppose", "CHL": "oppose", "PER": "support"}


PACT = [
    {
        "id": "harbour-pact",
        "proposition": "States belong to the Harbour Pact of Lima",
        "description": "Joining, staying and leaving; quarrels about port fees do not count.",
        "keywords": ["Harbour Pact", "Harbour Pact of Lima", "pact membership", "withdrawal from the pact"],
    }
]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Norway, which has two ports, will stay.", {("NOR", "commits")}),
        ("Kenya withdrew in May.", {("KEN", "rules_out")}),
        ("Chile recommends staying until the end of the decade.", {("CHL", "advocates")}),
        ("Malta supports the Pact.", {("MLT", "advocates")}),  # its short name
        ("Norway will remain calm.", set()),
        ("Kenya left the dinner early.", set()),
        ("Malta supports the Committee.", set()),
    ],
)
def test_of_a_matter_of_belonging_a_verb_alone_says_who_stays_and_who_leaves(text, rows):
    opening = (
        "Ministers met over the Harbour Pact of Lima. Peru praised its membership of the Harbour Pact in a speech."
    )
    story = {"external_id": "x", "title": "Harbour Pact divides ports", "text": f"{opening}\n\n{text}"}
    found = positions_of([story], PACT).filter(pl.col("issue_id").is_not_null(), pl.col("country_code") != "PER")
    assert set(found.select("country_code", "commitment").iter_rows()) == rows
