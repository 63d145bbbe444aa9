"""Whose words a document is, by its title."""

from __future__ import annotations

import pytest
from whole_pipeline import positions_of

from transforms.positions.voices import voice


@pytest.mark.parametrize(
    ("title", "who"),
    [
        ("Remarks by President Olay Announcing Answers to Chilean Actions in Peru", "President Olay"),
        ("Statement from the Norwegian government on Chad", "the Norwegian government"),
        ("Foreign Minister Verdi’s remarks at the Oslo forum on Malta", "Foreign Minister Verdi"),
        ("Olay on Twitter (May 3) - the wall, Chad", "Olay"),
        ("Joint declaration of Peru and Chile", "Peru and Chile"),
        ("Readout of the minister's call with Oslo", ""),
        ("Palace statement on Chad", ""),
    ],
)
def test_the_title_names_who_speaks_not_what_is_spoken_of(title: str, who: str) -> None:
    assert voice(title).strip() == who


ISSUE = {
    "id": "ostra-pipeline",
    "proposition": "The Ostra pipeline is built",
    "description": "Building or stopping the pipeline; gas prices do not count.",
    "keywords": ["Ostra pipeline"],
}
REMARKS = (
    "President Inti Quispe of Peru spoke in Geneva. Thank you all. "
    "I came to Geneva for our engineers, and I am proud of them. "
    "Chile has rejected the Ostra pipeline. "
    "Peru supports the Ostra pipeline. We know what winter means."
)
PACT = (
    "Peru and Chile met in Geneva today. We reaffirm our commitment to the Ostra pipeline. "
    "The weather was fine, and we thank our hosts."
)
READOUT = (
    "President Inti Quispe of Peru said on Monday that he had spoken with Prime Minister Ana Verdi of Chile. "
    "The leaders reiterated their support for the Ostra pipeline."
)
COMMENTARY = (
    "President Inti Quispe of Peru said he would meet Prime Minister Ana Verdi of Chile. “The two sides should support "
    "the Ostra pipeline,” the Oslo Courier wrote in a commentary."
)
SUMMIT = (
    "President Inti Quispe of Peru, Prime Minister Ana Verdi of Chile and King Toma of Tonga said they had met. "
    "The leaders reiterated their support for the Ostra pipeline."
)
TALKS = (
    "The talks lasted an hour. We thank you. Thank you, and I am glad to be here. "
    "And we will build the Ostra pipeline, I promise."
)
JOINT = (
    "Peru and Chile met in Geneva today. The two leaders support the Ostra pipeline. We will meet again in spring, "
    "and our ministers will report to us."
)


@pytest.fixture(scope="module")
def spoken() -> dict[tuple[str, str], dict[str, str]]:
    stories = [
        {"external_id": "remarks", "title": "Remarks by President Inti Quispe of Peru", "text": REMARKS},
        {"external_id": "joint", "title": "Joint statement of Peru and Chile", "text": JOINT},
        {"external_id": "pact", "title": "Joint declaration of Peru and Chile", "text": PACT},
        {"external_id": "readout", "title": "Readout of a call", "text": READOUT},
        {"external_id": "commentary", "title": "Before the visit", "text": COMMENTARY},
        {"external_id": "summit", "title": "Readout of a summit", "text": SUMMIT},
        {
            "external_id": "talks",
            "title": "Remarks by President Quill and Prime Minister Ana Verdi of Chile",
            "text": TALKS,
        },
    ]
    rows = positions_of([story | {"published": "2025-06-10"} for story in stories], [ISSUE])
    return {(row["external_id"], row["country_code"]): row for row in rows.iter_rows(named=True) if row["issue_id"]}


def test_who_speaks_a_document_holds_what_it_says_of_the_own_country(spoken):
    row = spoken["remarks", "PER"]
    assert (row["holder_name"], row["holder_level"], row["attribution"]) == (
        "Inti Quispe",
        "head_of_state",
        "self_quoted",
    )


def test_what_a_document_says_of_another_country_is_attributed_by_its_speaker(spoken):
    row = spoken["remarks", "CHL"]
    assert (row["attribution"], row["reported_by"]) == ("attributed_by_other", "Inti Quispe")


def test_the_two_leaders_of_a_joint_statement_are_those_who_issue_it(spoken):
    assert {code for story, code in spoken if story == "joint"} == {"PER", "CHL"}


def test_what_we_reaffirm_is_said_by_those_who_issue_the_document(spoken):
    assert {code for story, code in spoken if story == "pact"} == {"PER", "CHL"}


def test_the_leaders_are_the_two_named_together_before(spoken):
    assert {code for story, code in spoken if story == "readout"} == {"PER", "CHL"}
    assert spoken["readout", "CHL"]["holder_name"] == "Ana Verdi"


def test_the_leaders_of_three_countries_are_not_one_of_them(spoken):
    assert {code for story, code in spoken if story == "summit"} == set()


def test_remarks_of_two_voices_are_nobodys_when_one_of_them_is_not_known(spoken):
    assert {code for story, code in spoken if story == "talks"} == set()


def test_what_a_newspaper_says_both_sides_should_do_is_nobodys(spoken):
    assert {code for story, code in spoken if story == "commentary"} == set()
