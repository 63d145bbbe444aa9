"""When an article was published: in UTC, with how precisely it is known and who says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from typing import Literal

from htmldate import find_date

from transforms.clean.markup import Markup, text_of

Precision = Literal["second", "day", "month", "none"]

EARLIEST = date(1800, 1, 1)
_MONTH = re.compile(r"(\d{4})-(\d{2})$")
# bound of the search in a page whose fetch has no date; the clock of the machine must not decide what is found
_ANY_DAY = "2100-01-01"
_LOOSE = re.compile(
    r"(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
)
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


def parse(text: str) -> tuple[datetime, Precision] | None:
    """Read an ISO date, month or date-time, or an RFC 2822 date; None when it is none of them.

    Midnight sharp is how systems write a day without a time: it counts as that day, in its own zone.
    A time without a zone counts as UTC.
    """
    text = text.strip()
    month = _MONTH.match(text)
    moment: datetime | None = None
    try:
        if month:
            return datetime(int(month[1]), int(month[2]), 1, tzinfo=UTC), "month"
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _loose(text)
    if moment is None or not EARLIEST.year <= moment.year <= 9998:
        return None
    if moment.timetz().replace(tzinfo=None) == time(0):
        return datetime(moment.year, moment.month, moment.day, tzinfo=UTC), "day"
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment, "second"


def _loose(text: str) -> datetime | None:
    """Read what ISO's letter forbids but pages write, and RFC 2822."""
    found = _LOOSE.match(text)
    try:
        if found:
            zone = found[7] or ""
            offset = "+00:00" if zone in {"", "Z", "UTC", "GMT"} else zone
            clock = f"{int(found[4] or 0):02}:{found[5] or '00'}:{found[6] or '00'}"
            return datetime.fromisoformat(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}T{clock}{offset}")
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


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
    latest = fetched_at.strftime("%Y-%m-%d") if fetched_at else _ANY_DAY
    guess = find_date(markup.tree, original_date=True, url=markup.url, max_date=latest)
    return _checked(guess, "htmldate", fetched_at)


def _checked(text: str | None, source: str, fetched_at: datetime | None) -> Published:
    parsed = parse(text) if text else None
    if parsed is None:
        return Published()
    at, precision = parsed
    if fetched_at is not None and at > fetched_at:
        return Published()
    return Published(at, precision, source)
