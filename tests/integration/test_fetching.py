"""Fetching against a real HTTP server on loopback: manners, books, and everything a bad server can do."""

from __future__ import annotations

import gzip
import importlib.util
import os
import signal
import subprocess
import sys
import time
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import wait_for

from flows.fetch.settings import FetchSettings
from flows.sources import Document, Network, Options, Reject, SourceContext, recognise, together
from flows.sources.web import Web
from warehouse.connection import writer
from warehouse.ledger import Ledger
from warehouse.status import status

PROJECT = Path(__file__).parents[2]
_spec = importlib.util.spec_from_file_location("news_site", Path(__file__).with_name("site.py"))
news = importlib.util.module_from_spec(_spec)
sys.modules["news_site"] = news
_spec.loader.exec_module(news)

FAST = FetchSettings(
    allow_loopback=True,
    host_delay=0.0,
    contact="desk@example.org",
    total_timeout=30.0,
    read_timeout=10.0,
    max_bytes=300_000,
)


@pytest.fixture
def site():
    with news.serve() as running:
        yield running


def collect(home, source, *, fetch=FAST, known=frozenset()):
    """One run over one source; returns documents by path and rejects by path."""
    with writer(home) as con:
        context = SourceContext(home, ledger=Ledger(con), fetch=fetch, known=known)
        items = [
            item
            for one in ([source] if isinstance(source, Web | Network) else recognise(source))
            for item in one.documents(context)
        ]
    by_path = {"/" + item.location.split("/", 3)[3]: item for item in items}
    documents = {path: item for path, item in by_path.items() if isinstance(item, Document)}
    return documents, {path: item for path, item in by_path.items() if isinstance(item, Reject)}


def fetches(home, columns="*"):
    with writer(home) as con:
        return con.sql(f"SELECT {columns} FROM ops.fetches ORDER BY url").fetchall()


def test_a_feed_gives_its_articles_and_a_second_run_makes_only_conditional_requests(site, tmp_path):
    for n in range(3):
        site.article(f"/story-{n}", f"Story {n}")
    site.pages["/feed"] = news.Reply(news.feed([f"{site.url}/story-{n}" for n in range(3)]), etag='"one"')
    documents, rejects = collect(tmp_path, f"{site.url}/feed")
    assert sorted(documents) == ["/story-0", "/story-1", "/story-2"]
    assert rejects == {}
    assert sorted(site.paths()) == ["/feed", "/robots.txt", "/story-0", "/story-1", "/story-2"]
    assert {d.published_source for d in documents.values()} == {"feed"}
    assert all("desk@example.org" in seen.agent and seen.agent.startswith("communique/") for seen in site.log)

    site.log.clear()
    site.article("/story-1", "Story one, corrected")
    known = frozenset(d.input_hash for d in documents.values())
    again, rejects = collect(tmp_path, f"{site.url}/feed", known=known)
    assert sorted(site.paths()) == ["/feed", "/story-0", "/story-1", "/story-2"]
    assert all(seen.conditional for seen in site.log)
    assert list(again) == ["/story-1"]
    assert again["/story-1"].input_hash not in known
    assert rejects == {}


def test_what_nobody_loaded_comes_again_from_the_kept_responses(site, tmp_path):
    site.article("/story", "Story")
    first, _ = collect(tmp_path, f"{site.url}/story")
    again, _ = collect(tmp_path, f"{site.url}/story")
    assert site.paths() == ["/robots.txt", "/story", "/story"]
    assert site.log[-1].conditional
    assert again["/story"].html == first["/story"].html
    assert again["/story"].input_hash == first["/story"].input_hash
    kept = [item for source in recognise(tmp_path / "raw") for item in source.documents(SourceContext(tmp_path))]
    assert first["/story"].html in [item.html for item in kept if isinstance(item, Document)]


