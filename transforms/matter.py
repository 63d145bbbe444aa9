"""Which words make a sentence worth parsing: forms of verbs and nouns of speech and attitude."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

_SOURCES = ("cues", "triggers")
"""Tables whose `lemma` column names such words; the first word of a phrase stands for it ("rule out")."""
_TAKES_UP = ("joins", "stays_out")
"""Classes of words that take up without an object what was told before ("Norland will join")."""
_ELLIPTICAL = frozenset({"too", "neither", "likewise", "similarly"})
"""Words that take their verb from the sentence before ("Spain too.")."""
_VOWELS = frozenset("aeiou")
_SHORTEST = 3
"""Letters of the shortest word kept: "be", "go", "do" stand in almost every sentence and decide nothing alone."""


def matter_words(tables: Mapping[str, pl.DataFrame]) -> frozenset[str]:
    """Return the lower-case forms of every cue and trigger, and of the verbs that take up what was told."""
    irregular: dict[str, list[str]] = {}
    for form, lemma in tables["irregular_verbs"].select("form", "lemma").iter_rows():
        irregular.setdefault(lemma, []).append(form)
    sources = [tables[name]["lemma"] for name in _SOURCES if name in tables]
    if "word_classes" in tables:
        sources.append(tables["word_classes"].filter(pl.col("class").is_in(_TAKES_UP))["lemma"])
    first = {lemma.split()[0].lower() for source in sources for lemma in source.to_list()}
    lemmas = {word for word in first if len(word) >= _SHORTEST}
    words = (form for lemma in lemmas for form in (*forms(lemma), *irregular.get(lemma, ())))
    return frozenset(words) | _ELLIPTICAL


def forms(lemma: str) -> Iterator[str]:
    """Yield the regular forms of a verb or noun (as a verb: plan, plans, planned, planning)."""
    yield lemma
    if lemma.endswith("e"):
        yield from (lemma + "s", lemma + "d", lemma[:-1] + "ing")
    elif lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        yield from (lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing")
    else:
        yield lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
        yield from (lemma + "ed", lemma + "ing")
        if lemma[-1] not in _VOWELS | set("wxyh") and lemma[-2:-1] in _VOWELS:
            yield from (lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing")
