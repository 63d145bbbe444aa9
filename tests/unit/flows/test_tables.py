"""Tables: every row is a document or a reject with its place."""

from __future__ import annotations

import json

import polars as pl
import pytest

from flows.sources import BadSource, Document, Options, Reject, SourceContext, recognise


def read(path, options=None, **context):
    return [
        item for source in recognise(path, options) for item in source.documents(SourceContext(path.parent, **context))
    ]


def jsonl(path, *rows):
    path.write_bytes(b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows))
    return path


def test_rows_become_documents_with_text_character_for_character(tmp_path):
    text = "\ufeffLine one\r\n\tline\u2028two\u00a0\x00 end  "
    row = {"doc_id": 7, "text": text, "date": "2026-03-03", "authors": ["Ann", "Bo"], "language": ""}
    (made,) = read(jsonl(tmp_path / "t.jsonl", row))
    assert isinstance(made, Document)
    assert made.text == text
    assert (made.external_id, made.id_kind, made.location) == ("7", "given", "t.jsonl:1")
    assert (made.published, made.published_source, made.authors, made.language) == (
        "2026-03-03",
        "given",
        "Ann; Bo",
        None,
    )


def test_broken_lines_are_rejected_with_their_number_and_the_rest_loads(tmp_path):
    made = read(
        jsonl(
            tmp_path / "t.jsonl",
            {"id": "a", "text": "one"},
            b'{"id": "b", "text": ',
            b"[1, 2]",
            b'{"id": "c", "text": "\xff"}',
            b"",
            b"[" * 100_000,
            {"id": "d"},
            {"id": "e", "text": 5},
            {"id": "f", "text": "last"},
        )
    )
    assert [(item.location, getattr(item, "reason", "")) for item in made] == [
        ("t.jsonl:1", ""),
        ("t.jsonl:2", "malformed_json"),
        ("t.jsonl:3", "malformed_json"),
        ("t.jsonl:4", "malformed_json"),
        ("t.jsonl:6", "malformed_json"),
        ("t.jsonl:7", "no_text"),
        ("t.jsonl:8", "bad_type"),
        ("t.jsonl:9", ""),
    ]


def test_the_first_of_two_equal_ids_wins_and_the_reject_names_it(tmp_path):
    first, second = read(jsonl(tmp_path / "t.jsonl", {"id": "a", "text": "one"}, {"id": "a", "text": "two"}))
    assert first.text == "one"
    assert (second.reason, second.external_id) == ("duplicate_id", "a")
    assert "t.jsonl:1" in second.detail


def test_a_lone_surrogate_is_no_character_and_is_rejected(tmp_path):
    (made,) = read(jsonl(tmp_path / "t.jsonl", b'{"id": "a", "text": "one \\ud800 two"}'))
    assert isinstance(made, Reject)
    assert made.reason == "unstorable_text"
    assert "U+D800" in made.detail


@pytest.mark.parametrize("size", [1, 5_000_000])
def test_any_length_of_text_passes(tmp_path, size):
    (made,) = read(jsonl(tmp_path / "t.jsonl", {"id": "a", "text": "x" * size}))
    assert len(made.text) == size


def test_a_page_over_the_limit_is_rejected(tmp_path):
    (made,) = read(jsonl(tmp_path / "t.jsonl", {"id": "a", "html": "x" * 2_000}), max_bytes=1_000)
    assert made.reason == "too_large"


def test_csv_and_parquet_give_the_same_documents(tmp_path):
    rows = {"id": ["a", "b"], "text": ['He said "no".\nTwice.', "Two"], "published": ["2026-03-03", None]}
    pl.DataFrame(rows).write_csv(tmp_path / "t.csv")
    pl.DataFrame(rows).with_columns(pl.col("published").str.to_date()).write_parquet(tmp_path / "t.parquet")
    kept = [[(d.external_id, d.text, d.published) for d in read(tmp_path / name)] for name in ("t.csv", "t.parquet")]
    assert kept[0] == kept[1] == [("a", 'He said "no".\nTwice.', "2026-03-03"), ("b", "Two", None)]


def test_csv_rows_of_another_width_or_charset_are_rejected(tmp_path):
    (tmp_path / "t.csv").write_bytes(b"id,text\na,one\nb,two,three\nc,\xff\n")
    assert [getattr(item, "reason", "ok") for item in read(tmp_path / "t.csv")] == [
        "ok",
        "malformed_csv",
        "unstorable_text",
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.jsonl", b"", "is empty"),
        ("t.csv", b"", "is empty"),
        ("t.csv", b"id,title\na,b\n", "neither a `text` nor an `html` column"),
        ("t.jsonl", b'{"id": "a", "title": "b"}\n', "neither a `text` nor an `html` column"),
        ("t.parquet", b"no parquet", "cannot be read"),
        ("t.warc", b"no warc", "WARC"),
        ("t.docx", b"", "no source this version knows"),
        ("t.txt", b"nothing here\n", "no http"),
    ],
)
def test_a_source_that_cannot_be_read_says_so_before_anything_is_written(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadSource, match=message):
        recognise(tmp_path / name)


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(BadSource, match="no such file"):
        recognise(tmp_path / "none.jsonl")


def test_hosts_and_window_filter_tables_as_well(tmp_path):
    from datetime import date

    rows = [{"id": n, "text": "x", "url": f"https://{n}.example.org/a"} for n in ("video", "news")]
    made = read(
        jsonl(tmp_path / "t.jsonl", *rows), Options(exclude_hosts=("video.example.org",), since=date(2026, 1, 1))
    )
    assert [getattr(item, "reason", "ok") for item in made] == ["host_not_wanted", "ok"]
    assert made[1].window_from == date(2026, 1, 1)


def test_the_input_hash_depends_on_what_decides_the_article_only(tmp_path):
    one = Document("a", "given", "t:1", text="x", title="y")
    assert one.input_hash == Document("a", "given", "t:9", text="x", title="y").input_hash
    assert one.input_hash != Document("a", "given", "t:1", text="xy", title="").input_hash
    assert one.input_hash != Document("a", "given", "t:1", html=b"x", title="y").input_hash
