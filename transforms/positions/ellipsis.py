"""Sentences without a predicate of their own: "Spain too.", "So did Romania.", "Nauru does not."."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import polars as pl

from transforms.issues.names import Names, bare_words
from transforms.positions.labels import NEGATED
from transforms.positions.statements import Statement
from transforms.positions.voices import Holder

_DO = r"(?:did|does|do|has|have|is|are|was|were|will|would)"
SAME = (
    re.compile(rf"^(?:and |but |as )?so,? {_DO} (?P<who>[^.;]+)[.;]?$", re.IGNORECASE),
    re.compile(rf"^(?:and )?(?:neither|nor) {_DO} (?P<who>[^.;]+)[.;]?$", re.IGNORECASE),
    re.compile(rf"^(?:and |but )?(?P<who>[^.;]+?),? (?:{_DO} )?(?:too|as well|likewise)\.?$", re.IGNORECASE),
    re.compile(
        r"^(?:and |but )?(?P<who>[^.;]+?) (?:followed suit|(?:said (?:it|they|he|she) )?"
        r"(?:did|will do|would do|has done|have done) the same)\b",
        re.IGNORECASE,
    ),
)
TOO = SAME[2]
TAIL = re.compile(
    rf"(?:, |,? and |; )(?P<how>as|so|neither|nor) {_DO} (?P<who>[^,.;]+?)(?= and (?:that|its|has|is)\b|[,.;]|$)"
)
TAIL_WORDS = r"\b(?:as|so|neither|nor) (?:did|do|ha|is|are|wa|we|will|would)"
"""What ends a sentence with another that does the same: "Peru opposes it, as does Chile"."""
AROUND = frozenset(
    {"and", "or", "the", "of", "both", "its", "for", "part", "also", "too", "as", "well", "then", "later", "s"}
    | {"government", "governments", "ministers", "officials", "neighbour", "neighbor", "ally", "allies"}
)
"""Words beside the names before a mere "too": any other is a predicate of its own ("Chile objected as well")."""
OTHERWISE = re.compile(rf"^(?:but )?(?P<who>[^.;]+?),? {_DO}(?: not|n't|n’t)\.?$", re.IGNORECASE)
SAID = re.compile(r"\b(?:said|says|announced|promised|vowed|pledged)\b", re.IGNORECASE)
LONGEST = 110
"""Characters of the longest sentence read as elliptical."""


def elliptical(
    decided: Sequence[Statement],
    sentences: pl.DataFrame,
    article_of: Mapping[int, str],
    names: Names,
    labels: Mapping[str, str],
) -> Iterator[Statement]:
    """Yield a statement for each actor an elliptical sentence names, after the last statement of the sentence before.

    Args:
        decided: the statements found so far.
        sentences: schema Sentences; elliptical ones need not be parsed.
        article_of: article by sentence.
        names: which words name a country or organisation.
        labels: name by code, for the holder.
    """
    last: dict[int, Statement] = {}
    for x in sorted(
        decided, key=lambda x: (x.hit.sid, x.reading.trigger, x.hit.issue_id, x.holder.code, x.holder.text)
    ):
        last[x.hit.sid] = x
    # "Peru is studying the ban too" says it itself
    spoken = {(x.hit.sid, x.hit.issue_id) for x in decided}
    after = sentences.filter(
        pl.col("sid").is_in([sid + 1 for sid in last]) & (pl.col("text").str.len_chars() <= LONGEST)
    )
    yield from _in_tails(last, _spoken_by(decided), sentences, names, labels)
    for sid, article_id, text in after.sort("sid").select("sid", "article_id", "text").iter_rows():
        x = last[sid - 1]
        if article_of[sid - 1] != article_id or (sid, x.hit.issue_id) in spoken:
            continue
        who, commitment = _who(text, x.commitment)
        words = bare_words(who)
        for holder in _named(words, names.in_words(words), labels, {x.holder.code}):
            yield replace(
                x,
                holder=holder,
                commitment=commitment,
                actor_rule="ellipsis",
                speaker=None,
                says=SAID.search(text) is not None,
                also=(sid,),
            )


def _spoken_by(decided: Sequence[Statement]) -> dict[tuple[int, str], set[str]]:
    """Return the codes that hold a statement, by sentence and issue."""
    found: dict[tuple[int, str], set[str]] = {}
    for x in decided:
        found.setdefault((x.hit.sid, x.hit.issue_id), set()).add(x.holder.code)
    return found


def _named(
    words: list[str],
    found: Iterable[tuple[int, int, str]],
    labels: Mapping[str, str],
    known: AbstractSet[str],
) -> Iterator[Holder]:
    """Yield the states and organisations that were found in the words, but those known."""
    for start, end, code in found:
        if code not in known:
            level = "government" if len(code) == 3 and code.isupper() else "org"
            yield Holder(code, labels.get(code, code), level, None, None, None, False, " ".join(words[start:end]))


def _in_tails(
    last: Mapping[int, Statement],
    spoken: Mapping[tuple[int, str], AbstractSet[str]],
    sentences: pl.DataFrame,
    names: Names,
    labels: Mapping[str, str],
) -> Iterator[Statement]:
    """Yield a statement for each actor that the end of a sentence says does the same."""
    rows = sentences.filter(pl.col("sid").is_in(list(last)) & pl.col("text").str.contains(TAIL_WORDS)).sort("sid")
    for sid, text in rows.select("sid", "text").iter_rows():
        x = last[sid]
        match = TAIL.search(text)
        if match is None or not set(re.findall(r"\b[a-z]+", match["who"])) <= AROUND:
            continue  # "as are relations with Peru" is a predicate of its own
        words = bare_words(match["who"])
        found = sorted({*names.in_words(words), *names.seats_in(match["who"])})
        for holder in _named(words, found, labels, spoken[sid, x.hit.issue_id]):
            yield replace(x, holder=holder, actor_rule="ellipsis", speaker=None)


def _who(text: str, commitment: str) -> tuple[str, str]:
    for pattern in SAME:
        match = pattern.match(text.strip())
        if match and (pattern is not TOO or set(re.findall(r"\b[a-z]+", match["who"])) <= AROUND):
            return match["who"], commitment
    match = OTHERWISE.match(text.strip())
    return (match["who"], NEGATED[commitment]) if match else ("", commitment)
