"""Folders of pages and WARC archives."""

from __future__ import annotations

import gzip

import pytest

from flows.sources import BadSource, Document, SourceContext, recognise


def read(path, **context):
    return [item for source in recognise(path) for item in source.documents(SourceContext(path.parent, **context))]


def record(url, body, kind="response", http=b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=latin-1\r\n"):
    payload = http + b"\r\n" + body
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-03T10:00:00Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http\r\nContent-Length: {len(payload)}\r\n\r\n"
    return head.encode() + payload + b"\r\n\r\n"


def test_pages_of_a_folder_come_in_the_order_of_their_paths(tmp_path):
    (tmp_path / "pages" / "b").mkdir(parents=True)
    (tmp_path / "pages" / "b" / "one.html.gz").write_bytes(gzip.compress(b"<p>one"))
    (tmp_path / "pages" / "a.html").write_bytes(b"<p>a")
    (tmp_path / "pages" / "broken.html.gz").write_bytes(gzip.compress(b"<p>x" * 100)[:20])
    (tmp_path / "pages" / "notes.md").write_bytes(b"no page")
    made = read(tmp_path / "pages")
    assert [(item.location, getattr(item, "html", None)) for item in made] == [
        ("a.html", b"<p>a"),
        ("b/one.html.gz", b"<p>one"),
        ("broken.html.gz", None),
    ]
    assert made[2].reason == "broken_gzip"
    assert made[0].id_kind == "path"


def test_a_gzip_bomb_on_disk_is_rejected(tmp_path):
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(b"x" * 10_000_000))
    (made,) = read(tmp_path / "bomb.html.gz", max_bytes=100_000)
    assert made.reason == "too_large"


def test_a_folder_without_pages_says_what_was_looked_for(tmp_path):
    with pytest.raises(BadSource, match=r"holds no pages.*\.html"):
        recognise(tmp_path)


def test_every_page_of_an_archive_is_a_document_or_a_reject(tmp_path):
    moved = b"HTTP/1.1 301 Moved\r\nLocation: /b\r\n"
    picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
    packed = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
    archive = (
        record("https://example.org/a", b"<p>a")
        + record("https://example.org/b", b"", http=moved)
        + record("https://example.org/c", b"png", http=picture)
        + record("https://example.org/d", gzip.compress(b"<p>d"), http=packed)
        + record("https://example.org/e", b"", kind="revisit")
        + record("https://example.org/f", b"x", kind="request")
        + record("https://example.org/g", gzip.compress(b"x" * 5_000_000), http=packed)
    )
    (tmp_path / "t.warc").write_bytes(archive)
    made = read(tmp_path / "t.warc", max_bytes=1_000_000)
    assert [(item.external_id[-1], getattr(item, "reason", "ok")) for item in made] == [
        ("a", "ok"),
        ("b", "http_301"),
        ("c", "not_html"),
        ("d", "ok"),
        ("e", "revisit"),
        ("g", "too_large"),
    ]
    first, unpacked = (item for item in made if isinstance(item, Document))
    assert (first.http_charset, first.fetched_at.isoformat()) == ("latin-1", "2026-03-03T10:00:00+00:00")
    assert unpacked.html == b"<p>d"


def test_a_torn_archive_gives_what_it_holds_and_says_where_it_ends(tmp_path):
    whole = gzip.compress(record("https://example.org/a", b"<p>a")) + gzip.compress(
        record("https://example.org/b", b"<p>b" * 99)
    )
    (tmp_path / "t.warc.gz").write_bytes(whole[:-40])
    made = read(tmp_path / "t.warc.gz")
    assert made[0].external_id == "https://example.org/a"
    assert all(getattr(item, "reason", "torn") != "ok" for item in made[1:])
