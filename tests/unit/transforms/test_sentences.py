from __future__ import annotations

import itertools
from pathlib import Path

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from transforms.marks import quoted_ranges
from transforms.sentences import LONGEST, split

FIXTURES = Path(__file__).parents[2] / "fixtures"
FORMS = pl.read_csv(Path(__file__).parents[3] / "seeds" / "abbreviations.csv")
NEVER = frozenset(FORMS.filter(pl.col("kind") == "never_ends")["form"])
MAY = frozenset(FORMS.filter(pl.col("kind") == "may_end")["form"])


def cases(name: str) -> list[pytest.param]:
    return [pytest.param(case, id=case["title"]) for case in yaml.safe_load((FIXTURES / name).read_text("utf-8"))]


@pytest.mark.parametrize("case", cases("sentences.yaml"))
def test_split(case):
    assert [case["text"][a:b] for a, b in split(case["text"], NEVER, MAY)] == case["expected"]


@pytest.mark.parametrize("case", cases("marks.yaml"))
def test_quoted_ranges(case):
    assert [case["text"][q.start : q.end] for q in quoted_ranges(case["text"])] == case["expected"]


@given(st.text(max_size=400))
def test_split_covers_all_that_is_not_blank(text):
    spans = list(split(text, NEVER, MAY))
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))


@given(st.text(alphabet=st.sampled_from("ab .,\n\"'“”‘’«»„—"), max_size=80))
def test_marks_never_raise_and_never_overlap(text):
    found = quoted_ranges(text)
    assert all(0 <= q.start <= q.end <= len(text) for q in found)
    assert all(first.end < second.start for first, second in itertools.pairwise(found))


def test_a_stretch_without_a_stop_is_cut():
    assert all(b - a <= LONGEST for a, b in split("word " * 100_000, NEVER, MAY))
    assert all(b - a <= LONGEST for a, b in split("x" * 10_000, NEVER, MAY))
