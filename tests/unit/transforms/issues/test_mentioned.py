"""Names of places and of matters are no hits by themselves; an invented registry."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.issues.match import match_issues
from transforms.issues.mentioned import without_bare_places, without_matters
from transforms.issues.profile import make_profiles
from transforms.issues.registry import parse_registry

REGISTRY = b"""
issues:
  - id: peru-mines
    proposition: "Sea mines are laid off the coast of Peru"
    description: "Laying, buying and clearing of sea mines."
    keywords: [Peruvian coast, Peru, Grau Sea, sea mines, minelayers]
  - id: timber-ban
    proposition: "Peru bans the export of timber"
    description: "The ban and exceptions to it."
    keywords: [timber, export ban, timber exports]
  - id: peru-talks
    proposition: "Peru and Chile hold talks"
    description: "Offers, rounds and refusals of talks."
    keywords: [talks, negotiations with Chile]
  - id: border-dispute
    proposition: "The border dispute of Peru and Chile is taken to a court"
    description: "Calls for a ruling of a court."
    keywords: [border dispute, court]
  - id: border-closure
    proposition: "Peru keeps its border with Chile closed"
    description: "Closing and opening of crossings."
    keywords: [border, crossings]
"""
LEAD = "Minelayers put sea mines off the coast of Peru. Peru and Chile hold talks. The export ban on timber stays. "


@pytest.fixture
def heads(frames, with_registry):
    """Function text -> (issue, head word) of each hit of the sentence behind the lead."""

    def run(text):
        known = with_registry(parse_registry(REGISTRY))
        articles, sentences, tokens = frames([LEAD + text], known)
        profiles = make_profiles(known)
        hits = match_issues(articles, sentences, tokens, knowledge=known).filter("is_best")
        hits = without_matters(without_bare_places(hits, tokens, profiles, {"@PER", "@CHL"}), tokens, profiles)
        last = hits.filter(pl.col("sid") == tokens["sid"].max())
        words = tokens.select("sid", "word", head_tok="tok")
        return set(last.join(words, on=["sid", "head_tok"]).select("issue_id", "word").iter_rows())

    return run


@pytest.mark.parametrize(
    "text",
    [
        "Ecuador deplored the oil spill off the Peruvian coast.",
        "Ecuador denounced the arrest of a poet in Peru.",
        "Ecuador said Peru had made a mistake.",
        "Ecuador deplored the oil spill in the Grau Sea.",
    ],
)
def test_a_place_alone_is_no_matter_of_an_issue(heads, text):
    assert not {issue for issue, _ in heads(text)} & {"peru-mines"}


def test_a_place_under_a_word_of_its_issue_is(heads):
    assert ("peru-mines", "coast") in heads("Ecuador will lay its devices off the Peruvian coast.")


def test_a_common_noun_of_a_place_is_a_matter_as_the_user_wrote_it(heads):
    assert ("border-closure", "border") in heads("Ecuador asked Peru to reopen its border with Chile.")


def test_the_matter_talks_are_about_is_not_what_is_wanted(heads):
    found = {issue for issue, _ in heads("Ecuador hopes to settle the timber question in talks with Chile.")}
    assert "peru-talks" in found
    assert "timber-ban" not in found


def test_a_matter_stays_where_nothing_else_is_spoken_of(heads):
    assert "timber-ban" in {issue for issue, _ in heads("Ecuador sees no way out of the timber crisis.")}


def test_a_proposition_about_a_dispute_is_named_by_it(heads):
    found = {issue for issue, _ in heads("Ecuador wants the border dispute settled before talks with Chile.")}
    assert "border-dispute" in found
