"""One form for all the addresses of one page: without tracking, AMP and mobile variants."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urljoin, urlsplit, urlunsplit

from courlan import extract_domain, normalize_url

_AMP_PATH = re.compile(r"/amp(?:\.html)?/?$|(?<=/)amp/(?=.)|\.amp(?=\.html?$|$)", re.IGNORECASE)
_AMP_QUERY = re.compile(r"(?:^|&)(?:amp|outputType|output)=(?:amp|1|true)?(?=&|$)|(?:^|&)amp(?=&|$)", re.IGNORECASE)
_AMP_CACHE = re.compile(r"^/(?:amp/)?(?:c|v)/(s/)?", re.IGNORECASE)
_VARIANT_HOST = re.compile(r"^(?:www\d?|m|mobile|amp|touch)\.(?=[^.]+\.[^.]+)", re.IGNORECASE)
_LONGEST = 2_000


def canonical_url(url: str | None, stated: str | None = None) -> str | None:
    """Return the canonical form of a page's address; None when there is no http(s) address.

    Args:
        url: where the page was found.
        stated: what the page itself gives as canonical. It is believed when it lies on the same site and is
            not the site's front page: a copied template may name any address.
    """
    base = _normal(url)
    own = _normal(_joined(url, stated)) if stated else None
    if own and base:
        same_site = host_of(own) == host_of(base) or (extract_domain(own) or own) == extract_domain(base)
        return own if same_site and urlsplit(own).path.strip("/") else base
    return own or base


def _joined(url: str | None, stated: str) -> str | None:
    try:
        return urljoin(url or "", stated)
    except ValueError:
        return None


def host_of(url: str | None) -> str | None:
    """Return an address's host in lower case, without "www.", "m." and the like."""
    try:
        host = (urlsplit(url).hostname or "") if url else ""
    except ValueError:
        return None
    return _VARIANT_HOST.sub("", host.lower()) or None


def wants_host(url: str | None, hosts: Collection[str], exclude_hosts: Collection[str]) -> bool:
    """Tell whether host filters let an address pass; "example.org" stands for its subdomains too.

    An unknown address passes unless certain hosts alone are wanted.
    """
    try:
        host = ((urlsplit(url).hostname if url else None) or "").lower()
    except ValueError:
        host = ""
    if any(_is_under(host, unwanted) for unwanted in exclude_hosts):
        return False
    return not hosts or any(_is_under(host, wanted) for wanted in hosts)


def _is_under(host: str, wanted: str) -> bool:
    wanted = wanted.lower().lstrip(".")
    return host == wanted or host.endswith(f".{wanted}")


def _normal(url: str | None) -> str | None:
    if not url or len(url) > _LONGEST:
        return None
    try:
        parts = urlsplit(url.strip())
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return None
        if parts.hostname.endswith("cdn.ampproject.org"):
            # the cache's path holds the address it copies: /c/s/example.org/story
            return _normal("https://" + _AMP_CACHE.sub("", parts.path))
        path = _AMP_PATH.sub("", parts.path) or "/"
        port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
        query = _AMP_QUERY.sub("", parts.query).lstrip("&")
        bare = urlunsplit(("https", f"{_VARIANT_HOST.sub('', parts.hostname.lower())}{port}", path, query, ""))
        # strict keeps only what names a page; courlan also drops tracking parameters and orders the rest
        normal = str(normalize_url(bare, strict=False))
    except ValueError:
        return None
    return normal.rstrip("/") if urlsplit(normal).path.strip("/") or urlsplit(normal).query else normal
