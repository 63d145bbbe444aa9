"""The positions step: issue words, readings, holders, decision, rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from transforms.knowledge import Knowledge
from transforms.positions.backoff import loosely
from transforms.positions.bare import bare_readings, bare_sentences
from transforms.positions.continuation import continued_hits, stands
from transforms.positions.discourse import Discourse
from transforms.positions.echo import echo_sentences, echoes
from transforms.positions.ellipsis import elliptical
from transforms.positions.hits import Hit, Matter, find_hits, matter_of
from transforms.positions.holders import Actors
from transforms.positions.merge import decide
from transforms.positions.overruled import overruled
from transforms.positions.pairs import pairs_of
from transforms.positions.roles import by_role
from transforms.positions.rows import Context, places_of, position_frames
from transforms.positions.statements import Statement, held, statements
from transforms.positions.tables import Triggers, triggers_of
from transforms.positions.taken_up import Told, taken_up_hits
from transforms.positions.topic import on_votes, sent_hits, vote_sentences
from transforms.positions.unmatched import unmatched_hits
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
    triggers = triggers_of(knowledge.lexicon)
    hits += sent_hits(sentences, tokens, hits, profiles, triggers)
    votes = vote_sentences(sentences)
    with_issue = {hit.sid for hit in hits} | set(bare["sid"])
    unmatched = unmatched_hits(tokens, mentions, triggers, with_issue)
    discourse = Discourse(articles, sentences, tokens, hits, profiles)
    hits += continued_hits(discourse, sentences, tokens, hits, profiles, triggers)
    hits += taken_up_hits(discourse, tokens, hits, discourse.issues(sentences), triggers)
    about = {discourse.article_of[sid] for sid in {hit.sid for hit in hits} | set(bare["sid"])}
    echoing = echo_sentences(sentences, knowledge.lexicon.tables["continuations"], about)
    sids = sorted(
        with_issue | {hit.sid for hit in hits} | {hit.sid for hit in unmatched} | votes.keys() | set(echoing["sid"])
    )
    views = SentenceViews(tokens.filter(pl.col("sid").is_in(sids)))
    places = places_of(sentences)
    article_of = {sid: places[sid].article_id for sid in sids}
    concerned = pl.col("article_id").is_in(sorted({*article_of.values()}))
    actors = Actors(
        articles.filter(concerned),
        mentions,
        entities.filter(concerned),
        quotes.filter(concerned),
        quote_spans,
        sids,
        knowledge.lexicon.gazetteer,
        pairs_of(sentences, mentions, entities),
    )
    by_sid = _by_sid(hits)
    matters = {issue_id: matter_of(profile, triggers) for issue_id, profile in profiles.by_id.items()}
    raw = list(_read(hits, by_sid, views, article_of, actors, triggers, matters))
    raw += [
        statement
        for s, hit, reading in bare_readings(bare, phrases, views, article_of, by_sid)
        for statement in held(article_of[hit.sid], s, hit, reading, actors, triggers)
    ]
    raw += list(loosely(hits, raw, views, article_of, actors, triggers, matters))
    settled = (x for statement in raw for x in by_role(statement, profiles.by_id[statement.hit.issue_id]))
    decided = list(decide(settled))
    decided = list(decide([*decided, *overruled(decided, article_of, actors, views)]))
    patterns = knowledge.lexicon.tables["continuations"]
    decided = list(decide([*decided, *echoes(echoing, patterns, discourse, decided, views, actors, triggers)]))
    decided += list(on_votes(decided, article_of, actors, views, votes))
    decided += list(elliptical(decided, sentences, article_of, profiles.names, _names(knowledge)))
    told = {x.hit.sid for x in decided}
    unmatched = [hit for hit in unmatched if hit.sid not in told]
    decided += list(decide(_unmatched(unmatched, views, article_of, actors, triggers)))
    countries = frozenset(knowledge.lexicon.tables["countries"]["iso3"])
    published = dict(articles.select("article_id", pl.col("published_at").dt.date()).iter_rows())
    doers = {issue_id: {name.lstrip("@") for name in profile.actors} for issue_id, profile in profiles.by_id.items()}
    return position_frames(decided, Context(places, views, published, triggers, doers, countries))


def _read(
    hits: list[Hit],
    by_sid: dict[int, list[Hit]],
    views: SentenceViews,
    article_of: dict[int, str],
    actors: Actors,
    triggers: Triggers,
    matters: dict[str, Matter],
) -> Iterator[Statement]:
    """Yield the statements of all hits; "the decision" means the last act told of the issue."""
    told = Told()
    nouns = triggers.lists["anaphor"] | {"something", "thing"}
    resumed = [hit for sid in sorted(by_sid) for hit in _resumed(views[sid], by_sid[sid], nouns)]
    resumed += [hit for sid in sorted(by_sid) for hit in _followed(views[sid], by_sid[sid])]
    for hit in sorted([*hits, *resumed], key=lambda hit: (hit.sid, hit.via != "keyword", hit.start, hit.issue_id)):
        s, article_id = views[hit.sid], article_of[hit.sid]
        if _is_covered(s, hit, by_sid[hit.sid]):
            continue
        meant = told.meant(article_id, s, hit, actors)
        if meant is None:
            continue
        others = _other_heads(hit, by_sid[hit.sid])
        matter = matters[hit.issue_id] if meant.is_named else replace(matters[hit.issue_id], ends=False)
        for x in statements(article_id, s, meant, actors, triggers, matter, others=others):
            told.note(article_id, x)
            if meant.via != "continued" or stands(x):
                yield x


def _unmatched(
    hits: list[Hit], views: SentenceViews, article_of: dict[int, str], actors: Actors, triggers: Triggers
) -> Iterator[Statement]:
    """Yield what verbs of attitude say of propositions that are no issue's."""
    nothing = Matter(frozenset(), frozenset(), ends=False)
    for hit in hits:
        for x in statements(article_of[hit.sid], views[hit.sid], hit, actors, triggers, nothing):
            if x.reading.kind == "attitude" and x.reading.distance == 1:
                yield x


