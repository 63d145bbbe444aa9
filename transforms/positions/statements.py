"""From readings to statements: holder, scope, attribution, condition and evidence of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from transforms.positions import grammar as g
from transforms.positions.climb import SPEAKER, Reading
from transforms.positions.hits import Hit, Matter
from transforms.positions.holders import FIRST, Actors
from transforms.positions.tables import Triggers
from transforms.positions.voices import Holder, Speaker
from transforms.positions.walk import Walk
from transforms.views import Sentence

IMPERSONAL = ("government", "org", "group")
"""Levels of holders that a speaker can stand for."""
RECEIVING = frozenset({"receive", "obtain", "get", "accept", "borrow", "secure", "win"})
"""Verbs whose subject is given what another gives."""
SPOKEN_FOR = frozenset({
    "rhetoric", "policy", "strategy", "approach", "speech", "remark", "comment", "message", "action", "government",
    "diplomacy", "campaign", "announcement", "budget", "doctrine", "agenda", "programme", "program", "note", "report",
})  # fmt: skip
"""Nouns through which their owner speaks or acts: "Norway's budget provides for it"."""
VIEWS = frozenset({
    "stance", "position", "view", "belief", "claim", "assertion", "warning", "insistence", "argument", "conviction",
    "opinion", "statement", "contention", "assessment", "judgement", "judgment", "suggestion",
})  # fmt: skip
"""Nouns whose clause somebody holds: "his assertion that such talks are a waste of time"."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One reading with its holder."""

    hit: Hit
    reading: Reading
    holder: Holder
    speaker: Speaker | None
    commitment: str
    actor_rule: str
    says: bool = False  # an ellipsis that is told as said: "Peru said it would do the same"
    also: tuple[int, ...] = ()  # further sentences of the proof


def statements(
    article_id: str,
    s: Sentence,
    hit: Hit,
    actors: Actors,
    triggers: Triggers,
    matter: Matter,
    *,
    others: frozenset[int] = frozenset(),
) -> Iterator[Statement]:
    """Yield the statements that one hit gives: one a reading and holder; `others` are heads of other issues' words."""
    for reading in Walk(s, hit, triggers, matter, others=others).settled():
        yield from held(article_id, s, hit, reading, actors, triggers)


def held(
    article_id: str, s: Sentence, hit: Hit, reading: Reading, actors: Actors, triggers: Triggers
) -> Iterator[Statement]:
    """Yield the statement of a reading for each of its holders."""
    speaker = actors.speaker(article_id, s.char_start[reading.trigger])
    if reading.holder == SPEAKER:
        for holder, rule in _speaking(article_id, s, reading.trigger, speaker, actors, triggers):
            yield Statement(hit, reading, holder, speaker, reading.commitment, rule)
        return
    if s.lower[reading.holder] in FIRST and s.word[reading.holder] != "US":
        if speaker is not None and speaker.holder is not None:
            yield Statement(hit, reading, speaker.holder, speaker, reading.commitment, "first person")
        elif speaker is None:
            for holder in actors.narrators(article_id):
                yield Statement(hit, reading, holder, None, reading.commitment, "document's speaker")
        return
    who = _giver(s, reading) or _antecedent(s, reading.holder)
    named = list(actors.named(article_id, s, who))
    if not named and s.lemma[who] in SPOKEN_FOR | triggers.lists["document"] | triggers.nouns.keys():
        by = g.owner(s, who)
        named = [] if by is None else list(actors.named(article_id, s, by))
    if not named and s.pos[who] == "PRON" and speaker is not None and speaker.holder is not None:
        # "It would send troops, Norway said": a pronoun before its name
        yield Statement(hit, reading, speaker.holder, speaker, reading.commitment, "speaker")
    for holder in named:
        yield Statement(hit, reading, *_own_speaker(holder, speaker, s, who), reading.commitment, "subject")


