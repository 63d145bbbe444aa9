"""One page to its article text and what its markup states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml.etree import _Element
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from transforms.clean.dates import Published, page_date
from transforms.clean.decode import decode
from transforms.clean.markup import Markup
from transforms.clean.people import page_authors, page_outlet, page_title
from transforms.clean.roles import Shown, bare

_WORDS = re.compile(r"\w+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_FEWEST_WORDS = 20
_DEEPEST = 1_000
_CAPTION_CLASS = re.compile(r"\b(?:fig)?caption|image-?credit|photo-?credit|media-?credit", re.IGNORECASE)
_EMBED_CLASS = re.compile(r"\b(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|fb-post|bluesky-embed)\b")
_PROMO_CLASS = re.compile(
    r"\b(?:related|read-?more|readmore|also-?read|newsletter|recommended|promo|most-?(?:read|popular)|more-?on)",
    re.IGNORECASE,
)


class NoArticle(Exception):  # noqa: N818, the name says what is the case
    """The page gives no article; args are (reason, detail)."""


@dataclass(frozen=True)
class Page:
    """What one page gives."""

    text: str
    markup: Markup
    shown: Shown
    published: Published
    title: str | None
    authors: list[str]
    outlet: str | None
    reference_words: int  # words of a second extractor's main text

    @property
    def word_count(self) -> int:
        """Words of the text."""
        return len(_WORDS.findall(self.text))


def read_page(html: bytes, http_charset: str | None, url: str | None, fetched_at: datetime | None) -> Page:
    """Clean one page.

    Raises:
        NoArticle: with a reason and a detail for a person.
    """
    source = _UNPRINTABLE.sub("", decode(html, http_charset))
    if _depth_exceeds(source, _DEEPEST):
        raise NoArticle("too_deep", f"the page nests more than {_DEEPEST} elements: no browser shows such a page")
    tree = load_html(source)
    if tree is None:
        raise NoArticle("no_html", "the document is not HTML, or holds nothing")
    markup = Markup(tree, url)
    found = bare_extraction(tree, url=url, include_comments=False)
    text = (found.text or "").strip() if found is not None and not isinstance(found, dict) else ""
    words = len(_WORDS.findall(text))
    if words < _FEWEST_WORDS:
        raise NoArticle("no_article", f"{words} words of text were found; an article has at least {_FEWEST_WORDS}")
    title = page_title(markup)
    titles = [title or "", *markup.headings, markup.meta("og:title") or "", markup.title_element or ""]
    return Page(
        text=text,
        markup=markup,
        shown=Shown(dict(_shown(tree)), titles),
        published=page_date(markup, fetched_at),
        title=title,
        authors=page_authors(markup),
        outlet=page_outlet(markup),
        reference_words=len(_WORDS.findall(extract_plain_text(source, main_content=True, comments=False))),
    )


def _shown(tree: _Element) -> Iterator[tuple[str, str]]:
    """Yield (bare text, role) of what the page shows as captions, embedded posts and promotion."""
    for element in tree.iter("figcaption", "blockquote", "aside", "div", "p", "span", "section", "ul"):
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        role = _role_of(str(element.tag), marks)
        if role is None:
            continue
        for block in (element, *element.iter("p", "li", "span", "div", "a")):
            plain = bare("".join(block.itertext()))
            if 3 < len(plain) < 600:
                yield plain, role


def _role_of(tag: str, marks: str) -> str | None:
    if tag == "figcaption" or _CAPTION_CLASS.search(marks):
        return "caption"
    if tag == "blockquote":
        return "embed" if _EMBED_CLASS.search(marks) else None
    return "promo" if _PROMO_CLASS.search(marks) else None


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# elements without an end, or whose end may be left out
_VOID = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr p li td tr th dt dd option
    """.split()  # noqa: SIM905, a paragraph reads better than twenty quoted lines
)


def _depth_exceeds(source: str, limit: int) -> bool:
    """Tell whether elements nest deeper than `limit`: the parsers below recurse, and would fall over."""
    if source.count("<") <= limit:
        return False
    depth = 0
    for match in _TAG.finditer(source):
        if match.group(2).lower() in _VOID:
            continue
        depth = max(0, depth - 1) if match.group(1) else depth + 1
        if depth > limit:
            return True
    return False
