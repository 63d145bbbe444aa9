"""When an article was published: in UTC, with how precisely it is known and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from htmldate import find_date

from transforms.clean.markup import Markup, text_of
from transforms.clean.moments import Precision, parse

# bound of the search in a page whose fetch has no date; the clock of the machine must not decide what is found
_ANY_DAY = "2100-01-01"
_META_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article.published",
    "published-date",
    "publish-date",
    "publication_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date",
)


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date; `at` is None exactly when `precision` is none."""

    at: datetime | None = None
    precision: Precision = "none"
    source: str | None = None


def given_date(published: str | None, source: str | None, fetched_at: datetime | None) -> Published:
    """Return the date an input states about itself, unless it lies after the fetch."""
    return _checked(published, source or "given", fetched_at)


def page_date(markup: Markup, fetched_at: datetime | None) -> Published:
    """Return the date a page states: JSON-LD, then its meta elements, then what htmldate finds.

    No date after `fetched_at` is believed: it is the next source's turn.
    """
    for name in ("datePublished", "dateCreated"):
        found = _checked(text_of(markup.article.get(name)), "json_ld", fetched_at)
        if found.at:
            return found
    for name in _META_NAMES:
        found = _checked(markup.meta(name), "meta", fetched_at)
        if found.at:
            return found
    return _checked(_guessed(markup, fetched_at), "htmldate", fetched_at)


def _guessed(markup: Markup, fetched_at: datetime | None) -> str | None:
    latest = fetched_at.strftime("%Y-%m-%d") if fetched_at else _ANY_DAY
    try:
        found: str | None = find_date(markup.tree, original_date=True, url=markup.url, max_date=latest)
    except Exception:  # noqa: BLE001, it raises over trees that nobody writes; an article without a date is one still
        return None
    return found


def _checked(text: str | None, source: str, fetched_at: datetime | None) -> Published:
    parsed = parse(text) if text else None
    if parsed is None:
        return Published()
    at, precision = parsed
    if fetched_at is not None and at > fetched_at:
        return Published()
    return Published(at, precision, source)
