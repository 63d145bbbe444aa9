"""One page to its article text and what its markup states."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml.etree import XPath, _Element
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from transforms.clean.dates import Published, page_date
from transforms.clean.decode import decode
from transforms.clean.markup import Markup
from transforms.clean.people import page_authors, page_outlet, page_title
from transforms.clean.repair import completed, without_copies
from transforms.clean.roles import Shown, bare

# what they report of a page we tell as a reject
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_WORDS = re.compile(r"\w+")
# and lone surrogates, which some charsets give: they are no characters
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_FEWEST_WORDS = 20
_TRUNCATED_SHARE = 0.5
_CREDIT_CLASS = re.compile(
    r"\b(?:author-?(?:bio|info|description|card)|byline|contributor|article-?author)", re.IGNORECASE
)
_SHORTEST_SHOWN = 3
_LONGEST_SHOWN = 600
# libxml2 drops what nests deeper than 255, and other parsers take quadratic time over it
_IS_CUT = XPath("boolean(//*[count(ancestor::*) >= 250])")
_CAPTION_CLASS = re.compile(r"\b(?:fig)?caption|image-?credit|photo-?credit|media-?credit", re.IGNORECASE)
_EMBED_CLASS = re.compile(r"\b(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|fb-post|bluesky-embed)\b")
_PROMO_CLASS = re.compile(
    r"\b(?:related|read-?more|readmore|also-?read|newsletter|recommended|promo|most-?(?:read|popular)|more-?on)",
    re.IGNORECASE,
)


LARGEST_PAGE = 20 * 1024 * 1024
"""Bytes of HTML; no article is as long, and parsing more takes minutes."""


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
    is_truncated: bool  # trafilatura found under half the words of a second extractor

    @property
    def word_count(self) -> int:
        """Words of the text."""
        return len(_WORDS.findall(self.text))


def read_page(html: bytes, http_charset: str | None, url: str | None, fetched_at: datetime | None) -> Page:
    """Clean one page.

    Raises:
        NoArticle: with a reason and a detail for a person.
    """
    if len(html) > LARGEST_PAGE:
        raise NoArticle("too_large", f"{len(html):,} bytes; the limit is {LARGEST_PAGE:,}")
    source = _UNPRINTABLE.sub("", decode(html, http_charset))
    tree = load_html(source)
    if tree is None:
        raise NoArticle("no_html", "the document is not HTML, or holds nothing")
    if _IS_CUT(tree):
        raise NoArticle("too_deep", "elements nest 250 deep or deeper, where the parser gives up")
    markup = Markup(tree, url)
    found = bare_extraction(tree, url=url, include_comments=False)
    text = (found.text or "").strip() if found is not None and not isinstance(found, dict) else ""
    reference = extract_plain_text(source, main_content=True, comments=False)
    extracted = without_copies(text)
    text = completed(extracted, reference)
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
        is_truncated=len(_WORDS.findall(extracted)) < _TRUNCATED_SHARE * len(_WORDS.findall(reference)),
    )


def _shown(tree: _Element) -> Iterator[tuple[str, str]]:
    """Yield (bare text, role) of what the page shows as captions, embedded posts, credits and promotion.

    A large element may bear any class, and an article's own container often does: only small ones count whole, and
    of large promotion its links.
    """
    for element in tree.iter("figcaption", "blockquote", "aside", "div", "p", "span", "section", "ul"):
        role = _role_of(str(element.tag), f"{element.get('class') or ''} {element.get('id') or ''}")
        if role is None:
            continue
        whole = bare("".join(element.itertext()))
        if role == "promo":
            links = [bare("".join(link.itertext())) for link in element.iter("a")]
            if sum(map(len, links)) * 2 < len(whole):
                continue
            yield from ((link, role) for link in links if _SHORTEST_SHOWN < len(link) < _LONGEST_SHOWN)
        if _SHORTEST_SHOWN < len(whole) < _LONGEST_SHOWN:
            yield whole, role
            for block in element.iter("p", "li", "span", "div", "a"):
                yield bare("".join(block.itertext())), role


def _role_of(tag: str, marks: str) -> str | None:
    if tag == "figcaption" or _CAPTION_CLASS.search(marks):
        return "caption"
    if tag == "blockquote":
        return "embed" if _EMBED_CLASS.search(marks) else None
    if _CREDIT_CLASS.search(marks):
        return "credit"
    return "promo" if _PROMO_CLASS.search(marks) else None
