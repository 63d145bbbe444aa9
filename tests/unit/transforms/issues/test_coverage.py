"""A registry that matches almost everything is reported with numbers."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.issues.coverage import coverage, too_wide
from transforms.issues.registry import parse_registry

REGISTRY = b"""issues:
- {id: talks, proposition: Talks are held, keywords: [talks, the talks, week]}
- {id: tolls, proposition: Tolls are charged, keywords: [tolls]}
- {id: never, proposition: Nothing is said, keywords: [zeppelin]}
"""


@pytest.fixture
def sentences():
    texts = ["They talked all week.", "The talks failed.", "Nobody came.", "A toll is due.", "It rained."] * 8
    return pl.DataFrame({"text": texts}).with_row_index("sid")


def test_coverage_counts_sentences(with_registry, sentences):
    counts = coverage(sentences, knowledge=with_registry(parse_registry(REGISTRY)))
    whole = {issue: (n, share) for issue, keyword, n, share in counts.iter_rows() if keyword is None}
    assert whole == {"talks": (16, 0.4), "tolls": (8, 0.2), "never": (0, 0.0)}
    assert {k: n for i, k, n, _ in counts.iter_rows() if i == "talks" and k} == {
        "talks": 16,
        "the talks": 16,
        "week": 8,
    }


def test_too_wide(with_registry, sentences):
    knowledge = with_registry(parse_registry(REGISTRY))
    (problem,) = too_wide(sentences, knowledge=knowledge)
    assert problem.line == 2
    assert problem.message == (
        "keywords of 'talks' stand in 16 of 40 sentences (40%; 'talks' in 16, 'the talks' in 16, 'week' in 8): "
        "use longer ones"
    )
    assert too_wide(sentences.head(20), knowledge=knowledge) == []
    assert too_wide(sentences.filter(pl.col("text") == "It rained."), knowledge=knowledge) == []
