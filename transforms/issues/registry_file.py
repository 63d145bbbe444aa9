"""The YAML of an issue registry as issues, each error with its line; nothing is constructed from the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from transforms.issues.issue import Issue, Problem, RegistryError
from transforms.issues.words import words_of

MAX_BYTES = 2_000_000
"""A registry is written by people; a larger file is something else."""
KEYS = ("id", "proposition", "description", "keywords", "parent")
ID_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,119}\Z")
TEXT_TAG = "tag:yaml.org,2002:str"
NULL_TAG = "tag:yaml.org,2002:null"
Parts = dict[str, yaml.Node]
NUMBER_TAGS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


def compose(raw: bytes, path: Path | str) -> yaml.Node:
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


def read_issues(root: yaml.Node, problems: list[Problem]) -> Iterator[Issue]:
    """Every issue that is whole; what is wrong with the others goes to `problems`."""
    if not isinstance(root, yaml.MappingNode):
        problems.append(Problem(line_of(root), "must be a mapping with the one key 'issues:'"))
        return
    top = _mapping(root, ("issues",), "the registry", problems)
    if "issues" not in top:
        problems.append(Problem(line_of(root), "the key 'issues:' is missing"))
        return
    items = top["issues"]
    if not isinstance(items, yaml.SequenceNode):
        problems.append(Problem(line_of(items), "'issues' must be a list, each issue beginning with '- id:'"))
        return
    for item in items.value:
        before = len(problems)
        issue = _issue(item, problems)
        if issue is not None and len(problems) == before:
            yield issue


def _issue(item: yaml.Node, problems: list[Problem]) -> Issue | None:
    """One issue, or None with its problems noted."""
    if not isinstance(item, yaml.MappingNode):
        problems.append(Problem(line_of(item), "an issue must be a mapping with id, proposition and keywords"))
        return None
    parts = _mapping(item, KEYS, "an issue", problems)
    missing = [name for name in ("id", "proposition", "keywords") if name not in parts]
    problems.extend(Problem(line_of(item), f"an issue has no '{name}'{_named(parts)}") for name in missing)
    issue_id = _text(parts.get("id"), "id", problems)
    if issue_id is not None and not ID_FORM.match(issue_id):
        message = f"id {_short(issue_id)} is not of the form letters, digits, '-', '_', '.' (at most 120)"
        problems.append(Problem(line_of(parts["id"]), message))
    proposition = _text(parts.get("proposition"), "proposition", problems)
    description = _text(parts.get("description"), "description", problems, may_be_empty=True)
    keywords = _keywords(parts.get("keywords"), problems)
    parent = _text(parts.get("parent"), "parent", problems)
    return Issue(issue_id or "", proposition or "", description, keywords, parent, line_of(item))


def _mapping(node: yaml.MappingNode, allowed: tuple[str, ...], what: str, problems: list[Problem]) -> Parts:
    """Values by key; unknown and repeated keys are problems."""
    found: Parts = {}
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if name not in allowed:
            known = ", ".join(allowed)
            problems.append(Problem(line_of(key), f"{what} has an unknown key {_short(name)}; known: {known}"))
        elif name in found:
            problems.append(Problem(line_of(key), f"{what} has the key '{name}' twice"))
        else:
            found[name] = value
    return found


def _text(node: yaml.Node | None, name: str, problems: list[Problem], *, may_be_empty: bool = False) -> str | None:
    """The text of a scalar, on one line; None when absent or wrong (then noted)."""
    if node is None or (may_be_empty and node.tag == NULL_TAG):
        return None
    if not isinstance(node, yaml.ScalarNode) or node.tag != TEXT_TAG:
        problems.append(Problem(line_of(node), f"'{name}' must be text; put it in quotation marks"))
        return None
    text = " ".join(node.value.split())
    if not text and not may_be_empty:
        problems.append(Problem(line_of(node), f"'{name}' is empty"))
    return text or None


def _keywords(node: yaml.Node | None, problems: list[Problem]) -> tuple[str, ...]:
    """The keywords as written, each once (case aside); a bare number (a resolution's, a year) is a word too."""
    if node is None:
        return ()
    if not isinstance(node, yaml.SequenceNode):
        problems.append(Problem(line_of(node), "'keywords' must be a list: [first keyword, second keyword]"))
        return ()
    if not node.value:
        problems.append(Problem(line_of(node), "'keywords' is empty: an issue without keywords is never found"))
    found: dict[str, str] = {}
    for item in node.value:
        if not isinstance(item, yaml.ScalarNode) or item.tag not in (TEXT_TAG, *NUMBER_TAGS):
            problems.append(Problem(line_of(item), "a keyword must be text; put it in quotation marks"))
            continue
        word = " ".join(item.value.split())
        if not words_of(word):
            problems.append(Problem(line_of(item), f"keyword {_short(item.value)} holds no word"))
        found.setdefault(word.casefold(), word)
    return tuple(found.values())


def line_of(node: yaml.Node) -> int:
    """Line of a node, from 1."""
    return int(node.start_mark.line) + 1


def _short(text: str | None) -> str:
    """A name as a message shows it: quoted, cut, without control characters."""
    shown = (text or "")[:60]
    return ascii(shown) if not shown.isprintable() else f"'{shown}'"


def _named(parts: Parts) -> str:
    """' (id 'x')' when the issue has an id to be named by."""
    node = parts.get("id")
    return f" (id {_short(node.value)})" if isinstance(node, yaml.ScalarNode) else ""