def test_robots_rules_and_the_delay_between_requests_show_in_the_servers_log(site, tmp_path):
    for n in range(3):
        site.article(f"/story-{n}", f"Story {n}")
    site.article("/private/story", "Not for us")
    site.pages["/robots.txt"] = news.Reply(
        b"User-agent: *\nDisallow: /private/\nCrawl-delay: 0.2\n", media_type="text/plain"
    )
    listed = [f"{site.url}/story-{n}" for n in range(3)] + [f"{site.url}/private/story"]
    site.pages["/feed"] = news.Reply(news.feed(listed))
    documents, rejects = collect(tmp_path, f"{site.url}/feed")
    assert len(documents) == 3
    assert rejects["/private/story"].reason == "robots_disallowed"
    assert "/private/story" not in site.paths()
    assert site.paths()[0] == "/robots.txt"
    # the rules hold from the first request after they are known
    assert all(later.at - earlier.at > 0.19 for earlier, later in zip(site.log, site.log[1:], strict=False))


def test_sitemaps_indexes_gzip_and_filters(site, tmp_path):
    for n in range(3):
        site.article(f"/story-{n}", f"Story {n}")
    site.pages["/index.xml"] = news.Reply(news.index([f"{site.url}/new.xml.gz", f"{site.url}/old.xml"]))
    inside = [f"{site.url}/story-0", f"{site.url}/story-1", "http://elsewhere.example/story"]
    site.pages["/new.xml.gz"] = news.Reply(gzip.compress(news.sitemap(inside)), media_type="application/gzip")
    site.pages["/old.xml"] = news.Reply(news.sitemap([f"{site.url}/story-2"], day="2019-01-01"))
    options = Options(name="elm", outlet="The Elm Courier", since=date(2026, 1, 1), hosts=("127.0.0.1",))
    documents, rejects = collect(tmp_path, Web((f"{site.url}/index.xml",), "sitemap", options))
    assert sorted(documents) == ["/story-0", "/story-1"]
    assert rejects == {}
    assert "/story-2" not in site.paths()
    assert documents["/story-0"].outlet == "The Elm Courier"
    assert (documents["/story-0"].published, documents["/story-0"].published_source) == ("2026-03-03", "sitemap")


def test_everything_a_bad_server_does_costs_only_its_own_page(site, tmp_path):
    site.article("/good", "A good story")
    site.article("/moved-to", "A story that moved")
    site.pages |= {
        "/500": news.Reply(b"no", 500),
        "/404": news.Reply(b"no", 404),
        "/drip": news.drip,
        "/endless": news.endless,
        "/bomb": news.bomb(200),
        "/broken-gzip": news.Reply(b"no gzip at all", headers={"Content-Encoding": "gzip"}),
        "/loop": news.Reply(status=302, headers={"Location": "/loop-2"}),
        "/loop-2": news.Reply(status=302, headers={"Location": "/loop"}),
        "/inward": news.Reply(status=301, headers={"Location": "http://10.0.0.1/secret"}),
        "/metadata": news.Reply(status=301, headers={"Location": "http://169.254.169.254/latest"}),
        "/file": news.Reply(status=301, headers={"Location": "file:///etc/passwd"}),
        "/nowhere": news.Reply(status=301, headers={"Location": "http://[bad/"}),
        "/torn-gzip": news.Reply(gzip.compress(news.page("Torn").encode())[:-60], headers={"Content-Encoding": "gzip"}),
        "/deflate": news.Reply(
            zlib.compress(news.page("Deflated").encode())[2:-4], headers={"Content-Encoding": "deflate"}
        ),
        "/moved": news.Reply(status=301, headers={"Location": "/moved-to"}),
        "/picture": news.Reply(b"\x89PNG", media_type="image/png"),
        "/charset": news.Reply(news.page("Gr\u00fc\u00dfe").encode("cp1252"), media_type="text/html; charset=utf-8"),
        "/empty": news.Reply(b""),
    }
    paths = ["/500", "/404", "/drip", "/endless", "/bomb", "/broken-gzip", "/loop", "/inward", "/metadata", "/file"]
    paths += ["/nowhere", "/torn-gzip", "/deflate", "/moved", "/picture", "/charset", "/empty", "/good"]
    listing = tmp_path / "addresses.txt"
    listing.write_text("# a comment\n" + "\n".join(site.url + path for path in paths))
    hurried = FAST.model_copy(update={"total_timeout": 3.0})
    documents, rejects = collect(tmp_path / "home", listing, fetch=hurried)
    assert {path: reject.reason for path, reject in rejects.items()} == {
        "/500": "http_500",
        "/404": "http_404",
        "/drip": "timeout",
        "/endless": "too_large",
        "/bomb": "too_large",
        "/broken-gzip": "broken_encoding",
        "/loop": "redirect_loop",
        "/inward": "private_address",
        "/metadata": "private_address",
        "/file": "not_http",
        "/nowhere": "not_http",
        "/torn-gzip": "broken_encoding",
        "/picture": "not_html",
        "/empty": "empty_page",
    }
    assert sorted(documents) == ["/charset", "/deflate", "/good", "/moved"]
    assert documents["/moved"].url == f"{site.url}/moved-to"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_without_the_setting_loopback_is_refused_before_anything_is_sent(site, tmp_path, name):
    site.article("/story", "Story")
    url = f"http://{name}:{site.port}/story"
    documents, rejects = collect(tmp_path, url, fetch=FAST.model_copy(update={"allow_loopback": False}))
    assert documents == {}
    assert rejects["/story"].reason == "private_address"
    assert site.log == []


