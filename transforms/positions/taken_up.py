"""Hits of words that take up what was told: "Kenya will join", "Peru's move", "a similar pledge", "the talks".

In a round of reactions the issue is named once and then only taken up. What a verb without object joins or stays out
of, what somebody's "decision" was, and what a definite noun means that a keyword has just brought in, is the issue
spoken of; for which side of it a "decision" or "following suit" stands, what was told before tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from transforms.issues.profile import Profile
from transforms.issues.words import key_of, table_rows
from transforms.positions import grammar as g
from transforms.positions.discourse import SPOKEN, Discourse
from transforms.positions.hits import Hit
from transforms.positions.holders import Actors
from transforms.positions.labels import TOWARDS
from transforms.positions.statements import Statement
from transforms.positions.tables import Triggers
from transforms.views import Sentence, SentenceViews

SCORE = 0.2
BACK = 4
"""Sentences back in which a keyword's noun is still the one that "the" means."""
REACH = 6
"""Sentences over which "the decision" still means the last act told of its issue."""
IDEAS = frozenset({
    "idea", "proposal", "plan", "suggestion", "call", "initiative", "option", "possibility", "notion", "concept",
    "scheme", "demand", "request", "offer",
})  # fmt: skip
"""Nouns that mean what was last put forward or turned down, whoever did it."""
STEPS = frozenset({"decision", "move", "step", "action"})
"""Nouns that mean what was last done, be it to end what was agreed."""
OPENERS = frozenset({"the", "this", "that", "these", "those", "such"})
LIKE = frozenset({"similar", "same", "identical", "comparable"})
"""Adjectives that make a thing another of the kind told: "a similar ban"."""
IT = frozenset({"it", "them", "this", "that", "part", "suit"})
"""Objects that name nothing else."""
STAYS = frozenset({"stay", "remain", "stay in", "stay on", "rejoin", "come back"})
LEAVES = frozenset({"leave", "withdraw", "quit", "exit", "pull out", "walk away", "walk out", "drop out"})
BELONGING = frozenset(key_of(word) for word in ("stay", "belong", "withdraw", "exit", "quit"))
"""Verbs for being in something or not any more, and the families of words that tell that an issue is of this kind."""
OF_ELSE = frozenset({"in", "of", "to", "for", "with", "into", "against", "through", "on"})
"""Prepositions that name what is joined: then it is something else."""


def taken_up_hits(
    discourse: Discourse, tokens: pl.DataFrame, taken: Sequence[Hit], issues: dict[int, str], t: Triggers
) -> list[Hit]:
    """Return hits in text order; `issues` are the sentences that go on about an issue, with that issue."""
    heads = {(hit.sid, hit.head) for hit in taken}
    nouns = _again(discourse, tokens, taken, heads)
    common = tokens.filter(pl.col("sid").is_in(sorted(issues)))
    views = SentenceViews(tokens.filter(pl.col("sid").is_in(sorted({*issues} | {sid for sid, *_ in nouns}))))
    found = [
        Hit(sid, tok, views[sid].left[tok], tok + 1, issue_id, sign, "continued", SCORE)
        for sid, tok, issue_id, sign in nouns
        if _is_plain(views[sid], tok, t)
    ]
    done = heads | {(hit.sid, hit.head) for hit in found}
    stand_ins = {row["noun"] for row in table_rows("anaphors.csv")} | t.lists["own_move"]
    verbs = sorted({form.split()[0] for form in t.lists["joins"] | t.lists["stays_out"] | STAYS | LEAVES})
    belonging = {issue_id: _belongs(discourse.profiles.by_id[issue_id]) for issue_id in {*issues.values()}}
    of_interest = ((pl.col("pos") == "VERB") & pl.col("lemma").is_in(verbs)) | (
        (pl.col("pos") == "NOUN") & pl.col("lemma").is_in(sorted(stand_ins))
    )
    for sid, tok in common.filter(of_interest).sort("sid", "tok").select("sid", "tok").iter_rows():
        s = views[sid]
        if (sid, tok) in done:
            continue
        if s.pos[tok] == "VERB":
            sign = _joins(s, tok, t) or _stays(s, tok) * belonging[issues[sid]]
            if sign:
                via = "followed" if s.lemma[tok] == "follow" else "joined"
                found.append(Hit(sid, tok, tok, tok + 1, issues[sid], sign, via, SCORE))
        elif any(s.lower[k] in LIKE for k in s.children[tok] if s.dep[k] == "amod") and not _is_of_else(s, tok):
            found.append(Hit(sid, tok, s.left[tok], tok + 1, issues[sid], 1, "anaphor", SCORE))
        elif s.lemma[tok] in t.lists["own_move"] and _is_somebodys(s, tok):
            found.append(Hit(sid, tok, tok, tok + 1, issues[sid], 1, "owners", SCORE))
    return found