def _resumed(s: Sentence, hits: list[Hit], nouns: frozenset[str]) -> Iterator[Hit]:
    """Yield a hit for each noun that takes up the words before it: "…, a step Norway would not take"."""
    for tok in range(len(s)):
        after_comma = s.left[tok] > 0 and s.word[s.left[tok] - 1] == ","
        is_apart = s.dep[tok] in ("appos", "attr", "conj", "npadvmod", "ROOT", "dep") or after_comma
        if s.lemma[tok] in nouns and is_apart:
            # what was said last is taken up: no verb stands between
            before = [
                hit
                for hit in hits
                if hit.end <= tok and hit.via != "anaphor" and "VERB" not in s.pos[hit.end : s.left[tok]]
            ]
            if before and any(s.dep[kid] == "relcl" for kid in s.children[tok]):
                last = max(before, key=lambda hit: (hit.end, hit.score, hit.issue_id))
                yield replace(last, head=tok, start=tok, end=tok + 1, sign=1, via="resumed", is_name=False)


def _followed(s: Sentence, hits: list[Hit]) -> Iterator[Hit]:
    """Yield a hit for each verb that takes up what was told before it: "Peru has sailed; Chile vowed to follow"."""
    for tok in range(len(s)):
        objects = {s.lower[kid] for kid in s.children[tok] if s.dep[kid] in ("dobj", "npadvmod", "advmod")}
        is_bare = objects <= {"suit"} and not any(s.dep[k] == "prep" for k in s.children[tok])
        follows = s.lemma[tok] == "follow" and is_bare
        if s.pos[tok] == "VERB" and (follows or (s.lemma[tok] == "do" and objects & {"same", "likewise", "so"})):
            before = [hit for hit in hits if hit.end <= tok and hit.via == "keyword"]
            if before and s.dep[tok] == "xcomp":
                last = max(before, key=lambda hit: (hit.end, hit.score, hit.issue_id))
                yield replace(last, head=tok, start=tok, end=tok + 1, sign=1, via="followed", is_name=False)


def _is_covered(s: Sentence, hit: Hit, others: list[Hit]) -> bool:
    """Tell whether other words of the same issue govern this hit inside one noun phrase: "a moratorium on mining"."""
    if any(s.word[tok] in (",", ";", ":") for tok in range(hit.start, hit.end)):
        return True  # words of two phrases
    same = [other for other in others if other.issue_id == hit.issue_id and other.via in (hit.via, "keyword")]
    over = set(s.ancestors(hit.head))
    if any(other.start <= hit.start and hit.end <= other.end and other.head in over for other in same):
        return True  # "frozen Norlandic assets" is the act, "Norlandic assets" in it are its object
    if any(other.via == "keyword" and other.start < hit.start < other.end < hit.end for other in same):
        return True  # "sign the ban on mining", where the parser hangs "on" on the verb: the ban is what is signed
    heads = {other.head for other in same} - {hit.head}
    for up in s.ancestors(hit.head):
        if s.pos[up] in ("VERB", "AUX"):
            return False
        if up in heads:
            return True
    return False


def _other_heads(hit: Hit, hits: list[Hit]) -> frozenset[int]:
    """Heads of keywords of other issues only, as sure as this hit."""
    own = {other.head for other in hits if other.issue_id == hit.issue_id}
    return frozenset(
        other.head
        for other in hits
        if other.via == "keyword" and not other.is_name and other.head not in own and other.score >= hit.score / 2
    )


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
