"""Which words of a text speak of which issue, over an invented registry (tests/fixtures/issues)."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml

from transforms.issues.match import match_issues
from transforms.issues.registry import parse_registry

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures" / "issues"
CASES = yaml.safe_load((FIXTURES / "matches.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def matched(frames):
    """Function (texts, knowledge, titles) -> best hits as (number of the text, issue, words, kind, score)."""

    def run(texts, knowledge, titles=None):
        return _matched(frames, texts, knowledge, titles)

    return run


def _matched(frames, texts, knowledge, titles):
    articles, sentences, tokens = frames(texts, knowledge, titles)
    hits = match_issues(articles, sentences, tokens, knowledge=knowledge)
    first = tokens.select("sid", tok_start="tok", char_start="char_start")
    last = tokens.select("sid", tok_end=(pl.col("tok") + 1).cast(pl.UInt16), char_end="char_end")
    placed = (
        hits.filter("is_best")
        .join(first, on=["sid", "tok_start"])
        .join(last, on=["sid", "tok_end"])
        .join(sentences.select("sid", "article_id"), on="sid")
        .sort("sid", "tok_start", "tok_end")
    )
    rows = placed.select("article_id", "issue_id", "char_start", "char_end", "kind", "score").iter_rows()
    return [(int(a[4:]), issue, texts[int(a[4:])][s:e], kind, score) for a, issue, s, e, kind, score in rows]


@pytest.fixture(scope="module")
def found(matched, knowledge):
    return matched([case["text"] for case in CASES], knowledge)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["title"] for case in CASES])
def test_hits(number, found):
    case = CASES[number]
    mine = [(issue, words) for n, issue, words, kind, _ in found if n == number and kind != "proposition"]
    for issue, words in case["hits"].items():
        assert [w for i, w in mine if i == issue] == words
    assert not {issue for issue, _ in mine} & set(case.get("not", ()))
    assert {issue for issue, _ in mine} <= set(case["hits"])
    sure = [score for n, _, _, kind, score in found if n == number and kind == "keyword"]
    assert not sure or (max(sure) < 0.12) == case.get("weak", False)


def test_the_title_opens_the_gate(matched, knowledge):
    text = "Brazil rejects sanctions."
    assert matched([text], knowledge) == []
    assert [row[1] for row in matched([text], knowledge, ["Peru under pressure"])] == ["peru-sanctions"]


def test_an_article_matches_alike_alone_and_among_others(matched, knowledge):
    texts = [case["text"] for case in CASES]
    together = matched(texts, knowledge)
    assert [row for row in together if row[0] == 8] == [(8, *row[1:]) for row in matched([texts[8]], knowledge)]


def test_signs_tell_the_reverse_of_a_proposition(knowledge):
    profiles = knowledge.profiles.by_id
    signs = {k.text: k.sign for p in profiles.values() for k in p.keywords if k.is_own}
    # who is for whaling is against its ban; a moratorium is the ban
    assert (signs["whaling"], signs["whaling moratorium"]) == (-1, 1)
    assert (signs["withdrawal from the accord"], signs["Lisbon accord"]) == (-1, 1)
    # among measures an embargo is one more
    assert (signs["sanctions"], signs["asset freezes"], signs["lithium embargo"]) == (1, 1, 1)


def test_profiles_know_who_acts_on_whom(knowledge):
    profiles = knowledge.profiles.by_id
    assert (profiles["whaling-ban"].actors, profiles["whaling-ban"].is_reversed) == ({"@ISL"}, True)
    assert (profiles["chile-sanctions"].actors, profiles["chile-sanctions"].targets) == (set(), {"@CHL"})
    assert profiles["corridor-fees"].ancestors == ("grain-corridor",)
    assert "pric" in profiles["grain-corridor"].against


def test_order_of_the_registry_does_not_matter(matched, knowledge, with_registry):
    issues = list(reversed(knowledge.issues.issues))
    again = with_registry(type(knowledge.issues)(tuple(issues)))
    texts = [case["text"] for case in CASES]
    assert matched(texts, again) == matched(texts, knowledge)
    assert again.issues.hash == knowledge.issues.hash


def test_texts_without_words_give_no_hits(matched, knowledge):
    assert matched(["", "…", "17."], knowledge, ["", None, "!"]) == []


def test_a_registry_of_one_word_issues(matched, with_registry):
    one = with_registry(parse_registry(b"issues:\n- {id: t, proposition: Tolls, keywords: [tolls]}\n"))
    assert [row[1:3] for row in matched(["Peru opposes the toll."], one)] == [("t", "toll")]


TRADE = b"""issues:
- {id: raid, proposition: Canada attacks Peru, keywords: [attack Peru]}
- {id: trade, proposition: Canada trades with Peru, keywords: [trade with Peru]}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada threatened to attack Peru.", [("raid", "attack Peru")]),
        ("Canada feared attacks from Peru.", []),
        ("Canada resumed trade with its neighbour Peru.", [("trade", "trade with its neighbour Peru")]),
        ("Canada spoke about trade and Peru.", []),
        ("Canada cut trade in copper, gold, tin and fish, Peru said.", []),
    ],
)
def test_words_near_each_other_are_not_yet_a_keyword(text, expected, matched, with_registry):
    found = matched([text], with_registry(parse_registry(TRADE)))
    assert [(issue, words) for _, issue, words, kind, _ in found if kind == "keyword"] == expected


TOLLS = b"""issues:
- {id: tolls, proposition: States of Latin America drop their ferry tolls, keywords: [ferry tolls]}
"""


@pytest.mark.parametrize(
    ("text", "is_about"),
    [
        ("Peru will drop its ferry tolls.", True),
        ("Latin America debates ferry tolls.", True),
        ("Norway has ferry tolls.", False),
    ],
)
def test_a_country_makes_its_part_of_the_world_present(text, is_about, matched, with_registry):
    assert bool(matched([text], with_registry(parse_registry(TOLLS)))) == is_about


INQUIRY = b"""issues:
  - id: dam-sabotage
    proposition: "Norway damages the dams of Peru"
    keywords: [damaging dams, sabotage of dams]
  - id: dam-inquiry
    proposition: "An inquiry into the dams of Peru is held by judges"
    keywords: [inquiry into the dams, dam inquiry]
"""


def test_the_allegations_are_what_is_alleged_and_not_the_inquiry(matched, with_registry):
    text = "Peru spoke of sabotage of dams. The inquiry into the dams of Peru goes on. Oslo denied the allegations."
    found = matched([text], with_registry(parse_registry(INQUIRY)))
    assert [hit[1] for hit in found if hit[3] == "anaphor"] == ["dam-sabotage"]
