"""A news site on loopback for tests: a real HTTP server whose every request stands in its log."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Seen:
    path: str
    at: float
    conditional: bool
    agent: str


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "text/html; charset=utf-8"
    etag: str | None = None


@dataclass
class Site:
    """Paths and what they answer; a callable is asked anew each time and may write to the connection itself."""

    port: int = 0
    pages: dict[str, Reply | Callable[[BaseHTTPRequestHandler], Reply | None]] = field(default_factory=dict)
    log: list[Seen] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [seen.path for seen in self.log]

    def article(self, path: str, headline: str, n: int = 6, **more: str) -> None:
        self.pages[path] = Reply(page(headline, n).encode(), etag=f'"{abs(hash((headline, n)))}"', headers=dict(more))


def page(headline: str, n: int = 6) -> str:
    text = "".join(
        f"<p>The harbour minister of Vessland said on day {i} that ships would sail after the talks on {headline}, "
        "and that her government would keep to the treaty in full.</p>"
        for i in range(n)
    )
    return (
        f"<!doctype html><html lang='en'><head><title>{headline} | The Elm Courier</title>"
        f"<meta property='og:title' content='{headline}'><meta property='og:site_name' content='The Elm Courier'>"
        "<meta property='article:published_time' content='2026-03-03T10:15:00Z'></head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{headline}</h1>{text}</article></body></html>"
    )


def feed(urls: list[str]) -> bytes:
    items = "".join(
        f"<item><title>t</title><link>{url}</link><pubDate>Tue, 03 Mar 2026 10:15:00 GMT</pubDate></item>"
        for url in urls
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Elm</title>{items}</channel></rss>".encode()


def sitemap(urls: list[str], day: str = "2026-03-03") -> bytes:
    items = "".join(
        f"<url><loc>{url}</loc><news:news><news:publication_date>{day}</news:publication_date></news:news></url>"
        for url in urls
    )
    return (
        "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        f"xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{items}</urlset>"
    ).encode()


def index(urls: list[str]) -> bytes:
    items = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{items}</sitemapindex>".encode()


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte every tenth of a second, without end."""
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        for _ in range(300):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """As many bytes as anyone will read."""
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):
        while True:
            handler.wfile.write(b"<p>more</p>" * 10_000)


def bomb(megabytes: int) -> Reply:
    return Reply(gzip.compress(b"\0" * megabytes * 1024 * 1024, 9), headers={"Content-Encoding": "gzip"})


BILLION_LAUGHS = (
    b"<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'lol'>"
    + b"".join(f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>".encode() for i in range(9))
    + b"]><rss version='2.0'><channel><item><link>http://127.0.0.1/&j;</link></item></channel></rss>"
)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        headers = self.headers
        conditional = bool(headers.get("If-None-Match") or headers.get("If-Modified-Since"))
        self.site.log.append(Seen(self.path, time.monotonic(), conditional, headers.get("User-Agent", "")))
        found = self.site.pages.get(self.path, Reply(b"not here", 404))
        reply = found if isinstance(found, Reply) else found(self)
        if reply is None:
            self.close_connection = True
            return
        if reply.etag and headers.get("If-None-Match") == reply.etag:
            reply = Reply(b"", 304, etag=reply.etag)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.media_type)
        self.send_header("Content-Length", str(len(reply.body)))
        if reply.etag:
            self.send_header("ETag", reply.etag)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(reply.body)

    def log_message(self, *args: object) -> None:
        """The site keeps its own log."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up on an endless page is what the test wants."""


@contextmanager
def serve() -> Iterator[Site]:
    site = Site()
    handler = type("Handler", (_Handler,), {"site": site})
    server = _Server(("127.0.0.1", 0), handler)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
