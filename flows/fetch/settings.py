"""Limits and manners of fetching, read once and passed on."""

from __future__ import annotations

from dataclasses import dataclass

USER_AGENT = "communique/{version} (news archive; {contact})"


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How pages are asked for.

    Args:
        contact: an address or URL that tells a site's owner whom to write to; part of the user agent.
        concurrency: requests under way at the same time, over all hosts; one host gets one at a time.
        host_delay: seconds between two requests to one host, unless its robots.txt asks for more.
        connect_timeout: seconds to open a connection.
        read_timeout: seconds without a byte.
        total_timeout: seconds for one whole response.
        max_bytes: largest response body, after decompression.
        max_redirects: hops followed before giving up.
        max_attempts: failed tries of one page before it is given up.
        allow_loopback: let addresses of this machine be fetched (tests and local mirrors); other private
            addresses stay refused.
        first_backoff: seconds waited after the first failure; doubled with each, plus jitter.
    """

    contact: str = "set COMMUNIQUE_CONTACT to an address"
    concurrency: int = 8
    host_delay: float = 2.0
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    total_timeout: float = 60.0
    max_bytes: int = 32 * 1024 * 1024
    max_redirects: int = 5
    max_attempts: int = 5
    allow_loopback: bool = False
    first_backoff: float = 60.0
