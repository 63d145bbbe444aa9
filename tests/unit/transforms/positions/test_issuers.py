"""Who issues a document whose title names nobody."""

from __future__ import annotations

import pytest
from whole_pipeline import positions_of

from transforms.gazetteer import Gazetteer
from transforms.lexicon import load_lexicon
from transforms.positions.issuers import issuer, signatories


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_lexicon().gazetteer


@pytest.mark.parametrize(
    ("outlet", "url", "code"),
    [
        ("whitehouse.gov", None, "USA"),
        (None, "https://mfa.gov.sg/newsroom/1", "SGP"),
        ("www.gov.uk", None, "GBR"),
        ("Ministry of Mines, Republic of Chile", None, "CHL"),
        ("Press service of the Government of Malta", None, "MLT"),
        ("Embassy of Chile in Peru", None, None),  # two: whose page it is is not said
        ("The Chile Times", "https://times.cl/gov", None),
        ("Harbour Wire", "https://notgov.example/x", None),
        (None, None, None),
    ],
)
def test_a_page_of_a_government_is_known_by_its_site_or_office(gazetteer, outlet, url, code):
    assert issuer(outlet, url, gazetteer) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("We, the leaders of Peru, Chile and the Republic of Korea, met today.", ["PER", "CHL", "KOR"]),
        ("The Governments of the United States, Fiji, and Tonga concur on this.", ["USA", "FJI", "TON"]),
        ("The foreign ministers of Peru and Chile met in Oslo.", ["PER", "CHL"]),
        ("The minister of Peru met reporters from Chile and Fiji.", []),
        ("Tourists of Peru and Chile met.", []),
    ],
)
def test_those_who_sign_are_named_at_the_start(gazetteer, text, codes):
    assert signatories(text, gazetteer) == codes


ISSUE = {
    "id": "ostra-pipeline",
    "proposition": "The Ostra pipeline is built",
    "description": "Building or stopping the pipeline; gas prices do not count.",
    "keywords": ["Ostra pipeline"],
}
WORDS = "Thank you all. I am glad to be here, and we are among friends. We support the Ostra pipeline."
MANY = "Joint statement of the governments of Peru, Chile, Fiji, Tonga, Samoa, Kenya, Ghana and Togo"


@pytest.fixture(scope="module")
def holders() -> dict[str, set[str]]:
    stories = [
        {"external_id": "page", "title": "Remarks by the Deputy Minister", "outlet": "mfa.gov.sg", "text": WORDS},
        {"external_id": "paper", "title": "Remarks by the Deputy Minister", "outlet": "Harbour Wire", "text": WORDS},
        {
            "external_id": "told",
            "title": "Remarks by the Deputy Minister",
            "outlet": "mfa.gov.sg",
            "text": "The deputy minister told us the talks went on. “We support the Ostra pipeline,” said a guest.",
        },
        {
            "external_id": "signed",
            "title": "Joint statement on energy",
            "text": "The governments of Peru, Chile, Fiji and Tonga met in Geneva. We support the Ostra pipeline.",
        },
        {
            "external_id": "titled",
            "title": "Joint statement of Peru, Chile and Fiji",
            "text": "The ministers of Peru and Chile met a guest in Geneva. We support the Ostra pipeline.",
        },
        {"external_id": "many", "title": MANY, "text": "Talks went well. We support the Ostra pipeline."},
    ]
    rows = positions_of([story | {"published": "2025-06-10"} for story in stories], [ISSUE])
    found: dict[str, set[str]] = {story["external_id"]: set() for story in stories}
    for row in rows.iter_rows(named=True):
        if row["issue_id"]:
            found[row["external_id"]].add(row["country_code"])
    return found


def test_we_on_a_governments_page_is_that_government(holders):
    assert (holders["page"], holders["paper"], holders["told"]) == ({"SGP"}, set(), set())


def test_each_of_those_who_sign_holds_what_they_state(holders):
    assert holders["signed"] == {"PER", "CHL", "FJI", "TON"}


def test_a_title_that_names_more_than_the_start_is_the_list(holders):
    assert holders["titled"] == {"PER", "CHL", "FJI"}


def test_many_who_sign_by_title_alone_are_one_group(holders):
    assert holders["many"] == {"GRP:SIGNATORIES"}
