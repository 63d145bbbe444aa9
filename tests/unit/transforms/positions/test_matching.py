"""Which issue of a registry a statement is about: said in other words than its keywords, and only mentioned."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml
from whole_pipeline import positions_of

FIXTURES = Path(__file__).parents[3] / "fixtures" / "positions"
REGISTRIES = [
    yaml.safe_load((FIXTURES / name).read_text(encoding="utf-8")) for name in ("matching.yaml", "matching_unseen.yaml")
]
SAYS, MENTIONS = ([row for given in REGISTRIES for row in given[kind]] for kind in ("says", "mentions"))
SIDE = {"support": "+", "oppose": "-"}
REST = (
    "The minister arrived at noon. It rained all morning. The market was full of people. A band played at the gate. "
    "Schools stayed shut for the holiday. The team lost its third match in a row. Bread has become dearer again. "
    "A bridge was repaired last week. The museum drew many visitors. Farmers hoped for sun."
)
"""What else an article tells: of a few words alone matching asks less."""


@pytest.fixture(scope="module")
def found() -> dict[str, set[tuple[str, str]]]:
    """Issues with country and side by sentence; all of a registry are read in one run, each an article."""
    by_text: dict[str, set[tuple[str, str]]] = {}
    for given in REGISTRIES:
        texts = [text for *_, text in (*given["says"], *given["mentions"])]
        stories = [{"external_id": text, "text": f"{text} {REST}"} for text in texts]
        rows = positions_of(stories, given["issues"]).filter(pl.col("issue_id").is_not_null())
        for text, issue_id, code, stance in rows.select(
            "external_id", "issue_id", "country_code", "stance"
        ).iter_rows():
            by_text.setdefault(text, set()).add((issue_id, f"{code}{SIDE.get(stance, '~')}"))
    return by_text


@pytest.mark.parametrize(("issue_id", "side", "text"), SAYS, ids=[row[-1] for row in SAYS])
def test_a_statement_is_matched_whatever_its_words(found, issue_id, side, text):
    assert (issue_id, side) in found.get(text, set())


@pytest.mark.parametrize(("issue_id", "text"), MENTIONS, ids=[row[-1] for row in MENTIONS])
def test_a_mention_of_its_words_is_no_statement_on_an_issue(found, issue_id, text):
    assert found.get(text, set()) == set()
