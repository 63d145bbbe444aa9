"""Limits and manners of fetching, read once and passed on."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def user_agent(version: str, contact: str) -> str:
    """Return the name we give: what runs, and whom to write to. Robots rules for "communique" are ours."""
    return f"communique/{version} (news archive; +{contact})"


class FetchSettings(BaseSettings):
    """How pages are asked for; each is read from `COMMUNIQUE_FETCH_<NAME>`, e.g. `COMMUNIQUE_FETCH_HOST_DELAY=5`.

    Args:
        contact: an address or URL that tells a site's owner whom to write to; part of the user agent.
        concurrency: requests under way at the same time, over all hosts; one host gets one at a time.
        host_delay: seconds between two requests to one host, unless its robots.txt asks for more.
        connect_timeout: seconds to open a connection.
        read_timeout: seconds without a byte.
        total_timeout: seconds for one whole response.
        max_bytes: largest response body, after decompression.
        max_redirects: hops followed before giving up.
        max_attempts: failed tries of one address in a row before a page is given up and a feed retired.
        allow_loopback: let addresses of this machine be fetched (tests and local mirrors); other private
            addresses stay refused.
        first_backoff: seconds waited after the first failure; doubled with each, plus jitter.
        patience: a wait that a server asks for (Retry-After) is waited out inside the run up to so many seconds;
            after a longer one the address is due again, and a later run asks it.
        pass_seconds: how long one run fetches; what is not asked by then keeps its place, and the run goes on to
            extract and publish what came.
    """

    model_config = SettingsConfigDict(env_prefix="COMMUNIQUE_FETCH_", extra="ignore", frozen=True)

    contact: str = "set COMMUNIQUE_FETCH_CONTACT"
    concurrency: Annotated[int, Field(ge=1, le=256)] = 8
    host_delay: Annotated[float, Field(ge=0)] = 2.0
    connect_timeout: Annotated[float, Field(gt=0)] = 10.0
    read_timeout: Annotated[float, Field(gt=0)] = 20.0
    total_timeout: Annotated[float, Field(gt=0)] = 60.0
    max_bytes: Annotated[int, Field(ge=1)] = 20 * 1024 * 1024
    max_redirects: Annotated[int, Field(ge=0)] = 5
    # with doubling waits four days of failures: a weekend without network must not retire every feed
    max_attempts: Annotated[int, Field(ge=1)] = 14
    allow_loopback: bool = False
    first_backoff: Annotated[float, Field(ge=0)] = 60.0
    patience: Annotated[float, Field(ge=0)] = 30.0
    pass_seconds: Annotated[float, Field(gt=0)] = 3600.0
