"""The first step: documents to articles and their paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from transforms.clean.dates import Published, given_date
from transforms.clean.flags import language_of, page_flags, text_flags
from transforms.clean.page import NoArticle, Page, read_page
from transforms.clean.roles import Patterns, Shown, Stretch, stretches
from transforms.clean.urls import canonical_url, wants_host
from transforms.keys import key
from transforms.schemas import Articles, Paragraphs, Rejects

if TYPE_CHECKING:
    from transforms.knowledge import Knowledge

Row = dict[str, Any]

_WORDS = re.compile(r"\w+")
_LONGEST_TEXT = 6_000_000
# a change in one of these is a new revision of the article
_REVISION = ("text", "title", "authors", "published_at", "outlet")


class Refused(Exception):  # noqa: N818, the name says what is the case
    """A document gives no article; args are (reason, detail)."""


@dataclass
class _Made:
    articles: list[Row] = field(default_factory=list)
    paragraphs: list[tuple[str, int, int, int, str]] = field(default_factory=list)
    rejects: list[Row] = field(default_factory=list)


def make_clean(documents: pl.DataFrame, *, knowledge: Knowledge) -> dict[str, pl.DataFrame]:
    """Turn documents into articles, their paragraphs, and rejects with a reason.

    A given text is stored character for character; a page is read by trafilatura. Of several documents that are the
    same article the one fetched last is taken, and the others are rejected.
    """
    patterns = Patterns.of(knowledge.lexicon.tables["paragraph_patterns"])
    made = _Made()
    seen: dict[str, str] = {}
    ordered = documents.sort("fetched_at", "location", descending=[True, False], nulls_last=True, maintain_order=True)
    for document in ordered.iter_rows(named=True):
        try:
            article, spans = _article(document, patterns)
            first = seen.setdefault(article["article_id"], document["location"])
            if first != document["location"]:
                raise Refused("duplicate_id", f"{first} is the same article, and was fetched later or stands first")
        except (Refused, NoArticle) as error:
            reason, detail = error.args
            made.rejects.append(
                {
                    "location": document["location"],
                    "external_id": document["external_id"],
                    "stage": "clean",
                    "reason": reason,
                    "detail": detail,
                }
            )
            continue
        made.articles.append(article)
        made.paragraphs.extend((article["article_id"], ix, *span) for ix, span in enumerate(spans))
    return {
        "articles": pl.DataFrame(made.articles, schema=Articles.create_empty().schema).sort("article_id"),
        "paragraphs": pl.DataFrame(made.paragraphs, schema=Paragraphs.create_empty().schema, orient="row").sort(
            "article_id", "paragraph_ix"
        ),
        "rejects": pl.DataFrame(made.rejects, schema=Rejects.create_empty().schema).sort("location", "reason"),
    }


def _article(document: Row, patterns: Patterns) -> tuple[Row, list[Stretch]]:
    """Return the article's row and its stretches; raises Refused or NoArticle."""
    page = None if document["text"] is not None else _page(document)
    text = page.text if page else str(document["text"])
    if not text.strip():
        raise Refused("empty_text", "the text is empty")
    if len(text) > _LONGEST_TEXT:
        raise Refused("too_large", f"{len(text):,} characters; the limit is {_LONGEST_TEXT:,}")
    published = given_date(document["published"], document["published_source"], document["fetched_at"])
    if page and published.at is None:
        published = page.published
    _check_window(document, published)
    if page and document["url"] is None:
        _check_host(document, page.markup.canonical)
    language = document["language"] or language_of(text) or (page.markup.language if page else None)
    title = document["title"] or (page.title if page else None)
    address = canonical_url(document["url"], page.markup.canonical if page else None)
    row: Row = {
        "article_id": _article_id(document, address),
        "external_id": document["external_id"],
        "outlet": document["outlet"] or (page.outlet if page else None),
        "url": document["url"],
        "canonical_url": address,
        "title": title,
        "authors": document["authors"] or ("; ".join(page.authors) or None if page else None),
        "published_at": published.at,
        "published_precision": published.precision,
        "date_source": published.source,
        "language": language,
        "text": text,
        "word_count": len(_WORDS.findall(text)),
        "flags": ",".join(sorted(text_flags(language) | (page_flags(page, document["url"]) if page else set()))),
        "location": document["location"],
    }
    row["content_hash"] = key("rev", *(row[name] for name in _REVISION))
    shown = Shown(page.shown.roles if page else {}, [title or "", *(page.shown.titles if page else ())])
    return row, list(stretches(text, patterns, shown))


def _page(document: Row) -> Page:
    html, charset, url = document["html"], document["http_charset"], document["url"]
    return read_page(html or b"", charset, url, document["fetched_at"])


def _article_id(document: Row, address: str | None) -> str:
    """Return the article's key: a given id, the canonical address, or the path; the same page has always the same."""
    kind, external_id = document["id_kind"], document["external_id"]
    if kind == "given":
        return key("art", "id", external_id)
    if kind == "url":
        return key("art", "url", address or external_id)
    return key("art", "path", external_id)


def _check_host(document: Row, address: str | None) -> None:
    hosts, unwanted = ((document[name] or "").split() for name in ("hosts", "exclude_hosts"))
    if not wants_host(address, hosts, unwanted):
        told = f"{address}, which the page gives as its own" if address else "a page that names no address of its own"
        raise Refused("host_not_wanted", f"the host filter of the source does not let pass {told}")


def _check_window(document: Row, published: Published) -> None:
    first, last = document["window_from"], document["window_until"]
    if published.at is None or (first is None and last is None):
        return
    day = published.at.date()
    if (first and day < first) or (last and day > last):
        wanted = f"{first or 'any day'} to {last or 'any day'}"
        raise Refused("outside_window", f"published on {day}; the source wants {wanted}")
