"""When to ask again: growing intervals for what does not change, back-off for what fails."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from flows.fetch.settings import FetchSettings
from warehouse.ledger import Fetch

RETIRED_DAYS = 7
_STOP_DAYS = 30
_FRESH_MINUTES = 10
_GONE_DAYS = 7
_GONE_ATTEMPTS = 5
_LONGEST_WAIT = timedelta(days=1)
_GONE = frozenset({404, 410, 451})


def after_answer(fetch: Fetch, now: datetime) -> datetime | None:
    """Return when a page that answered is asked again: after half the time it is known, and not after a month.

    A story changes most in its first hours; a listing, and a page found a moment ago, is asked with each pass.
    """
    if fetch.kind != "page":
        return now
    known = now - fetch.first_seen_at
    if known < timedelta(minutes=_FRESH_MINUTES):
        return now
    return now + known / 2 if known < timedelta(days=_STOP_DAYS) else None


def after_failure(
    fetch: Fetch, settings: FetchSettings, now: datetime, *, status: int | None, wait: float | None
) -> Fetch:
    """Return the row of an address that failed once more: with its next time, or given up.

    A page that is gone or failed too often is not asked again; a listing is retired, and tried once a week: sooner
    when its server says that it is gone.
    """
    attempts = fetch.attempts + 1
    backoff = min(settings.first_backoff * 2 ** (attempts - 1), _LONGEST_WAIT.total_seconds())
    # so that what failed together does not come back together
    backoff *= 1 + random.random() / 2  # noqa: S311, no secret
    next_at: datetime | None = now + timedelta(seconds=max(wait or 0.0, backoff))
    outcome = "failed"
    enough = min(settings.max_attempts, _GONE_ATTEMPTS) if status in _GONE else settings.max_attempts
    if fetch.kind == "listing" and attempts >= enough:
        outcome, next_at = "retired", now + timedelta(days=RETIRED_DAYS)
    elif fetch.kind == "page" and (status in _GONE or attempts >= settings.max_attempts):
        outcome = "gone"
        next_at = now + timedelta(days=_GONE_DAYS) if status == 404 and attempts == 1 else None
    return replace(fetch, status=outcome, attempts=attempts, next_at=next_at, http_status=status)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds a Retry-After header asks to wait (a number, or a date); None when it says nothing."""
    if not value:
        return None
    try:
        if value.strip().isdigit():
            return min(float(value), _LONGEST_WAIT.total_seconds())
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return min(max(0.0, (moment - now).total_seconds()), _LONGEST_WAIT.total_seconds())
