"""Names of countries and organisations in text, as codes: "Ukrainian", "Ukraine's" and "Kyiv" all speak of UKR.

Not the mention rules: nobody acts or speaks here. A name only says which country or body a sentence is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from transforms.issues.words import WORD, key_of
from transforms.lexicon import Lexicon

LONGEST = 5
"""Words of the longest name looked for; longer official names hold a shorter one."""
NOBODY = ""
"""Code of what only holds a country's name: "Latin America"."""
_WATERS = ("Sea", "Ocean", "Strait", "Straits")
"""After a country's name: a place of its own ("South China Sea")."""
_LISTS = ("demonym_adjectives", "demonym_nouns", "aliases")
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """Phrases of bare words with the code they name; a capital or building (`seats`) names one only as a hint."""

    names: Mapping[Phrase, str]
    seats: Mapping[Phrase, str]
    leaders: Mapping[Phrase, str]  # surnames and full names of those who led one country
    regions: Mapping[Phrase, frozenset[str]]  # keys of a part of the world ("latin", "america") and its countries

    @classmethod
    def of(cls, lexicon: Lexicon) -> Names:
        """Collect names from the tables of facts; a phrase of two codes names none."""
        regions: dict[Phrase, set[str]] = {}
        for region, code in lexicon.tables["world_regions"].select("region", "iso3").iter_rows():
            regions.setdefault(tuple(key_of(word) for word in region.split()), set()).add("@" + code)
        return cls(
            _settled(_name_rows(lexicon)),
            _settled(_seat_rows(lexicon)),
            _settled(_leader_rows(lexicon)),
            {phrase: frozenset(codes) for phrase, codes in regions.items()},
        )

    def stands_for(self, phrase: Sequence[str]) -> str | None:
        """Return the code of whom a capital, a building or a leader stands for ("Kremlin", "Macron")."""
        return self.seats.get(tuple(phrase)) or self.leaders.get(tuple(phrase))

    def in_words(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, code) of the longest names in a list of bare words, left to right."""
        yield from _longest(words, self.names)

    def seats_in(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield the capitals and buildings of a text in the same way."""
        yield from _longest(bare_words(text), self.seats)

    @cached_property
    def _tables(self) -> dict[int, pl.DataFrame]:
        """Phrases by their number of words, one column a word."""
        rows: dict[int, list[tuple[str | bool, ...]]] = {}
        for phrases, is_seat in ((self.seats, True), (self.names, False)):
            for phrase, code in sorted(phrases.items()):
                if not (is_seat and phrase in self.names):
                    rows.setdefault(len(phrase), []).append((*phrase, code, is_seat))
        return {
            size: pl.DataFrame(found, schema=[*(f"w{n}" for n in range(size)), "code", "is_seat"], orient="row")
            for size, found in sorted(rows.items())
        }

    def in_tokens(self, words: pl.DataFrame) -> pl.DataFrame:
        """Find names in a frame of words.

        Args:
            words: `sid`, `ix` (0, 1, … inside a sentence), `bare` (the word without points), sorted by (sid, ix).

        Returns:
            `sid`, `ix`, `code`, `is_seat`, `name_start`, `name_end` (word numbers, half-open): one row for each word of
            a name; of two names over one word the longer.
        """
        found = []
        for size, table in self._tables.items():
            if size > LONGEST:
                continue
            starts = words.select(
                "sid",
                "ix",
                *(pl.col("bare").shift(-n).alias(f"w{n}") for n in range(size)),
                last=pl.col("sid").shift(1 - size),
                is_water=pl.col("bare").shift(-size).is_in(_WATERS).fill_null(value=False),
            )
            first = starts.join(table.select("w0").unique(), on="w0", how="semi") if size > 1 else starts
            hits = first.filter(pl.col("sid") == pl.col("last"), ~pl.col("is_water")).join(
                table, on=[f"w{n}" for n in range(size)]
            )
            found.append(
                hits.select(
                    "sid",
                    ix=pl.int_ranges(pl.col("ix").cast(pl.Int64), pl.col("ix").cast(pl.Int64) + size),
                    size=pl.lit(size),
                    code="code",
                    is_seat="is_seat",
                    name_start=pl.col("ix").cast(pl.Int32),
                    name_end=(pl.col("ix") + size).cast(pl.Int32),
                ).explode("ix")
            )
        return (
            pl.concat(found)
            .sort("sid", "ix", "size", "code", descending=[False, False, True, False])
            .unique(["sid", "ix"], keep="first", maintain_order=True)
            .filter(pl.col("code") != NOBODY)
            .select("sid", pl.col("ix").cast(pl.Int32), "code", "is_seat", "name_start", "name_end")
        )


def bare_words(text: str) -> list[str]:
    """Words as `Names` compares them: case kept, no points, no possessive ending."""
    return [bare(match.group()) for match in WORD.finditer(text)]


def bare(word: str) -> str:
    """Return "US" for "U.S.", "Ukraine" for "Ukraine’s"."""
    return word.replace("’", "'").removesuffix("'s").replace(".", "")


def _name_rows(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    for row in lexicon.tables["countries"].iter_rows(named=True):
        for name in (row["name"], row["official_name"], *(n for column in _LISTS for n in row[column] or ())):
            if name:
                yield name, row["iso3"]
    for row in lexicon.tables["organisations"].iter_rows(named=True):
        for name in (row["name"], row["org"], *(row["aliases"] or ())):
            yield name, row["org"]
    parts = lexicon.tables["ambiguous_names"].filter(pl.col("kind") == "part_of_name")
    for name, before in parts.select("name", "other").iter_rows():
        yield f"{before} {name}", NOBODY


def _seat_rows(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    yield from lexicon.tables["metonyms"].select("phrase", "code").iter_rows()
    yield from lexicon.tables["countries"].select("capital", "iso3").iter_rows()


def _leader_rows(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    for iso3, full_name, surname in lexicon.tables["leaders"].select("iso3", "full_name", "surname").iter_rows():
        yield from ((full_name, iso3), (surname, iso3))


def _settled(rows: Iterator[tuple[str, str]]) -> dict[Phrase, str]:
    """One code a phrase; a phrase claimed by two names neither."""
    found: dict[Phrase, set[str]] = {}
    for name, code in rows:
        words = tuple(bare_words(name))
        if words and any(character.isupper() for character in name):
            found.setdefault(words, set()).add(code)
    own = {phrase: codes - {NOBODY} or codes for phrase, codes in sorted(found.items())}  # "South Sudan" is a name
    return {phrase: next(iter(codes)) for phrase, codes in own.items() if len(codes) == 1}


def _longest(words: Sequence[str], table: Mapping[Phrase, str]) -> Iterator[tuple[int, int, str]]:
    start = 0
    while start < len(words):
        for size in range(min(LONGEST, len(words) - start), 0, -1):
            code = table.get(tuple(words[start : start + size]))
            if code == NOBODY:
                start += size
                break
            if code is not None and not (start + size < len(words) and words[start + size] in _WATERS):
                yield start, start + size, code
                start += size
                break
        else:
            start += 1
