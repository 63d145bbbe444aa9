"""What a page says about itself in its head: JSON-LD, meta elements, headings, canonical address."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml.etree import _Element

Node = dict[str, object]

_COMMENT = re.compile(r"<!--|-->|//\s*<!\[CDATA\[|//\s*\]\]>|<!\[CDATA\[|\]\]>")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report|Review|Statement|PressRelease)$")
_DEEPEST = 12
_MOST_NODES = 5_000


@dataclass(frozen=True)
class Markup:
    """The tree of one page, and what its markup states.

    Args:
        tree: the parsed page; it is read only.
        url: its address, where known.
    """

    tree: _Element
    url: str | None

    @cached_property
    def nodes(self) -> list[Node]:
        """All JSON-LD objects of the page, outer before inner."""
        found: list[Node] = []
        for script in self.tree.iter("script"):
            if "ld+json" in (script.get("type") or "").lower() and script.text:
                found.extend(_objects(_parsed(script.text), 0))
            if len(found) > _MOST_NODES:
                break
        return found

    @cached_property
    def article(self) -> Node:
        """The JSON-LD object that describes the article; empty when there is none.

        Of several the one that names this address or is the page's main entity, then the one that says most.
        """
        articles = [node for node in self.nodes if any(_ARTICLE_TYPE.search(kind) for kind in types(node))]
        top = [node for node in articles if node.get("headline") or node.get("datePublished")]
        return max(top, key=self._weight, default={})

    def _weight(self, node: Node) -> tuple[bool, int]:
        wanted = ("headline", "datePublished", "author", "articleBody", "description", "dateModified", "publisher")
        addresses = {text_of(node.get(name)) for name in ("url", "@id", "mainEntityOfPage")}
        own = bool(self.url) and any(_same_page(address, self.url) for address in addresses)
        return own, sum(bool(node.get(name)) for name in wanted)

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """JSON-LD objects that others point at by `@id`."""
        return {str(node["@id"]): node for node in reversed(self.nodes) if node.get("@id") and len(node) > 1}

    @cached_property
    def metas(self) -> dict[str, list[str]]:
        """Contents of meta elements by lower-case name, property or itemprop, in the page's order."""
        found: dict[str, list[str]] = {}
        for meta in self.tree.iter("meta"):
            content = (meta.get("content") or "").strip()
            for attribute in ("name", "property", "itemprop"):
                name = (meta.get(attribute) or "").strip().lower()
                if name and content:
                    found.setdefault(name, []).append(entities.unescape(content))
        return found

    def meta(self, *names: str) -> str | None:
        """Return the first content of the first of these names that the page has."""
        return next((self.metas[name][0] for name in names if name in self.metas), None)

    @cached_property
    def headings(self) -> list[str]:
        """Texts of all h1 elements that have one."""
        texts = (squeeze("".join(heading.itertext())) for heading in self.tree.iter("h1"))
        return [text for text in texts if text]

    @cached_property
    def title_element(self) -> str | None:
        """Text of the title element."""
        found = self.tree.find(".//title")
        return squeeze("".join(found.itertext())) or None if found is not None else None

    @cached_property
    def canonical(self) -> str | None:
        """The address the page gives as its own."""
        for link in self.tree.iter("link"):
            if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
                return str(link.get("href")).strip()
        return self.meta("og:url")

    @cached_property
    def language(self) -> str | None:
        """The language the page claims, as its two letters."""
        claimed = self.tree.get("lang") or self.tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        claimed = claimed or text_of(self.article.get("inLanguage")) or self.meta("og:locale", "language")
        found = re.match(r"[A-Za-z]{2}(?![A-Za-z])", claimed or "")
        return found.group().lower() if found else None


def squeeze(text: str) -> str:
    """Return the text with every run of white space as one blank."""
    return " ".join(text.split())


def types(node: Node) -> list[str]:
    """Return the names in `@type`."""
    kind = node.get("@type")
    return [str(name) for name in kind] if isinstance(kind, list) else [str(kind)] if kind else []


def text_of(value: object) -> str | None:
    """Return a JSON-LD value as text: a string itself, an object's @value, name, url or @id, the first of a list."""
    if isinstance(value, list):
        return next(filter(None, map(text_of, value)), None)
    if isinstance(value, dict):
        return next(filter(None, (text_of(value.get(name)) for name in ("@value", "name", "url", "@id"))), None)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return squeeze(entities.unescape(str(value))) or None
    return None


def _parsed(script: str) -> object:
    """Parse a JSON-LD script, forgiving comment marks, raw line breaks and trailing commas; None when it is broken."""
    stripped = _COMMENT.sub("", script).strip().rstrip(";")
    for attempt in (stripped, _TRAILING_COMMA.sub(r"\1", stripped)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: object, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for item in value.values():
            if isinstance(item, list | dict):
                yield from _objects(item, depth + 1)


def _same_page(address: str | None, url: str | None) -> bool:
    def bare(text: str | None) -> str:
        return (text or "").partition("#")[0].partition("?")[0].rstrip("/").removeprefix("https").removeprefix("http")

    return bool(bare(address)) and bare(address) == bare(url)
