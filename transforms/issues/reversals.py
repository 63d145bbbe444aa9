"""Words that end, bar or undo what they are said of: "ban", "withdrawal", "give up", "cannot"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from transforms.issues.names import bare_words
from transforms.issues.words import forms, key_of
from transforms.lexicon import Lexicon
from transforms.views import Sentence

LIGHT = frozenset(
    ["be", "become", "have", "make", "take", "give", "use", "do", "conduct", "hold", "place", "put", "adopt"]
)
"""Verbs whose object names the event: "use force", "place sanctions"."""
KEEPING = frozenset(["keep", "leave", "remain", "stay", "be"])
"""Verbs that leave a thing in a state: "keeps its border closed"."""
ACTING = frozenset(["act", "move", "campaign", "legislate", "proceed", "vote", "fight"])
STEPS = frozenset(["action", "step", "measure", "campaign", "fight", "war", "law"])
"""What is taken "against" a thing to end it."""
_ALSO_MODIFIERS = frozenset(["limit", "combat", "exit", "bar", "counter", "phas", "fight", "low"])
_PREPOSITION = re.compile(r" (?:of|on|from|to|against|in|for|over|by|with|between|at|into|after) ")


@dataclass(frozen=True, slots=True)
class Reversals:
    """The table `seeds/reversals.csv` as keys; a phrase is a verb's key and its particle."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    negations: frozenset[str]
    phrases: frozenset[tuple[str, str]]
    measures: frozenset[str]
    relief: frozenset[str]  # verbs that end a measure and raise all else: "lift the ban", "lift output"
    verb_forms: frozenset[str]  # the verbs as written, those of relief too: "severe" is none of "sever"
    barriers: frozenset[str]  # measures that stand in the way of what is opened: "tariff", "barrier"
    openings: frozenset[str]  # verbs of taking such measures away: "open", "liberalise"
    policies: frozenset[str]  # nouns of what carries a proposition out: "bill", "reform"
    keeping: frozenset[str]  # words for leaving a thing as it is: "stay", "retain"

    @classmethod
    def of(cls, lexicon: Lexicon) -> Reversals:
        """Read the table."""
        words: dict[str, list[str]] = {}
        for word, pos in lexicon.tables["reversals"].select("word", "pos").iter_rows():
            words.setdefault(pos, []).append(word)
        classes = lexicon.tables["word_classes"]
        policies, keeping = (
            frozenset(key_of(word) for word in classes.filter(pl.col("class") == name)["lemma"])
            for name in ("policy", "keeping")
        )
        return cls(
            frozenset(key_of(word) for word in words["verb"]),
            frozenset(key_of(word) for word in words["noun"]),
            frozenset(words["negation"]),
            frozenset((key_of(verb), particle) for verb, particle in (phrase.split() for phrase in words["phrase"])),
            frozenset(key_of(word) for word in (*words["measure"], *words["noun"], *words["barrier"])),
            frozenset(key_of(word) for word in words["relief"]),
            frozenset(form for word in (*words["verb"], *words["relief"]) for form in forms(word)),
            frozenset(key_of(word) for word in words["barrier"]),
            frozenset(key_of(word) for word in words["opening"]),
            policies,
            keeping,
        )

    def ended(self, view: Sentence, root: int) -> set[int]:
        """Return the tokens of what a proposition ends, bars or withdraws; none where it ends nothing."""
        barred = self._barred(view, root)
        if barred:
            return {tok for top in barred for tok in _of(view, top)}
        if not self._reverses(view, root):
            return set()
        tops = [*view.kids(root, "dobj", "nsubjpass", "xcomp", "ccomp", "acomp", "attr")]
        if view.lemma[root] in LIGHT:  # "place a ban on": what the ban is on
            tops = [kid for top in tops for prep in view.kids(top, "prep") for kid in view.kids(prep, "pobj", "pcomp")]
        preps = view.kids(root, "prep")  # "kept from leaving", "closed to ships"
        tops += [kid for prep in preps for kid in view.kids(prep, "pcomp")]
        tops += [kid for prep in preps if view.lower[prep] == "to" for kid in view.kids(prep, "pobj")]
        found = {tok for top in tops for tok in _of(view, top)}
        if _denied(view, root):
            # "does not fill the dam", "no weapons are based there": the filling and basing too
            found |= {root, *(tok for kid in view.kids(root, "nsubjpass") for tok in _of(view, kid))}
        if not found and self._states(view, root):
            found = {tok for kid in view.kids(root, "nsubj") for tok in _of(view, kid)}  # "its border stays closed"
        return found or set(range(len(view)))

    def _barred(self, view: Sentence, root: int) -> list[int]:
        """Return what a ban is on that a proposition imposes, keeps or wants: "keeps its ban on charcoal exports".

        So with what it acts against: "acts against smuggling", "takes measures against smuggling".
        """
        if self._reverses(view, root) and view.lemma[root] not in LIGHT:
            return []
        bans = [kid for kid in view.kids(root, "dobj", "nsubjpass") if key_of(view.lower[kid]) in self.nouns]
        preps = [prep for ban in bans for prep in view.kids(ban, "prep") if view.lower[prep] in ("on", "of", "against")]
        fights = [kid for kid in view.kids(root, "dobj", "nsubjpass") if view.lemma[kid] in STEPS]
        if view.lemma[root] in ACTING:
            fights.append(root)
        preps += [prep for top in fights for prep in view.kids(top, "prep") if view.lower[prep] == "against"]
        return [kid for prep in preps for kid in view.kids(prep, "pobj", "pcomp")]

    def _reverses(self, view: Sentence, root: int) -> bool:
        """Tell whether the main verb reverses: alone, with its particle, by its object ("place a ban"), or negated."""
        verb = key_of(view.lower[root])
        if verb in self.verbs or _denied(view, root):
            return True
        if any((verb, view.lower[kid]) in self.phrases for kid in view.kids(root, "prt", "advmod", "prep")):
            return True
        if self._states(view, root):
            return True
        things = {key_of(view.lower[kid]) for kid in view.kids(root, "dobj", "nsubjpass")}
        if verb in self.relief:
            return bool(things & self.measures)
        return view.lemma[root] in LIGHT and bool(things & self.nouns)

    def _states(self, view: Sentence, root: int) -> bool:
        """Tell a verb that leaves a thing barred: "keeps its border closed" (parsers may coordinate the two)."""
        states = view.kids(root, "acomp", "oprd", "ccomp", "xcomp", "conj") if view.lemma[root] in KEEPING else []
        return any(key_of(view.lower[kid]) in self.verbs for kid in states)

    def opens(self, keyword: str) -> bool:
        """Tell a keyword that begins with the relief from a measure: "lifting the ban"."""
        first = keyword.split(maxsplit=1)
        return len(first) > 1 and self.in_keyword(keyword) == key_of(first[0]) and key_of(first[0]) in self.relief

    def bars(self, keyword: str, said: frozenset[str]) -> bool:
        """Tell a keyword for what stands in the way of a proposition that opens: "tariffs" of "opens its market"."""
        head = [key_of(word) for word in bare_words(_PREPOSITION.split(keyword)[0])]
        return bool(head) and head[-1] in self.barriers - said and bool(said & self.openings)

    def in_keyword(self, keyword: str, ended: frozenset[str] = frozenset()) -> str | None:
        """Return the key (or negation) by which a keyword names an ending ("aid ban", "block aid"), else None.

        Only its head noun or the verb it begins with: "combat troops" and "limit values" end nothing. What relief is of
        is a measure, or what the proposition itself ends (`ended`).
        """
        head = [key_of(word) for word in bare_words(_PREPOSITION.split(keyword)[0])]
        words = [word.lower() for word in bare_words(keyword)]
        for first, second in pairwise(words):
            if first in self.negations or (key_of(first), second) in self.phrases:
                return first if first in self.negations else key_of(first)
        is_compound = "-" in keyword.split(maxsplit=1)[0]  # a "cease-fire" ceases nothing else
        if len(words) > 1 and words[0] in self.verb_forms and keyword[:1].islower() and not is_compound and head:
            if head[0] in self.relief and {key_of(word) for word in words[1:]} & self.measures:
                return head[0]
            if head[0] in self.verbs - _ALSO_MODIFIERS:
                return head[0]
        is_relief = (
            head and head[-1] in self.relief and bool({*head[:-1]} & (self.measures | ended))
        )  # "sanctions relief"
        return head[-1] if head and (head[-1] in self.nouns or is_relief) else None


def _denied(view: Sentence, root: int) -> bool:
    """Tell a negated verb, or one whose subject or object is denied: "no weapons are stationed"."""
    things = view.kids(root, "nsubj", "nsubjpass", "dobj")
    denied = (view.lower[kid] == "no" for thing in things for kid in view.kids(thing, "det"))
    return bool(view.kids(root, "neg")) or any(denied)


def _of(view: Sentence, top: int) -> set[int]:
    """A phrase without what only says where, by whom or which: "the use of mines", not "in the valley"."""
    found = {top}
    for kid in view.children[top]:
        is_noun = view.pos[top] in ("NOUN", "PROPN")
        if view.dep[kid] in ("relcl", "agent", "advcl", "mark", "punct"):
            continue
        if view.dep[kid] == "prep" and is_noun and view.lower[kid] != "of":
            continue
        found |= _of(view, kid)
    return found
