"""`sources.yaml`, listings, addresses and schedules, without a network."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.fetch.address import ForbiddenAddress, check
from flows.fetch.schedule import after_answer, after_failure, retry_after
from flows.fetch.settings import FetchSettings
from flows.sources import BadSource, recognise
from flows.sources.listings import addresses, entries, looks_like_listing, stray_lines
from warehouse.ledger import Fetch

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


def row(**more):
    return Fetch(
        "https://example.org/a",
        **({"kind": "page", "source": "s", "host": "h", "status": "new", "first_seen_at": NOW} | more),
    )


def test_a_list_of_sources_names_each_with_its_filters(tmp_path):
    (tmp_path / "t.jsonl").write_text('{"id": 1, "text": "x"}\n')
    (tmp_path / "sources.yaml").write_text(
        "sources:\n"
        "  - {name: elm, kind: feed, url: 'https://example.org/rss', outlet: Elm, since: 2026-01-01, every: 30}\n"
        "  - {name: table, path: t.jsonl, hosts: [example.org]}\n"
    )
    table, network = recognise(tmp_path / "sources.yaml")
    (feed,) = network.sources
    assert (feed.name, feed.kind, feed.options.outlet, feed.options.every) == (
        "elm",
        "feed",
        "Elm",
        timedelta(minutes=30),
    )
    assert (table.name, table.options.hosts) == ("table", ("example.org",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sources:\n  - name: a\n    kind: fed\n    url: https://e.org\n", r"sources.yaml:3: sources.0.kind"),
        ("sources:\n  - name: a\n    uri: https://e.org\n", r"sources.yaml:3: sources.0.uri"),
        ("sources:\n  - name: a\n", r"sources.yaml:2: .*either url or path"),
        (
            "sources:\n  - {name: a, url: 'https://e.org'}\n  - {name: a, url: 'https://f.org'}\n",
            r":3: the name a stands in line 2",
        ),
        (
            "sources:\n  - {name: a, url: 'https://e.org', since: 2026-02-01, until: 2026-01-01}\n",
            r":2: .*lies after until",
        ),
        (
            "sources:\n  - {name: a, url: 'https://e.org'}\n  - {name: b, url: 'https://e.org'}\n",
            r":3: the address https://e.org stands in line 2",
        ),
        ("sources: []\n", r":1: "),
        ("sources:\n  - [\n", r"sources.yaml:3: no valid YAML"),
        ("a: &a [x]\nb: *a\n", r"aliases"),
        ("sources:\n  - {name: a, url: 'ftp://e.org/x'}\n", r"sources.yaml: source a: .*no http"),
        ("sources:\n  - {name: a, kind: table, path: list.txt}\n", r"source a: .*list.txt is not of the kind table"),
        ("sources:\n  - {name: a, path: gone.csv}\n", r"sources.yaml: source a: .*no such file"),
        (
            "sources:\n  - {name: a, url: 'https://e.org', hosts: ['https://e.org']}\n",
            r":2: .*is no host: give its name",
        ),
        ("name: a\nurl: https://e.org\n", r"begins with `sources:`"),
    ],
)
def test_a_bad_list_names_file_and_line(tmp_path, text, message):
    (tmp_path / "sources.yaml").write_text(text)
    (tmp_path / "list.txt").write_text("https://e.org/a\n")
    with pytest.raises(BadSource, match=message):
        recognise(tmp_path / "sources.yaml")


def test_atom_rdf_and_broken_rss_are_read():
    atom = (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a'/>"
        b"<published>2026-03-03T10:00:00Z</published></entry></feed>"
    )
    (entry,) = entries(atom, "https://example.org/feed", 10_000)
    assert (entry.url, entry.published, entry.published_source) == (
        "https://example.org/a",
        "2026-03-03T10:00:00Z",
        "feed",
    )
    broken = (
        b"<rss version='2.0'><channel><item><link>https://example.org/b#top</link>"
        b"<title>a & b</title></item></channel></rss>"
    )
    assert [entry.url for entry in entries(broken, "https://example.org", 10_000)] == ["https://example.org/b"]


def test_a_sitemaps_pictures_and_films_are_not_its_stories():
    body = (
        b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        b"xmlns:image='http://www.google.com/schemas/sitemap-image/1.1' "
        b"xmlns:video='http://www.google.com/schemas/sitemap-video/1.1' "
        b"xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://example.org/story</loc>"
        b"<lastmod>2026-03-05</lastmod>"
        b"<news:news><news:publication_date>2026-03-03</news:publication_date></news:news>"
        b"<image:image><image:loc>https://example.org/picture.jpg</image:loc></image:image>"
        b"<video:video><video:publication_date>2019-01-01</video:publication_date></video:video></url></urlset>"
    )
    (entry,) = entries(body, "https://example.org/map.xml", 10_000)
    assert (entry.url, entry.published, entry.changed) == ("https://example.org/story", "2026-03-03", "2026-03-05")


def test_a_link_that_is_no_address_costs_only_itself():
    body = b"<rss version='2.0'><channel>" + b"".join(
        b"<item><link>%s</link></item>" % link
        for link in (b"http://[bad/", b"mailto:a@example.org", b"https://example.org:port/a", b"https://example.org/b")
    )
    found = entries(body + b"</channel></rss>", "https://example.org", 10_000)
    assert found[-1].url == "https://example.org/b"
    assert not any("[bad" in entry.url for entry in found)


def test_broken_xml_that_is_large_is_not_given_to_the_forgiving_parser():
    with pytest.raises(ValueError, match="broken"):
        entries(b"<rss><channel>" + b"<a " * 400_000, "https://example.org", 10_000_000)


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"{}", b"\x1f\x8bno gzip", b"<urlset", b"<other/>"])
def test_what_is_no_listing_is_said_to_be_none(body):
    assert not looks_like_listing(body) or body == b"<urlset"
    with pytest.raises(ValueError, match=r"\w"):
        entries(body, "https://example.org", 10_000)


def test_a_list_of_addresses_leaves_out_comments_and_copies():
    assert addresses("# ours\nhttps://e.org/a\n\nnot an address\n https://e.org/a \nhttp://e.org/b") == [
        "https://e.org/a",
        "http://e.org/b",
    ]
    assert stray_lines("# ours\n\nhttps://e.org/a\n e.org/b \n") == [(4, "e.org/b")]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104, refused here
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:0a00:0001::",
        "64:ff9b::a00:1",
    ],
)
def test_no_inner_address_is_asked(address):
    with pytest.raises(ForbiddenAddress, match="not a public address"):
        check("name.example", [address], allow_loopback=False)


def test_one_inner_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(ForbiddenAddress):
        check("name.example", ["93.184.216.34", "10.0.0.1"], allow_loopback=True)
    assert check("name.example", ["93.184.216.34", "127.0.0.1"], allow_loopback=True)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Tue, 03 Mar 2026 12:01:00 GMT", 60.0),
        ("Tue, 03 Mar 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        (None, None),
        ("999999999", 86400.0),
    ],
)
def test_retry_after(value, seconds):
    assert retry_after(value, NOW) == seconds


def test_a_page_is_asked_ever_more_rarely_and_at_last_no_more():
    known = [timedelta(0), timedelta(hours=2), timedelta(days=10), timedelta(days=40)]
    due = [after_answer(row(first_seen_at=NOW - age), NOW) for age in known]
    assert due == [NOW, NOW + timedelta(hours=1), NOW + timedelta(days=5), None]


def test_failures_wait_longer_each_time_and_then_end():
    settings = FetchSettings(first_backoff=60, max_attempts=3)
    one = after_failure(row(), settings, NOW, status=500, wait=None)
    two = after_failure(one, settings, NOW, status=500, wait=None)
    three = after_failure(two, settings, NOW, status=500, wait=None)
    assert 60 <= (one.next_at - NOW).total_seconds() <= 90
    assert 120 <= (two.next_at - NOW).total_seconds() <= 180
    assert (three.status, three.next_at) == ("gone", None)
    assert after_failure(row(), settings, NOW, status=410, wait=None).next_at is None
    asked = after_failure(row(), settings, NOW, status=503, wait=3600)
    assert asked.next_at == NOW + timedelta(hours=1)
    retired = after_failure(row(kind="listing", attempts=2), settings, NOW, status=404, wait=None)
    assert (retired.status, retired.next_at) == ("retired", NOW + timedelta(days=7))


def test_a_feed_outlives_days_without_network_but_not_its_servers_word():
    def life(status):
        """How long a feed that is asked each hour is tried before it is retired."""
        feed, at = row(kind="listing"), NOW
        while feed.status != "retired":
            feed = after_failure(feed, FetchSettings(), at, status=status, wait=None)
            while at < feed.next_at and feed.status != "retired":
                at += timedelta(hours=1)
        return at - NOW

    assert life(None) > timedelta(days=3)
    assert timedelta(hours=3) < life(404) < timedelta(days=1)
