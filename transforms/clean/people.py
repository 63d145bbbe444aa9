"""Who wrote a page, and what it is called: the best of what its markup offers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from trafilatura.metadata import extract_author

from transforms.clean.markup import Markup, squeeze, text_of
from transforms.clean.urls import host_of

_SEPARATOR = re.compile(r"\s+(?:[|–—·»•-]|--)\s+")
_JOINT = re.compile(r"\s*;\s*|\s*,\s*|\s+(?:and|und|et|y)\s+|\s+&\s+")
_BYLINE = re.compile(r"^(?:by|von|par|por|autor(?:en)?|author)s?\b[:\s]+", re.IGNORECASE)
_LEAD_IN = re.compile(r"^.*\b(?:By|Von)\s+(?=[^\W\d_])")
_NO_NAME = re.compile(r"https?:|www\.|@|\d{3}|^\W*$|[{}<>]")
_AUTHOR_METAS = (
    "author",
    "article:author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "dcsext.author",
    "mrf:authors",
    "og:author",
    "og:article:author",
    "byl",
    "articleauthor",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
)
_LONGEST_NAME = 80
_MOST_AUTHORS = 30


def page_title(markup: Markup) -> str | None:
    """Return the title on which two of headline, og:title and h1 agree; else the first of them that is there.

    A site's name at the end ("… | Example News") is cut off first.
    """
    sites = _site_names(markup)
    found = {
        "og": markup.meta("og:title"),
        "headline": text_of(markup.article.get("headline")),
        "h1": markup.headings[0] if markup.headings else None,
        "twitter": markup.meta("twitter:title"),
        "title": markup.title_element,
    }
    titles = {name: _without_site(squeeze(title), sites) for name, title in found.items() if title}
    known = set(titles.values())
    titles = {name: _shortened(title, known - {title}) for name, title in titles.items()}
    votes = Counter(_bare(titles[name]) for name in ("og", "headline", "h1") if name in titles)
    return max(titles.values(), key=lambda title: votes[_bare(title)], default=None)


def page_authors(markup: Markup) -> list[str]:
    """Return the names of the authors, in the page's order, each once.

    JSON-LD is believed first, then meta elements, and where both are silent a byline in the text; a name that is
    only the site's own gives way to a person.
    """
    own = {_bare(name) for name in _site_names(markup)} | {_bare(text_of(markup.article.get("publisher")) or "")}
    offers = [
        _unique(_names(_linked(markup, markup.article.get("author")))),
        _unique(_names(_linked(markup, markup.article.get("creator")))),
        *(_unique(_names(markup.metas.get(name, []))) for name in _AUTHOR_METAS),
    ]
    offers = [offer for offer in offers if offer]
    for offer in offers:
        persons = [name for name in offer if _bare(name) not in own]
        if persons:
            return persons if len(offer) == 1 or len(persons) < len(offer) else offer
    if offers:
        return offers[0]
    return _unique(_names([_LEAD_IN.sub("", extract_author(markup.tree) or "")]))


def page_outlet(markup: Markup) -> str | None:
    """Return the name the site gives itself, else its host without "www."."""
    named = markup.meta("og:site_name", "application-name") or text_of(markup.article.get("publisher"))
    if named and not _NO_NAME.search(named):
        return squeeze(named)
    return host_of(markup.url) or host_of(markup.canonical)


def _site_names(markup: Markup) -> list[str]:
    host = host_of(markup.url) or host_of(markup.canonical) or ""
    names = [markup.meta("og:site_name"), text_of(markup.article.get("publisher")), host, host.rpartition(".")[0]]
    return [name for name in names if name]


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text.lower())


def _without_site(title: str, sites: list[str]) -> str:
    names = [_bare(site) for site in sites]
    while cuts := list(_SEPARATOR.finditer(title)):
        tail = _bare(title[cuts[-1].end() :])
        if not tail or not any(tail == name or (len(tail) > 3 and (tail in name or name in tail)) for name in names):
            break
        title = title[: cuts[-1].start()].strip()
    return title


def _shortened(title: str, others: set[str]) -> str:
    """Cut a title at the separator before which it equals another one."""
    heads = (title[: cut.start()].strip() for cut in _SEPARATOR.finditer(title))
    return next((head for head in heads if head in others), title)


def _linked(markup: Markup, value: object) -> Iterator[str]:
    """Yield the names in a JSON-LD author value, following `@id` to the object that has the name."""
    if isinstance(value, list):
        for item in value:
            yield from _linked(markup, item)
    elif isinstance(value, dict):
        known = markup.by_id.get(str(value.get("@id")), {})
        stated = (source.get(key) for source in (value, known) for key in ("name", "byline"))
        yield from _linked(markup, next(filter(None, stated), None))
    elif isinstance(value, str):
        yield squeeze(value)


def _names(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        text = _BYLINE.sub("", text_of(value) or "")
        if _NO_NAME.search(text):
            continue
        parts = [part.strip() for part in _JOINT.split(text)]
        # "Lenharo, Mariana" is one name turned round, as catalogues write it
        if len(parts) == 2 and "," in text and all(" " not in part for part in parts):
            parts = [f"{parts[1]} {parts[0]}"]
        yield from (part for part in parts if part and len(part) <= _LONGEST_NAME)


def _unique(names: Iterable[str]) -> list[str]:
    return list({_bare(name): name for name in reversed(list(names)[:_MOST_AUTHORS])}.values())[::-1]
