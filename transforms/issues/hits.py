"""The words of keywords, found over the token frame in every form a text may give them.

Inflection, spelling and derivation are levelled by `words.key_of`, names by their code; order is free, hyphens are
blanks, and a few words may stand between ("sanctions on Norland", "Norland's sanctions", "sanctioned Norland").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl

from transforms.issues.profile import Profiles
from transforms.issues.words import OPENING, function_words, is_irregular, key_of, words_of

WORD_PATTERN = r"[\p{L}\p{N}]+(?:['’.][\p{L}\p{N}]+)*\.?"
GAP = 2
"""Content words that may stand between the words of one keyword: "recognise the whole city as …"."""

AGENT = ("by", "from")
COORDINATORS = frozenset(("and", "or", "but", "nor"))
"""They part more than other small words: between two words of a keyword they count like a content word."""

TITLES = 1 << 31
"""Titles are read as sentences of their own, numbered from here in the order of articles."""


def read_words(tokens: pl.DataFrame, titles: pl.DataFrame, profiles: Profiles) -> pl.DataFrame:
    """Return the words of parsed sentences and of titles with the unit each is matched by.

    Args:
        tokens: the token frame.
        titles: `sid` (from TITLES on), `title`.
        profiles: the issues: words that can be none of theirs are their own key, unstemmed.

    Returns:
        One row a token that begins with a letter or digit: `sid`, `tok`, `ix` (its number among them), `lower`, `key`,
        `code` ("@UKR" where it belongs to a name or seat, else NULL), `unit` (code of a name, else key), `name_start`
        and `name_end` (words of the name it belongs to, else its own).
    """
    body = _parted(tokens.select("sid", "tok", "word", "lower").sort("sid", "tok"))
    head = titles.select("sid", word=pl.col("title").str.extract_all(WORD_PATTERN)).explode("word").drop_nulls()
    head = head.select(
        "sid",
        tok=pl.int_range(pl.len(), dtype=pl.UInt16).over("sid"),
        word="word",
        lower=pl.col("word").str.to_lowercase(),
    )
    words = (
        pl.concat([body, head])
        .filter(pl.col("word").str.contains(r"^[\p{L}\p{N}]"))
        .with_columns(
            ix=pl.int_range(pl.len(), dtype=pl.Int32).over("sid"),
            bare=pl.col("word")
            .str.replace_all("’", "'", literal=True)
            .str.replace(r"'s$", "")
            .str.replace_all(".", "", literal=True),
        )
    )
    keys = words.select("lower").unique()
    keys = keys.with_columns(key=pl.Series(_keys(keys["lower"].to_list(), profiles.openings), dtype=pl.String))
    named = profiles.names.in_tokens(words).with_columns(code="@" + pl.col("code"))
    return (
        words.join(keys, on="lower", how="left")
        .join(named, on=["sid", "ix"], how="left")
        # what "entered into force" used none
        .with_columns(pl.when(_is_validity()).then(pl.lit("in force")).otherwise("key").alias("key"))
        .select(
            "sid",
            "tok",
            "ix",
            "lower",
            "key",
            "code",
            unit=pl.when(~pl.col("is_seat")).then("code").otherwise("key"),
            name_start=pl.col("name_start").fill_null(pl.col("ix")),
            name_end=pl.col("name_end").fill_null(pl.col("ix") + 1),
        )
        .sort("sid", "tok")
    )


def _is_validity() -> pl.Expr:
    before = pl.col("lower").shift(1).over("sid", order_by="ix")
    return (pl.col("lower") == "force") & before.is_in(["into", "in"]).fill_null(value=False)


def _parted(tokens: pl.DataFrame) -> pl.DataFrame:
    """Tokens that the parser keeps whole, as keywords are read: "S-300" and "U.S.-Japan" are two words each."""
    is_whole = ~pl.col("word").str.contains(r"[\p{L}\p{N}.][-–][\p{L}\p{N}]")
    parts = (
        tokens.filter(~is_whole)
        .with_columns(pl.col("word").str.extract_all(WORD_PATTERN))
        .explode("word")
        .drop_nulls("word")
        .with_columns(lower=pl.col("word").str.to_lowercase())
    )
    return pl.concat([tokens.filter(is_whole), parts]).sort("sid", "tok", maintain_order=True)


def _keys(words: list[str], openings: frozenset[str]) -> list[str]:
    """Keys of words; stemming is spared where no key of an issue opens like the word."""
    return [key_of(word) if word[:OPENING] in openings or is_irregular(word) else word for word in words]


def keyword_hits(words: pl.DataFrame, profiles: Profiles) -> pl.DataFrame:
    """Find every keyword of every issue.

    Args:
        words: as `read_words` gives them.
        profiles: the issues.

    Returns:
        `sid`, `kw`, `ix_start`, `ix_end` (half-open, word numbers), one row a smallest span that holds a keyword.
    """
    table = profiles.keywords
    needed = _needed(table)
    found = _with_joined(words, profiles).join(needed, on="unit").sort("sid", "kw", "variant", "ix")
    single = found.filter(pl.col("n_keys") == 1).select("sid", "kw", ix_start="ix", ix_end="ix_end")
    several = (
        found.filter(pl.col("n_keys") > 1)
        .filter(pl.col("unit").n_unique().over("sid", "kw", "variant") == pl.col("n_keys"))
        .group_by("sid", "kw", "variant", "n_keys", maintain_order=True)
        .agg("ix", "ix_end", "unit")
    )
    sentences = _sentence_words(words, several)
    keys = dict(table.select("kw", "keys").iter_rows())
    rows = [
        (sid, kw, start, end)
        for sid, kw, ix, ix_end, units in several.select("sid", "kw", "ix", "ix_end", "unit").iter_rows()
        for start, end in windows(ix, ix_end, units, len(set(units)), sentences[sid].content)
        if not is_backwards(sentences[sid], start, end, keys[kw])
    ]
    schema = {"sid": pl.UInt32, "kw": pl.UInt32, "ix_start": pl.Int32, "ix_end": pl.Int32}
    whole = pl.concat([
        single.select(pl.col(name).cast(kind) for name, kind in schema.items()),
        pl.DataFrame(rows, schema=schema, orient="row"),
    ])  # fmt: skip
    # a span never ends inside a name of several words
    left = words.select("sid", "name_start", ix_start="ix")
    right = words.select("sid", "name_end", ix_end=pl.col("ix") + 1)
    return (
        whole.join(left, on=["sid", "ix_start"])
        .join(right, on=["sid", "ix_end"])
        .select("sid", "kw", ix_start="name_start", ix_end="name_end")
        .unique()
        .sort("sid", "ix_start", "ix_end", "kw")
    )


class SentenceWords(NamedTuple):
    """One sentence's words, with how many content words stand before each (and at the end)."""

    lower: list[str]
    unit: list[str]
    content: list[int]


