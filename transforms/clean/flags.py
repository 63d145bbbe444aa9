"""Flags of an article: what a reader of its rows should know about the page it came from."""

from __future__ import annotations

import re

from resiliparse.parse.lang import detect_fast

from transforms.clean.markup import Markup, text_of, types
from transforms.clean.page import Page

_LANGUAGE_SAMPLE = 4_000
_FEWEST_LETTERS = 80
# how far a text may lie from its language's letters: of 108 real pages in other languages none was beyond 422,
# and of 925 English tables of figures that were taken for another language none was nearer than 488
_FARTHEST = 450
_LIVE = re.compile(
    r"/live(?:-?(?:blog|updates?|news|ticker|reporting))?(?:[/-]|$)|[/-]live-?(?:blog|ticker|updates)", re.IGNORECASE
)
_LOCKED = frozenset({"locked", "metered", "paid", "premium", "subscription", "subscriber"})
_CONSENT = re.compile(
    r"\b(?:we (?:and our (?:\d+ )?partners|value your privacy)|before you continue|accept (?:all )?cookies|"
    r"cookie (?:settings|preferences|policy)|(?:manage|give|withdraw) (?:your )?(?:consent|privacy)|"
    r"consent (?:to|for) |personali[sz]ed ads?|legitimate interest|privacy (?:settings|policy))",
    re.IGNORECASE,
)
_CONSENT_WORDS = 400
_CONSENT_HITS = 3


def language_of(text: str) -> str | None:
    """Return the language of a text as two letters; None when it is too short or too mixed to tell."""
    sample = text[:_LANGUAGE_SAMPLE]
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS:
        return None
    language, distance = detect_fast(sample)
    if language == "unknown" or (language != "en" and distance > _FARTHEST):
        return None
    return str(language)


def text_flags(language: str | None) -> set[str]:
    """Return the flags that follow from the text alone."""
    return {"non_english"} if language and not language.lower().startswith("en") else set()


def page_flags(page: Page, url: str | None) -> set[str]:
    """Return the flags that follow from the page."""
    flags = set()
    if page.is_truncated:
        flags.add("suspect_truncated")
    if _is_locked(page.markup):
        flags.add("paywalled")
    if any("LiveBlogPosting" in types(node) for node in page.markup.nodes) or _LIVE.search(url or ""):
        flags.add("live_blog")
    if page.word_count < _CONSENT_WORDS and len({hit.lower() for hit in _CONSENT.findall(page.text)}) >= _CONSENT_HITS:
        flags.add("consent_page")
    return flags


def _is_locked(markup: Markup) -> bool:
    for node in markup.nodes:
        free = node.get("isAccessibleForFree")
        if free is False or (text_of(free) or "").lower() in {"false", "no"}:
            return True
    tier = markup.meta("article:content_tier", "content_tier", "article:opinion:content_tier") or ""
    return tier.lower() in _LOCKED
