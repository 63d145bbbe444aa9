"""Properties of the quote step that hold for any text."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "transforms"))
from text_frames import Text, parsed

from transforms.issues.registry import Registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.marks import quoted_ranges
from transforms.quotes import make_quotes
from transforms.schemas import SCHEMAS

SPEECH = [
    "“We will sign,” the minister said.",
    "The minister said the port would close.",
    "“It is late,” Mira Oduya told reporters. “We go home.”",
    "According to the union, the strike goes on.",
    "Ilse Brandt: “The bridge opens in May.”",
    "The mayor urged drivers to take the ferry, adding that it was “free of charge.”",
    "He called the plan “a mistake” and left.",
    "‘We don’t know,’ the governor said.",
    "The minister called the toll “a mistake and a waste.",
    "The envoy was quoted as saying that the bridge would open” in May.",
    'The envoy said it was 5" wide»',
]
PLAIN = ["The river rose by a metre.", "Snow fell in the hills on Tuesday.", "A smart meter costs little."]
MARKS = "“”\"'‘’«»„ \n:,.-—"
fast = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(lexicon=load_lexicon(), issues=Registry(issues=()))


def has_lone_mark_at_edge(content: str) -> bool:
    """Tell whether a content begins or ends with a double mark that has no fellow in it."""
    marks = [at for at, mark in enumerate(content) if mark in '“”«»„"']
    return len(marks) == 1 and marks[0] in {0, len(content) - 1}


def quotes_of(texts: list[str], knowledge: Knowledge) -> list[list[tuple]]:
    """Return for each text its quotes without keys: kind, text, cue, speaker, class, spans of the content."""
    named = [Text(f"t{n}", text) for n, text in enumerate(texts)]
    frames = parsed(named, knowledge)
    made = {name: SCHEMAS[name].validate(frame) for name, frame in make_quotes(*frames, knowledge=knowledge).items()}
    by_article = dict(frames[0].select("article_id", "external_id").iter_rows())
    stored = dict(frames[0].select("article_id", "text").iter_rows())
    found: dict[str, list[tuple]] = {one.id: [] for one in named}
    for row in made["attributions"].iter_rows(named=True):
        spans = made["quote_spans"].filter(pl.col("quote_id") == row["quote_id"]).sort("role", "ordinal")
        where = spans.select("role", "char_start", "char_end").rows()
        text = stored[row["article_id"]]
        assert all(0 <= a < b <= len(text) for _, a, b in where)
        assert row["quote_text"] == " ".join(text[a:b] for role, a, b in where if role == "content")
        assert row["cue"] == next((text[a:b] for role, a, b in where if role == "cue"), None)
        assert row["speaker_text"] == next((text[a:b] for role, a, b in where if role == "speaker"), None)
        assert any(a < b and text[a:b].strip() == text[a:b] for role, a, b in where if role == "content")
        assert not any(has_lone_mark_at_edge(text[a:b]) for role, a, b in where if role == "content")
        quote = (row["kind"], row["quote_text"], row["cue"], row["speaker_text"], row["cue_class"])
        found[by_article[row["article_id"]]].append((*quote, tuple(where)))
    return [sorted(found[one.id], key=str) for one in named]


@fast
@given(
    st.lists(st.one_of(st.text(max_size=40), st.text(alphabet=MARKS, max_size=6), st.sampled_from(SPEECH)), max_size=8)
)
@example(["4 said ", '0"', "0", "»"])
def test_spans_slice_back_and_nothing_raises(knowledge, pieces):
    quotes_of(["".join(pieces)], knowledge)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=MARKS + "ab", max_size=60))
def test_marks_pair_inside_their_paragraph(paragraph):
    end = 0
    for found in quoted_ranges(paragraph):
        assert end <= found.start <= found.end <= len(paragraph)
        end = found.end


@fast
@given(st.lists(st.sampled_from(SPEECH), min_size=1, max_size=4), st.sampled_from(PLAIN))
def test_an_unrelated_paragraph_changes_no_quote(knowledge, speech, plain):
    text = "\n".join(speech)
    alone, followed = quotes_of([text, f"{text}\n{plain}"], knowledge)
    assert alone == followed
    (led,) = quotes_of([f"{plain}\n{text}"], knowledge)
    shift = len(plain) + 1
    moved = [(*q[:5], tuple((role, a + shift, b + shift) for role, a, b in q[5])) for q in alone]
    assert sorted(moved, key=str) == led


@fast
@given(st.lists(st.sampled_from([s for s in SPEECH if "‘" not in s]), min_size=1, max_size=4))
def test_straight_and_curly_marks_give_the_same_quotes(knowledge, speech):
    curly = "\n".join(speech)
    straight = curly.replace("“", '"').replace("”", '"')
    one, other = quotes_of([curly, straight], knowledge)
    assert [(q[0], q[3:]) for q in one] == [(q[0], q[3:]) for q in other]


@fast
@given(st.permutations(SPEECH), st.integers(min_value=1, max_value=4))
def test_batches_and_order_do_not_matter(knowledge, texts, size):
    together = quotes_of(texts, knowledge)
    parts = [
        quote for start in range(0, len(texts), size) for quote in quotes_of(texts[start : start + size], knowledge)
    ]
    assert together == parts
