"""The positions step: issue words, readings, holders, decision, rows."""

from __future__ import annotations

import polars as pl

from transforms.knowledge import Knowledge
from transforms.positions.bare import bare_readings, bare_sentences
from transforms.positions.ellipsis import elliptical
from transforms.positions.hits import Hit, find_hits, predicates
from transforms.positions.holders import Actors
from transforms.positions.merge import decide
from transforms.positions.rows import Context, places_of, position_frames
from transforms.positions.roles import by_role
from transforms.positions.statements import held, statements
from transforms.positions.tables import triggers_of
from transforms.views import Sentence, SentenceViews


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
    phrases = knowledge.lexicon.tables["bare_phrases"]
    bare = bare_sentences(sentences, phrases)
    sids = sorted({hit.sid for hit in hits} | set(bare["sid"]))
    views = SentenceViews(tokens.filter(pl.col("sid").is_in(sids)))
    places = places_of(sentences)
    article_of = {sid: places[sid].article_id for sid in sids}
    actors = Actors(articles, mentions, entities, quotes, quote_spans, sids)
    triggers = triggers_of(knowledge.lexicon)
    by_sid = _by_sid(hits)
    raw = [
        statement
        for hit in hits
        if not _is_covered(views[hit.sid], hit, by_sid[hit.sid])
        for statement in statements(
            article_of[hit.sid], views[hit.sid], hit, actors, triggers, predicates(profiles.by_id[hit.issue_id])
        )
    ]
    raw += [
        statement
        for s, hit, reading in bare_readings(bare, phrases, views, article_of, by_sid)
        for statement in held(article_of[hit.sid], s, hit, reading, actors, triggers)
    ]
    settled = (x for statement in raw for x in by_role(statement, profiles.by_id[statement.hit.issue_id]))
    decided = list(decide(settled))
    decided += list(elliptical(decided, sentences, article_of, profiles.names, _names(knowledge)))
    published = dict(articles.select("article_id", pl.col("published_at").dt.date()).iter_rows())
    return position_frames(decided, Context(places, views, published, triggers))


def _is_covered(s: Sentence, hit: Hit, others: list[Hit]) -> bool:
    """Tell whether other words of the same issue govern this hit inside one noun phrase: "a moratorium on mining"."""
    heads = {other.head for other in others if other.issue_id == hit.issue_id and other.via == hit.via} - {hit.head}
    for up in s.ancestors(hit.head):
        if s.pos[up] in ("VERB", "AUX"):
            return False
        if up in heads:
            return True
    return False


def _by_sid(hits: list[Hit]) -> dict[int, list[Hit]]:
    found: dict[int, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.sid, []).append(hit)
    return found


def _names(knowledge: Knowledge) -> dict[str, str]:
    """Name by code of countries and organisations."""
    tables = knowledge.lexicon.tables
    return {
        **dict(tables["organisations"].select("org", "name").iter_rows()),
        **dict(tables["countries"].select("iso3", "name").iter_rows()),
    }
