"""Hits of sentences that go on about their article's issue in other words: "the levy", "its checks", "150 officers".

What a noun phrase of the issue's own field names, taken up as known ("the levy", "such centres", "its systems") or as a
share of it ("150 officers", "60 million euros"), is the issue's matter in an article about nothing else. A phrase that
says of what else it is ("the trade levy", "a limit on speed") names another thing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import polars as pl

from transforms.issues.antecedents import antecedents
from transforms.issues.profile import Profile, Profiles
from transforms.issues.words import key_of, table_rows, words_of
from transforms.positions.discourse import Discourse
from transforms.positions.hits import Hit
from transforms.positions.merge import WEAK
from transforms.positions.statements import Statement
from transforms.positions.tables import Triggers
from transforms.views import Sentence, SentenceViews

SCORE = 0.2
_AT = {"sid": pl.UInt32, "tok": pl.UInt16}
TELLING = 0.75
"""The weight from which on a word of an issue's texts belongs to its field: proposition and keywords."""
TOLD = 0.45
"""The same for words of a synonym family: the description's too."""
KNOWN = frozenset({"the", "this", "that", "these", "those", "such", "its", "their", "his", "her", "our", "any", "no"})
"""Words that take a thing up as known."""
WHERE = frozenset(
    {
        "in",
        "at",
        "during",
        "after",
        "before",
        "since",
        "until",
        "under",
        "from",
        "near",
        "like",
        "by",
        "as",
        "into",
        "within",
        "inside",
        "through",
    }
)
"""Prepositions before what is no object."""
STAND_IN_OPENERS = frozenset({"the", "this", "that", "these", "those", "such"})
OF_WHAT = frozenset({"of", "on", "for", "over", "about", "against"})


def continued_hits(
    discourse: Discourse,
    sentences: pl.DataFrame,
    tokens: pl.DataFrame,
    taken: Sequence[Hit],
    profiles: Profiles,
    t: Triggers,
) -> list[Hit]:
    """Return the hits of field words in sentences that hold no words of any issue, in text order."""
    issues = discourse.issues(sentences)
    fields = {issue_id: Field(profiles.by_id[issue_id], t) for issue_id in sorted({*issues.values()})}
    heads = {(hit.sid, hit.head) for hit in taken}
    views = SentenceViews(tokens.filter(pl.col("sid").is_in(sorted(issues))))
    of_interest = pl.col("pos").is_in(["NOUN", "NUM", "PROPN"])  # "the Court" is a short name
    nouns = tokens.filter(of_interest & pl.col("sid").is_in(sorted(issues))).sort("sid", "tok")
    found, stand_ins = [], []
    for sid, tok in nouns.select("sid", "tok").iter_rows():
        issue_id = issues[sid]
        sign = fields[issue_id].sign(views[sid], tok) if (sid, tok) not in heads else None
        if (
            sign is None
            and (sid, tok) not in heads
            and discourse.is_sole(sid)
            and fields[issue_id].is_stand_in(views[sid], tok)
        ):
            stand_ins.append(Hit(sid, tok, views[sid].left[tok], tok + 1, issue_id, 1, "anaphor", SCORE))
        elif sign is not None:
            found.append(Hit(sid, tok, views[sid].left[tok], tok + 1, issue_id, sign, "continued", SCORE))
    found += _not_of_else(stand_ins, taken, tokens, sentences)
    return sorted(found, key=lambda hit: (hit.sid, hit.head))


def _not_of_else(
    stand_ins: Sequence[Hit], taken: Sequence[Hit], tokens: pl.DataFrame, sentences: pl.DataFrame
) -> list[Hit]:
    """Leave out stand-ins that their article brought in as something else: "the resolution" on fishing."""
    bare = pl.DataFrame([(hit.sid, hit.head) for hit in stand_ins], schema=_AT, orient="row")
    issues = pl.DataFrame(
        [(hit.sid, hit.head, hit.issue_id, hit.score) for hit in taken if hit.via != "anaphor"],
        schema={"sid": pl.UInt32, "head_tok": pl.UInt16, "issue_id": pl.String, "score": pl.Float64},
        orient="row",
    )
    meant: dict[tuple[int, int], set[str | None]] = defaultdict(set)
    named = antecedents(bare, issues, tokens, sentences.select("sid", "article_id"))
    for sid, tok, issue_id in named.select("sid", "tok", "named_issue").iter_rows():
        meant[sid, tok].add(issue_id)
    return [hit for hit in stand_ins if hit.issue_id in meant.get((hit.sid, hit.head), {hit.issue_id})]


def stands(x: Statement) -> bool:
    """Tell whether a statement on words that only continue an issue is sure: no mere judgement, nor what others tell.

    What a legislator or analyst says a country did is his word, and "the force failed" may be said of anything.
    """
    is_told = x.speaker is not None and x.speaker.is_known and x.speaker.holder is None
    return x.reading.kind not in WEAK and not is_told


def _heads(keyword: str) -> list[str]:
    """Return the family of the head of a name of several words: "Court" of "Court of Appeal", "Pact" of "Lima Pact"."""
    named = words_of(re.split(r" (?:of|for|on) ", keyword)[0])
    is_name = len(words_of(keyword)) > 1 and any(word[:1].isupper() for word in keyword.split())
    return [key_of(named[-1])] if is_name and named else []


