"""Statements as rows: keys, evidence, dates, and the sentence that explains each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from transforms.issues.profile import Profile, Profiles
from transforms.keys import key
from transforms.positions import fields
from transforms.positions.statements import Statement
from transforms.schemas import COMMITMENTS, PositionEvidence, Positions
from transforms.views import SentenceViews


def position_frames(
    found: Sequence[Statement],
    sentences: pl.DataFrame,
    views: SentenceViews,
    article_of: Mapping[int, str],
    profiles: Profiles,
) -> dict[str, pl.DataFrame]:
    """Return both frames, ordered by article and place."""
    sids = {x.hit.sid for x in found}
    where = {
        sid: (start, end, text)
        for sid, start, end, text in sentences.filter(pl.col("sid").is_in(sids))
        .select("sid", "char_start", "char_end", "text")
        .iter_rows()
    }
    rows: dict[str, dict[str, Any]] = {}
    spans: list[tuple[str, int, int, int, str]] = []
    for x in sorted(found, key=lambda x: (x.hit.sid, x.hit.issue_id, x.holder.code, x.holder.text, x.commitment)):
        start, end, text = where[x.hit.sid]
        article_id = article_of[x.hit.sid]
        position_id = key(
            "pos",
            article_id,
            x.holder.code,
            x.hit.issue_id,
            x.commitment,
            start,
            end,
            x.holder.entity_id or x.holder.text,
        )
        if position_id in rows:
            continue
        rows[position_id] = _row(position_id, article_id, x, text, views, profiles.by_id[x.hit.issue_id])
        spans.append((position_id, 0, start, end, text))
    evidence = pl.DataFrame(spans, orient="row", schema=PositionEvidence.create_empty().schema)
    return {
        "positions": pl.DataFrame(list(rows.values()), schema=Positions.create_empty().schema),
        "position_evidence": evidence,
    }


def _row(
    position_id: str, article_id: str, x: Statement, text: str, views: SentenceViews, profile: Profile
) -> dict[str, Any]:
    s = views[x.hit.sid]
    stance, strength = COMMITMENTS[x.commitment]
    attribution = fields.attribution(x)
    keyword = " ".join(s.word[x.hit.start : x.hit.end])
    trigger = s.word[x.reading.trigger]
    return {
        "position_id": position_id,
        "article_id": article_id,
        "quote_id": x.speaker.quote_id if x.speaker else None,
        "country_code": x.holder.code,
        "holder_name": x.holder.name,
        "holder_role": x.holder.role,
        "holder_level": x.holder.level,
        "issue_id": x.hit.issue_id,
        "proposition_text": keyword,
        "commitment": x.commitment,
        "stance": stance,
        "strength": strength,
        "scope": fields.scope(x, profile),
        "attribution": attribution,
        "explicitness": fields.explicitness(x),
        "condition_text": fields.condition(x, s, text),
        "temporality": fields.temporality(x, s),
        "on_behalf_of": x.holder.principal,
        "reported_by": x.speaker.holder.name
        if attribution == "attributed_by_other" and x.speaker and x.speaker.holder
        else None,
        "date_text": None,
        "stated_on": None,
        "date_precision": "none",
        "evidence_text": text,
        "actor_text": x.holder.text,
        "trigger_text": trigger,
        "rule_id": f"pos.{x.reading.kind}",
        "explain": f"trigger '{trigger}' ({x.reading.kind}) · actor '{x.holder.text}' ({x.actor_rule}) · issue {x.hit.via} '{keyword}'",
    }
