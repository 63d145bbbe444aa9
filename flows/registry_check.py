"""`communique issues check`: a registry's errors, and what it would match in the articles that are published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from transforms.issues.registry import Problem, load_registry

if TYPE_CHECKING:
    import polars as pl

    from transforms.issues.registry import Registry
    from transforms.knowledge import Knowledge

MOST_ARTICLES = 2_000
"""Articles looked at: the same ones each time, drawn by their ids' hashes."""


@dataclass(frozen=True)
class Checked:
    """A registry without errors, what to know of it, and how many published articles and sentences were looked at."""

    registry: Registry
    warnings: list[Problem]
    articles: int = 0
    sentences: int = 0


def check(file: Path, home: Path) -> Checked:
    """Read a registry, and compare its keywords with the published articles of `home` when there are any.

    Raises RegistryError listing every error with its line.
    """
    registry = load_registry(file)
    texts = _published_texts(home)
    if texts is None or texts.is_empty():
        return Checked(registry, list(registry.warnings))
    from transforms.issues.coverage import too_wide
    from transforms.knowledge import Knowledge
    from transforms.lexicon import load_lexicon

    knowledge = Knowledge(load_lexicon(), registry)
    sentences = _sentences(texts, knowledge)
    warnings = sorted([*registry.warnings, *too_wide(sentences, knowledge=knowledge)])
    return Checked(registry, warnings, len(texts), len(sentences))


def _published_texts(home: Path) -> pl.DataFrame | None:
    """Return article_id, text and flags of published articles; None before the first run."""
    from warehouse.connection import reader
    from warehouse.errors import NothingPublishedError

    query = f"SELECT article_id, text, flags FROM marts.articles ORDER BY md5(article_id) LIMIT {MOST_ARTICLES}"
    try:
        with reader(home) as con:
            return con.sql(query).pl()
    except NothingPublishedError:
        return None


def _sentences(texts: pl.DataFrame, knowledge: Knowledge) -> pl.DataFrame:
    """Cut the texts into sentences as a run does, every paragraph taken for one that speaks."""
    import polars as pl

    from transforms.clean.lines import paragraphs
    from transforms.schemas import Paragraphs
    from transforms.sentences import make_sentences

    rows = [
        (article_id, ix, start, end, "body")
        for article_id, text in texts.select("article_id", "text").iter_rows()
        for ix, (start, end) in enumerate(paragraphs(text))
    ]
    spans = pl.DataFrame(rows, schema=Paragraphs.create_empty().schema, orient="row")
    return make_sentences(texts, spans, knowledge=knowledge)["sentences"]
