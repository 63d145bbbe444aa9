"""Whatever the text and the registry: matching does not raise, and every hit is a span of its sentence."""

from __future__ import annotations

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.issues.match import match_issues
from transforms.issues.registry import Issue, Registry

WORDS = st.sampled_from([
    "Norway", "Oslo", "U.S.", "us", "sanctions", "ban", "bans", "banned", "on", "and", "the", "move", "this", "such",
    "no", "talks", "with", "from", "North", "Korea", "Korean", "-", ",", "“", "’s", "co", "operation", "tolls", "1701",
    "é", "…",
])  # fmt: skip
PHRASES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join).filter(lambda text: any(c.isalnum() for c in text))
TEXTS = st.lists(st.lists(WORDS, max_size=14).map(" ".join), min_size=1, max_size=4)


@st.composite
def registries(draw):
    count = draw(st.integers(1, 4))
    issues = [
        Issue(f"i{n}", draw(PHRASES), draw(PHRASES | st.none()), tuple(draw(st.lists(PHRASES, min_size=1, max_size=3))))
        for n in range(count)
    ]
    return Registry(tuple(issues))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(registries(), TEXTS)
def test_matching_never_raises_and_spans_hold(frames, with_registry, registry, texts):
    knowledge = with_registry(registry)
    articles, sentences, tokens = frames(texts, knowledge, [text or None for text in texts])
    hits = match_issues(articles, sentences, tokens, knowledge=knowledge)
    sizes = tokens.group_by("sid").agg(size=pl.len())
    wide = hits.join(sizes, on="sid", how="left")
    assert wide.filter(
        (pl.col("tok_start") >= pl.col("tok_end"))
        | (pl.col("tok_end") > pl.col("size"))
        | ~pl.col("head_tok").is_between(pl.col("tok_start"), pl.col("tok_end"), closed="left")
        | ~pl.col("score").is_between(0, 1)
    ).is_empty()
    assert set(hits["issue_id"]) <= set(knowledge.issues.by_id)
    # every span that is claimed has a winner
    best = hits.filter("is_best").select("sid").unique()
    assert best.height == hits.select("sid").unique().height
