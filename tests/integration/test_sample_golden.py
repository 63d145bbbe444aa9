"""The bundled sample against its golden files: quotes and positions as a reader of the pages wrote them down.

The golden rows were written from the label rules (docs/positions.md, docs/quotes.md) before the code that finds them;
a difference is a defect of the code, or of the reading, never a snapshot to be refreshed.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import asdict
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.sources.base import Document, SourceContext
from flows.sources.pages import Pages
from transforms.issues.registry import load_registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.pipeline import STEPS
from transforms.schemas import SCHEMAS
from transforms.steps import run_step
from warehouse import load, runs
from warehouse.connection import writer
from warehouse.publish import publish

PROJECT = Path(__file__).resolve().parents[2]
GOLDEN = PROJECT / "tests" / "golden"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
APART = ("mental", "noun")
"""Cue classes kept apart from statements (docs/quotes.md); the golden quotes are statements."""


ARTICLE = re.compile(r"^(?:a|an|the|its) ", re.IGNORECASE)


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> dict[str, pl.DataFrame]:
    context = SourceContext(home=tmp_path_factory.mktemp("sample"), now=NOW)
    documents = list(Pages(PROJECT / "seeds" / "articles").documents(context))
    assert all(isinstance(document, Document) for document in documents)
    knowledge = Knowledge(load_lexicon(), load_registry(PROJECT / "seeds" / "issues.yaml"))
    columns = SCHEMAS["documents"].create_empty().schema
    rows = [{name: value for name, value in asdict(document).items() if name in columns} for document in documents]
    frames = {"documents": pl.DataFrame(rows, schema=columns)}
    for step in STEPS:
        frames |= run_step(step, frames, knowledge)
    return frames


def golden(name: str) -> list[dict]:
    return [json.loads(line) for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def with_article(frame: pl.DataFrame, frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    pages = frames["articles"].select(
        "article_id", "text", pl.col("location").map_elements(lambda page: Path(page).stem, pl.String).alias("article")
    )
    return frame.join(pages, on="article_id")


def pieces(texts: dict[str, str], spans: pl.DataFrame, owner: str) -> dict[str, list[str]]:
    """The texts each row's spans point at, in order."""
    found = defaultdict(list)
    for key, start, end in spans.sort(owner, "ordinal").select(owner, "char_start", "char_end").iter_rows():
        found[key].append(texts[key][start:end])
    return found


def found_quotes(frames: dict[str, pl.DataFrame]) -> list[dict]:
    quotes = with_article(frames["quotes"].filter(~pl.col("cue_class").is_in(APART)), frames)
    content = frames["quote_spans"].filter(pl.col("role") == "content").join(quotes, on="quote_id", how="semi")
    texts = pieces(dict(quotes.select("quote_id", "text").iter_rows()), content, "quote_id")
    return [{**row, "quote_text": texts[row["quote_id"]]} for row in quotes.iter_rows(named=True)]


def found_positions(frames: dict[str, pl.DataFrame]) -> list[dict]:
    positions = with_article(frames["positions"].filter(pl.col("issue_id").is_not_null()), frames)
    evidence = frames["position_evidence"].join(positions, on="position_id", how="semi")
    texts = pieces(dict(positions.select("position_id", "text").iter_rows()), evidence, "position_id")
    return [{**row, "evidence_text": texts[row["position_id"]]} for row in positions.iter_rows(named=True)]


def differences(expected: list[dict], found: list[dict], name: str) -> list[str]:
    """One line for each row that is missing, unexpected, or differs in a column; `name` is the column to match by."""
    columns = list(expected[0])
    found = [comparable(row, columns) for row in found]
    expected = [comparable(row, columns) for row in expected]
    left = [row for row in expected if row not in found]
    extra = [row for row in found if row not in expected]
    lines = []
    for row in left:
        twin = max(extra, key=lambda other: likeness(row, other, name), default=None)
        if twin is None or likeness(row, twin, name) < 1.5:
            lines.append(f"{row['article']}  - missing     {row}")
            continue
        extra.remove(twin)
        changes = "; ".join(f"{k}: {twin[k]}, expected {row[k]}" for k in columns if row[k] != twin[k])
        lines.append(f"{row['article']}  ! differs     {row[name][:90]} … {changes}")
    return sorted(lines + [f"{row['article']}  + unexpected  {row}" for row in extra])


def comparable(row: dict, columns: list[str]) -> dict[str, str]:
    """The columns as text; "the Kremlin" is the Kremlin."""
    bare = {name: ARTICLE.sub("", row[name]) for name in ("speaker_name", "holder_name") if row.get(name)}
    return {column: str((row | bare)[column]) for column in columns}


def likeness(row: dict, other: dict, name: str) -> float:
    """From 0 (another article) to 2 and more: how much of the text is shared, then how many columns."""
    if row["article"] != other["article"]:
        return 0
    shared = SequenceMatcher(None, row[name], other[name], autojunk=False).ratio()
    return 0 if shared < 0.6 else 1 + sum(row[column] == other[column] for column in row) / len(row)


def test_every_page_gives_an_article(sample):
    pages = {path.stem for path in (PROJECT / "seeds" / "articles").rglob("*.html")}
    assert len(pages) == 34
    assert set(with_article(sample["articles"].select("article_id"), sample)["article"]) == pages
    assert sample["rejects"].is_empty()


def test_quotes_are_those_a_reader_found(sample):
    wrong = differences(golden("quotes"), found_quotes(sample), "quote_text")
    if wrong:
        pytest.fail(f"{len(wrong)} differences from tests/golden/quotes.jsonl:\n" + "\n".join(wrong), pytrace=False)


def test_positions_are_those_a_reader_found(sample):
    wrong = differences(golden("positions"), found_positions(sample), "evidence_text")
    if wrong:
        pytest.fail(f"{len(wrong)} differences from tests/golden/positions.jsonl:\n" + "\n".join(wrong), pytrace=False)


@pytest.fixture(scope="session")
def published(sample, tmp_path_factory) -> Path:
    """The file that analysts read, made from the same rows."""
    home = tmp_path_factory.mktemp("published")
    registry = load_registry(PROJECT / "seeds" / "issues.yaml")
    documents = sample["documents"].select(pl.col("external_id").alias("input_hash"), "external_id", "location")
    with writer(home) as con:
        run_id = runs.start(con)
        load.load_partition(
            con,
            run_id=run_id,
            partition_id="sample",
            extractor_version="test",
            registry_hash=registry.hash,
            frames=sample | {"documents": documents, "issues": registry.frame()},
        )
        return publish(con, home, run_id=run_id).path


@pytest.mark.parametrize(("name", "table"), [("spells", "position_spells"), ("changes", "position_changes")])
def test_state_over_time_is_what_a_reader_would_tell(published, name, table):
    expected = golden(name)
    columns = list(expected[0])
    pairs = sorted({(row["country_code"], row["issue_id"]) for row in expected})
    with duckdb.connect(str(published), read_only=True) as con:
        told = con.sql(f"SELECT {', '.join(columns)} FROM marts.{table}").fetchall()
    texts = [[None if value is None else str(value) for value in row] for row in told]
    found = [dict(zip(columns, row, strict=True)) for row in texts]
    found = [row for row in found if (row["country_code"], row["issue_id"]) in pairs]
    wrong = [f"- missing     {row}" for row in expected if row not in found]
    wrong += [f"+ unexpected  {row}" for row in found if row not in expected]
    if wrong:
        pytest.fail(f"marts.{table} differs from tests/golden/{name}.jsonl:\n" + "\n".join(wrong), pytrace=False)
