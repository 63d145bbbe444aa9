"""Phrases that hold a position without naming its issue: "nothing should be ruled out", "declined to comment"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from transforms.positions.climb import SPEAKER, Reading
from transforms.positions.grammar import subject, verb_group
from transforms.positions.hits import Hit
from transforms.views import Sentence, SentenceViews

NEAR = 2
"""Sentences back in which the issue must have been spoken of; for a silence one."""


def bare_sentences(sentences: pl.DataFrame, phrases: pl.DataFrame) -> pl.DataFrame:
    """Return the parsed sentences that hold such a phrase: `sid`, `text`, `char_start`."""
    pattern = "(?i)" + "|".join(f"(?:{p})" for p in phrases["pattern"].to_list())
    return sentences.filter(pl.col("is_parsed") & pl.col("text").str.contains(pattern)).select(
        "sid", "text", "char_start"
    )


def bare_readings(
    found: pl.DataFrame,
    phrases: pl.DataFrame,
    views: SentenceViews,
    article_of: Mapping[int, str],
    hits: Mapping[int, Sequence[Hit]],
) -> Iterator[tuple[Sentence, Hit, Reading]]:
    """Yield the reading of each phrase with the issue it means: of its own sentence, else of those just before."""
    rules = [
        (re.compile(p, re.IGNORECASE), c, h)
        for p, c, h in phrases.select("pattern", "commitment", "holder").iter_rows()
    ]
    for sid, text, start in found.iter_rows():
        s = views[sid]
        for pattern, commitment, holder in rules:
            match = pattern.search(text)
            hit = _meant(sid, 1 if commitment == "withholds" else NEAR, article_of, hits) if match else None
            if match is None or hit is None:
                continue
            trigger = _verb_in(s, start + match.start(), start + match.end())
            who = SPEAKER if holder == "speaker" else subject(s, trigger)
            if who is not None and not (
                holder == "subject" and verb_group(s, trigger).negated and " not " not in match[0]
            ):
                governs = "ing" if commitment == "not_ruling_out" and _is_asked_conduct(s, hit) else ""
                yield s, hit, Reading(trigger, commitment, who, "idiom", 0, governs)


def _meant(sid: int, reach: int, article_of: Mapping[int, str], hits: Mapping[int, Sequence[Hit]]) -> Hit | None:
    for before in range(sid, sid - reach - 1, -1):
        spoken = [
            hit
            for hit in hits.get(before, ())
            if hit.via == "keyword" and not hit.is_name and article_of.get(before) == article_of[sid]
        ]
        if spoken:
            best = max(spoken, key=lambda hit: (hit.score, -hit.start, hit.issue_id))
            if before == sid:
                return replace(best, sign=1, via="context")
            return Hit(sid, 0, 0, 0, best.issue_id, 1, "context", best.score)
    return None


def _is_asked_conduct(s: Sentence, hit: Hit) -> bool:
    """As "Asked whether Oslo would send ships": what is left open is conduct, not a thing."""
    if hit.end <= hit.start:
        return False
    for up in s.ancestors(hit.head):
        if s.dep[up] == "ccomp" and any(s.lower[k] in ("whether", "if") for k in s.children[up]):
            return True
    return False


def _verb_in(s: Sentence, start: int, end: int) -> int:
    """The highest verb of the phrase; its last word where no verb is."""
    inside = [tok for tok in range(len(s)) if start <= s.char_start[tok] and s.char_end[tok] <= end]
    verbs = [tok for tok in inside if s.pos[tok] in ("VERB", "AUX")]
    tops = [tok for tok in verbs if s.head[tok] not in verbs or s.head[tok] == tok]
    return (tops or verbs or inside or [0])[0]
