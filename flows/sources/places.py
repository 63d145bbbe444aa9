"""How files and folders are called where a row has no name of its own: two of the same name never share one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows.sources.base import PlaceKind
from warehouse import settings


class Places:
    """The names a home gave to files and folders, for good: the name is part of an article's identity."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Use the writer's connection; call from the thread that uses it."""
        self._con = con

    def __call__(self, path: Path, kind: PlaceKind) -> str:
        """Return the shortest name of a place that no other place of this home bears.

        A file is called by its name, then with its folder before it, and so on. A folder of pages has no name, so
        that a page is known by its path inside; the second folder of a home bears its own, and so on.
        """
        place = path.resolve()
        for name in _names(place, kind):
            key = f"{kind}: {name}"
            owner = settings.get(self._con, key)
            if owner is None:
                settings.put(self._con, key, str(place))
            if owner in {None, str(place)}:
                return name
        return place.as_posix()


def _names(place: Path, kind: PlaceKind) -> Iterator[str]:
    if kind == "folder":
        yield ""
    for first in range(len(place.parts) - 1, 0, -1):
        yield "/".join(place.parts[first:])
