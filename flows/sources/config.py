"""`sources.yaml`: a list of sources with names and filters, validated with the line of every error.

sources:
  - name: elm-courier            # letters, digits, '-', '_' and '.'; unique
    kind: feed                   # auto (default), feed, sitemap, page, urls, html, warc or table
    url: https://example.org/rss # or path: articles.jsonl, relative to this file
    outlet: The Elm Courier      # fills what a document does not say itself
    language: en
    since: 2026-01-01            # days, both included
    until: 2026-12-31
    hosts: [example.org]         # a host stands for its subdomains too
    exclude_hosts: [video.example.org]
    every: 30                    # minutes between two looks at a feed or sitemap
    max_documents: 500
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from flows.sources.base import BadSource, Options

MAX_BYTES = 2_000_000

Kind = Literal["auto", "feed", "sitemap", "page", "urls", "html", "warc", "table"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
HostName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]+$")]

_ON_NETWORK = frozenset({"feed", "sitemap", "page"})
_ON_DISK = frozenset({"urls", "html", "warc", "table"})


class SourceEntry(BaseModel):
    """One entry of the list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,119}$")]
    kind: Kind = "auto"
    url: Text | None = None
    path: Text | None = None
    outlet: Text | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None = None
    since: date | None = None
    until: date | None = None
    hosts: tuple[HostName, ...] = ()
    exclude_hosts: tuple[HostName, ...] = ()
    every: Annotated[int, Field(ge=1, le=10_080)] | None = None
    max_documents: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.url is None) == (self.path is None):
            raise ValueError("give either url or path")
        if self.url is not None and self.kind in _ON_DISK:
            raise ValueError(f"kind {self.kind} needs a path, not a url")
        if self.path is not None and self.kind in _ON_NETWORK:
            raise ValueError(f"kind {self.kind} needs a url, not a path")
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since ({self.since}) lies after until ({self.until})")
        return self

    def options(self) -> Options:
        """Return the filters and defaults of this source."""
        return Options(
            name=self.name,
            outlet=self.outlet,
            language=self.language,
            since=self.since,
            until=self.until,
            hosts=self.hosts,
            exclude_hosts=self.exclude_hosts,
            every=timedelta(minutes=self.every) if self.every else None,
            max_documents=self.max_documents,
        )


class _SourceList(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: Annotated[tuple[SourceEntry, ...], Field(min_length=1)]


def load_sources(path: Path) -> tuple[SourceEntry, ...]:
    """Read and check a list of sources.

    Raises:
        BadSource: with one line for each error, each with the file and its line.
    """
    root, data = _read(path)
    errors: list[str] = []
    entries: tuple[SourceEntry, ...] = ()
    try:
        entries = _SourceList.model_validate(data).sources
    except ValidationError as error:
        for one in error.errors():
            # an entry that could not be read is not counted as absent
            if one["type"] != "too_short" or (isinstance(data, dict) and not data.get("sources")):
                where = ".".join(str(part) for part in one["loc"])
                errors.append(f"{path}:{_line(root, one['loc'])}: {where}: {_told(one)}")
    first: dict[tuple[str, str], int] = {}
    for index, entry in enumerate(entries):
        # the books keep an address for one source: a second one would get nothing
        for what, field, value in (("name", "name", entry.name), ("address", "url", entry.url)):
            line = _line(root, ("sources", index, field))
            if value and (what, value) in first:
                errors.append(f"{path}:{line}: the {what} {value} stands in line {first[what, value]} already")
            elif value:
                first[what, value] = line
    if errors:
        raise BadSource("\n".join(errors))
    return entries


def _told(error: ErrorDetails) -> str:
    """Return what is wrong in words for a person."""
    if error["type"] == "missing" and error["loc"] == ("sources",):
        return "a list of sources begins with `sources:`, and each source with `- name:`"
    if error["type"] == "extra_forbidden":
        return f"there is no such key; give {', '.join(SourceEntry.model_fields)}"
    if error["type"] == "string_pattern_mismatch" and "hosts" in "".join(map(str, error["loc"])):
        return f"{error['input']!r} is no host: give its name alone, such as example.org"
    return error["msg"].removeprefix("Value error, ")


def _read(path: Path) -> tuple[yaml.Node | None, Any]:
    if path.stat().st_size > MAX_BYTES:
        raise BadSource(f"{path} is larger than {MAX_BYTES:,} bytes: is it a list of sources?")
    try:
        text = path.read_text(encoding="utf-8")
        # an alias can make a small file a huge tree, and a list of sources needs none
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise BadSource(f"{path}: YAML aliases (*name) are not read; write the value out")
        return yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadSource(f"{path}:{line}: no valid YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        if isinstance(error, BadSource):
            raise
        raise BadSource(f"{path}: no valid YAML: {error}") from error


def _line(node: yaml.Node | None, steps: tuple[int | str, ...]) -> int:
    """Return the line (from 1) of the deepest part of `steps` that the file has."""
    line = node.start_mark.line + 1 if node else 1
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == step), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            return line
    return line
