"""Words made comparable: one key for all the forms of a word that mean the same event or thing.

"recognised", "recognize" and "recognition" share a key, as do "withdraws" and "withdrawal", "defence" and
"defense", "programme" and "programs". A key is a stem, not a word; it is compared, never shown. The irregular
members of a family stand in `seeds/word_families.csv`.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import StringIO

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:\.(?:[^\W\d_]\.)+)?", re.UNICODE)
"""A word with inner apostrophes ("O'Neill"), or an initialism with its points ("U.S."); hyphens separate."""

OPENING = 3
"""Letters at the head of a word that no stemming changes."""
_VOWEL = re.compile(r"[aeiouy]")
_POINTS = re.compile(r"(?:\w\.)+\w?\Z")
_DOUBLE = re.compile(r"([bdfglmnprtvz])\1\Z")


@cache
def empty_words() -> frozenset[str]:
    """Words that say nothing of a topic (`seeds/empty_words.csv`), lower-case."""
    return frozenset(row["word"] for row in table_rows("empty_words.csv"))


@cache
def function_words() -> frozenset[str]:
    """The grammatical among the empty words: "the", "would", "against"; lower-case."""
    return frozenset(row["word"] for row in table_rows("empty_words.csv") if row["kind"] == "function")


RARENESS = {"common": 0.25, "frequent": 0.55}
NAME = 0.8
"""How much a word tells that stands in most news, in much of it; a country or body that is in no such list."""


@cache
def _general() -> dict[str, float]:
    """Key or code of each general word, with how much it tells."""
    return {
        f"@{row['word']}" if row["word"].isupper() else key_of(row["word"]): RARENESS[row["kind"]]
        for row in table_rows("general_words.csv")
    }


def rareness(unit: str) -> float:
    """Return how much a key or code tells of a topic: 1 for a word that few articles hold."""
    return _general().get(unit, NAME if unit.startswith("@") else 1.0)


@cache
def form_of(word: str) -> str:
    """A word without inflection and with one spelling: "bans" is a form of "ban", "recognition" none of "recognise"."""
    word = plain(word)
    return _form(next((_exact()[form] for form in (word, *_uninflected(word)) if form in _exact()), word))


def _form(word: str) -> str:
    light = _same_spelling(_strip_inflection(word)).removesuffix("e")
    return _DOUBLE.sub(r"\1", light[:-2] + "iz" if light.endswith("is") and len(light) >= 6 else light)


@cache
def _exact() -> dict[str, str]:
    """The table's rows that name the same word: irregular forms, spellings, synonyms."""
    return {row["word"]: row["family"] for row in table_rows("word_families.csv") if row["kind"] != "derivation"}


@cache
def _families() -> dict[str, str]:
    """Irregular forms and derivations: word -> the word whose key it shares."""
    return {row["word"]: row["family"] for row in table_rows("word_families.csv")}


@cache
def synonyms() -> Mapping[str, frozenset[str]]:
    """Key of each word of `seeds/synonyms.csv`, with the keys of all that share a field with it, itself among them."""
    members: dict[str, set[str]] = defaultdict(set)
    for row in table_rows("synonyms.csv"):
        members[row["field"]].add(key_of(row["word"]))
    found: dict[str, set[str]] = defaultdict(set)
    for keys in members.values():
        for key in keys:
            found[key] |= keys
    return {key: frozenset(others) for key, others in found.items()}


def table_rows(table: str) -> csv.DictReader[str]:
    """Read one table of seeds/ row by row (for the few that are asked before any lexicon is loaded)."""
    return csv.DictReader(StringIO((files("seeds") / table).read_text(encoding="utf-8")))


def words_of(text: str) -> list[str]:
    """Lower-case words of a text in order, hyphens taken as spaces, possessive endings removed."""
    return [plain(match.group()) for match in WORD.finditer(text)]


def plain(word: str) -> str:
    """Lower-case, straight apostrophes, without possessive ending or the points of an initialism."""
    word = word.lower().replace("’", "'").removesuffix("'s").strip("'")
    return word.replace(".", "") if _POINTS.match(word) else word.rstrip(".")


