"""Cleaning against real pages with known text, title, authors and date (../shared/html)."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from flows.sources import Document, SourceContext, recognise
from transforms.clean.roles import bare
from transforms.clean.step import make_clean
from transforms.lexicon import load_lexicon
from transforms.schemas import Documents

pytestmark = pytest.mark.slow

# roles that the gold texts keep inside a body paragraph, or count as body (embedded posts), on purpose
NOT_JUDGED = {"body", "dateline", "embed"}


def f1(found, gold):
    a, b = (Counter(re.findall(r"\w+", text.lower())) for text in (found, gold))
    shared = sum((a & b).values())
    return 2 * shared / max(1, sum(a.values()) + sum(b.values()))


def body(gold):
    parts = [*gold["summary"], *(part for s in gold["sections"] for part in (*s["headline"], *s["paragraphs"]))]
    return "\n".join(parts)


@pytest.fixture(scope="module")
def cleaned(shared):
    """Articles and stretches of every gold page, read from the archive as a run would."""
    context = SourceContext(Path("unused"))
    (source,) = recognise(shared / "html" / "pages.warc.gz")
    documents = [item for item in source.documents(context) if isinstance(item, Document)]
    rows = [{name: getattr(document, name) for name in Documents.column_names()} for document in documents]
    frame = Documents.validate(pl.DataFrame(rows, schema=Documents.create_empty().schema))
    made = make_clean(frame, knowledge=SimpleNamespace(lexicon=load_lexicon()))
    stretches: dict[str, list[tuple[int, int, str]]] = {}
    for article_id, start, end, role in (
        made["paragraphs"].select("article_id", "char_start", "char_end", "role").iter_rows()
    ):
        stretches.setdefault(article_id, []).append((start, end, role))
    articles = {
        row["external_id"]: row | {"stretches": stretches[row["article_id"]]}
        for row in made["articles"].iter_rows(named=True)
    }
    assert len(articles) + len(made["rejects"]) == len(documents), "a page was lost"
    return articles


@pytest.fixture(scope="module")
def fundus(shared, cleaned):
    gold = json.loads((shared / "html" / "fundus-gold.json").read_text())
    return [(cleaned[row["url"]], row["gold"]) for row in gold if row["url"] in cleaned]


@pytest.fixture(scope="module")
def aeb(shared, cleaned):
    gold = json.loads((shared / "html" / "aeb-gold.json").read_text())
    return [(cleaned[row["url"]], row["articleBody"]) for row in gold.values() if row["url"] in cleaned]


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def test_text(fundus, aeb, record_property):
    english = mean(f1(page["text"], body(gold["body"])) for page, gold in fundus if page["language"] == "en")
    others = mean(f1(page["text"], gold) for page, gold in aeb)
    record_property("fundus_english_f1", english)
    record_property("aeb_f1", others)
    assert english >= 0.955
    assert others >= 0.955


def test_title_authors_and_day(fundus):
    titles = mean(page["title"] == " ".join((gold["title"] or "").split()) for page, gold in fundus)
    authors = mean(
        set((page["authors"] or "").split("; ")) == set(gold.get("authors") or [""]) for page, gold in fundus
    )
    days = mean(
        page["published_at"] is not None and page["published_at"].date().isoformat() == gold["publishing_date"][:10]
        for page, gold in fundus
        if gold.get("publishing_date")
    )
    assert titles >= 0.80
    assert authors >= 0.82
    assert days >= 0.965


def test_lines_labelled_as_no_body_are_none(fundus):
    judged = [
        bare(page["text"][start:end]) not in bare(body(gold["body"]))
        for page, gold in fundus
        for start, end, role in page["stretches"]
        if role not in NOT_JUDGED
    ]
    assert len(judged) > 100
    assert mean(judged) >= 0.95
