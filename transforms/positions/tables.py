"""The trigger tables of `seeds/` as look-ups: what a word says of its argument.

`triggers.csv`: words of attitude with their commitment; `actions.csv`: verbs that realise or reverse what they govern
("impose", "lift"), and through word families their nouns ("imposition", "lifting"); `evaluations.csv`: judgements.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.issues.words import key_of
from transforms.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Triggers:
    """All trigger tables, by lemma (a particle follows its verb: "rule out")."""

    verbs: dict[str, dict[str, str]]  # lemma -> frame -> commitment
    nouns: dict[str, str]  # lemma -> commitment
    adjectives: dict[str, str]
    actions: dict[str, dict[str, int]]  # lemma -> frame -> +1 realises, -1 reverses
    action_nouns: dict[str, int]  # word family of an action verb -> the same sign
    good: dict[str, dict[str, int]]  # "adj" | "noun" | "verb" -> lemma -> +1 good, -1 bad
    idioms: dict[str, tuple[tuple[int, Idiom], ...]]  # anchor word -> its phrases, each with its row
    lists: dict[str, frozenset[str]]  # small closed classes by name: light verbs, speech verbs …


@dataclass(frozen=True, slots=True)
class Idiom:
    """A fixed phrase; its anchor word is read as the trigger and takes the commitment. "~" stands for the object."""

    lemmas: tuple[str, ...]
    anchor: int  # index in `lemmas` of the word that bears the phrase in the tree
    reading: str  # a commitment, "good", "bad", "realises", "reverses"


def triggers_of(lexicon: Lexicon) -> Triggers:
    """Return the trigger tables of a lexicon as look-ups."""
    tables = lexicon.tables
    verbs: dict[str, dict[str, str]] = {}
    nouns: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    for lemma, pos, frame, commitment in tables["triggers"].select("lemma", "pos", "frame", "commitment").iter_rows():
        if pos == "verb":
            verbs.setdefault(lemma, {})[frame] = commitment
        else:
            (nouns if pos == "noun" else adjectives)[lemma] = commitment
    actions: dict[str, dict[str, int]] = {}
    for lemma, frame, effect in tables["actions"].select("lemma", "frame", "effect").iter_rows():
        actions.setdefault(lemma, {})[frame] = 1 if effect == "realises" else -1
    good: dict[str, dict[str, int]] = {"adj": {}, "noun": {}, "verb": {}}
    for lemma, pos, value in tables["evaluations"].select("lemma", "pos", "value").iter_rows():
        good[pos][lemma] = 1 if value == "good" else -1
    lists: dict[str, set[str]] = {}
    for name, lemma in tables["word_classes"].select("class", "lemma").iter_rows():
        lists.setdefault(name, set()).add(lemma)
    return Triggers(
        verbs,
        nouns,
        adjectives,
        actions,
        _action_nouns(actions),
        good,
        _by_anchor(tables["idioms"]),
        {name: frozenset(members) for name, members in lists.items()},
    )


def _by_anchor(idioms: pl.DataFrame) -> dict[str, tuple[tuple[int, Idiom], ...]]:
    found: dict[str, tuple[tuple[int, Idiom], ...]] = {}
    for row, (phrase, anchor, reading) in enumerate(idioms.select("phrase", "anchor", "reading").iter_rows()):
        words = tuple(phrase.split())
        found[anchor] = (*found.get(anchor, ()), (row, Idiom(words, words.index(anchor), reading)))
    return found


def _action_nouns(actions: dict[str, dict[str, int]]) -> dict[str, int]:
    """Signs by word family; a family whose verbs disagree is left out, so that its nouns say nothing."""
    found: dict[str, set[int]] = {}
    for lemma, frames in actions.items():
        if " " not in lemma:
            found.setdefault(key_of(lemma), set()).update(sign for frame, sign in frames.items() if frame == "obj")
    return {family: min(signs) for family, signs in found.items() if len(signs) == 1}