class Field:
    """The nouns that name the matter of one issue."""

    def __init__(self, profile: Profile, t: Triggers) -> None:
        self._t, self._lists = t, t.lists
        groups: dict[str, set[str]] = defaultdict(set)
        for row in table_rows("synonyms.csv"):
            groups[row["field"]].add(key_of(row["word"]))
        common = {key_of(word) for word in t.lists["of_many"]} | profile.against
        own = {unit for unit, weight in profile.words.items() if weight >= TELLING and not unit.startswith("@")}
        told = {unit for unit, weight in profile.words.items() if weight >= TOLD}
        self.kinds = {name for name, members in groups.items() if members & told}
        self.words = own.union(*(groups[name] for name in self.kinds)) - common
        self._own = own
        self._heads = {head for k in profile.keywords if k.is_own for head in _heads(k.text)}
        self._signs: dict[str, set[int]] = defaultdict(set)  # of the keywords a word, or one of its family, stands in
        for keyword in (k for k in profile.keywords if k.is_own):
            for unit in {member for name in self.kinds for member in groups[name] if groups[name] & {*keyword.keys}}:
                self._signs[unit].add(keyword.sign)
            for unit in keyword.keys:
                self._signs[unit].add(keyword.sign)

    def sign(self, s: Sentence, tok: int) -> int | None:
        """Return the direction of a noun of the field, or None where it names no matter of the issue."""
        unit = key_of(s.lemma[tok])
        if self._is_share(s, tok):
            return 1
        if s.dep[tok] in ("compound", "nmod", "npadvmod", "poss"):
            return None
        if s.dep[tok] == "pobj" and s.lower[s.head[tok]] in WHERE:
            return None
        if s.pos[tok] == "PROPN":
            return 1 if self._is_short_name(s, tok, unit) else None
        if s.pos[tok] == "NUM" or unit not in self.words or not self._is_taken_up(s, tok) or self._is_of_else(s, tok):
            return None
        if s.lemma[tok] in self._lists["spare"] and unit not in self._own:
            return -1
        signs = self._signs.get(unit, set())
        if signs:
            return min(signs) if len(signs) == 1 else None
        ends = self._t.action_nouns.get(unit) == -1 or s.lemma[tok] in self._lists["undo_noun"]
        return None if ends else 1

    def _is_short_name(self, s: Sentence, tok: int, unit: str) -> bool:
        """As "the Court" for the International Court of Justice: the head of one of the issue's names, taken up."""
        kids = [s.lower[k] for k in s.children[tok] if s.dep[k] in ("det", "amod", "compound", "nmod", "poss")]
        return unit in self._heads and kids in (["the"], ["this"]) and not self._is_of_else(s, tok)

    def is_stand_in(self, s: Sentence, tok: int) -> bool:
        """As "the whole idea", "such proposals", "the resolution"."""
        if s.lemma[tok] not in self._lists["anaphor"] | self._lists["stand_in"]:
            return False
        openers = {s.lower[k] for k in s.children[tok] if s.dep[k] in ("det", "predet", "amod")}
        where = s.dep[tok] == "pobj" and s.lower[s.head[tok]] in WHERE
        others = [
            k
            for k in s.children[tok]
            if s.dep[k] not in ("det", "predet", "punct")
            and s.lower[k] != "as"
            and not (s.dep[k] == "prep" and s.lower[k] in WHERE)  # "rejected such steps under the pretext of health"
        ]
        return (
            not where
            and bool(openers & STAND_IN_OPENERS)
            and all(s.lower[k] in self._lists["leaves_same"] - {"own", "more", "new"} for k in others)
        )

    def _is_taken_up(self, s: Sentence, tok: int) -> bool:
        openers = {s.lower[k] for k in s.children[tok] if s.dep[k] in ("det", "poss", "amod", "predet")}
        if openers & KNOWN or any(s.dep[k] == "nummod" for k in s.children[tok]):
            return True
        over = s.head[tok]
        return (
            s.tag[tok] == "NNS"
            and s.dep[tok] == "dobj"
            and not openers
            and s.lemma[over] in self._lists["give"] | self._lists["keep_up"]
        )

    def _is_of_else(self, s: Sentence, tok: int) -> bool:
        same = self._lists["leaves_same"]
        for kid in s.children[tok]:
            if s.dep[kid] in ("amod", "compound", "nmod", "poss") and s.pos[kid] in ("ADJ", "NOUN", "PROPN", "VERB"):
                plain = s.lower[kid] in same or s.pos[kid] == "PROPN" or s.word[kid][:1].isupper()
                if not plain and key_of(s.lemma[kid]) not in self.words:
                    return True
            if s.dep[kid] == "prep" and s.lower[kid] in OF_WHAT:
                for noun in s.children[kid]:
                    if s.pos[noun] == "NOUN" and key_of(s.lemma[noun]) not in self.words:
                        return True
        return False

    def _is_share(self, s: Sentence, tok: int) -> bool:
        """As "150 officers", "60 million euros" under a verb of giving, where the issue is about forces or money."""
        lemma = s.lemma[tok]
        fits = ("money" in self.kinds and lemma in self._lists["money"]) or (
            "force" in self.kinds and lemma in self._lists["force"]
        )
        counted = any(s.dep[k] in ("nummod", "quantmod") for k in s.children[tok]) or s.pos[tok] == "NUM"
        return fits and counted and s.dep[tok] == "dobj" and s.lemma[s.head[tok]] in self._lists["give"]
