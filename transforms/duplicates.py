"""Near-copies among articles: one story in several outlets (syndication) told apart from one outlet's form (template).

Copies are grouped and counted, never deleted: a statement in three copies of a wire story has one source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rensa import RMinHash

from transforms.keys import key

SHINGLE_WORDS = 5
NEAR = 0.6
"""Jaccard similarity of word 5-grams from which two texts are near-copies."""
SAME_TEXT = 0.9
"""Similarity from which two texts of one outlet on one day are the same story, sent twice."""
SYNDICATION_DAYS = 2
FEWEST_WORDS = 30
"""A shorter text says too little: only an equal one is a copy."""

_PERMUTATIONS = 128
_BAND_ROWS = 4
_SEED = 1
_KEPT_SHINGLES = 1_000
_WORD = re.compile(r"\w+")

Kind = Literal["syndication", "template"]


@dataclass(frozen=True, slots=True)
class _Text:
    article_id: str
    outlet: str | None
    day: int | None
    text: str

    @property
    def order(self) -> tuple[int, str]:
        return (self.day if self.day is not None else -1, self.article_id)

    def shingles(self) -> frozenset[str]:
        """Return the text's word 5-grams; made when asked for, a corpus of them is ten times its text."""
        words = _WORD.findall(self.text.lower())
        if len(words) < FEWEST_WORDS:
            return frozenset({" ".join(words)} - {""})
        last = len(words) - SHINGLE_WORDS + 1
        return frozenset(" ".join(words[i : i + SHINGLE_WORDS]) for i in range(last))


def syndication_groups(articles: pl.DataFrame) -> pl.DataFrame:
    """Group articles that are copies of one story, and those made from one template.

    Args:
        articles: article_id, outlet, published_at (or published_on) and text; one row an article, in any order.

    Returns:
        One row an article, in order of article_id: `syndication_id` (equal for copies of one story, never NULL),
        `syndication_size` (articles in that group), `template_id` (equal for look-alikes of one outlet on different
        days; NULL when there are none). The same articles give the same rows in any order.
    """
    texts = sorted(_texts(articles), key=lambda text: text.order)
    joined: dict[Kind, _Groups] = {"syndication": _Groups(), "template": _Groups()}
    for one, other, similarity in _near_pairs(texts):
        kind = _kind(one, other, similarity)
        if kind:
            joined[kind].join(one.article_id, other.article_id)
    rows = [
        (text.article_id, joined["syndication"].first(text.article_id), joined["template"].of(text.article_id))
        for text in texts
    ]
    frame = pl.DataFrame(
        rows, schema=["article_id", "story", "form"], orient="row", schema_overrides={"form": pl.String}
    )
    return frame.select(
        "article_id",
        pl.col("story").map_elements(lambda first: key("syn", first), pl.String).alias("syndication_id"),
        pl.len().over("story").cast(pl.UInt32).alias("syndication_size"),
        pl.col("form").map_elements(lambda first: key("tpl", first), pl.String).alias("template_id"),
    ).sort("article_id")


def _texts(articles: pl.DataFrame) -> Iterator[_Text]:
    published = "published_on" if "published_on" in articles.columns else "published_at"
    days = pl.col(published).cast(pl.Date).to_physical()
    rows = articles.select("article_id", pl.col("outlet").str.strip_chars().str.to_lowercase(), days, "text")
    for article_id, outlet, day, text in rows.iter_rows():
        yield _Text(article_id, outlet, day, text)


def _kind(one: _Text, other: _Text, similarity: float) -> Kind | None:
    """Tell what two near-copies are to each other; without both dates only equal texts are one story."""
    same_outlet = one.outlet is not None and one.outlet == other.outlet
    if one.day is None or other.day is None:
        return "syndication" if similarity == 1.0 else None
    apart = abs(one.day - other.day)
    if same_outlet:
        if apart == 0:
            return "syndication" if similarity >= SAME_TEXT else "template"
        return "template"
    return "syndication" if apart <= SYNDICATION_DAYS else None


def _near_pairs(texts: list[_Text]) -> Iterator[tuple[_Text, _Text, float]]:
    """Yield pairs of near-copies with their similarity; candidates share a band of their MinHash signatures."""
    by_id = {text.article_id: text for text in texts}
    shingles = lru_cache(maxsize=_KEPT_SHINGLES)(lambda article_id: by_id[article_id].shingles())
    for one, other in sorted(_candidates(texts)):
        a, b = shingles(one), shingles(other)
        shared = len(a & b)
        similarity = shared / (len(a) + len(b) - shared)
        if similarity >= NEAR:
            yield by_id[one], by_id[other], similarity


def _candidates(texts: list[_Text]) -> set[tuple[str, str]]:
    """Return the pairs worth comparing: neighbours in time among the texts that share a band.

    A bucket of n look-alikes would give n² pairs; joining neighbours gives the same group in n.
    """
    signed = [(text.article_id, signature) for text in texts if (signature := _signature(text)) is not None]
    ids = [article_id for article_id, _ in signed]
    signatures = np.array([signature for _, signature in signed], dtype=np.uint64).reshape(len(ids), _PERMUTATIONS)
    found: set[tuple[str, str]] = set()
    for start in range(0, _PERMUTATIONS, _BAND_ROWS):
        band = signatures[:, start : start + _BAND_ROWS]
        # stable: texts of one bucket stay in their order of time
        order = np.lexsort(band.T)
        is_same = (band[order[1:]] == band[order[:-1]]).all(axis=1)
        for place in np.flatnonzero(is_same).tolist():
            one, other = ids[order[place]], ids[order[place + 1]]
            found.add((min(one, other), max(one, other)))
    return found


def _signature(text: _Text) -> NDArray[np.uint64] | None:
    shingles = text.shingles()
    if not shingles:
        return None
    made = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    made.update(sorted(shingles))
    return np.array(made.digest(), dtype=np.uint64)


class _Groups:
    """Union of pairs; a group is named by its smallest member."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def join(self, one: str, other: str) -> None:
        """Put two members, and all they are with, into one group."""
        a, b = self.first(one), self.first(other)
        self._parents[max(a, b)] = min(a, b)
        self._parents.setdefault(min(a, b), min(a, b))

    def first(self, member: str) -> str:
        """Return the smallest member of its group; a stranger is alone."""
        while (parent := self._parents.get(member, member)) != member:
            member = parent
        return member

    def of(self, member: str) -> str | None:
        """Return the same, or None for a stranger."""
        return self.first(member) if member in self._parents else None
