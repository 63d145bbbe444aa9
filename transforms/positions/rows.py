"""Statements as rows: keys, evidence, dates, and the sentence that explains each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from transforms.dates import UNDATED, StatementDate, carried_over, statement_date
from transforms.keys import key
from transforms.positions import fields
from transforms.positions.statements import Statement
from transforms.positions.tables import Triggers
from transforms.schemas import COMMITMENTS, PositionEvidence, Positions
from transforms.views import SentenceViews

KINDS = {
    "attitude": "verb",
    "action": "act",
    "noun": "noun",
    "adjective": "adjective",
    "evaluation": "judgement",
    "duty": "duty",
    "label": "naming",
    "idiom": "phrase",
    "owned": "possessed act",
}
"""Kinds of reading as `explain` names them."""

VOTING = frozenset({"vote", "abstain", "veto"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands in its article."""

    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Context:
    """What rows are made from, beside the statements."""

    places: Mapping[int, Place]
    views: SentenceViews
    published: Mapping[str, date | None]
    triggers: Triggers
    doers: Mapping[str, AbstractSet[str]]  # by issue: codes of those whose conduct its proposition is about
    countries: AbstractSet[str]  # codes of states: all other holders speak for several


def places_of(sentences: pl.DataFrame) -> dict[int, Place]:
    """Return the place of every sentence by sid."""
    columns = sentences.select("sid", "article_id", "char_start", "char_end", "text")
    return {sid: Place(*rest) for sid, *rest in columns.iter_rows()}


def position_frames(found: Sequence[Statement], context: Context) -> dict[str, pl.DataFrame]:
    """Return both frames, ordered by article and place."""
    rows: dict[str, dict[str, Any]] = {}
    spans: list[tuple[str, int, int, int, str]] = []
    dates: dict[tuple[str, str], StatementDate] = {}
    votes: dict[tuple[str, str], StatementDate] = {}
    ordered = sorted(
        found,
        key=lambda x: (
            x.hit.sid,
            x.reading.trigger,
            x.hit.issue_id,
            x.holder.code,
            x.holder.text,
            x.commitment,
            x.also,
        ),
    )
    for x in ordered:
        evidence = [context.places[sid] for sid in _proof(x, context)]
        place = context.places[x.hit.sid]
        holder = x.holder.entity_id or x.holder.name
        position_id = key(
            "pos", place.article_id, x.holder.code, x.hit.issue_id, x.commitment, *_edges(evidence), holder
        )
        if position_id in rows:
            continue
        occasion = (place.article_id, holder)
        s = context.views[x.hit.sid]
        # the sentence that an ellipsis takes its predicate from is another's, and so is its date
        own = (
            UNDATED
            if x.actor_rule == "ellipsis"
            else statement_date(s, x.reading.trigger, context.published[place.article_id], previous=dates.get(occasion))
        )
        way = (x.reading.trigger, *list(s.ancestors(x.reading.trigger))[:2])
        if VOTING & {s.lemma[tok] for tok in way}:  # one vote, told one country after another
            own = votes[place.article_id, x.hit.issue_id] = carried_over(
                own, votes.get((place.article_id, x.hit.issue_id))
            )
        dates[occasion] = when = carried_over(own, dates.get(occasion))
        rows[position_id] = {
            "position_id": position_id,
            "article_id": place.article_id,
            "evidence_text": " … ".join(p.text for p in evidence),
            **_said(x, place.text, context),
            "date_text": when.text,
            "stated_on": when.stated_on,
            "date_precision": when.precision,
        }
        spans.extend((position_id, n, p.start, p.end, p.text) for n, p in enumerate(evidence))
    schema = Positions.create_empty().schema
    return {
        "positions": pl.DataFrame([{name: row[name] for name in schema} for row in rows.values()], schema=schema),
        "position_evidence": pl.DataFrame(spans, orient="row", schema=PositionEvidence.create_empty().schema),
    }


def _edges(evidence: Sequence[Place]) -> Iterator[int]:
    for place in evidence:
        yield from (place.start, place.end)


def _proof(x: Statement, context: Context) -> list[int]:
    """Sentences that prove a statement: its own, the elliptical one after it, and the one that names its speaker."""
    found = {x.hit.sid, *x.also}
    if (
        x.speaker is not None
        and x.speaker.sid is not None
        and x.speaker.sid != x.hit.sid
        and x.actor_rule in fields.SPOKEN
    ):
        near = abs(x.speaker.sid - x.hit.sid) <= fields.WINDOW
        if near and context.places[x.speaker.sid].article_id == context.places[x.hit.sid].article_id:
            found.add(x.speaker.sid)
    return sorted(found)


def _way(x: Statement) -> str:
    """Return how a reading was come by, where it was not by the issue's own words in a listed frame."""
    if x.reading.is_loose:
        return "backoff."
    return f"{x.hit.via}." if x.hit.via in ("continued", "echo") else ""


def _said(x: Statement, text: str, context: Context) -> dict[str, Any]:
    s = context.views[x.hit.sid]
    stance, strength = COMMITMENTS[x.commitment]
    attribution = fields.attribution(x, s, context.triggers)
    first = s.char_start[0] if len(s) else 0
    keyword = (
        text[s.char_start[x.hit.start] - first : s.char_end[x.hit.end - 1] - first] if x.hit.end > x.hit.start else ""
    )
    trigger = s.word[x.reading.trigger]
    reporter = x.speaker.holder if x.speaker is not None and attribution == "attributed_by_other" else None
    where = f"issue {x.hit.via} '{keyword}'" if keyword else "the issue spoken of just before"
    if not x.hit.issue_id:
        where = f"no issue of the registry for '{keyword}'"
    return {
        "quote_id": x.speaker.quote_id if x.speaker else None,
        "country_code": x.holder.code,
        "holder_name": x.holder.name,
        "holder_role": x.holder.role,
        "holder_level": x.holder.level,
        "issue_id": x.hit.issue_id or None,
        "proposition_text": keyword or trigger,
        "commitment": x.commitment,
        "stance": stance,
        "strength": strength,
        "scope": fields.scope(x, s, context.countries, context.doers.get(x.hit.issue_id, frozenset())),
        "attribution": attribution,
        "explicitness": fields.explicitness(x),
        "condition_text": fields.condition(x, s, text),
        "temporality": fields.temporality(x, s),
        "on_behalf_of": x.holder.principal,
        "reported_by": reporter.name if reporter else None,
        "actor_text": x.holder.text,
        "trigger_text": trigger,
        "rule_id": f"pos.{_way(x)}{x.reading.kind}",
        "explain": f"trigger '{trigger}' ({x.commitment}, {KINDS[x.reading.kind]})"
        f" · actor '{x.holder.text}' ({x.holder.level}, {x.actor_rule}) · {where}",
    }
