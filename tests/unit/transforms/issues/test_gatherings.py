"""A meeting is an issue's by who meets; an invented registry."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.issues.match import match_issues
from transforms.issues.registry import parse_registry

REGISTRY = b"""
issues:
  - id: peru-chile-talks
    proposition: "Peru and Chile hold talks on fishing"
    description: "Offers, rounds, meetings and refusals of talks on fishing."
    keywords: [talks, dialogue, meeting, fishing rights, summit]
  - id: kenya-dispute
    proposition: "The Kenyan fishing dispute is handled through dialogue"
    description: "Calls for dialogue on fishing off Kenya and refusals of it."
    keywords: [dialogue, meeting, talks, fishing]
"""
CODES = {"Peru": "PER", "Chile": "CHL", "Malta": "MLT", "Japan": "JPN", "Kenya": "KEN", "Ghana": "GHA"}
LEAD = "Peru and Chile hold talks on fishing rights. The Kenyan fishing dispute is handled through dialogue. "


@pytest.fixture
def score(frames, with_registry):
    """Function (issue, text) -> the best score of the issue's hits on a meeting in the sentence behind the lead."""

    def run(issue, text):
        known = with_registry(parse_registry(REGISTRY))
        articles, sentences, tokens = frames([LEAD + text], known)
        mentions = tokens.filter(pl.col("word").is_in(list(CODES))).select(
            "sid", head_tok="tok", code=pl.col("word").replace_strict(CODES), kind=pl.lit("country")
        )
        hits = match_issues(articles, sentences, tokens, mentions, knowledge=known)
        last = hits.filter(pl.col("sid") == tokens["sid"].max(), pl.col("issue_id") == issue, ~pl.col("is_name"))
        heads = tokens.filter(pl.col("lemma").is_in(["talk", "dialogue", "meeting", "summit"]))
        return last.join(heads.select("sid", head_tok="tok"), on=["sid", "head_tok"])["score"].max() or 0.0

    return run


@pytest.mark.parametrize(
    ("issue", "own", "other"),
    [
        ("peru-chile-talks", "Ghana welcomed the talks with Peru.", "Ghana welcomed the talks with Malta."),
        (
            "peru-chile-talks",
            "Ghana proposed a meeting between Peru and Chile.",
            "Ghana proposed a meeting between Malta and Japan.",
        ),
        (
            "peru-chile-talks",
            "Peru and Chile strengthened the dialogue.",
            "Malta and Japan strengthened the dialogue.",
        ),
        ("peru-chile-talks", "Ghana will go to the fishing summit.", "Ghana will go to the Asian summit."),
        (
            "kenya-dispute",
            "Ghana called for a meeting of Malta with Kenya.",
            "Ghana called for a meeting between Malta and Japan.",
        ),
        (
            "kenya-dispute",
            "Ghana called for talks with Malta on fishing.",
            "Ghana called for talks between Malta and Japan on fishing.",
        ),
    ],
)
def test_a_meeting_of_others_counts_little(score, issue, own, other):
    assert score(issue, own) > 0
    assert score(issue, other) < score(issue, own) / 3
