from __future__ import annotations

import io
from pathlib import Path

import polars as pl
from rich.console import Console

from flows import report
from flows.run import Summary
from warehouse.publish import Published

EVIL = "x](javascript:alert(1)) | <script>alert(2)</script> [red]`y`\x1b[31m\u202e"


def summary(**change):
    row = {"changed_on": "2026-01-01", "country_code": "CHL", "issue_id": EVIL, "kind": "first"}
    row |= {"from_commitment": None, "to_commitment": "rules_out"} | change
    made = Summary("run_1", documents=5, unchanged=2, articles=4)
    made.rejects.update({"no_article": 1, "[bold]": 2})
    made.published = Published(Path("/h/w.duckdb"), {"articles": 6}, pl.DataFrame([row]), "stamp", is_new=True)
    return made


def test_the_artifact_tells_counts_rejects_and_changes():
    text = report.markdown(summary())
    assert "5 new or changed documents, 2 unchanged; 4 articles loaded, 3 rejected" in text
    assert "no\\_article" in text
    assert "rules\\_out" in text


def test_text_of_pages_is_no_markup_in_the_artifact():
    text = report.markdown(summary())
    assert "<script>" not in text
    assert "](javascript" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_text_of_pages_is_no_markup_on_the_terminal():
    output = io.StringIO()
    report.show(summary(issue_id="[red]x"), Path("/h"), Console(file=output, width=200))
    assert "[red]x" in output.getvalue()
    assert "[bold] 2" in output.getvalue()
    assert "/h/w.duckdb" in output.getvalue()


def test_long_text_is_cut():
    assert report.plain("a" * 500, 10) == "a" * 9 + "…"