def is_irregular(word: str) -> bool:
    """Tell whether a lower-case word may have a key that opens otherwise than itself."""
    return len(word) <= OPENING or any(form in _families() for form in (word, *_uninflected(word)))


@cache
def key_of(word: str) -> str:
    """The family key of one word (any case): equal for inflections, spellings and derivations of one word."""
    word = plain(word)
    return _stem(_base(word))


def _base(word: str) -> str:
    """The word its family is named by, of this form or of this form without its inflection."""
    families = _families()
    for form in (word, *_uninflected(word)):
        if form in families:
            return families[form]
    return word


def _uninflected(word: str) -> list[str]:
    """Forms the word may be an inflection of, nearest first; not all need be words."""
    found = []
    if word.endswith("ies") and len(word) > 4:
        found.append(word[:-3] + "y")
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        found.append(word[:-1])
    if word.endswith(("ses", "xes", "zes", "ches", "shes")) and len(word) > 4:
        found.append(word[:-2])
    for ending in ("ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            found += [stem, stem + "e", _DOUBLE.sub(r"\1", stem)]
    return found


def _stem(word: str) -> str:
    """Strip inflection, spelling differences and the endings that make a noun of a verb."""
    if len(word) <= 3:
        return word
    word = _strip_inflection(word)
    word = _same_spelling(word)
    word = _strip_derivation(word)
    return _DOUBLE.sub(r"\1", _without_e(word))


def _without_e(word: str) -> str:
    """Without its last e, where an OPENING is left: "ties" is one with "tie", "free" keeps its first letters."""
    return word.removesuffix("e") if len(word) > OPENING else word


def _strip_inflection(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "zzes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3 and _VOWEL.search(stem) and not word.endswith("eed"):
            return stem[:-1] + "y" if ending == "ed" and stem.endswith("i") else _DOUBLE.sub(r"\1", stem)
    return word


def _same_spelling(word: str) -> str:
    """One spelling for British and American: -our/-or, -mme/-m, -tre/-ter, -ogue/-og, -ence/-ense."""
    for british, american in (("our", "or"), ("mme", "m"), ("tre", "ter"), ("ogue", "og"), ("fence", "fense")):
        if word.endswith(british) and len(word) > len(british) + 2:
            return word[: -len(british)] + american
    return word


def _strip_derivation(word: str) -> str:
    """Deverbal nouns to their verb's stem where the ending alone tells; the others are in the table."""
    if word.endswith("fication"):
        return word[:-7] + "y"
    if word.endswith("tion") and len(word) >= 8:
        word = word[:-3]
    for ending, least in (("ment", 4), ("ance", 5), ("ence", 5), ("al", 5)):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: -len(ending)]
            break
    word = _without_e(word)
    if word.endswith("at") and len(word) >= 6:
        word = word[:-2]
    if word.endswith("is") and len(word) >= 6:
        word = word[:-2] + "iz"
    return word


def forms(word: str) -> set[str]:
    """Lower-case surface forms a text may use for a word: plural, verb endings, British and American spelling.

    A superset: forms that are no words do no harm where it is used (to choose sentences worth parsing).
    """
    word = plain(word)
    base = _base(word)
    family = {other for other, named in _families().items() if named == base} if base != word else set()
    family |= {other for other, named in _families().items() if named == word}
    found: set[str] = set()
    for member in {word, base, *_uninflected(word)} | family:
        if len(member) >= 2:
            found |= _inflections(member)
    return {variant for form in found for variant in _spellings(form)}


def _inflections(word: str) -> set[str]:
    short = word.removesuffix("e")
    found = {word, word + "s", word + "es", short + "ed", short + "ing"}
    if word.endswith("y"):
        found |= {word[:-1] + "ies", word[:-1] + "ied"}
    if len(word) > 2 and word[-1] in "bdglmnprt" and word[-2] in "aeiou":
        found |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return found


def _spellings(word: str) -> set[str]:
    found = {word}
    for here, there in (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized")):
        found |= {word.replace(here, there), word.replace(there, here)}
    for here, there in (("our", "or"), ("defence", "defense"), ("programme", "program"), ("centre", "center")):
        if here in word or word.endswith((there, there + "s")):
            found |= {word.replace(here, there), word.replace(there, here)}
    return found
