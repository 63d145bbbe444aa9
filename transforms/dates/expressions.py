"""Date expressions in text, resolved against the day of publication.

"on Tuesday" is the latest Tuesday not after publication; "in March" the latest March that has begun. What lies ahead
("by March 1", "next week", "until June") is a deadline or a plan inside what is said, never the day of saying it.
Nothing here falls back on the publication date: an expression that cannot be resolved has no day.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

from transforms.dates.forms import FORMS

WEEKDAYS = tuple(name.lower() for name in calendar.day_name)
MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name} | {
    name.lower(): n for n, name in enumerate(calendar.month_abbr) if name and name != "May"
} | {"sept": 9}  # fmt: skip
NUMBERS = {
    name: n
    for n, name in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)  # noqa: SIM905
} | {"a": 1, "an": 1, "several": 3, "few": 3}  # fmt: skip


class Dated(NamedTuple):
    """One date expression of a text."""

    start: int  # offset of its first character, its preposition included
    end: int
    text: str
    first: date | None  # the day, or the first of its month or range
    last: date | None  # one of a range's ends may be unknown
    precision: str  # DATE_PRECISIONS without "day_inferred"
    is_ahead: bool  # a deadline, a plan or a point in the future


NOTICE = 30
"""Days within which "March 5" in a text of February is announced, not past."""
_POSSESSIVE = re.compile(r"['’]s\b")
_PLAIN_MONTHS = ("January", "February", "July", "September", "October", "November", "December")
_MONTHS_OF = {"month": 1, "year": 12, "decade": 120}


def find_dates(text: str, published: date | None) -> list[Dated]:
    """Find the date expressions of a text, left to right, none overlapping another.

    Args:
        text: a sentence.
        published: the day of publication; without it only full dates (a day with its year, a month, a year) resolve.
    """
    found: list[tuple[int, Dated]] = []
    for rank, (name, pattern) in enumerate(FORMS):
        for match in pattern.finditer(text):
            dated = _resolve(name, match, published)
            if dated is not None and not any(d.start < dated.end and dated.start < d.end for _, d in found):
                found.append((rank, dated))
    return sorted((dated for _, dated in found), key=lambda dated: dated.start)


def _resolve(name: str, match: re.Match[str], published: date | None) -> Dated | None:
    """Resolve one match; None when it is no date after all ("May" as a verb, day 42)."""
    parts = {name: text and text.lower() for name, text in match.groupdict().items()}
    try:
        first, last, precision, is_ahead = _RESOLVERS[name](parts, published)
    except (ValueError, OverflowError):
        return None
    if precision == "none" and name in ("month_day", "day_month", "iso", "span"):
        return None
    if name == "month" and not _is_month(match, parts):
        return None
    if parts.get("ahead") or (published is not None and first is not None and first > published):
        is_ahead = True
    if parts.get("since") and first is not None:
        last, precision = None, "range"
    start = match.start()
    if parts.get("lead") and _POSSESSIVE.match(match.string, match.end()):
        # "in Wednesday's speech": the preposition is the speech's
        start = match.end("lead")
    return Dated(start, match.end(), match.string[start : match.end()], first, last, precision, is_ahead)


_Found = tuple[date | None, date | None, str, bool]


def _is_month(match: re.Match[str], parts: dict[str, str | None]) -> bool:
    """Bare "May", "March", "April" or "Jan" are verbs and names too: they need a preposition, a part or a year."""
    said = any(parts.get(name) for name in ("ahead", "since", "lead", "part", "year", "last"))
    return said or match.group() in _PLAIN_MONTHS


def _iso(parts: dict[str, str | None], published: date | None) -> _Found:
    del published
    day = date.fromisoformat(parts["iso"] or "")
    return day, day, "day", False


def _span(parts: dict[str, str | None], published: date | None) -> _Found:
    del published
    return date(int(parts["from"] or 0), 1, 1), date(int(parts["to"] or 0), 12, 31), "range", False


def _year_of(parts: dict[str, str | None], month: int, day: int, published: date | None) -> int | None:
    """The year of a day without one: the latest that is not after publication, unless it is close ahead."""
    if parts.get("year"):
        return int(parts["year"] or 0)
    if published is None:
        return None
    last = (parts.get("last") or "").removeprefix("of ")
    if last:
        return published.year - (last == "last year")
    if parts.get("ahead"):
        # a deadline is the next such day
        return published.year + ((month, day) < (published.month, published.day))
    is_later = (month, day) > (published.month, published.day)
    if is_later and parts.get("day") and (date(published.year, month, day) - published).days <= NOTICE:
        return published.year
    return published.year - is_later


def _day_month(parts: dict[str, str | None], published: date | None) -> _Found:
    month, day = _month_number(parts), int(parts["day"] or 0)
    year = _year_of(parts, month, day, published)
    if year is None:
        date(2024, month, day)  # raises when there is no such day in any year
        return None, None, "day", False
    found = date(year, month, day)
    return found, found, "day", False


def _month(parts: dict[str, str | None], published: date | None) -> _Found:
    month = _month_number(parts)
    year = _year_of(parts, month, 1, published)
    if year is None:
        return None, None, "month", False
    if parts.get("part") == "next" and published is not None:
        year = published.year + (month <= published.month)
    elif parts.get("part") == "last" and published is not None and month == published.month:
        year -= 1
    return *_month_of(date(year, month, 1)), "month", parts.get("part") in ("next", "coming")


def _weekday(parts: dict[str, str | None], published: date | None) -> _Found:
    is_ahead = (parts.get("part") or "") in ("next", "the following", "coming")
    if published is None:
        return None, None, "day", is_ahead
    back = (published.weekday() - WEEKDAYS.index(parts["weekday"] or "")) % 7
    if is_ahead:
        found = published + timedelta(days=7 - back)
    elif parts.get("part") == "last" and back == 0:
        found = published - timedelta(days=7)
    else:
        found = published - timedelta(days=back)
    return found, found, "day", is_ahead


def _ago(parts: dict[str, str | None], published: date | None) -> _Found:
    count = _count(parts["count"])
    if count is None:
        raise ValueError(parts["count"])
    unit, way = parts["unit"] or "", parts["way"] or ""
    if way != "ago":
        # counted from another event: only "a day after", the event being the day's news, can be told
        if (way, unit, count) != ("after", "day", 1):
            raise ValueError(way)
        day = published - timedelta(days=1) if published else None
        return day, day, "day", False
    if published is None:
        return None, None, "none", False
    if unit == "day":
        day = published - timedelta(days=count)
        return day, day, "day", False
    if unit == "week":
        day = published - timedelta(weeks=count)
        return day - timedelta(days=3), day + timedelta(days=3), "range", False
    months = count * _MONTHS_OF[unit]
    start, end = _month_of(_back(published, months))
    return start, end, "month" if unit in ("month", "year") else "range", False


def _relative(parts: dict[str, str | None], published: date | None) -> _Found:
    word = parts.get("word") or "today"
    is_ahead = word == "tomorrow"
    if published is None:
        return None, None, "day", is_ahead
    day = published + timedelta(days={"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0))
    return day, day, "day", is_ahead


def _part_of(parts: dict[str, str | None], published: date | None) -> _Found:
    which, unit = (parts["which"] or "").removeprefix("the "), parts["unit"] or ""
    is_ahead = which in ("next", "coming")
    count = _count(parts["count"]) if parts.get("count") else 1
    if count is None:
        raise ValueError(parts["count"])
    precision = "month" if unit == "month" and which in ("this", "last") and count == 1 else "range"
    if published is None:
        return None, None, precision, is_ahead
    if is_ahead:
        return None, None, "none", True
    if which in ("past", "previous") or count > 1:
        return _before(published, unit, count), published, "range", False
    if unit == "day":
        return published, published, "day", False
    first, last = _whole(published, unit, back=int(which == "last"))
    return first, min(last, published), precision, False


def _before(day: date, unit: str, count: int) -> date:
    """The day so many units before."""
    if unit in ("day", "week"):
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    return _back(day, count * _MONTHS_OF[unit])


def _whole(day: date, unit: str, back: int) -> tuple[date, date]:
    """The calendar week, month, year or decade of a day, or one before."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday() + 7 * back)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return _month_of(_back(day, back))
    year = day.year - back if unit == "year" else (day.year // 10 - back) * 10
    return date(year, 1, 1), date(year + (0 if unit == "year" else 9), 12, 31)


def _unknown(parts: dict[str, str | None], published: date | None) -> _Found:
    del parts, published
    return None, None, "none", False


def _year(parts: dict[str, str | None], published: date | None) -> _Found:
    del published
    year = int(parts["year"] or 0)
    return date(year, 1, 1), date(year, 12, 31), "range", False


def _decade(parts: dict[str, str | None], published: date | None) -> _Found:
    del published
    year = int(parts["year"] or 0)
    return date(year, 1, 1), date(year + 9, 12, 31), "range", False


_RESOLVERS = {
    "iso": _iso,
    "span": _span,
    "day_month": _day_month,
    "month_day": _day_month,
    "month": _month,
    "weekday": _weekday,
    "ago": _ago,
    "relative": _relative,
    "part_of": _part_of,
    "recent": _unknown,
    "same_day": _unknown,
    "season": _unknown,  # which months it means depends on where it is said
    "decade": _decade,
    "year": _year,
}


def _month_number(parts: dict[str, str | None]) -> int:
    return MONTHS[(parts["month"] or "").rstrip(".")]


def _count(word: str | None) -> int | None:
    """A number in digits or letters, None for any other word; no count reaches out of the calendar."""
    word = word or ""
    count = int(word) if word.isdecimal() and len(word) <= 4 else NUMBERS.get(word)
    return count if count is None or count <= 1000 else None


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _back(day: date, months: int) -> date:
    """The same day some months before, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
