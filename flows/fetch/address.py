"""Which network addresses may be asked: every connection is checked after its name is resolved, and pinned to it."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_LEAST_SECONDS = 0.001
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class ForbiddenAddress(Exception):  # noqa: N818, the name says what is the case
    """The name resolves to an address that must not be asked."""


class Deadlines(threading.local):
    """The moment (of the monotonic clock) at which this thread's request must be over."""

    at: float = float("inf")

    def left(self, timeout: float | None) -> float:
        """Return how long one step may still take; raises ReadTimeout when the time is up."""
        rest = self.at - time.monotonic()
        if rest <= 0:
            raise httpcore.ReadTimeout("the whole response took too long")
        return max(_LEAST_SECONDS, min(rest, timeout if timeout is not None else rest))


def check(host: str, addresses: Iterable[str], *, allow_loopback: bool) -> list[str]:
    """Return the addresses a host may be asked at.

    Raises:
        ForbiddenAddress: one of them is private, loopback, link-local, multicast or otherwise not public. One is
            enough: a name that resolves to both is made to slip through.
    """
    found = list(dict.fromkeys(addresses))
    for text in found:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
        for one in (address, *_inside(address)):
            if one.is_loopback and allow_loopback:
                continue
            if not one.is_global or one.is_multicast:
                raise ForbiddenAddress(f"{host} is {text}, which is not a public address")
    return found


def _inside(address: Address) -> list[Address]:
    """Return the IPv4 address that an IPv6 address carries: mapped, 6to4 or NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried = [address.ipv4_mapped, address.sixtofour]
    if address in _NAT64:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in carried if one is not None]


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to checked addresses only, and keeps them within this thread's deadline."""

    def __init__(self, deadlines: Deadlines, *, allow_loopback: bool) -> None:
        self._deadlines = deadlines
        self._allow_loopback = allow_loopback
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve the name once, check what it resolves to, and connect to exactly that."""
        try:
            resolved = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} cannot be resolved: {error}") from error
        failure: Exception | None = None
        for address in check(host, resolved, allow_loopback=self._allow_loopback):
            try:
                left = self._deadlines.left(timeout)
                stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
                return _TimedStream(stream, self._deadlines)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every step ends by the deadline: a server may send a byte just before each time-out."""

    def __init__(self, stream: httpcore.NetworkStream, deadlines: Deadlines) -> None:
        self._stream = stream
        self._deadlines = deadlines

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadlines.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadlines.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadlines.left(timeout))
        return _TimedStream(secured, self._deadlines)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