def test_a_server_that_asks_to_wait_is_waited_for(site, tmp_path):
    answers = [news.Reply(b"", 429, {"Retry-After": "1"}), news.Reply(news.page("Story").encode())]
    site.pages["/story"] = lambda handler: answers.pop(0)
    documents, rejects = collect(tmp_path, f"{site.url}/story")
    assert list(documents) == ["/story"]
    assert rejects == {}
    first, second = [seen.at for seen in site.log if seen.path == "/story"]
    assert second - first >= 1.0


@pytest.mark.parametrize(("status", "headers"), [(503, {"Retry-After": "3600"}), (429, {})])
def test_a_long_wait_leaves_the_host_to_a_later_run(site, tmp_path, status, headers):
    site.pages["/first"] = news.Reply(b"", status, headers)
    site.article("/second", "Story")
    listing = tmp_path / "addresses.txt"
    listing.write_text(f"{site.url}/first\n{site.url}/second\n")
    documents, rejects = collect(tmp_path / "home", listing, fetch=FAST.model_copy(update={"first_backoff": 3600.0}))
    assert documents == {}
    assert rejects["/first"].reason == f"http_{status}"
    assert "/second" not in site.paths()
    due = dict(fetches(tmp_path / "home", "url, next_at > now() + INTERVAL 50 MINUTE"))
    assert due[f"{site.url}/first"] and due[f"{site.url}/second"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [(news.BILLION_LAUGHS, "bad_listing"), (b"<rss", "bad_listing"), (b"<html>no feed</html>", "bad_listing")],
)
def test_a_listing_that_is_none_or_hostile_is_rejected(site, tmp_path, body, reason):
    site.pages["/feed"] = news.Reply(body, media_type="application/rss+xml")
    documents, rejects = collect(tmp_path, Web((f"{site.url}/feed",), "feed", Options(name="elm")))
    assert documents == {}
    assert rejects["/feed"].reason == reason


def test_a_dead_feed_is_retired_with_a_reason(site, tmp_path):
    site.pages["/feed"] = news.Reply(b"", 404)
    source = Web((f"{site.url}/feed",), "feed", Options(name="elm"))
    impatient = FAST.model_copy(update={"first_backoff": 0.0, "max_attempts": 3})
    reasons = [collect(tmp_path, source, fetch=impatient)[1]["/feed"].reason for _ in range(3)]
    assert reasons == ["http_404", "http_404", "feed_retired"]
    site.log.clear()
    assert collect(tmp_path, source, fetch=impatient) == ({}, {})
    assert site.paths() == []
    (told,) = status(tmp_path).sources
    assert (told["source"], told["pages"]) == ("elm", 0)
    assert f"{site.url}/feed retired (http_404), again " in told["trouble"]
    # a week later it is tried again, and lives on when it answers
    with writer(tmp_path) as con:
        con.execute(
            "UPDATE ops.fetches SET next_at = now() WHERE kind = 'listing' AND next_at > now() + INTERVAL 6 DAY"
        )
    site.article("/story", "Story")
    site.pages["/feed"] = news.Reply(news.feed([f"{site.url}/story"]))
    assert list(collect(tmp_path, source, fetch=impatient)[0]) == ["/story"]


