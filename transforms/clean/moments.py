"""Dates as pages and feeds write them, read without guessing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from typing import Literal

Precision = Literal["second", "day", "month", "none"]

EARLIEST = date(1800, 1, 1)
_MONTH = re.compile(r"(\d{4})-(\d{2})$")
_LOOSE = re.compile(
    r"(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
)


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
