"""The user's issue registry: a YAML file, read with the line of every error.

    issues:
      - id: grain-corridor                # letters, digits, '-', '_' and '.'
        proposition: "Ships carry grain through the corridor"   # directed, without stance words
        description: "Passage and guarantees; prices do not count."   # may be left out
        keywords: [grain corridor, grain ships]
        parent: black-sea-trade           # may be left out: the id of a wider issue

A registry is loaded whole or not at all: `RegistryError` lists everything that is wrong with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import polars as pl

from transforms.issues.issue import Issue, Problem, RegistryError
from transforms.issues.registry_file import MAX_BYTES, compose, line_of, read_issues
from transforms.issues.words import empty_words, forms, words_of
from transforms.schemas import Issues

__all__ = ["MAX_BYTES", "Issue", "Problem", "Registry", "RegistryError", "load_registry", "parse_registry"]


@dataclass(frozen=True)
class Registry:
    """All issues, by id; `hash` names their content (not comments, layout or order)."""

    issues: tuple[Issue, ...]
    warnings: tuple[Problem, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Order is by id, so that nothing downstream depends on the order in the file."""
        object.__setattr__(self, "issues", tuple(sorted(self.issues, key=lambda issue: issue.issue_id)))

    @cached_property
    def hash(self) -> str:
        """32 hex digits over what matching can see; two registries of one hash give the same rows."""
        parts = [
            "\x1f".join((i.issue_id, i.proposition, i.description or "", "\x1d".join(i.keywords), i.parent or ""))
            for i in self.issues
        ]
        return blake2b("\x1e".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    @cached_property
    def by_id(self) -> dict[str, Issue]:
        """Issues by id."""
        return {issue.issue_id: issue for issue in self.issues}

    def ancestors(self, issue_id: str) -> tuple[str, ...]:
        """Ids of the wider issues of one issue, nearest first."""
        found: list[str] = []
        parent = self.by_id[issue_id].parent
        while parent is not None:
            found.append(parent)
            parent = self.by_id[parent].parent
        return tuple(found)

    def frame(self) -> pl.DataFrame:
        """The registry as a frame of schema Issues, one row an issue."""
        rows = {
            "issue_id": [i.issue_id for i in self.issues],
            "proposition": [i.proposition for i in self.issues],
            "description": [i.description for i in self.issues],
            "keywords": ["; ".join(i.keywords) for i in self.issues],
            "parent_issue_id": [i.parent for i in self.issues],
        }
        return Issues.validate(pl.DataFrame(rows), cast=True)

    def matter_words(self) -> frozenset[str]:
        """Lower-case word forms of which a sentence on some issue holds at least one: keywords and propositions.

        For the sentences step: it reads only the sentences that can matter. Function words and the emptiest
        adjectives ("new", "possible") are left out.
        """
        texts = [text for issue in self.issues for text in (*issue.keywords, issue.proposition)]
        lemmas = {word for text in texts for word in words_of(text)} - empty_words()
        return frozenset(form for word in lemmas for form in forms(word))


def load_registry(path: Path | str) -> Registry:
    """Read and check one registry file.

    Raises RegistryError listing every error with its line (a file that cannot be read: line 1).
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RegistryError(path, [Problem(1, f"cannot be read: {error.strerror or error}")]) from error
    return parse_registry(raw, path)


def parse_registry(raw: bytes, path: Path | str = "registry") -> Registry:
    """As `load_registry`, from the bytes of a file; `path` is only named in messages."""
    root = compose(raw, path)
    problems: list[Problem] = []
    issues = tuple(read_issues(root, problems))
    problems.extend(_cross_check(issues))
    if not problems and not issues:
        problems.append(Problem(line_of(root), "no issue is defined: write at least one under 'issues:'"))
    if problems:
        raise RegistryError(path, problems)
    return Registry(issues, tuple(_warnings(issues)))


def _cross_check(issues: tuple[Issue, ...]) -> Iterator[Problem]:
    """What only the whole list shows: ids given twice, parents that are missing or go in a circle."""
    first: dict[str, Issue] = {}
    for issue in issues:
        if issue.issue_id in first:
            line = first[issue.issue_id].line
            yield Problem(issue.line, f"id '{issue.issue_id}' is taken by the issue at line {line}")
        first.setdefault(issue.issue_id, issue)
    for issue in first.values():
        if issue.parent is None:
            continue
        if issue.parent not in first:
            yield Problem(issue.line, f"parent '{issue.parent}' of '{issue.issue_id}' is no issue of this registry")
            continue
        seen = [issue.issue_id]
        step: str | None = issue.parent
        while step is not None and step in first and step not in seen:
            seen.append(step)
            step = first[step].parent
        if step == issue.issue_id:
            yield Problem(issue.line, f"'{issue.issue_id}' is its own ancestor: {' -> '.join([*seen, step])}")


def _warnings(issues: tuple[Issue, ...]) -> Iterator[Problem]:
    """Issues that cannot be told apart by their keywords."""
    keys = {i.issue_id: frozenset(k.casefold() for k in i.keywords) for i in issues}
    count = Counter(keys.values())
    for issue in issues:
        same = [other for other in issues if other is not issue and keys[other.issue_id] == keys[issue.issue_id]]
        if count[keys[issue.issue_id]] > 1 and issue.line <= min(other.line for other in same):
            names = ", ".join(f"'{other.issue_id}' (line {other.line})" for other in same)
            shared = len(issue.keywords)
            yield Problem(issue.line, f"'{issue.issue_id}' has the same {shared} keywords as {names}")
