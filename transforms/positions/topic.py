"""What an article is about, where a sentence names it by no keyword: what is sent, and what is said on a vote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import polars as pl

from transforms.issues.profile import Profiles
from transforms.issues.words import key_of
from transforms.positions.climb import SPEAKER, Reading
from transforms.positions.hits import Hit
from transforms.positions.holders import Actors
from transforms.positions.statements import Statement
from transforms.positions.tables import Triggers
from transforms.positions.voices import Speaker
from transforms.views import Sentence, SentenceViews

AT_HOME = 0.8
"""Sum of the scores of its sentences from which on an article is about an issue: a phrase and little more."""
SENT_SCORE = 0.2
ON_VOTE = re.compile(r"\b(?:after|before|following|explaining) (?:the|a|its|their|his|her) vote\b", re.IGNORECASE)


def sent_hits(
    sentences: pl.DataFrame, tokens: pl.DataFrame, hits: Sequence[Hit], profiles: Profiles, t: Triggers
) -> list[Hit]:
    """Return a hit for "send a ship" in an article about warships that escort: what is sent is the proposition's.

    Only sentences that hold no words of any issue are asked, and only what stands under a verb of sending.
    """
    article_of = dict(sentences.filter("is_parsed").select("sid", "article_id").iter_rows())
    topics = _topics(hits, article_of)
    sending = tokens.filter((pl.col("pos") == "VERB") & pl.col("lemma").is_in(sorted(t.lists["deploy"])))
    objects = (
        tokens.filter(
            (pl.col("dep") == "dobj") & (pl.col("pos") == "NOUN") & ~pl.col("sid").is_in(sorted({h.sid for h in hits}))
        )
        .join(sending.select("sid", head="tok"), on=["sid", "head"], how="semi")
        .sort("sid", "tok")
    )
    found = []
    for sid, tok, left, lemma in objects.select("sid", "tok", "left", "lemma").iter_rows():
        issue_id = topics.get(article_of[sid])
        if issue_id is not None and key_of(lemma) in profiles.by_id[issue_id].words:
            found.append(Hit(sid, tok, left, tok + 1, issue_id, sign=1, via="topic", score=SENT_SCORE))
    return found


def _topics(hits: Iterable[Hit], article_of: Mapping[int, str]) -> dict[str, str]:
    """The one issue that each article is most about, where it is about any in earnest."""
    best: dict[tuple[str, str, int], float] = defaultdict(float)
    for hit in hits:
        if hit.via == "keyword":
            place = (article_of[hit.sid], hit.issue_id, hit.sid)
            best[place] = max(best[place], hit.score)
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (article_id, issue_id, _), score in best.items():
        totals[article_id][issue_id] += score
    topics: dict[str, str] = {}
    for article_id, by_issue in totals.items():
        ranked = sorted(by_issue.items(), key=lambda item: (-item[1], item[0]))
        if ranked[0][1] >= AT_HOME and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            topics[article_id] = ranked[0][0]
    return topics


def vote_sentences(sentences: pl.DataFrame) -> dict[int, str]:
    """Return the texts of the parsed sentences that tell of something said on a vote, by sid."""
    found = sentences.filter(pl.col("is_parsed") & pl.col("text").str.contains(f"(?i){ON_VOTE.pattern}"))
    return dict(found.select("sid", "text").iter_rows())


def on_votes(
    decided: Sequence[Statement],
    article_of: Mapping[int, str],
    actors: Actors,
    views: SentenceViews,
    texts: Mapping[int, str],
) -> Iterator[Statement]:
    """Yield what a country's official says "after the vote" as said for, or against, what the country voted on.

    Diplomats call it the explanation of vote: whatever its words are, it gives the reason of the vote told before.
    """
    votes: dict[str, list[Statement]] = defaultdict(list)
    for x in decided:
        if views[x.hit.sid].lemma[x.reading.trigger] == "vote" and x.commitment in ("advocates", "objects"):
            votes[article_of[x.hit.sid]].append(x)
    spoken = {(x.hit.sid, x.holder.code) for x in decided}
    for article_id, cast in sorted(votes.items()):
        for speaker in actors.speakers(article_id):
            yield from _on_vote(speaker, cast, spoken, views, texts)


def _on_vote(
    speaker: Speaker,
    cast: Sequence[Statement],
    spoken: AbstractSet[tuple[int, str]],
    views: SentenceViews,
    texts: Mapping[int, str],
) -> Iterator[Statement]:
    sid, holder = speaker.sid, speaker.holder
    if sid is None or holder is None or sid not in texts or speaker.kind != "direct" or (sid, holder.code) in spoken:
        return
    match = ON_VOTE.search(texts[sid])
    before = [x for x in cast if x.holder.code == holder.code and x.hit.sid < sid]
    if match is None or not before:
        return
    last = max(before, key=lambda x: (x.hit.sid, x.hit.issue_id))
    tok = _token(views[sid], match.end())
    if tok is None or views[sid].in_quote[tok]:
        return
    hit = replace(last.hit, sid=sid, head=tok, start=tok, end=tok + 1, via="vote", is_name=False)
    yield Statement(
        hit, Reading(tok, last.commitment, SPEAKER, "evaluation", 0), holder, speaker, last.commitment, "speaker"
    )


def _token(s: Sentence, end: int) -> int | None:
    """The token that ends at an offset of the sentence."""
    return next((tok for tok in range(len(s)) if s.char_end[tok] - s.char_start[0] == end), None)