def _giver(s: Sentence, reading: Reading) -> int | None:
    """As "Chad received the loan from a Norwegian bank": who gives it does it."""
    if reading.kind != "action" or s.lemma[reading.trigger] not in RECEIVING:
        return None
    for node in (reading.trigger, *(k for k in s.children[reading.trigger] if s.dep[k] == "dobj")):
        for kid in s.children[node]:
            if s.dep[kid] == "prep" and s.lower[kid] == "from":
                return next((k for k in s.children[kid] if s.dep[k] == "pobj"), None)
    return None


def _own_speaker(holder: Holder, speaker: Speaker | None, s: Sentence, who: int) -> tuple[Holder, Speaker | None]:
    """Who speaks of the own country is its holder: "Norway opposes it, the minister said"."""
    if speaker is None or speaker.holder is None or speaker.holder.code != holder.code:
        return holder, speaker
    if holder.level in IMPERSONAL or s.pos[who] == "PRON":
        return speaker.holder, speaker
    if speaker.holder.level == "spokesperson" and holder.name != speaker.holder.name:
        return replace(speaker.holder, principal=speaker.holder.principal or holder.name), speaker
    return holder, speaker


def _antecedent(s: Sentence, tok: int) -> int:
    """As "Norway and Chile stressed that they would …": a plural pronoun takes the list that says so."""
    if s.lower[tok] not in ("they", "their", "both"):
        return tok
    for up in s.ancestors(tok):
        if s.pos[up] in ("VERB", "AUX"):
            for kid in s.children[up]:
                if s.dep[kid] == "nsubj" and kid < tok and len(g.conjuncts(s, kid)) > 1:
                    return kid
    return tok


def _speaking(
    article_id: str, s: Sentence, trigger: int, speaker: Speaker | None, actors: Actors, triggers: Triggers
) -> Iterator[tuple[Holder, str]]:
    """Who says the words at `trigger`: whose view it is said to be, the quote's speaker, the subject of saying."""
    view = _view_over(s, trigger)
    if view is not None and (speaker is None or s.char_start[view] >= speaker.start):
        yield from ((holder, "whose view") for holder in actors.named(article_id, s, view))
        return
    if speaker is not None and speaker.is_known:
        if speaker.holder is not None:
            yield speaker.holder, "speaker"
            yield from _saying_too(article_id, s, trigger, speaker.holder, actors, triggers)
        return
    node = trigger
    for up in s.ancestors(trigger):
        if (
            s.pos[up] == "VERB"
            and s.lemma[up] in triggers.lists["speech"]
            and s.dep[node] in ("ccomp", "xcomp", "advcl", "parataxis", "dep")
        ):
            who = g.subject(s, up)
            if who is not None:
                for holder in actors.named(article_id, s, who):
                    yield holder, "subject of saying"
            return
        node = up
    if speaker is None:
        yield from ((holder, "document's speaker") for holder in actors.narrators(article_id))


def _view_over(s: Sentence, trigger: int) -> int | None:
    """Return whose view the clause of `trigger` is: "his assertion that such talks are a waste of time"."""
    node = trigger
    for up in s.ancestors(trigger):
        if s.pos[up] == "NOUN" and s.dep[node] in ("acl", "ccomp", "relcl") and s.lemma[up] in VIEWS:
            return g.owner(s, up)
        node = up
    return None


def _saying_too(
    article_id: str, s: Sentence, trigger: int, speaker: Holder, actors: Actors, triggers: Triggers
) -> Iterator[tuple[Holder, str]]:
    """Yield those who say it with the speaker: "the ministers of Norway and Chile said"."""
    for up in s.ancestors(trigger):
        if s.lemma[up] in triggers.lists["speech"] and (who := g.subject(s, up)) is not None:
            together = [who] if len(g.conjuncts(s, who)) > 1 else []
            named = [holder for tok in together for holder in actors.named(article_id, s, tok)]
            if any(holder.code == speaker.code for holder in named):
                yield from ((holder, "subject of saying") for holder in named if holder.code != speaker.code)
            return