class Told:
    """What has been told of each issue so far, so that "the decision" and "follow suit" have a side."""

    def __init__(self) -> None:
        self._acts: dict[tuple[str, str], tuple[int, int]] = {}  # article, issue: sentence and side of the last act
        self._ends: dict[tuple[str, str], tuple[int, int]] = {}  # the same of the last act against it
        self._ideas: dict[tuple[str, str], tuple[int, int]] = {}  # the same of what was last wanted or turned down
        self._sides: dict[tuple[str, str, str], int] = {}  # where each holder was last told to stand

    def note(self, article_id: str, x: Statement) -> None:
        """Take in one statement."""
        topic = (article_id, x.hit.issue_id)
        if x.hit.via == "keyword":
            self._sides[*topic, x.holder.code] = TOWARDS[x.commitment]
            if x.reading.kind in ("noun", "owned") or x.commitment in ("acts", "commits"):
                self._acts[topic] = (x.hit.sid, TOWARDS[x.commitment])
            if x.commitment == "rules_out" and x.reading.kind == "action":  # "stopped the talks"
                self._ends[topic] = (x.hit.sid, -1)
            if x.reading.kind == "attitude":
                self._ideas[topic] = (x.hit.sid, x.reading.side)

    def meant(self, article_id: str, s: Sentence, hit: Hit, actors: Actors) -> Hit | None:
        """Return the hit with the direction of what it takes up, or None where nothing was told to take up."""
        topic = (article_id, hit.issue_id)
        if hit.via == "owners":
            by = g.owner(s, hit.head)
            holders = [] if by is None else actors.named(article_id, s, by)
            side = next((self._sides[*topic, x.code] for x in holders if (*topic, x.code) in self._sides), None)
            return None if side is None else replace(hit, sign=side, via="continued", is_named=False)
        if hit.via == "joined":
            return replace(hit, is_named=False)
        if hit.via not in ("anaphor", "followed"):
            return hit
        last = max((-1, hit.sign), self._acts.get(topic, (-1, 1)), key=lambda at: at[0])
        if s.lemma[hit.head] in STEPS:
            last = max(last, self._ends.get(topic, (-1, 1)), key=lambda at: at[0])
        if s.lemma[hit.head] in IDEAS:
            last = max(last, self._ideas.get(topic, (-1, 1)), key=lambda at: at[0])
        return replace(hit, sign=last[1], is_named=False) if 0 <= hit.sid - last[0] <= REACH else hit


def _again(
    discourse: Discourse, tokens: pl.DataFrame, taken: Sequence[Hit], heads: set[tuple[int, int]]
) -> list[tuple[int, int, str, int]]:
    """Nouns of keywords that stand again near by: `sid`, `tok`, issue, direction of the keyword."""
    named = pl.DataFrame(
        [
            (hit.sid, hit.head, hit.issue_id, hit.sign)
            for hit in taken
            if hit.via == "keyword" and not hit.is_name and hit.score >= SPOKEN
        ],
        schema={"sid": pl.UInt32, "tok": pl.UInt16, "issue_id": pl.String, "sign": pl.Int8},
        orient="row",
    )
    nouns = tokens.filter(pl.col("pos") == "NOUN").select("sid", "tok", "lemma")
    brought = named.join(nouns, on=["sid", "tok"]).select("sid", "lemma", "issue_id", "sign").unique()
    last: dict[tuple[str, str], dict[int, set[tuple[str, int]]]] = defaultdict(lambda: defaultdict(set))
    for sid, lemma, issue_id, sign in brought.iter_rows():
        last[discourse.article_of[sid], lemma][sid].add((issue_id, sign))
    lemmas = brought["lemma"].unique()
    again = nouns.filter(pl.col("lemma").is_in(lemmas.to_list())).sort("sid", "tok")
    found = []
    for sid, tok, lemma in again.iter_rows():
        before = last.get((discourse.article_of.get(sid, ""), lemma), {})
        near = max((at for at in before if sid - BACK <= at < sid), default=None)
        if near is not None and len(before[near]) == 1 and (sid, tok) not in heads:
            found.append((sid, tok, *next(iter(before[near]))))
    return found


