"""Statements that fit no issue of the registry: a clear attitude of a country towards something named.

They are kept with their proposition's words and no issue, so that an analyst sees what to define next
(`marts.issue_suggestions`). Only the plainest form counts: an actor as the subject of a verb of attitude, and what the
verb governs as the proposition.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import polars as pl

from transforms.positions.hits import Hit
from transforms.positions.tables import Triggers
from transforms.schemas import HOLDER_LEVELS

NO_ISSUE = ""
"""Issue of a hit that stands for no issue; its row's `issue_id` is NULL."""
SHORTEST, LONGEST = 3, 30
"""Words of a proposition: fewer name nothing ("it", "the move"), more are a story."""
CONTENT = ("dobj", "xcomp", "ccomp")


def unmatched_hits(
    tokens: pl.DataFrame, mentions: pl.DataFrame, triggers: Triggers, taken: AbstractSet[int]
) -> list[Hit]:
    """Return a hit for each proposition that an actor's verb of attitude governs, outside the sentences in `taken`."""
    free = tokens.filter(~pl.col("sid").is_in(sorted(taken)))
    # "begin", "offer": too many things are begun and offered for the verb alone to tell a position
    clear = sorted(triggers.verbs.keys() - triggers.lists["vague"])
    verbs = free.filter((pl.col("pos") == "VERB") & pl.col("lemma").is_in(clear)).select("sid", verb="tok")
    holders = mentions.filter(
        pl.col("is_actor") & pl.col("code").is_not_null() & pl.col("holder_level").is_in(HOLDER_LEVELS)
    ).select("sid", tok="head_tok")
    subjects = (
        free.filter(pl.col("dep") == "nsubj")
        .join(holders.unique(), on=["sid", "tok"], how="semi")
        .select("sid", verb="head")
        .unique()
    )
    spans = (
        free.filter(pl.col("dep").is_in(CONTENT) & ~pl.col("pos").is_in(["PRON", "PUNCT"]))
        .with_columns(n=pl.col("right").cast(pl.Int32) - pl.col("left").cast(pl.Int32))
        .filter(pl.col("n").is_between(SHORTEST, LONGEST))
        .join(verbs, left_on=["sid", "head"], right_on=["sid", "verb"])
        .join(subjects, left_on=["sid", "head"], right_on=["sid", "verb"], how="semi")
        .sort("sid", "tok")
    )
    return [
        Hit(sid, tok, left, right, NO_ISSUE, sign=1, via="unmatched", score=1.0)
        for sid, tok, left, right in spans.select("sid", "tok", "left", "right").iter_rows()
    ]
