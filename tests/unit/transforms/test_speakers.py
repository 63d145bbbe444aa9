"""Speakers of quotes, and people who are one person in several articles."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from text_frames import Text, parsed

from transforms.issues.registry import Registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.mentions import make_mentions
from transforms.quotes import make_quotes
from transforms.schemas import People, Quotes
from transforms.speakers import make_speakers

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "fixtures" / "speakers.yaml").read_text(encoding="utf-8")
)
_COLUMNS = {
    "name": "speaker_name",
    "country": "speaker_country",
    "role": "speaker_role",
    "level": "speaker_level",
    "anonymous": "is_anonymous",
    "on_behalf_of": "on_behalf_of",
    "reported_by": "reported_by",
}


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge(lexicon=load_lexicon(), issues=Registry(issues=()))


def speakers(texts: list[Text], knowledge: Knowledge) -> dict[str, pl.DataFrame]:
    articles, paragraphs, sentences, tokens = parsed(texts, knowledge)
    actors = make_mentions(articles, sentences, tokens, knowledge=knowledge)
    found = make_quotes(articles, paragraphs, sentences, tokens, knowledge=knowledge)
    made = make_speakers(
        articles,
        sentences,
        tokens,
        actors["mentions"],
        actors["entities"],
        found["attributions"],
        found["quote_spans"],
        knowledge=knowledge,
    )
    return {**made, "articles": articles}


@pytest.fixture(scope="module")
def made(knowledge):
    return speakers([Text(case["title"], case["text"], case.get("date")) for case in CASES], knowledge)


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_speaker(case, made):
    articles = made["articles"].filter(pl.col("external_id") == case["title"])
    quotes = made["quotes"].join(articles.select("article_id"), on="article_id").to_dicts()
    for wanted in case["quotes"]:
        hits = [quote for quote in quotes if quote["quote_text"].startswith(wanted["begins"])]
        assert hits, f"no quote begins with {wanted['begins']!r}: {[quote['quote_text'] for quote in quotes]}"
        for name, column in _COLUMNS.items():
            if name in wanted:
                assert hits[0][column] == wanted[name], f"{wanted['begins']}: {name}"


def test_frames_obey_their_schemas(made):
    Quotes.validate(made["quotes"])
    People.validate(made["people"])


def person(made: dict[str, pl.DataFrame], article: str, name: str) -> dict[str, Any]:
    article_id = made["articles"].filter(pl.col("external_id") == article)["article_id"].item()
    return made["people"].filter((pl.col("article_id") == article_id) & (pl.col("name") == name)).row(0, named=True)


def test_one_person_across_articles_and_spellings(knowledge):
    found = speakers(
        [
            Text("plain", "Serbian Foreign Minister Milan Petrovic said no.", date(2020, 1, 1)),
            Text("accents", "Milan Petrović, Serbia's foreign minister, said yes.", date(2020, 2, 1)),
            Text("initial", "Serbian Foreign Minister Milan K. Petrovic said maybe.", date(2020, 3, 1)),
            Text("namesake", "Croatian Foreign Minister Goran Petrovic said never.", date(2020, 3, 1)),
        ],
        knowledge,
    )
    names = {"plain": "Milan Petrovic", "accents": "Milan Petrović", "initial": "Milan K. Petrovic"}
    ids = {person(found, article, name)["person_id"] for article, name in names.items()}
    assert len(ids) == 1
    assert person(found, "namesake", "Goran Petrovic")["person_id"] not in ids


def test_spellings_of_one_name_are_one_person(knowledge):
    spelled = ["Sergey Yurchenko", "Sergei Iurchenko", "Sergeý Yurchenko"]
    others = ["Sergei Yurchenkov", "Serge Yurchenko"]
    found = speakers(
        [
            Text(name, f"Belarusian Energy Minister {name} said no.", date(2020, 1, n + 1))
            for n, name in enumerate([*spelled, *others])
        ],
        knowledge,
    )
    assert len({person(found, name, name)["person_id"] for name in spelled}) == 1
    assert len({person(found, name, name)["person_id"] for name in [*others, spelled[0]]}) == 1 + len(others)


def test_known_officials_are_one_by_any_spelling_and_only_at_their_time(knowledge):
    found = speakers(
        [
            Text("full", "President Emmanuel Macron said no.", date(2023, 5, 1)),
            Text("surname", "Macron said yes.", date(2023, 6, 1)),
            Text("before", "Emmanuel Macron said maybe.", date(2013, 6, 1)),  # a minister only from 2014
        ],
        knowledge,
    )
    full, alone = (person(found, article, "Emmanuel Macron") for article in ("full", "surname"))
    assert full["person_id"] == alone["person_id"]
    assert full["is_official_known"]
    assert alone["is_official_known"]
    assert not person(found, "before", "Emmanuel Macron")["is_official_known"]


def test_two_people_of_one_surname_are_never_one(knowledge):
    found = speakers(
        [
            Text("one", "Mayor Okoye said the bridge was safe.", date(2020, 1, 1)),
            Text("two", "Mayor Okoye said the bridge was lost.", date(2020, 1, 1)),
        ],
        knowledge,
    )
    assert found["people"]["person_id"].n_unique() == found["people"].height == 2


def test_a_person_is_one_with_and_without_a_country(knowledge):
    found = speakers(
        [
            Text("minister", "Chilean Finance Minister Rosario Leonte said no.", date(2020, 1, 1)),
            Text("bare", "Rosario Leonte, 54, said yes.", date(2020, 2, 1)),
            Text("common", "Chilean Finance Minister Rosa Garcia said no.", date(2020, 3, 1)),
            Text("namesake", "Spanish Finance Minister Rosa Garcia said no.", date(2020, 3, 1)),
        ],
        knowledge,
    )
    assert len({person(found, article, "Rosario Leonte")["person_id"] for article in ("minister", "bare")}) == 1
    assert len({person(found, article, "Rosa Garcia")["person_id"] for article in ("common", "namesake")}) == 2


def test_who_has_no_name_is_nobody_in_particular(knowledge):
    found = speakers(
        [Text("nameless", "The Chilean finance minister said no. His wife said yes. Federal Defenders said maybe.")],
        knowledge,
    )
    assert found["people"].is_empty()
    assert found["quotes"]["person_id"].null_count() == found["quotes"].height


def test_no_quotes_give_no_speakers_but_people(knowledge):
    found = speakers(
        [Text("quiet", "Chilean Finance Minister Rosa Leon resigned in May.", date(2020, 1, 1))], knowledge
    )
    assert found["quotes"].is_empty()
    assert found["people"]["name"].to_list() == ["Rosa Leon"]
