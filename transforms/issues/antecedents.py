"""What a definite noun means that was brought in before: "the resolution" is the one last spoken of by that noun.

"Peru's resolution on fishing" makes "the resolution" the one on fishing, whatever else stands between. So the last
noun phrase of the same noun that says more than the bare noun decides, before any nearness to words of an issue.
"""

from __future__ import annotations

import polars as pl

BACK = 16
"""Sentences back in which a noun phrase still is what its bare noun means."""
_SAYS = ("NOUN", "VERB", "PROPN", "ADJ")
"""Words beside a noun that can say what it is about."""
_ABOUT = ("pobj", "compound", "amod", "nmod", "acl", "relcl", "ccomp", "pcomp", "dobj", "xcomp", "advcl")


def antecedents(bare: pl.DataFrame, hits: pl.DataFrame, tokens: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Find for each bare noun phrase the last one of the same noun that says what it is.

    Args:
        bare: `sid`, `tok` of nouns taken up as known ("the decision").
        hits: `sid`, `head_tok`, `issue_id`, `score` of words of issues.
        tokens: the token frame.
        places: `sid`, `article_id`.

    Returns:
        `sid`, `tok`, `named_sid`, `named_tok`, and `named_issue`, `named_score`: what issues the words of the phrase
        speak of, a row each (NULL where they speak of none). Bare nouns that nothing brought in are left out.
    """
    at = places.select("sid", "article_id")
    heads = tokens.select("sid", "tok", "lemma", "pos", "left", "right")
    asked = (
        bare.select("sid", "tok")
        .unique()
        .join(heads.select("sid", "tok", "lemma"), on=["sid", "tok"])
        .join(at, on="sid")
    )
    nouns = (
        heads.filter(pl.col("pos") == "NOUN", pl.col("right") - pl.col("left") > 1)
        .join(asked.select("lemma").unique(), on="lemma", how="semi")
        .join(bare.select("sid", "tok"), on=["sid", "tok"], how="anti")
        .join(at, on="sid")
    )
    said = _said(nouns, tokens)
    last = (
        asked.join(said.select("article_id", "lemma", named_sid="sid", named_tok="tok"), on=["article_id", "lemma"])
        .filter(
            (pl.col("named_sid") < pl.col("sid"))
            | ((pl.col("named_sid") == pl.col("sid")) & (pl.col("named_tok") < pl.col("tok"))),
            pl.col("sid") - pl.col("named_sid") <= BACK,
        )
        .sort("sid", "tok", "named_sid", "named_tok")
        .unique(["sid", "tok"], keep="last", maintain_order=True)
    )
    spans = said.select("left", "right", named_sid="sid", named_tok="tok")
    inside = (
        last.join(spans, on=["named_sid", "named_tok"])
        .join(hits.select("head_tok", named_issue="issue_id", named_score="score", named_sid="sid"), on="named_sid")
        .filter(pl.col("head_tok").is_between("left", "right", closed="left"))
        .group_by("sid", "tok", "named_issue")
        .agg(pl.col("named_score").max())
    )
    return (
        last.select("sid", "tok", "named_sid", "named_tok")
        .join(inside, on=["sid", "tok"], how="left")
        .sort("sid", "tok", "named_score", "named_issue", descending=[False, False, True, False], nulls_last=True)
    )


def _said(nouns: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Those of noun phrases that say what they are about, as "resolution on fishing", "fishing resolution"."""
    inner = tokens.filter(pl.col("pos").is_in(_SAYS), pl.col("dep").is_in(_ABOUT)).select(
        "sid", inner="tok", over="head", dep="dep", kind="pos"
    )
    said = (
        nouns.join(inner, on="sid")
        .filter(
            pl.col("inner").is_between("left", "right", closed="left"),
            pl.col("inner") != pl.col("tok"),
            # "a new plan" is brought in by no word of what it is
            (pl.col("kind") != "ADJ") | (pl.col("over") != pl.col("tok")),
        )
        .select("sid", "tok")
        .unique()
    )
    return nouns.join(said, on=["sid", "tok"], how="semi")
