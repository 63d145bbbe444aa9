"""One issue of a registry, and what can be wrong with a registry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with (or worth knowing of) a registry, at a line counted from 1."""

    line: int
    message: str


class RegistryError(ValueError):
    """A registry that cannot be used; `problems` holds every error, the message one line for each."""

    def __init__(self, path: Path | str, problems: Iterable[Problem]) -> None:
        """`path` is only named in the message."""
        self.path = str(path)
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(f"{self.path}:{p.line}: {p.message}" for p in self.problems))


@dataclass(frozen=True, slots=True)
class Issue:
    """One directed proposition a country can be for or against."""

    issue_id: str
    proposition: str
    description: str | None
    keywords: tuple[str, ...]
    parent: str | None = None
    line: int = 0  # where it stands in its file; 0 when it was not read from one
