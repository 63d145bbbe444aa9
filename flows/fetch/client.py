"""One request, one response: bounded in time and size, decompressed here, redirects left to the caller."""

from __future__ import annotations

import ssl
import time
import zlib
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from flows.fetch.address import Deadlines, ForbiddenAddress, GuardedBackend
from flows.fetch.settings import FetchSettings

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Response:
    """What came of one request: a status with headers and body, or a `failure` ("reason: detail") without."""

    url: str
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: str | None = None

    @property
    def location(self) -> str | None:
        """Where a redirect leads, as a full address, or as it was written when that is no address."""
        target = self.headers.get("location")
        if self.status not in _REDIRECTS or not target:
            return None
        try:
            return urljoin(self.url, target)
        except ValueError:
            return target

    @property
    def media_type(self) -> str | None:
        """The content type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower() or None

    @property
    def charset(self) -> str | None:
        """The charset the server names."""
        parameters = self.headers.get("content-type", "").lower().partition(";")[2]
        return parameters.partition("charset=")[2].partition(";")[0].strip(" \"'") or None


class TooLarge(Exception):  # noqa: N818, the name says what is the case
    """The body is larger than allowed, as it came or decompressed."""


class Client:
    """Asks for pages; may be used from several threads."""

    def __init__(self, settings: FetchSettings, user_agent: str, ssl_context: ssl.SSLContext | None = None) -> None:
        """Open a pool of connections that lead to public addresses only.

        `ssl_context` says which certificates are believed; those of certifi when it is not given.
        """
        self._settings = settings
        self._deadlines = Deadlines()
        self._client = httpx.Client(
            transport=_GuardedTransport(settings, self._deadlines, ssl_context),
            follow_redirects=False,
            trust_env=False,
            timeout=httpx.Timeout(settings.read_timeout, connect=settings.connect_timeout),
            headers={
                "User-Agent": user_agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
                "Accept-Language": "en;q=0.9,*;q=0.5",
                # what `_body` can stop in the middle of a bomb
                "Accept-Encoding": "gzip, deflate",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Response:
        """Ask once; with `etag` or `last_modified` only for what has changed. Never raises for what a server does."""
        if urlsplit(url).scheme not in {"http", "https"}:
            return Response(url, failure=f"not_http: {url} is no http(s) address")
        headers = {"If-None-Match": etag or "", "If-Modified-Since": last_modified or ""}
        self._deadlines.at = time.monotonic() + self._settings.total_timeout
        try:
            with self._client.stream("GET", url, headers={n: v for n, v in headers.items() if v}) as response:
                kept = {name.lower(): value for name, value in response.headers.items()}
                body = b"" if response.status_code in _REDIRECTS else self._body(response)
                return Response(url, response.status_code, kept, body)
        except ForbiddenAddress as error:
            return Response(url, failure=f"private_address: {error}")
        except TooLarge as error:
            return Response(url, failure=f"too_large: {error}")
        except zlib.error as error:
            return Response(url, failure=f"broken_encoding: {error}")
        except (httpx.TimeoutException, httpcore.TimeoutException) as error:
            return Response(url, failure=f"timeout: {error or 'no answer in time'}")
        except Exception as error:  # noqa: BLE001, whatever a server brings a library to: it costs this request only
            return Response(url, failure=f"network: {type(error).__name__}: {error}")
        finally:
            self._deadlines.at = float("inf")

    def _body(self, response: httpx.Response) -> bytes:
        limit = self._settings.max_bytes
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in {"identity", "", "gzip", "x-gzip", "deflate"}:
            raise zlib.error(f"the server sent {encoding}, which was not asked for")
        inflate: _Inflate | None = None
        body = bytearray()
        received = 0
        for chunk in response.iter_raw(_CHUNK):
            if not received and encoding not in {"identity", ""}:
                inflate = _inflate(chunk)
            received += len(chunk)
            if inflate is None:
                body += chunk
            else:
                body += inflate.decompress(chunk, max(1, limit + 1 - len(body)))
                if inflate.unconsumed_tail:
                    raise TooLarge(f"more than {limit:,} bytes after decompression of {received:,}")
            if len(body) > limit:
                raise TooLarge(f"more than {limit:,} bytes")
        if inflate is not None and not inflate.eof:
            raise zlib.error("the compressed body ends in the middle")
        return bytes(body)


class _Inflate(Protocol):
    """zlib's decompressor, whose class has no public name."""

    @property
    def unconsumed_tail(self) -> bytes: ...

    @property
    def eof(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def _inflate(first: bytes) -> _Inflate:
    """Return what unpacks a body: gzip, or deflate with zlib's head or, as some servers send it, without."""
    has_head = first.startswith(_GZIP) or (
        len(first) > 1 and first[0] & 15 == 8 and int.from_bytes(first[:2]) % 31 == 0
    )
    return zlib.decompressobj(zlib.MAX_WBITS | 32 if has_head else -zlib.MAX_WBITS)


class _GuardedTransport(httpx.HTTPTransport):
    def __init__(self, settings: FetchSettings, deadlines: Deadlines, ssl_context: ssl.SSLContext | None) -> None:
        super().__init__(http2=True, trust_env=False)
        # httpx has no public way to give its pool a network backend
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context or httpx.create_ssl_context(trust_env=False),
            max_connections=settings.concurrency * 2,
            max_keepalive_connections=settings.concurrency,
            keepalive_expiry=15.0,
            http1=True,
            http2=True,
            network_backend=GuardedBackend(deadlines, allow_loopback=settings.allow_loopback),
        )