def _is_plain(s: Sentence, tok: int, t: Triggers) -> bool:
    """As "the talks", "these planned tariffs": known, and no other of the kind."""
    openers = {s.lower[k] for k in s.children[tok] if s.dep[k] in ("det", "predet", "amod")}
    others = [k for k in s.children[tok] if s.dep[k] in ("amod", "compound", "nmod", "poss", "nummod", "prep")]
    same = t.lists["leaves_same"] - {"new", "more", "own", "further"}
    return bool(openers & OPENERS) and all(s.lower[k] in same for k in others)


def _belongs(profile: Profile) -> int:
    """1 for an issue of who belongs to something, -1 where the proposition is that he leaves it, else 0."""
    if not BELONGING & {*profile.words}:
        return 0
    if not profile.is_reversed:
        return 1
    return -1 if profile.event in {key_of(form.split()[0]) for form in LEAVES} else 0


def _stays(s: Sentence, tok: int) -> int:
    """1 for a verb that stays in what is not named ("Norway will stay"), -1 for one that leaves it, else 0."""
    forms = _alone(s, tok)
    if any(s.dep[k] in ("acomp", "attr", "oprd", "dobj") for k in s.children[tok]):
        return 0  # "remain calm", "leave it"
    return 1 if forms & STAYS else -1 if forms & LEAVES else 0


def _joins(s: Sentence, tok: int, t: Triggers) -> int:
    """1 for a verb that takes part in what is not named ("will join"), -1 for one that stays out of it, else 0."""
    forms = _alone(s, tok)
    return 1 if forms & t.lists["joins"] else -1 if forms & t.lists["stays_out"] else 0


def _alone(s: Sentence, tok: int) -> set[str]:
    """A verb's lemma, alone and with its particle, where it has no object that names anything; else nothing."""
    kids = s.children[tok]
    objects = [k for k in kids if s.dep[k] in ("dobj", "ccomp", "xcomp", "dative")]
    if any(s.lower[k] not in IT for k in objects) or any(s.dep[k] in ("nsubjpass", "auxpass") for k in kids):
        return set()
    if s.lower[tok] == "following" and not objects:
        return set()  # "following the attack"
    if any(_names_else(s, k) for k in kids if s.dep[k] == "prep") or s.dep[tok] in ("amod", "acl", "relcl", "compound"):
        return set()
    return {s.lemma[tok], g.particle(s, tok), *(f"{s.lemma[tok]} {s.lower[k]}" for k in kids)}


def _names_else(s: Sentence, prep: int) -> bool:
    """As "joined in the singing", not "joined in May"."""
    named = [k for k in s.children[prep] if s.dep[k] in ("pobj", "pcomp")]
    dated = s.lower[prep] in ("in", "on") and all(s.pos[k] in ("NUM", "PROPN") for k in named)
    return s.lower[prep] in OF_ELSE and bool(named) and not dated and any(s.lower[k] not in IT for k in named)


def _is_somebodys(s: Sentence, tok: int) -> bool:
    """As "Peru's surprise announcement"; not "Peru's decision to buy trams"."""
    owners = [k for k in s.children[tok] if s.dep[k] == "poss" and s.pos[k] == "PROPN"]
    return len(owners) == 1 and not _is_of_else(s, tok)


def _is_of_else(s: Sentence, tok: int) -> bool:
    """Whether a noun says what it is about itself: "decision to", "ban on", "trade policy"."""
    said = ("acl", "relcl", "ccomp", "compound", "nmod", "appos")
    return any(s.dep[k] in said or (s.dep[k] == "prep" and s.lower[k] in OF_ELSE) for k in s.children[tok])
