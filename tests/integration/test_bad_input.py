"""One run over all that is wrong with other people's files: each costs only itself, and is told by its reason."""

from __future__ import annotations

import json

import duckdb
import pytest

GOOD = "Ana Ruiz of CHL said it rules_out ships. The strait is narrow, and the port is glad to hear it."
LONG = "The harbour was calm on that day and nobody said anything of note. "
PARAGRAPHS = "".join(f"<p>{GOOD} {LONG} This is the paragraph number {n} of the page.</p>" for n in range(6))
PAGE = f"<html><head><title>Ships</title></head><body><article><h1>Ships</h1>{PARAGRAPHS}</article></body></html>"


def write_table(path):
    rows = [
        json.dumps({"id": "good", "text": GOOD, "published": "2026-03-02"}),
        '{"id": "broken", "text": ',
        json.dumps({"id": "good", "text": "The same id once more."}),
        json.dumps({"id": "empty", "text": ""}),
        json.dumps({"id": "one", "text": "x"}),
        json.dumps({"id": "long", "text": LONG * (5_000_000 // len(LONG))}),
        json.dumps({"id": "nul", "text": f"A \x00 in it. {GOOD}", "published": "2026-03-02"}),
        '{"id": "surrogate", "text": "half of a pair: \\ud83d"}',
        json.dumps({"id": "number", "text": 5}),
        json.dumps(["not", "an", "object"]),
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def write_pages(folder):
    folder.mkdir()
    (folder / "page-good.html").write_text(PAGE, encoding="utf-8")
    accented = PAGE.replace("The harbour", "The café’s harbour")
    (folder / "page-windows.html").write_bytes(accented.encode("windows-1252"))
    wrong = accented.replace("<head>", '<head><meta charset="iso-8859-7">')
    (folder / "page-wrong.html").write_bytes(wrong.encode("utf-8"))
    (folder / "deep.html").write_text(f"<html><body>{'<div>' * 10_000}deep{'</div>' * 10_000}</body></html>")
    (folder / "huge.html").write_bytes(b"<html><body>" + b"<p>much too much</p>" * 2_700_000)
    (folder / "nothing.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    (folder / "void.html").touch()


@pytest.fixture(scope="module")
def run(communique, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    write_table(folder / "table.jsonl")
    write_pages(folder / "pages")
    done = communique.run(folder / "table.jsonl", folder / "pages", home=folder / "home")
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(folder / "home" / "published" / "current" / "warehouse.duckdb"), read_only=True) as con:
        texts = dict(con.execute("SELECT external_id, text FROM marts.articles").fetchall())
        rejects = {
            row[0]: row[1:] for row in con.execute("SELECT location, reason, detail FROM ops.rejects").fetchall()
        }
    return done, texts, rejects


def reason(rejects, place):
    return next((told[0] for location, told in rejects.items() if place in location), None)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("table.jsonl:2", "malformed_json"),
        ("table.jsonl:3", "duplicate_id"),
        ("table.jsonl:8", "unstorable_text"),
        ("table.jsonl:9", "bad_type"),
        ("table.jsonl:10", "malformed_json"),
        ("huge.html", "too_large"),
    ],
)
def test_it_is_rejected_with_its_reason(run, place, told):
    assert reason(run[2], place) == told


@pytest.mark.parametrize("place", ["table.jsonl:4", "nothing.html", "void.html", "deep.html"])
def test_what_holds_no_article_is_rejected(run, place):
    assert reason(run[2], place) is not None


def test_the_rest_loads(run):
    _, texts, _ = run
    assert texts["good"] == GOOD
    assert texts["nul"].startswith("A \x00 in it.")
    assert len(texts["long"]) > 4_900_000
    assert texts["one"] == "x"
    pages = [text for name, text in texts.items() if name.startswith("page-")]
    assert len(pages) == 3


def test_charsets_are_found_out(run):
    pages = [text for name, text in run[1].items() if "windows" in name or "wrong" in name]
    assert len(pages) == 2
    assert all("The café’s harbour" in text for text in pages)


def test_nothing_is_lost(run):
    done, texts, rejects = run
    assert "Traceback" not in done.stderr
    assert len(texts) + len(rejects) == 17
