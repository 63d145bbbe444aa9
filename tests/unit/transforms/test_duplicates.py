"""Copies of one story told apart from one outlet's form, in any order."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.duplicates import syndication_groups

STORY = " ".join(
    f"On day {n} the minister of Vessland spoke of grain, ships number {n * 7} and the port of Elm." for n in range(12)
)
OTHER = " ".join(
    f"The council of Nordal met {n} times on taxes for farmers; item {n * 3} was put off until spring."
    for n in range(12)
)


def articles(*rows):
    return pl.DataFrame(
        [(key, outlet, day and datetime(2026, 3, day, 9, tzinfo=UTC), text) for key, outlet, day, text in rows],
        schema={
            "article_id": pl.String,
            "outlet": pl.String,
            "published_at": pl.Datetime("us", "UTC"),
            "text": pl.String,
        },
        orient="row",
    )


def groups(*rows):
    return {row["article_id"]: row for row in syndication_groups(articles(*rows)).iter_rows(named=True)}


def same(made, *keys):
    return len({made[key]["syndication_id"] for key in keys}) == 1


def test_a_wire_story_in_three_outlets_is_one_story():
    made = groups(
        ("a", "Elm Courier", 3, STORY),
        ("b", "Nordal Post", 4, STORY + " More on page two."),
        ("c", "Wire", 3, "PORT ELM (Wire) - " + STORY),
        ("d", "Wire", 3, OTHER),
    )
    assert same(made, "a", "b", "c")
    assert not same(made, "a", "d")
    assert made["a"]["syndication_size"] == 3
    assert made["a"]["template_id"] is None


def test_the_same_form_on_other_days_is_a_template_and_no_story():
    made = groups(
        ("a", "Palace", 3, STORY), ("b", "Palace", 10, STORY.replace("day 3", "day 33")), ("c", "Palace", 17, STORY)
    )
    assert len({row["syndication_id"] for row in made.values()}) == 3
    assert len({row["template_id"] for row in made.values()}) == 1
    assert made["a"]["template_id"] is not None


def test_another_outlet_weeks_later_is_not_the_same_story():
    assert not same(groups(("a", "Elm Courier", 3, STORY), ("b", "Nordal Post", 20, STORY)), "a", "b")


def test_one_outlet_on_one_day_an_equal_text_is_sent_twice_and_a_changed_one_is_a_form():
    made = groups(
        ("a", "Wire", 3, STORY), ("b", "Wire", 3, STORY), ("c", "Wire", 3, STORY.replace("grain", "wheat and grain"))
    )
    assert same(made, "a", "b")
    assert not same(made, "a", "c")


def test_without_dates_only_equal_texts_are_one_story():
    made = groups(("a", None, None, STORY), ("b", None, None, STORY), ("c", None, None, STORY + " Tail."))
    assert same(made, "a", "b")
    assert not same(made, "a", "c")


def test_short_empty_and_no_texts():
    made = groups(
        ("a", "x", 3, "Ships sail."), ("b", "y", 3, "Ships sail."), ("c", "z", 3, "Ships wait."), ("d", "z", 3, "")
    )
    assert same(made, "a", "b")
    assert not same(made, "a", "c")
    assert syndication_groups(articles()).is_empty()


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_articles_changes_nothing(order):
    rows = [
        ("a", "p", 3, STORY),
        ("b", "q", 4, STORY + " Tail."),
        ("c", "r", 6, "Head. " + STORY),
        ("d", "p", 9, STORY),
        ("e", "q", 3, OTHER),
        ("f", None, None, STORY),
    ]
    assert syndication_groups(articles(*(rows[i] for i in order))).equals(syndication_groups(articles(*rows)))
