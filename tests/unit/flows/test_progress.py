from __future__ import annotations

import io
import re

from rich.console import Console

from flows import progress
from flows.progress import Progress
from flows.sources import Fetched


def later(monkeypatch, seconds):
    now = progress.time.monotonic()
    monkeypatch.setattr(progress.time, "monotonic", lambda: now + seconds)


def test_fetching_tells_rate_done_rejected_and_time_left(monkeypatch):
    shown = Progress()
    shown.begin("reading", "documents")
    later(monkeypatch, 10)
    shown.fetched(Fetched(done=20, rejected=3, left=60))
    percent, words = shown.figures()
    assert percent == 25
    assert words == "fetching: 20 of 80 addresses, 3 rejected, 2.0/s, 0:00:30 left"


def test_extraction_counts_shares_of_the_work(monkeypatch):
    shown = Progress()
    shown.begin("extracting", "articles", 100)
    later(monkeypatch, 100)
    for stage in ("clean", "annotate"):
        shown.advance(stage, 100)
    shown.rejected(2)
    assert shown.figures() == (50, "extracting: 50 of 100 articles, 2 rejected, 30.0/min, 0:01:40 left")


def test_a_file_of_unknown_length_has_no_time_left(monkeypatch):
    shown = Progress()
    shown.begin("reading", "documents")
    later(monkeypatch, 4)
    shown.read(1_200)
    assert shown.figures() == (0, "reading: 1,200 documents, 0 rejected, 300.0/s")


def test_a_terminal_sees_the_figures(monkeypatch):
    output = io.StringIO()
    shown = Progress(Console(file=output, force_terminal=True, width=150))
    shown.begin("reading", "documents")
    later(monkeypatch, 10)
    shown.fetched(Fetched(done=20, rejected=3, left=60))
    shown._bar.refresh()
    shown.stop()
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", output.getvalue())
    assert "fetching" in plain
    assert "20 of 80 addresses, 3 rejected, 2.0/s, 0:00:30 left" in plain


def test_no_terminal_sees_nothing():
    output = io.StringIO()
    shown = Progress(Console(file=output, force_terminal=False))
    shown.begin("extracting", "articles", 10)
    shown.advance("load", 10)
    shown.stop()
    assert output.getvalue() == ""


def test_the_server_hears_of_long_runs_only(monkeypatch):
    shown = Progress()
    shown.begin("extracting", "articles", 10)
    assert not shown.is_news_due()
    later(monkeypatch, 31)
    assert shown.is_news_due()
    assert not shown.is_news_due()
