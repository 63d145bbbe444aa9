"""Statements without an object of their own: "Peru agreed.", "voted in favour", "declared support", "abstained"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl

from transforms.positions.climb import Reading
from transforms.positions.discourse import Discourse
from transforms.positions.grammar import subject, verb_group
from transforms.positions.hits import Hit
from transforms.positions.holders import Actors
from transforms.positions.labels import NEGATED
from transforms.positions.statements import Statement, held
from transforms.positions.tables import Triggers
from transforms.schemas import COMMITMENTS
from transforms.views import Sentence, SentenceViews

REACH = 2
"""Sentences back in which the word agreed with must have been told."""
SHARED = {"acts": "advocates", "commits": "advocates", "falls_short": "advocates"}
"""Who agrees with an act backs it; all else he says as the other said it."""
AGAINST = frozenset({"veto", "reject", "oppose", "block", "condemn", "throw", "defeat", "shoot", "boycott"})
"""Verbs that turn down what is put to a vote."""


def echo_sentences(sentences: pl.DataFrame, patterns: pl.DataFrame, articles: Collection[str]) -> pl.DataFrame:
    """Return the parsed sentences of `articles` that hold such a phrase: `sid`, `text`, `char_start`."""
    pattern = re.compile("|".join(f"(?:{p})" for p in patterns["pattern"].to_list()), re.IGNORECASE)
    wanted = pl.col("article_id").is_in(sorted(articles))
    parsed = sentences.filter("is_parsed", wanted).select("sid", "text", "char_start").sort("sid")
    return parsed.filter(pl.Series([pattern.search(text) is not None for text in parsed["text"]], dtype=pl.Boolean))


def echoes(
    found: pl.DataFrame,
    patterns: pl.DataFrame,
    discourse: Discourse,
    decided: Sequence[Statement],
    views: SentenceViews,
    actors: Actors,
    triggers: Triggers,
) -> Iterator[Statement]:
    """Yield what each such phrase says of the issue that its article goes on about, for each of its holders."""
    rules = [(re.compile(p, re.IGNORECASE), c) for p, c in patterns.select("pattern", "commitment").iter_rows()]
    told: dict[int, list[Statement]] = {}
    for x in decided:
        if x.hit.issue_id:
            told.setdefault(x.hit.sid, []).append(x)
    done = {(x.hit.sid, x.reading.trigger) for x in decided if x.hit.issue_id}
    for sid, text, start in found.iter_rows():
        for pattern, kind in rules:
            for match in pattern.finditer(text):
                for x in _said(sid, start, match, kind, discourse, told, views, actors, triggers):
                    if (sid, x.reading.trigger) not in done:
                        told.setdefault(sid, []).append(x)
                        yield x


def _said(
    sid: int,
    start: int,
    match: re.Match[str],
    kind: str,
    discourse: Discourse,
    told: Mapping[int, Sequence[Statement]],
    views: SentenceViews,
    actors: Actors,
    triggers: Triggers,
) -> Iterator[Statement]:
    s, article_id = views[sid], discourse.article_of[sid]
    trigger = _verb(s, start + match.start(), start + match.end())
    who = None if trigger is None else _subject(s, trigger)
    if trigger is None or who is None or (verb_group(s, trigger).negated and not re.search(r"n[o'’]t\b", match[0])):
        return
    last = _last(sid, trigger, article_id, told, discourse)
    meant = _meant(sid, kind, last, discourse, views)
    if meant is None:
        return
    issue_id, commitment = meant
    hit = Hit(sid, 0, 0, 0, issue_id, 1, "echo", 0.2)
    for x in held(article_id, s, hit, Reading(trigger, commitment, who, "idiom", 0), actors, triggers):
        is_other = last is None or kind not in ("echo", "same", "counter") or x.holder.code != last.holder.code
        # "a lawyer for him declined to comment" speaks for no country
        is_anyone = x.holder.level == "official_named" and x.holder.text.lower().startswith(("a ", "an "))
        if is_other and not is_anyone:
            yield x


def _meant(
    sid: int, kind: str, last: Statement | None, discourse: Discourse, views: SentenceViews
) -> tuple[str, str] | None:
    """The issue and commitment of a phrase."""
    if kind in ("echo", "same", "counter"):
        if last is None or COMMITMENTS[last.commitment][1] is None:
            return None
        same = last.commitment if kind == "same" else SHARED.get(last.commitment, last.commitment)
        return last.hit.issue_id, same if kind != "counter" else NEGATED[same]
    issue_id = last.hit.issue_id if last is not None and last.hit.sid == sid else discourse.issue(sid)
    if issue_id is None:
        return None
    if kind in ("vote", "vote_against"):
        side = 1 if kind == "vote" else -1
        if last is not None and last.hit.issue_id == issue_id:
            side *= _put(last, views[last.hit.sid].lemma[last.reading.trigger])
        return issue_id, "acts" if side > 0 else "rules_out"
    return issue_id, kind


def _put(x: Statement, lemma: str) -> int:
    """Which side what was put to the vote is on: who vetoed it took the other."""
    stance = COMMITMENTS[x.commitment][0]
    side = -1 if stance == "oppose" else 1
    return -side if lemma in AGAINST else side


def _last(
    sid: int, trigger: int, article_id: str, told: Mapping[int, Sequence[Statement]], discourse: Discourse
) -> Statement | None:
    """The statement told last before a word."""
    here = [x for x in told.get(sid, ()) if x.reading.trigger < trigger]
    for before in range(sid, sid - REACH - 1, -1):
        said = here if before == sid else told.get(before, ())
        if said and discourse.article_of.get(before) == article_id:
            return max(said, key=lambda x: (x.reading.trigger, x.hit.issue_id, x.holder.code))
    return None


def _subject(s: Sentence, trigger: int) -> int | None:
    """Its subject; also a name that the parser takes for an adverbial: "Lima, under its new mayor, is …"."""
    kids = s.children[trigger]
    if not any(s.dep[k] in ("nsubj", "nsubjpass") for k in kids):
        named = next((k for k in kids if s.dep[k] == "npadvmod" and s.pos[k] == "PROPN" and k < trigger), None)
        if named is not None:
            return named
    return subject(s, trigger)


def _verb(s: Sentence, start: int, end: int) -> int | None:
    """The highest verb of the phrase."""
    inside = [tok for tok in range(len(s)) if start <= s.char_start[tok] and s.char_end[tok] <= end]
    verbs = [tok for tok in inside if s.pos[tok] in ("VERB", "AUX")]
    tops = [tok for tok in verbs if s.head[tok] not in verbs or s.head[tok] == tok]
    return next(iter(tops), None)
