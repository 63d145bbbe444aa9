"""Reporting cues: the rows of seeds/cues.csv, found in the token frame by their inflected forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from transforms.matter import forms

_TAGS = {
    "verb": ["VERB", "AUX"],
    "noun": ["NOUN"],
    "adjective": ["ADJ", "VBN"],
    "adverb": ["ADV", "VERB", "ADP", "SCONJ"],
}


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of seeds/cues.csv: a lemma that reports, and the contents it takes."""

    lemma: str
    pos: str
    cue_class: str
    contents: frozenset[str]

    @property
    def takes_quote(self) -> bool:
        """Tell whether words in quotation marks can be its content."""
        return "quote" in self.contents


def cue_tokens(tokens: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> dict[int, list[tuple[int, Cue]]]:
    """Return by `sid` the tokens that may be a cue, left to right; words inside quotation marks are none.

    Where a lemma has several parts of speech, the token's own decides.
    """
    cues = _cues(tables)
    irregular: dict[str, list[str]] = {}
    for form, lemma in tables["irregular_verbs"].select("form", "lemma").iter_rows():
        irregular.setdefault(lemma, []).append(form)
    wanted = pl.DataFrame(
        [
            (form, pos, number)
            for number, cue in enumerate(cues)
            for form in _forms(cue, irregular)
            for pos in _TAGS[cue.pos]
        ],
        schema={"lower": pl.String, "pos": pl.String, "cue": pl.Int64},
        orient="row",
    ).unique(subset=["lower", "pos"], keep="first", maintain_order=True)
    # a participle is first looked for as an adjective: "was worried that A", but "worried that A" is the verb
    spoken = tokens.lazy().filter(~pl.col("in_quote")).select("sid", "tok", "lower", "pos", "tag")
    found = (
        pl.concat(
            [
                spoken.filter(pl.col("tag") == "VBN").drop("pos").rename({"tag": "pos"}),
                spoken.drop("tag"),
            ],
            how="diagonal",
        )
        .join(wanted.lazy(), on=["lower", "pos"], maintain_order="left")
        .unique(subset=["sid", "tok"], keep="first", maintain_order=True)
        .sort("sid", "tok")
        .collect()
    )
    result: dict[int, list[tuple[int, Cue]]] = {}
    for sid, tok, number in found.select("sid", "tok", "cue").iter_rows():
        result.setdefault(sid, []).append((tok, cues[number]))
    return result


def _cues(tables: Mapping[str, pl.DataFrame]) -> list[Cue]:
    return [
        Cue(lemma, pos, cue_class, frozenset(contents))
        for lemma, pos, cue_class, contents in tables["cues"]
        .select("lemma", "pos", "cue_class", "contents")
        .iter_rows()
    ]


def _forms(cue: Cue, irregular: Mapping[str, list[str]]) -> list[str]:
    if cue.pos in {"adjective", "adverb"}:
        return [cue.lemma]
    return list(dict.fromkeys([*forms(cue.lemma), *irregular.get(cue.lemma, ())]))
