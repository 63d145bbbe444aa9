"""A country is held to a position only by those who speak for it: not by its firms, courts, parties, sons or mayors."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from whole_pipeline import positions_of

FIXTURE = Path(__file__).parents[3] / "fixtures" / "positions" / "nobody.yaml"
GIVEN = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))
WANTED = {**dict.fromkeys(GIVEN["nobody"]), **dict(GIVEN["somebody"])}


@pytest.fixture(scope="module")
def found() -> dict[str, set[str]]:
    """Countries that hold a position, by sentence; all sentences are read in one run, each an article."""
    rows = positions_of([{"external_id": text, "text": text} for text in WANTED], [GIVEN["issue"]])
    by_text: dict[str, set[str]] = {}
    for text, code in rows.select("external_id", "country_code").iter_rows():
        by_text.setdefault(text, set()).add(code.split(":")[0])
    return by_text


@pytest.mark.parametrize(("text", "code"), WANTED.items())
def test_only_who_speaks_for_a_country_gives_its_position(found, text, code):
    assert found.get(text, set()) == ({code} if code else set())
