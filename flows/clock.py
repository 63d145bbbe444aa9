"""Where a command's time went: what was Prefect's (its imports, server, records), and what was ours.

One clock a process, read on its main thread. Work that goes on while something else is waited for is not counted
twice: each moment belongs to what the main thread was doing.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

Owner = Literal["ours", "prefect"]


class Clock:
    """Adds up seconds by owner; a new clock counts for us."""

    def __init__(self) -> None:
        self._owner: Owner = "ours"
        self._since = time.monotonic()
        self._spent: Counter[Owner] = Counter()

    @contextmanager
    def counting(self, owner: Owner) -> Iterator[None]:
        """Count the block for `owner`, and what follows for whom it was counted before."""
        before = self._switch(owner)
        try:
            yield
        finally:
            self._switch(before)

    def seconds(self) -> dict[Owner, float]:
        """Return what each has taken until now."""
        self._switch(self._owner)
        return {"ours": self._spent["ours"], "prefect": self._spent["prefect"]}

    def _switch(self, owner: Owner) -> Owner:
        now, before = time.monotonic(), self._owner
        self._spent[before] += now - self._since  # type: ignore[assignment]  # typeshed: a Counter counts in int
        self._owner, self._since = owner, now
        return before


CLOCK = Clock()
"""This process's clock: begins with the first import of a command."""