def is_backwards(words: SentenceWords, start: int, end: int, keys: Sequence[str]) -> bool:
    """Tell whether what a keyword names as its object is the doer here: "attack Norland", "attacks from Norland"."""
    objects = {key for key in keys[1:] if key.startswith("@")}
    return any(
        words.lower[ix] in AGENT and words.unit[ix + 1] in objects
        for ix in range(start, min(end, len(words.lower) - 1))
    )


def windows(
    ix: Sequence[int], ix_end: Sequence[int], units: Sequence[str], n_keys: int, content: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the smallest spans that hold all units of a keyword, in any order, with at most GAP words more.

    Args:
        ix: word numbers of the units found, ascending.
        ix_end: one past each (a unit written as two words is longer).
        units: what was found there.
        n_keys: distinct units of the keyword.
        content: for each word of the sentence, how many content words stand before it.
    """
    last: dict[str, int] = {}
    found: list[tuple[int, int]] = []
    for at, unit in enumerate(units):
        last[unit] = at
        if len(last) < n_keys:
            continue
        start, end = ix[min(last.values())], ix_end[at]
        inside = len({ix[n] for n in last.values()})
        if content[end] - content[start] - inside <= GAP:
            found.append((start, end))
    taken: list[tuple[int, int]] = []
    # of spans that share words the shortest, then the first
    for start, end in sorted(found, key=lambda span: (span[1] - span[0], span[0])):
        if all(end <= a or b <= start for a, b in taken):
            taken.append((start, end))
    yield from sorted(taken)


def _needed(table: pl.DataFrame) -> pl.DataFrame:
    """Units wanted for each keyword in each of its variants: `kw`, `variant`, `n_keys`, `unit`.

    A keyword of two words is also sought written as one ("air strikes", "airstrikes").
    """
    rows: list[tuple[int, int, int, str]] = []
    for kw, keyword, keys in table.select("kw", "keyword", "keys").iter_rows():
        rows += [(kw, 0, len(keys), key) for key in keys]
        words = words_of(keyword)
        if len(words) == 2 and len(keys) == 2 and not any(key.startswith("@") for key in keys):
            rows.append((kw, 1, 1, key_of("".join(words))))
    schema = {"kw": pl.UInt32, "variant": pl.UInt8, "n_keys": pl.UInt32, "unit": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").unique().sort("kw", "variant", "unit")


def _with_joined(words: pl.DataFrame, profiles: Profiles) -> pl.DataFrame:
    """Words as units with `ix_end`, and pairs of words that are one of a keyword ("co-operation", "cyber space")."""
    one = words.select("sid", "ix", ix_end=pl.col("ix") + 1, unit="unit")
    pairs = words.select(
        "sid", "ix", joined=pl.col("lower") + pl.col("lower").shift(-1), same=pl.col("sid") == pl.col("sid").shift(-1)
    ).join(profiles.compounds, on="joined")
    two = pairs.filter("same").select("sid", "ix", ix_end=pl.col("ix") + 2, unit="unit")
    return pl.concat([one, two])


def _sentence_words(words: pl.DataFrame, several: pl.DataFrame) -> dict[int, SentenceWords]:
    """The sentences that hold all words of some keyword."""
    empty = sorted(function_words() - COORDINATORS)
    grouped = (
        words.join(several.select("sid").unique(), on="sid", how="semi")
        .with_columns(is_content=~pl.col("lower").is_in(empty))
        .group_by("sid", maintain_order=True)
        .agg("lower", "unit", pl.col("is_content").cast(pl.Int32).cum_sum())
    )
    return {sid: SentenceWords(lower, unit, [0, *sums]) for sid, lower, unit, sums in grouped.iter_rows()}
