"""Date expressions and the dates of statements (tests/fixtures/dates.yaml)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from transforms.annotate import make_tokens
from transforms.dates import UNDATED, StatementDate, carried_over, find_dates, statement_date
from transforms.dates.statement import sentence_text
from transforms.schemas import Sentences
from transforms.views import SentenceViews

CASES = yaml.safe_load((Path(__file__).parents[3] / "fixtures" / "dates.yaml").read_text("utf-8"))
PUBLISHED = date(2024, 2, 28)


@pytest.mark.parametrize("case", CASES["expressions"], ids=lambda case: case["in"])
def test_expressions(case):
    found = find_dates(case["in"], case.get("published", PUBLISHED))
    expected = [] if case.get("none") else case["out"]
    assert [[d.text, d.first, d.last, d.precision] for d in found] == expected
    assert all(d.is_ahead == case.get("ahead", False) for d in found)
    assert all(case["in"][d.start : d.end] == d.text for d in found)


@pytest.fixture(scope="module")
def views():
    texts = [case["in"] for case in CASES["statements"]]
    frame = pl.DataFrame({"text": texts}).with_row_index("sid")
    frame = frame.with_columns(
        article_id=pl.lit("a"), paragraph_ix=pl.lit(0), sentence_ix="sid", char_start=pl.lit(7), char_end=pl.lit(9),
        role=pl.lit("body"), quote_depth=pl.lit(0), is_parsed=pl.lit(value=True),
    )  # fmt: skip
    return SentenceViews(make_tokens(Sentences.cast(frame), knowledge=SimpleNamespace(parses=None))["tokens"])


@pytest.mark.parametrize("number", range(len(CASES["statements"])), ids=[c["title"] for c in CASES["statements"]])
def test_statement_dates(number, views):
    case, view = CASES["statements"][number], views[number]
    previous = StatementDate("on a day", case["previous"], "day") if "previous" in case else None
    assert sentence_text(view) == case["in"]
    found = statement_date(view, view.word.index(case["trigger"]), PUBLISHED, previous=previous)
    assert list(found) == case["out"]


def test_an_undated_statement_takes_its_speakers_day_as_inferred():
    monday = StatementDate("on Monday", date(2024, 2, 26), "day")
    assert carried_over(UNDATED, monday) == StatementDate("on Monday", date(2024, 2, 26), "day_inferred")
    assert carried_over(UNDATED, None) == UNDATED
    assert carried_over(UNDATED, StatementDate("in May", date(2023, 5, 1), "month")) == UNDATED
    own = StatementDate("in May", date(2023, 5, 1), "month")
    assert carried_over(own, monday) == own


WORDS = st.sampled_from([
    "on", "by", "since", "in", "last", "next", "two", "9999", "31", "0", "day", "weeks", "year", "ago", "February",
    "May", "Monday", "2024", "1900", "29", "after", "the", "past", ",", "of", "mid-", "today", "999", "decades", "’s",
])  # fmt: skip


@given(st.lists(WORDS, max_size=9).map(" ".join) | st.text(max_size=60), st.dates() | st.none())
def test_any_text_resolves_or_not_but_never_raises(text, published):
    found = find_dates(text, published)
    ends = [0, *(d.end for d in found)]
    for dated, end in zip(found, ends, strict=False):
        assert end <= dated.start < dated.end
        assert text[dated.start : dated.end] == dated.text
        assert dated.first is None or dated.last is None or dated.first <= dated.last
