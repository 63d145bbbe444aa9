"""What a listing names: feeds, sitemaps and indexes of sitemaps, lists of addresses. Bytes in, entries out."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

import feedparser
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_ENTRIES = 50_000
"""Addresses taken from one listing: the limit of the sitemap protocol."""

_GZIP = b"\x1f\x8b"
_SITEMAPS = frozenset({"urlset", "sitemapindex"})
_FEEDS = frozenset({"rss", "feed", "RDF"})
_DATES = ("published", "created")
# the forgiving parser takes quadratic time over markup made for it
_LARGEST_BROKEN = 1_000_000
_IMAGES_AND_VIDEOS = frozenset({"image", "video"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One address a listing names, with the date the listing gives it."""

    url: str
    kind: Literal["page", "listing"] = "page"
    published: str | None = None
    published_source: str | None = None
    changed: str | None = None


def looks_like_listing(body: bytes) -> bool:
    """Tell whether a response is XML of a feed or sitemap (gzip or not), and not a page."""
    head = _unpacked(body[:20_000], 20_000, strict=False).lstrip(b"\xef\xbb\xbf \t\r\n")[:2_000].lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return False
    return any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf", b"<urlset", b"<sitemapindex"))


def entries(body: bytes, base: str, limit: int) -> list[Entry]:
    """Return what a feed, sitemap or index names, in its order, each address once.

    Args:
        body: the response, gzip or plain.
        base: its address, for relative ones.
        limit: largest size after decompression.

    Raises:
        ValueError: it is neither, or it declares entities, or it is too large.
    """
    xml = _unpacked(body, limit, strict=True)
    root = _parsed(xml)
    name = _local(root.tag) if root is not None else ""
    found = (
        _sitemap(root)
        if root is not None and name in _SITEMAPS
        else _feed(xml)
        if name in _FEEDS or root is None
        else None
    )
    if found is None:
        raise ValueError(f"neither a feed nor a sitemap: its first element is <{name}>")
    unique: dict[str, Entry] = {}
    for entry in found:
        url = _address(base, entry.url)
        if url:
            unique.setdefault(url, replace(entry, url=url))
        if len(unique) >= MOST_ENTRIES:
            break
    return list(unique.values())


def _address(base: str, link: str) -> str | None:
    """Return a link as a whole http(s) address without its fragment; None when it is none."""
    try:
        url = urldefrag(urljoin(base, link.strip()))[0]
        return url if url.startswith(("http://", "https://")) and urlsplit(url).hostname else None
    except ValueError:
        return None


def addresses(text: str) -> list[str]:
    """Return the http(s) addresses of a list: one a line, blank lines and lines with # left out."""
    lines = (line.strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line.startswith(("http://", "https://"))))


def stray_lines(text: str) -> list[tuple[int, str]]:
    """Return number and text of the lines of a list that are neither addresses nor comments nor blank."""
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return [(number, line) for number, line in lines if line and not line.startswith(("#", "http://", "https://"))]


def _parsed(xml: bytes) -> Element | None:
    """Parse without entities; None for XML that is not well-formed, as some feeds are."""
    try:
        root: Element = fromstring(xml, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise ValueError(f"the XML declares entities or outside parts, which are never read: {error}") from error
    except (ParseError, LookupError, ValueError) as error:
        if b"<!ENTITY" in xml or b"<!entity" in xml:
            raise ValueError("the XML declares entities, which are never read") from error
        if not any(mark in xml[:4_000].lower() for mark in (b"<rss", b"<feed", b"<rdf:rdf")):
            raise ValueError(f"no XML of a feed or sitemap: {error}") from error
        if len(xml) > _LARGEST_BROKEN:
            raise ValueError(f"its XML is broken ({error}) and larger than {_LARGEST_BROKEN:,} bytes") from error
        return None
    return root


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _sitemap(root: Element) -> Iterator[Entry]:
    kind: Literal["page", "listing"] = "listing" if _local(root.tag) == "sitemapindex" else "page"
    for item in root:
        # pictures and films of a story have addresses and dates of their own
        parts = [part for child in item if _local(child.tag) not in _IMAGES_AND_VIDEOS for part in child.iter()]
        texts = {_local(part.tag): (part.text or "").strip() for part in parts}
        if texts.get("loc"):
            # only a news sitemap says when a story was published; lastmod says when it was changed
            published = texts.get("publication_date") or None
            yield Entry(texts["loc"], kind, published, "sitemap" if published else None, texts.get("lastmod") or None)


def _feed(xml: bytes) -> Iterator[Entry] | None:
    parsed = feedparser.parse(io.BytesIO(xml), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version"):
        return None
    return _feed_entries(parsed)


def _feed_entries(parsed: feedparser.FeedParserDict) -> Iterator[Entry]:
    for item in parsed.entries:
        link = item.get("link") or next((one.get("href") for one in item.get("links", []) if one.get("href")), None)
        if link:
            published = next((str(item[name]) for name in _DATES if item.get(name)), None)
            yield Entry(str(link), "page", published, "feed" if published else None)


def _unpacked(body: bytes, limit: int, *, strict: bool) -> bytes:
    if not body.startswith(_GZIP):
        return body
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = inflate.decompress(body, limit + 1)
    except zlib.error as error:
        if strict:
            raise ValueError(f"broken gzip: {error}") from error
        return b""
    if len(plain) > limit and strict:
        raise ValueError(f"more than {limit:,} bytes after decompression")
    return plain