def test_rules_that_cannot_be_read_forbid_everything_for_now(site, tmp_path):
    site.pages["/robots.txt"] = news.Reply(b"", 500)
    site.article("/story", "Story")
    documents, rejects = collect(tmp_path, f"{site.url}/story")
    assert documents == {}
    assert rejects["/story"].reason == "http_500"
    assert site.paths() == ["/robots.txt"]


def test_rules_are_followed_to_another_host_and_the_site_asks_for_its_own_pace(site, tmp_path):
    with news.serve() as other:
        other.pages["/rules"] = news.Reply(b"User-agent: *\nDisallow: /private\nCrawl-delay: 0.2\n")
        # the other host's own rules lead back here: neither waits for ever for the other
        other.pages["/robots.txt"] = news.Reply(status=301, headers={"Location": f"{site.url}/theirs"})
        site.pages["/robots.txt"] = news.Reply(status=301, headers={"Location": f"{other.url}/rules"})
        for path in ("/private", "/story-1", "/story-2"):
            site.article(path, path)
        other.article("/story", "Story")
        listing = tmp_path / "addresses.txt"
        urls = [f"{site.url}/private", f"{site.url}/story-1", f"{site.url}/story-2", f"{other.url}/story"]
        listing.write_text("\n".join(urls))
        documents, rejects = collect(tmp_path / "home", listing)
        assert sorted(documents) == ["/story", "/story-1", "/story-2"]
        assert rejects["/private"].reason == "robots_disallowed"
        first, second = (seen.at for seen in site.log if seen.path.startswith("/story"))
        assert second - first > 0.19


def test_a_pass_ends_in_its_time_and_the_next_goes_on(site, tmp_path):
    for n in range(3):
        site.article(f"/story-{n}", f"Story {n}")
    site.pages["/robots.txt"] = news.Reply(b"User-agent: *\nCrawl-delay: 864000\n")
    listing = tmp_path / "addresses.txt"
    listing.write_text("\n".join(f"{site.url}/story-{n}" for n in range(3)))
    hurried = FAST.model_copy(update={"pass_seconds": 2.0})
    began = time.monotonic()
    found = [sorted(collect(tmp_path / "home", listing, fetch=hurried)[0]) for _ in range(3)]
    assert time.monotonic() - began < 30
    # the rules are the first request, so the first pass asks for no page
    assert found[0] == []
    site.pages["/robots.txt"] = news.Reply(b"")
    with writer(tmp_path / "home") as con:
        con.execute("DELETE FROM ops.fetches WHERE kind = 'robots'")
    assert sorted(collect(tmp_path / "home", listing, fetch=hurried)[0]) == ["/story-0", "/story-1", "/story-2"]


def test_of_two_addresses_of_a_page_the_earlier_fetch_does_not_undo_the_later(site, tmp_path):
    site.article("/story", "Story")
    first, _ = collect(tmp_path, f"{site.url}/story")
    site.article("/story", "Story, corrected")
    second, _ = collect(tmp_path, f"{site.url}/story")
    hashes = [made["/story"].input_hash for made in (first, second)]
    assert hashes[0] != hashes[1]
    context = SourceContext(tmp_path, known=frozenset(hashes[1:]), superseded=frozenset(hashes[:1]))
    # the archive holds both; neither is given again, and a new home gets both, the later one last
    records = [item for one in recognise(tmp_path / "raw") for item in one.documents(context)]
    pages = [item for item in records if isinstance(item, Document)]
    assert all(item.is_kept for item in pages)
    assert [item.fetched_at for item in pages] == sorted(item.fetched_at for item in pages)


_KILLED = """
import sys
from pathlib import Path
from flows.fetch.settings import FetchSettings
from flows.sources import SourceContext, recognise
from warehouse.connection import writer
from warehouse.ledger import Ledger
home, url = Path(sys.argv[1]), sys.argv[2]
with writer(home) as con:
    context = SourceContext(home, ledger=Ledger(con), fetch=FetchSettings(allow_loopback=True, host_delay=0.05))
    for source in recognise(url):
        for item in source.documents(context):
            print(item.location, flush=True)
"""


