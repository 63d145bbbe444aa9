from __future__ import annotations

import json
from dataclasses import replace

import pytest

from flows.sources import SourceContext, recognise
from flows.sources.places import Places
from warehouse.connection import writer

TEXT = "The strait is narrow, and the port is glad to hear it."


@pytest.fixture
def context(tmp_path):
    with writer(tmp_path / "home") as con:
        yield SourceContext(tmp_path / "home", place=Places(con))


def table(folder, text=TEXT):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "stories.jsonl").write_text(json.dumps({"text": text}) + "\n")
    return folder / "stories.jsonl"


def given(path, context):
    return [document for source in recognise(path) for document in source.documents(context)]


def test_tables_of_one_name_in_two_folders_are_told_apart(tmp_path, context):
    (one,), (other,), (third,) = (given(table(tmp_path / name), context) for name in ("a", "b", "c/b"))
    assert [one.location, other.location, third.location] == [
        "stories.jsonl:1",
        "b/stories.jsonl:1",
        "c/b/stories.jsonl:1",
    ]
    assert len({document.external_id for document in (one, other, third)}) == 3


def test_a_place_keeps_its_name_also_when_another_comes_first(tmp_path, context):
    first = [given(table(tmp_path / name), context)[0].location for name in ("a", "b")]
    again = [given(table(tmp_path / name, "Other words."), context)[0].location for name in ("b", "a")]
    assert again == first[::-1]


def test_folders_of_pages_are_told_apart(tmp_path, context):
    for name in ("elm", "oak"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text("<p>page</p>")
    found = [given(tmp_path / name, context)[0].external_id for name in ("elm", "oak", "elm")]
    assert found == ["index.html", "oak/index.html", "index.html"]


def test_without_a_home_a_file_has_its_bare_name(tmp_path, context):
    (document,) = given(table(tmp_path / "a"), replace(context, place=SourceContext(tmp_path).place))
    assert document.location == "stories.jsonl:1"
