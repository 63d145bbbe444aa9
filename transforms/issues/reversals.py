"""Words that end, bar or undo what they are said of: "ban", "withdrawal", "give up", "cannot"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from transforms.issues.names import bare_words
from transforms.issues.words import key_of
from transforms.lexicon import Lexicon
from transforms.views import Sentence

LIGHT = frozenset(
    ["be", "become", "have", "make", "take", "give", "use", "do", "conduct", "hold", "place", "put", "adopt"]
)
"""Verbs whose object names the event: "use force", "place sanctions"."""
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

    @classmethod
    def of(cls, lexicon: Lexicon) -> Reversals:
        """Read the table."""
        words: dict[str, list[str]] = {}
        for word, pos in lexicon.tables["reversals"].select("word", "pos").iter_rows():
            words.setdefault(pos, []).append(word)
        return cls(
            frozenset(key_of(word) for word in words["verb"]),
            frozenset(key_of(word) for word in words["noun"]),
            frozenset(words["negation"]),
            frozenset((key_of(verb), particle) for verb, particle in (phrase.split() for phrase in words["phrase"])),
            frozenset(key_of(word) for word in (*words["measure"], *words["noun"])),
        )

    def in_proposition(self, view: Sentence, root: int) -> bool:
        """Tell whether the main verb reverses: alone, with its particle, by its object ("place a ban"), or negated."""
        verb = key_of(view.lower[root])
        if verb in self.verbs or view.kids(root, "neg"):
            return True
        if any((verb, view.lower[kid]) in self.phrases for kid in view.kids(root, "prt", "advmod", "prep")):
            return True
        objects = view.kids(root, "dobj", "nsubjpass") if view.lemma[root] in LIGHT else []
        return any(key_of(view.lower[kid]) in self.nouns for kid in objects)

    def in_keyword(self, keyword: str) -> str | None:
        """Return the key (or negation) by which a keyword names an ending ("aid ban", "block aid"), else None.

        Only its head noun or the verb it begins with: "combat troops" and "limit values" end nothing.
        """
        head = [key_of(word) for word in bare_words(_PREPOSITION.split(keyword)[0])]
        words = [word.lower() for word in bare_words(keyword)]
        for first, second in pairwise(words):
            if first in self.negations or (key_of(first), second) in self.phrases:
                return first if first in self.negations else key_of(first)
        if head and head[-1] in self.nouns:
            return head[-1]
        if len(words) > 1 and head and head[0] in self.verbs - _ALSO_MODIFIERS and keyword[:1].islower():
            return head[0]
        return None