def test_a_run_killed_in_the_middle_and_started_again_asks_for_nothing_twice(site, tmp_path):
    for n in range(12):
        site.article(f"/story-{n}", f"Story {n}")
    site.pages["/feed"] = news.Reply(news.feed([f"{site.url}/story-{n}" for n in range(12)]))
    command = [sys.executable, "-c", _KILLED, str(tmp_path), f"{site.url}/feed"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    for _ in range(4):
        assert run.stdout.readline()
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    before = site.paths()
    assert 5 < len(before) < 14
    documents, rejects = collect(tmp_path, f"{site.url}/feed")
    assert sorted(set(site.paths())) == sorted(site.paths())
    assert rejects == {}
    # what was on its way when the process died is not asked again before the next pass, and not lost
    missing = {f"/story-{n}" for n in range(12)} - set(documents)
    assert len(missing) <= 1
    documents, _ = collect(tmp_path, f"{site.url}/feed")
    assert len(documents) == 12


def test_sources_of_a_list_are_fetched_together_and_no_host_waits_for_another(site, tmp_path):
    with news.serve() as other:
        for one in (site, other):
            for n in range(3):
                one.article(f"/story-{n}", f"Story {n}")
            one.pages["/feed"] = news.Reply(news.feed([f"{one.url}/story-{n}" for n in range(3)]))
        sources = tmp_path / "sources.yaml"
        sources.write_text(
            f"sources:\n  - {{name: elm, kind: feed, url: '{site.url}/feed', outlet: Elm}}\n"
            f"  - {{name: nordal, kind: feed, url: '{other.url}/feed', outlet: Nordal}}\n"
        )
        slow = FAST.model_copy(update={"host_delay": 0.3})
        with writer(tmp_path / "home") as con:
            context = SourceContext(tmp_path / "home", ledger=Ledger(con), fetch=slow)
            (network,) = recognise(sources)
            items = list(network.documents(context))
        assert sorted({(item.outlet, item.url.startswith(site.url)) for item in items}) == [
            ("Elm", True),
            ("Nordal", False),
        ]
        assert len(items) == 6
        # each host's requests lie between the other's: the two queues ran side by side
        assert site.log[-1].at > other.log[0].at and other.log[-1].at > site.log[0].at


def test_a_second_source_of_the_same_pages_does_not_ask_again(site, tmp_path):
    site.article("/story", "Story")
    site.pages["/feed"] = news.Reply(news.feed([f"{site.url}/story"]))
    site.pages["/other"] = news.Reply(news.feed([f"{site.url}/story"]))
    (network,) = together([one for path in ("/feed", "/other") for one in recognise(f"{site.url}{path}")])
    documents, _ = collect(tmp_path, network)
    assert list(documents) == ["/story"]
    assert site.paths().count("/story") == 1


def test_an_address_under_another_name_goes_on_and_under_another_kind_begins_anew(site, tmp_path):
    site.article("/story-0", "Story 0")
    site.pages["/feed"] = news.Reply(news.feed([f"{site.url}/story-0"]), etag='"one"')
    collect(tmp_path, f"{site.url}/feed")
    site.article("/story-0", "Story 0, corrected")
    documents, _ = collect(tmp_path, Web((f"{site.url}/feed",), "feed", Options(name="elm")))
    assert list(documents) == ["/story-0"]
    assert {row for row in fetches(tmp_path, "source, kind") if row[1] != "robots"} == {
        ("elm", "listing"),
        ("elm", "page"),
    }
    documents, _ = collect(tmp_path, Web((f"{site.url}/feed",), "page", Options(name="elm")))
    assert "/feed" in documents
    site.article("/story-1", "Story 1")
    site.pages["/feed"] = news.Reply(news.feed([f"{site.url}/story-1"]), etag='"two"')
    documents, _ = collect(tmp_path, Web((f"{site.url}/feed",), "feed", Options(name="elm")))
    assert "/story-1" in documents


def test_what_a_source_names_no_more_is_not_asked_and_a_wider_window_holds_for_an_unchanged_listing(site, tmp_path):
    for n in range(2):
        site.article(f"/story-{n}", f"Story {n}")
        site.pages[f"/map-{n}"] = news.Reply(news.sitemap([f"{site.url}/story-{n}"], f"202{n}-03-03"), etag=f'"{n}"')
    site.pages["/index"] = news.Reply(news.index([f"{site.url}/map-{n}" for n in range(2)]), etag='"a"')
    since = Options(name="elm", since=date(2021, 1, 1))
    assert list(collect(tmp_path, Web((f"{site.url}/index",), "sitemap", since))[0]) == ["/story-1"]
    site.log.clear()
    documents, _ = collect(tmp_path, Web((f"{site.url}/index",), "sitemap", Options(name="elm")))
    assert "/story-0" in documents
    assert {seen.path for seen in site.log if seen.conditional} == {"/index", "/map-0", "/map-1", "/story-1"}
    site.pages["/index"] = news.Reply(news.index([f"{site.url}/map-1"]), etag='"b"')
    collect(tmp_path, Web((f"{site.url}/index",), "sitemap", Options(name="elm")))
    site.log.clear()
    collect(tmp_path, Web((f"{site.url}/index",), "sitemap", Options(name="elm")))
    assert {path for path in site.paths() if "story" not in path} == {"/index", "/map-1"}


def test_rows_of_the_books_are_in_utc_and_complete(site, tmp_path):
    site.article("/story", "Story")
    before = time.time()
    collect(tmp_path, f"{site.url}/story")
    with writer(tmp_path) as con:
        row = Ledger(con).get(f"{site.url}/story")
    assert row.status == "fetched" and row.http_status == 200 and row.body_hash and row.input_hash
    assert row.asked_at.utcoffset().total_seconds() == 0
    assert before - 1 < row.fetched_at.timestamp() < time.time() + 1
    assert replace(row, status="x").status == "x"


def test_addresses_of_a_command_line_are_fetched_together(site, tmp_path):
    with news.serve() as other:
        for one in (site, other):
            for n in range(3):
                one.article(f"/story-{n}", f"Story {n}")
        urls = [f"{one.url}/story-{n}" for one in (site, other) for n in range(3)]
        told = []
        slow = FAST.model_copy(update={"host_delay": 0.3})
        with writer(tmp_path / "home") as con:
            context = SourceContext(tmp_path / "home", ledger=Ledger(con), fetch=slow, heard=told.append)
            (network,) = together([source for url in urls for source in recognise(url)])
            items = list(network.documents(context))
        assert {item.url for item in items} == set(urls)
        # each host's requests lie between the other's, and keep that host's delay
        assert site.log[-1].at > other.log[0].at and other.log[-1].at > site.log[0].at
        for one in (site, other):
            assert all(later.at - earlier.at > 0.29 for earlier, later in zip(one.log, one.log[1:], strict=False))
        assert [now.done for now in told] == [1, 2, 3, 4, 5, 6]
        assert (told[0].left, told[-1].left, told[-1].rejected) == (5, 0, 0)


def test_a_list_of_addresses_and_one_of_them_are_one_source_each(site, tmp_path):
    listing = tmp_path / "addresses.txt"
    listing.write_text(f"{site.url}/a\n{site.url}/b\n")
    found = together([one for word in (listing, f"{site.url}/a", f"{site.url}/a") for one in recognise(word)])
    assert [[source.urls for source in network.sources] for network in found] == [
        [(f"{site.url}/a", f"{site.url}/b"), (f"{site.url}/a",)]
    ]


_SLOW = """
import sys
from flows.problems import told
with told():
    from pathlib import Path
    from flows.fetch.settings import FetchSettings
    from flows.sources import SourceContext, recognise
    from warehouse.connection import writer
    from warehouse.ledger import Ledger
    with writer(Path(sys.argv[1])) as con:
        context = SourceContext(Path(sys.argv[1]), ledger=Ledger(con), fetch=FetchSettings(allow_loopback=True))
        for source in recognise(sys.argv[2]):
            print(list(source.documents(context)))
"""


def test_a_run_told_to_end_does_not_wait_for_a_slow_server(site, tmp_path):
    site.pages["/drip"] = news.drip
    command = [sys.executable, "-c", _SLOW, str(tmp_path), f"{site.url}/drip"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT)
    wait_for(lambda: "/drip" in site.paths(), 60)
    run.terminate()
    # the server would go on for half a minute, and the time-out for a whole one
    _, errors = run.communicate(timeout=15)
    assert run.returncode == 143
    assert "run again" in errors
