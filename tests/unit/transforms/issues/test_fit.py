"""An article is about an issue by several of its words, not by one that stands everywhere; an invented registry."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.issues.match import match_issues
from transforms.issues.registry import parse_registry
from transforms.issues.words import rareness

REGISTRY = b"""
issues:
  - id: glacier-tunnel
    proposition: "Bolivia digs a tunnel under the Sajama glacier"
    description: "Drilling, money and permits for the tunnel; tourism does not count."
    keywords: [Sajama tunnel, talks, drilling, glacier, boring machine, Bolivian deal, tourism]
"""
ELSEWHERE = (
    "The coffee harvest was poor. Growers blamed rain. Prices rose in every town. Bolivia welcomed the talks. "
    "Shops closed early. A bakery burned down. Two goats were found. The mayor slept. Buses ran late. It snowed. "
)
AT_HOME = ELSEWHERE.replace("Growers blamed rain", "The Sajama tunnel passes under a glacier") + "Drilling began."


@pytest.fixture
def issues(frames, with_registry):
    """Function text -> words of the hits the user's keywords gave."""

    def run(text):
        known = with_registry(parse_registry(REGISTRY))
        articles, sentences, tokens = frames([text], known)
        hits = match_issues(articles, sentences, tokens, knowledge=known).filter(pl.col("kind") == "keyword")
        words = {
            (sid, tok): (start, end)
            for sid, tok, start, end in tokens.select("sid", "tok", "char_start", "char_end").iter_rows()
        }
        spans = hits.select("sid", "tok_start", "tok_end").iter_rows()
        return [text[words[sid, first][0] : words[sid, last - 1][1]] for sid, first, last in spans]

    return run


def test_a_general_word_in_an_article_about_something_else_is_no_hit(issues):
    assert issues(ELSEWHERE) == []


def test_an_article_that_holds_the_words_of_an_issue_is_about_it(issues):
    assert {"Sajama tunnel", "Drilling"} <= set(issues(AT_HOME))


def test_a_short_text_has_no_room_for_many_words(issues):
    assert issues("Bolivia resumed drilling.")


def test_a_proposition_said_in_passing_is_a_hit(issues):
    said = "Bolivia will dig a tunnel under the Sajama glacier."
    assert issues(ELSEWHERE.replace("Bolivia welcomed the talks.", said))


def test_a_general_word_with_a_name_is_a_phrase_of_the_users(issues):
    assert "deal with Bolivia" in issues(AT_HOME + " Chile left the deal with Bolivia.")
    assert "deal" not in issues(AT_HOME + " Chile left the deal.")


def test_a_keyword_that_the_description_leaves_out_is_no_hit(issues):
    assert "tourism" not in issues(AT_HOME + " Chile praised tourism on the Sajama glacier.")


def test_rareness():
    assert rareness("talk") < rareness("sanct") < rareness("glacier") == 1
    assert rareness("@USA") < rareness("@RUS") < rareness("@BOL")
