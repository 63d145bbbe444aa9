"""The state of one climb from an issue's words up the tree, and the words' values that every rule asks."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.issues.words import key_of
from transforms.positions import grammar as g
from transforms.positions.frames import idiom_anchors
from transforms.positions.hits import Hit, Matter
from transforms.positions.tables import Triggers
from transforms.views import Sentence

PLAIN = g.VerbGroup(False, "", True, False, False, False, False, False)
"""A reading that no verb group changes."""
EFFECTS = {"realises": 1, "reverses": -1}
"""What a fixed phrase that is an act does to its object."""
SPEAKER = -1
"""Holder of a judgement, duty or announcement: whoever says the sentence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a sentence: what the trigger says of the issue, and which word names who holds it."""

    trigger: int
    commitment: str
    holder: int  # token, or SPEAKER
    kind: str  # attitude, action, noun, adjective, evaluation, duty, label, idiom, owned
    distance: int  # words climbed between the issue's words and the trigger
    governs: str = ""  # what the trigger's argument is: "other" (another's act), "ing" (own act), "duty", ""
    is_adjectival: bool = False  # the holder stands as an adjective before the noun: "the Italian decision"
    is_loose: bool = False  # read by the back-off, where no listed frame fits
    side: int = 1  # the direction of what the trigger governs: -1 in "opposes lifting the ban" of a ban


class Climb:
    """One climb: the sign so far, what was passed, and the readings found."""

    def __init__(
        self, s: Sentence, hit: Hit, triggers: Triggers, matter: Matter, *, others: frozenset[int] = frozenset()
    ) -> None:
        """Start at the hit; `others` are heads of other issues' words."""
        self.s = s
        self.hit = hit
        self.sign = hit.sign
        self.t = triggers
        self.others = others
        self.predicates = matter.predicates
        self.words = matter.words
        self.ends = matter.ends  # the proposition ends or bars something
        self.presses = matter.presses  # to curb is one way of doing it
        self.is_judged = matter.is_judged  # it is what others hold of somebody: his acts are no position on it
        phrases = idiom_anchors(s, triggers)
        self.idioms = {tok: reading for tok, reading in phrases.items() if reading not in EFFECTS}
        self.act_phrases = {tok: EFFECTS[reading] for tok, reading in phrases.items() if reading in EFFECTS}
        self.readings: list[Reading] = []
        self.pending: tuple[int, str] | None = None
        self.inner, self.inner_sign = "", 1  # the last attitude folded in, and the direction of its argument
        self.asks = False
        self.said: int | None = None  # the verb of a fixed phrase that has been read
        is_own = any(s.dep[k] == "poss" and s.pos[k] == "PRON" for k in s.children[hit.head])
        is_anothers = g.owner(s, hit.head, sources=("by",)) is not None and not is_own  # "its escorts" are one's own
        self.governs = "other" if is_anothers else ""
        # the words say so themselves: "travel ban", "the pressure on Peru"
        said = {key_of(s.lemma[tok]) for tok in range(hit.start, hit.end)}
        self.says_end = any(self._reverses(tok) for tok in range(hit.start, hit.end)) or (
            matter.ends and bool(said & matter.predicates)  # "the coal phase-out" of coal that is phased out
        )
        self.says_end = self.says_end or (
            matter.presses and any(key_of(lemma) in matter.predicates for lemma in s.lemma)
        )
        self.acted = False  # something on the way realises or reverses the issue's words
        self.stance: tuple[str, int] | None = None  # what a stance named on the way holds, and its direction
        self.blurred = False  # an unknown verb stands between: what is planned is not the issue itself
        self.depth = 0
        self.ended = False  # something on the way ends what the proposition itself ends
        self.scant = False  # there is too little of what was passed, for who finds fault with it

    def _reverses(self, tok: int) -> bool:
        lemma = self.s.lemma[tok]
        return lemma in self.t.lists["undo_noun"] or self.t.action_nouns.get(key_of(lemma)) == -1

    def _add(self, trigger: int, commitment: str | None, holder: int | None, kind: str) -> None:
        if (
            self.hit.via == "anaphor"
            and self.s.pos[self.hit.head] == "PRON"
            and (kind != "attitude" or commitment not in ("objects", "advocates", "rules_out", "not_ruling_out"))
            and self.s.dep[self.hit.head] == "dobj"
        ):
            return  # "opposes it" speaks of the issue, "picked it up" of anything
        if self.hit.is_name and self.depth > 1 and not self.acted:
            return  # a name far below the trigger is where or with whom, not what
        if kind == "owned" and self.s.lemma[trigger] in ("handling", "topic", "issue", "question"):
            return  # "his handling of the talks" tells no side
        if self.is_judged and kind in ("action", "owned"):
            return
        if self.hit.is_name and kind in ("action", "owned") and not self._acts_on_names(trigger):
            return  # "defeated Peru", "met Abbas": done to somebody, says nothing of what is asked
        if commitment and holder is not None:
            adjectival = (
                kind in ("noun", "owned") and holder >= 0 and self.s.dep[holder] in ("amod", "compound", "nmod")
            )
            governs = "duty" if kind == "duty" else self.governs
            self.readings.append(
                Reading(trigger, commitment, holder, kind, self.depth, governs, adjectival, side=self.sign)
            )

    def _acts_on_names(self, trigger: int) -> bool:
        lemma = self.s.lemma[trigger]
        family = key_of(lemma)
        return family in self.predicates or family in self.words or lemma in self.t.lists["on_names"]

    def _effect(self, effect: int) -> int:
        """Return an act's effect on the issue's words; where the proposition ends something, to end it is to do it."""
        self.acted = True
        if effect < 0 and not self.ended and self.ends and self.hit.sign > 0 and not self.says_end:
            self.ended = True
            return 1
        return effect

    def _value(self, tok: int) -> int | None:
        """+1 or -1 when the word or its adjective judges; a noun's own value comes before its adjectives'."""
        s = self.s
        if tok in self.idioms and self.idioms[tok] in ("good", "bad"):
            return 1 if self.idioms[tok] == "good" else -1
        longer = any(s.lower[k] == "longer" and any(s.lower[n] == "no" for n in s.children[k]) for k in s.children[tok])
        neither = any(s.lower[k] == "neither" and s.dep[k] == "preconj" for k in s.children[tok])
        denied = -1 if longer or neither or g.is_denied_noun(s, tok) else 1
        kind = "noun" if s.pos[tok] in ("NOUN", "PROPN") else "adj"
        value = (
            self.t.good[kind].get(s.lemma[tok])
            or self.t.good[kind].get(s.lower[tok])
            or self.t.good["adj"].get(s.lower[tok])
        )
        value = self.t.good["adj"].get(g.joined(s, tok)) or value
        if value:
            return value * denied
        for kid in s.children[tok]:
            if s.dep[kid] in ("amod", "conj", "acomp", "attr") and (
                value := self.t.good["adj"].get(s.lower[kid]) or self.t.good["adj"].get(g.joined(s, kid))
            ):
                return value * denied
        for kid in s.children[tok]:
            if s.dep[kid] == "prep" and s.lower[kid] in ("of", "in"):
                for noun in s.children[kid]:
                    if value := self.t.good["noun"].get(s.lemma[noun]):
                        return value * denied
        return None

    def _judge(self, tok: int, value: int) -> None:
        """Add a judgement of whoever speaks: good things are advocated, bad ones objected to."""
        self._add(tok, "advocates" if value * self.sign > 0 else "objects", SPEAKER, "evaluation")
