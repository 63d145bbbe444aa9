"""Which mentions stand in a speaker's words, best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

_KIND_RANK = {
    "person": 0,
    "office": 1,
    "body": 2,
    "organisation": 3,
    "country": 4,
    "group": 5,
    "nominal": 6,
    "pronoun": 7,
}
_OF = ["of", "at", "in", "from"]
_NEAR = 3
"""Tokens from the head word to a name that says where the speaker belongs: "members of the U.S. House"."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One mention inside or around the words that name a speaker."""

    kind: str
    entity_id: str | None
    code: str | None
    holds_head: bool  # it covers the head word of the speaker's words
    is_beside: bool  # it stands before the head word, or behind "of", "at", "in" or "from" after it


@dataclass(frozen=True, slots=True)
class Words:
    """What linking reads of the words that name a speaker."""

    head: str  # lemma of their head word, in small letters
    is_plural: bool  # the head word is a plural noun
    candidates: list[Candidate]
    partners: tuple[str, ...] = ()  # people named beside the head word who speak with it: "A and B said"


def speaker_words(
    tokens: pl.DataFrame, mentions: pl.DataFrame, quote_spans: pl.DataFrame, places: pl.DataFrame
) -> dict[str, Words]:
    """Return for each quote the head of its speaker's words and the mentions in them.

    Mentions that overlap the speaker span come with those of its head word first, then long ones first.

    The head of a span is the token whose own head lies outside; a name with a title has its surname there. `places`
    has `quote_id`, `sid` of every parsed sentence of a quote's article: labels know only their characters.
    """
    speaking = quote_spans.filter(pl.col("role") == "speaker")
    spans = pl.concat([
        speaking.filter(pl.col("tok_start").is_not_null()).select(
            "quote_id", "sid", pl.col("tok_start").alias("lo"), pl.col("tok_end").alias("hi")
        ),
        _by_characters(speaking.filter(pl.col("tok_start").is_null()), tokens, places),
    ])  # fmt: skip
    heads = (
        spans.join(tokens.select("sid", "tok", "head", "dep"), on="sid")
        .filter(pl.col("tok").is_between("lo", pl.col("hi"), closed="left"))
        .filter(~pl.col("head").is_between("lo", pl.col("hi"), closed="left") | (pl.col("head") == pl.col("tok")))
        .filter(~pl.col("dep").is_in(["punct", "case", "det", "mark"]))
        .group_by("quote_id")
        .agg(span_head=pl.col("tok").first(), head_sid=pl.col("sid").first())
    )
    found = (
        spans.join(heads, on="quote_id", how="left")
        .join(
            tokens.filter(pl.col("lower").is_in(_OF) & (pl.col("tok") > 0)).select(
                head_sid="sid", span_head=pl.col("tok") - 1, after="lower"
            ),
            on=["head_sid", "span_head"],
            how="left",
        )
        .join(mentions, on="sid")
        .filter((pl.col("tok_start") < pl.col("hi")) & (pl.col("lo") < pl.col("tok_end")))
        .with_columns(
            holds_head=pl.col("span_head")
            .is_between("tok_start", pl.col("tok_end"), closed="left")
            .fill_null(value=False),
            is_beside=(
                (pl.col("tok_start") < pl.col("span_head"))
                | (pl.col("after").is_not_null() & (pl.col("tok_start") <= pl.col("span_head") + _NEAR))
            ).fill_null(value=False),
            rank=pl.col("kind").cast(pl.String).replace_strict(_KIND_RANK, return_dtype=pl.UInt8),
            length=pl.col("tok_end").cast(pl.Int32) - pl.col("tok_start"),
        )
        .sort(
            "quote_id",
            pl.col("entity_id").is_null(),
            ~pl.col("holds_head"),
            "rank",
            -pl.col("length"),
            "tok_start",
        )
    )
    named = _grouped(found)
    words = heads.join(
        tokens.select(head_sid="sid", span_head="tok", lemma=pl.col("lemma").str.to_lowercase(), tag="tag"),
        on=["head_sid", "span_head"],
    )
    partners = _partners(found, tokens)
    made = {quote_id: Words("", is_plural=False, candidates=those) for quote_id, those in named.items()}
    for quote_id, lemma, tag in words.select("quote_id", "lemma", "tag").iter_rows():
        beside = partners.get(quote_id, ())
        made[quote_id] = Words(lemma, tag in {"NNS", "NNPS"}, named.get(quote_id, []), beside)
    return made


def _partners(found: pl.DataFrame, tokens: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return for each quote the entities of the people that "and" joins to the head of its speaker's words."""
    people = found.filter((pl.col("kind") == "person") & ~pl.col("holds_head") & pl.col("entity_id").is_not_null())
    joined = (
        people.join(
            tokens.filter(pl.col("dep").is_in(["conj", "appos"])).select("sid", conj="tok", above="head"),
            on="sid",
            how="inner",
        )
        .filter(
            pl.col("conj").is_between("tok_start", pl.col("tok_end"), closed="left")
            & (pl.col("conj") < pl.col("hi"))
            & (pl.col("sid") == pl.col("head_sid"))
        )
        .sort("quote_id", "tok_start")
    )
    made: dict[str, tuple[str, ...]] = {}
    linked: dict[str, set[int]] = {}
    columns = "quote_id", "entity_id", "tok_start", "tok_end", "above", "span_head"
    for quote_id, entity_id, start, end, above, head in joined.select(columns).iter_rows():
        chain = linked.setdefault(quote_id, {head})  # "A, B and C": C hangs on B
        if above in chain and entity_id not in made.get(quote_id, ()):
            chain.update(range(start, end))
            made[quote_id] = (*made.get(quote_id, ()), entity_id)
    return made


def _by_characters(spans: pl.DataFrame, tokens: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """`quote_id`, `sid`, `lo`, `hi` of spans that are known by their characters only."""
    asked = spans.select("quote_id", a="char_start", b="char_end").join(places, on="quote_id")
    inside = asked.join(tokens.select("sid", "tok", "char_start", "char_end"), on="sid").filter(
        (pl.col("char_start") >= pl.col("a")) & (pl.col("char_end") <= pl.col("b"))
    )
    return inside.group_by("quote_id", "sid", maintain_order=True).agg(
        lo=pl.col("tok").min(), hi=(pl.col("tok").max() + 1).cast(pl.UInt16)
    )


def _grouped(found: pl.DataFrame) -> dict[str, list[Candidate]]:
    made: dict[str, list[Candidate]] = {}
    rows: Iterator[tuple[str, str, str | None, str | None, bool, bool]] = found.select(
        "quote_id", pl.col("kind").cast(pl.String), "entity_id", "code", "holds_head", "is_beside"
    ).iter_rows()
    for quote_id, kind, entity_id, code, holds_head, is_beside in rows:
        made.setdefault(quote_id, []).append(Candidate(kind, entity_id, code, holds_head, is_beside))
    return made
