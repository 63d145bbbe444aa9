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

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import polars as pl
import yaml

from transforms.issues.words import empty_words, forms, words_of
from transforms.schemas import Issues

MAX_BYTES = 2_000_000
"""A registry is written by people; a larger file is something else."""
KEYS = ("id", "proposition", "description", "keywords", "parent")
ID_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,119}\Z")
TEXT_TAG = "tag:yaml.org,2002:str"
NULL_TAG = "tag:yaml.org,2002:null"
Parts = dict[str, yaml.Node]
NUMBER_TAGS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


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
    root = _compose(raw, path)
    problems: list[Problem] = []
    issues = tuple(_issues(root, problems))
    problems.extend(_cross_check(issues))
    if not problems and not issues:
        problems.append(Problem(_line(root), "no issue is defined: write at least one under 'issues:'"))
    if problems:
        raise RegistryError(path, problems)
    return Registry(issues, tuple(_warnings(issues)))


def _compose(raw: bytes, path: Path | str) -> yaml.Node:
    """The file as YAML nodes, which know their lines; nothing is constructed from them."""
    if len(raw) > MAX_BYTES:
        raise RegistryError(path, [Problem(1, f"has {len(raw):,} bytes, a registry may have {MAX_BYTES:,}")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise RegistryError(path, [Problem(line, f"is not UTF-8 (byte {error.start}): save it as UTF-8")]) from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise RegistryError(path, [Problem(line, f"is not YAML: {error.problem or error.context}")]) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"is not YAML: character U+{ord(text[error.position]):04X} is not allowed"
        raise RegistryError(path, [Problem(line, message)]) from error
    except RecursionError as error:
        raise RegistryError(path, [Problem(1, "is not a registry: nested too deeply")]) from error
    if root is None:
        raise RegistryError(path, [Problem(1, "is empty: write a list of issues under 'issues:'")])
    return root


def _issues(root: yaml.Node, problems: list[Problem]) -> Iterator[Issue]:
    """Every issue that is whole; what is wrong with the others goes to `problems`."""
    if not isinstance(root, yaml.MappingNode):
        problems.append(Problem(_line(root), "must be a mapping with the one key 'issues:'"))
        return
    top = _mapping(root, ("issues",), "the registry", problems)
    if "issues" not in top:
        problems.append(Problem(_line(root), "the key 'issues:' is missing"))
        return
    items = top["issues"]
    if not isinstance(items, yaml.SequenceNode):
        problems.append(Problem(_line(items), "'issues' must be a list, each issue beginning with '- id:'"))
        return
    for item in items.value:
        before = len(problems)
        issue = _issue(item, problems)
        if issue is not None and len(problems) == before:
            yield issue


def _issue(item: yaml.Node, problems: list[Problem]) -> Issue | None:
    """One issue, or None with its problems noted."""
    if not isinstance(item, yaml.MappingNode):
        problems.append(Problem(_line(item), "an issue must be a mapping with id, proposition and keywords"))
        return None
    parts = _mapping(item, KEYS, "an issue", problems)
    missing = [name for name in ("id", "proposition", "keywords") if name not in parts]
    problems.extend(Problem(_line(item), f"an issue has no '{name}'{_named(parts)}") for name in missing)
    issue_id = _text(parts.get("id"), "id", problems)
    if issue_id is not None and not ID_FORM.match(issue_id):
        message = f"id {_short(issue_id)} is not of the form letters, digits, '-', '_', '.' (at most 120)"
        problems.append(Problem(_line(parts["id"]), message))
    proposition = _text(parts.get("proposition"), "proposition", problems)
    description = _text(parts.get("description"), "description", problems, may_be_empty=True)
    keywords = _keywords(parts.get("keywords"), problems)
    parent = _text(parts.get("parent"), "parent", problems)
    return Issue(issue_id or "", proposition or "", description, keywords, parent, _line(item))


def _mapping(node: yaml.MappingNode, allowed: tuple[str, ...], what: str, problems: list[Problem]) -> Parts:
    """Values by key; unknown and repeated keys are problems."""
    found: Parts = {}
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if name not in allowed:
            known = ", ".join(allowed)
            problems.append(Problem(_line(key), f"{what} has an unknown key {_short(name)}; known: {known}"))
        elif name in found:
            problems.append(Problem(_line(key), f"{what} has the key '{name}' twice"))
        else:
            found[name] = value
    return found


def _text(node: yaml.Node | None, name: str, problems: list[Problem], *, may_be_empty: bool = False) -> str | None:
    """The text of a scalar, on one line; None when absent or wrong (then noted)."""
    if node is None or (may_be_empty and node.tag == NULL_TAG):
        return None
    if not isinstance(node, yaml.ScalarNode) or node.tag != TEXT_TAG:
        problems.append(Problem(_line(node), f"'{name}' must be text; put it in quotation marks"))
        return None
    text = " ".join(node.value.split())
    if not text and not may_be_empty:
        problems.append(Problem(_line(node), f"'{name}' is empty"))
    return text or None


def _keywords(node: yaml.Node | None, problems: list[Problem]) -> tuple[str, ...]:
    """The keywords as written, each once (case aside); a bare number (a resolution's, a year) is a word too."""
    if node is None:
        return ()
    if not isinstance(node, yaml.SequenceNode):
        problems.append(Problem(_line(node), "'keywords' must be a list: [first keyword, second keyword]"))
        return ()
    if not node.value:
        problems.append(Problem(_line(node), "'keywords' is empty: an issue without keywords is never found"))
    found: dict[str, str] = {}
    for item in node.value:
        if not isinstance(item, yaml.ScalarNode) or item.tag not in (TEXT_TAG, *NUMBER_TAGS):
            problems.append(Problem(_line(item), "a keyword must be text; put it in quotation marks"))
            continue
        word = " ".join(item.value.split())
        if not words_of(word):
            problems.append(Problem(_line(item), f"keyword {_short(item.value)} holds no word"))
        found.setdefault(word.casefold(), word)
    return tuple(found.values())


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


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _short(text: str | None) -> str:
    """A name as a message shows it: quoted, cut, without control characters."""
    shown = (text or "")[:60]
    return ascii(shown) if not shown.isprintable() else f"'{shown}'"


def _named(parts: Parts) -> str:
    """' (id 'x')' when the issue has an id to be named by."""
    node = parts.get("id")
    return f" (id {_short(node.value)})" if isinstance(node, yaml.ScalarNode) else ""
