"""Keywords that match almost everything: counted, reported with numbers, never silently used."""

from __future__ import annotations

import polars as pl

from transforms.issues.hits import keyword_hits, read_words
from transforms.issues.registry import Problem, Registry
from transforms.knowledge import Knowledge
from transforms.schemas import Tokens

TOO_WIDE = 1 / 3
"""The share of all sentences from which on an issue's keywords tell nothing."""
FEWEST = 30
"""Sentences under which a share is chance."""


def coverage(sentences: pl.DataFrame, *, knowledge: Knowledge) -> pl.DataFrame:
    """Count how many sentences hold a keyword of each issue, whatever they are about.

    Args:
        sentences: schema Sentences (of it `sid` and `text`); parsed or not.
        knowledge: registry and lexicon.

    Returns:
        `issue_id`, `keyword` (NULL for all of the issue together), `n_sentences`, `share` (0..1 of all sentences),
        sorted by issue and falling share; one row for each issue and each of its keywords that occurs.
    """
    profiles, total = knowledge.profiles, max(1, sentences.height)
    words = read_words(Tokens.create_empty(), sentences.select("sid", title="text").sort("sid"), profiles)
    hits = keyword_hits(words, profiles).join(profiles.keywords.filter("is_own"), on="kw")
    by_keyword = hits.group_by("issue_id", "keyword").agg(n_sentences=pl.col("sid").n_unique())
    by_issue = hits.group_by("issue_id").agg(n_sentences=pl.col("sid").n_unique())
    every = pl.DataFrame({"issue_id": [issue.issue_id for issue in knowledge.issues.issues]})
    whole = every.join(by_issue, on="issue_id", how="left").select(
        "issue_id",
        keyword=pl.lit(None, dtype=pl.String),
        n_sentences=pl.col("n_sentences").fill_null(0).cast(pl.UInt32),
    )
    return (
        pl.concat([whole, by_keyword.select("issue_id", "keyword", pl.col("n_sentences").cast(pl.UInt32))])
        .with_columns(share=pl.col("n_sentences") / total)
        .sort("issue_id", pl.col("keyword").is_not_null(), "share", "keyword", descending=[False, False, True, False])
    )


def too_wide(sentences: pl.DataFrame, *, knowledge: Knowledge) -> list[Problem]:
    """Warn of each issue whose keywords stand in more than a third of all sentences, with its widest keywords.

    Fewer than 30 sentences prove nothing and give no warning. The line is the issue's in its registry file.
    """
    if sentences.height < FEWEST:
        return []
    return problems_of(coverage(sentences, knowledge=knowledge), sentences.height, knowledge.issues)


def problems_of(counts: pl.DataFrame, n_sentences: int, registry: Registry) -> list[Problem]:
    """As `too_wide`, from counts that were taken before, in parts or whole.

    Args:
        counts: of `coverage`: `issue_id`, `keyword`, `n_sentences`.
        n_sentences: how many sentences were looked at.
        registry: the issues.
    """
    if n_sentences < FEWEST:
        return []
    problems = []
    wide = counts.filter(pl.col("keyword").is_null(), pl.col("n_sentences") > TOO_WIDE * n_sentences)
    for issue_id, found in wide.sort("issue_id").select("issue_id", "n_sentences").iter_rows():
        of_issue = counts.filter(pl.col("issue_id") == issue_id, pl.col("keyword").is_not_null())
        widest = of_issue.sort("n_sentences", "keyword", descending=[True, False]).head(3)
        named = ", ".join(f"'{keyword}' in {n:,}" for keyword, n in widest.select("keyword", "n_sentences").iter_rows())
        message = (
            f"keywords of '{issue_id}' stand in {found:,} of {n_sentences:,} sentences "
            f"({found / n_sentences:.0%}; {named}): use longer ones"
        )
        problems.append(Problem(registry.by_id[issue_id].line, message))
    return problems
