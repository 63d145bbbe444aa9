"""The positions step: issue words, readings, holders, decision, rows."""

from __future__ import annotations

import polars as pl

from transforms.knowledge import Knowledge
from transforms.positions.hits import find_hits, predicates
from transforms.positions.holders import Actors
from transforms.positions.merge import decide
from transforms.positions.rows import position_frames
from transforms.positions.roles import by_role
from transforms.positions.statements import statements
from transforms.positions.tables import triggers_of
from transforms.views import SentenceViews


def make_positions(
    articles: pl.DataFrame,
    sentences: pl.DataFrame,
    tokens: pl.DataFrame,
    mentions: pl.DataFrame,
    entities: pl.DataFrame,
    quotes: pl.DataFrame,
    quote_spans: pl.DataFrame,
    *,
    knowledge: Knowledge,
) -> dict[str, pl.DataFrame]:
    """Return the frames `positions` and `position_evidence`: one row a dated statement, one row a span of proof."""
    hits, profiles = find_hits(articles, sentences, tokens, mentions, knowledge)
    sids = sorted({hit.sid for hit in hits})
    views = SentenceViews(tokens.filter(pl.col("sid").is_in(sids)))
    actors = Actors(mentions, entities, quotes, quote_spans, sids)
    article_of = dict(sentences.filter(pl.col("sid").is_in(sids)).select("sid", "article_id").iter_rows())
    triggers = triggers_of(knowledge.lexicon)
    families = {issue_id: predicates(profile) for issue_id, profile in profiles.by_id.items()}
    found = [
        settled
        for hit in hits
        for statement in statements(article_of[hit.sid], views[hit.sid], hit, actors, triggers, families[hit.issue_id])
        for settled in by_role(statement, profiles.by_id[hit.issue_id])
    ]
    return position_frames(list(decide(found)), sentences, views, article_of, profiles)
