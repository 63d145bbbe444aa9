"""How much of what an issue is about is spoken of around a hit: few issues are named by one general word.

"Talks", "sanctions" and "the summit" stand in every second story. A hit is believed when more of its issue's own words
stand near it and in its article; words that stand everywhere (`seeds/general_words.csv`) say little.
"""

from __future__ import annotations

import polars as pl

from transforms.issues.gate import LEAD
from transforms.issues.hits import TITLES
from transforms.issues.profile import Profiles

NEAR = 2
"""Sentences on either side of a hit whose words are near it."""
HEAD = 0.5
"""How much more a word counts that stands in the title or lead."""
LEAST_FIT, LEAST_BARE = 1.4, 2.0
"""The fit under which a text is about something else; the same for a general word that is not what happens."""
SAID = 0.75
"""The share of a proposition's own words from which on they are enough where they stand near: it is what is said."""
ROOM = 10
"""Sentences that leave room to say what an article is about: of a shorter text less is asked."""
GENERAL, HERE = 0.3, 0.5
"""A word that tells less is a general one; what other words of the issue must then tell in its sentence."""


def is_told() -> pl.Expr:
    """Tell hits that stand on more than words anybody uses.

    Of the columns `fit`, `said`, `here`, `rareness`, `is_own`, `is_event`. The article is about the issue, or the
    proposition itself is said; a general word ("talks") has another word of its issue in its sentence; a paraphrase
    read off the proposition is no general word beside a name ("the Norlandic president"), unless that word is what
    the proposition says happens.
    """
    is_general = (pl.col("rareness") < GENERAL) & ~pl.col("is_event")
    is_common = is_general & (pl.col("rareness") > 0)
    has_name = pl.col("keys").list.eval(pl.element().str.starts_with("@")).list.any()
    is_bare = is_common & (pl.col("here") < HERE) & ~has_name
    is_guess = is_general & ~pl.col("is_own")
    least = pl.when(is_common).then(LEAST_BARE).otherwise(LEAST_FIT)
    is_about = (pl.col("fit") >= least) | (pl.col("said") >= SAID)
    return is_about & ~is_bare & ~is_guess


def fits(
    pairs: pl.DataFrame, words: pl.DataFrame, places: pl.DataFrame, named: pl.DataFrame, profiles: Profiles
) -> pl.DataFrame:
    """Tell for each pair of sentence and issue how much of the issue's vocabulary is there.

    Args:
        pairs: `sid`, `issue_id`.
        words: as `read_words` gives them.
        places: `sid`, `article_id`, `sentence_ix`, one row a parsed sentence or title.
        named: `sid`, `code` of actors found by the mention rules; may be empty.
        profiles: the issues.

    Returns:
        `sid`, `issue_id`; `here`: the sum of the values of the issue's words in the sentence that are no names; `said`:
        the share of the proposition's own that stand near it; `fit`: the sum of all that stand near and of all in its
        article, each word once, by the square root of all there are (an issue of few words is not asked for many) and
        by the room there is.
    """
    vocabulary = _vocabulary(profiles)
    seen = _seen(words, named, vocabulary).join(places, on="sid")
    near = pl.concat(
        [pairs.select("sid", "issue_id", at=pl.col("sid").cast(pl.Int64) + away) for away in range(-NEAR, NEAR + 1)]
    )
    at = seen.with_columns(at=pl.col("sid").cast(pl.Int64))
    around = near.join(places.select("sid", "article_id"), on="sid").join(
        at.drop("sid"), on=["article_id", "issue_id", "at"]
    )
    sums = {
        "here": _sum(pairs.join(seen.filter(~pl.col("unit").str.starts_with("@")), on=["sid", "issue_id"])),
        "near": _sum(around),
        "own": _sum(around.filter("is_said")),
    }
    room = places.group_by("article_id").agg(room=(pl.len() / ROOM).clip(0, 1))
    found = pairs.join(places.select("sid", "article_id"), on="sid").join(room, on="article_id")
    for name, frame in sums.items():
        found = found.join(frame.rename({"total": name}), on=["sid", "issue_id"], how="left")
    whole = vocabulary.group_by("issue_id").agg(
        whole=pl.col("value").sum().sqrt(), proposition=pl.col("value").filter("is_said").sum()
    )
    return (
        found.join(_in_article(seen), on=["article_id", "issue_id"], how="left")
        .join(whole, on="issue_id", how="left")
        .select(
            "sid",
            "issue_id",
            here=pl.col("here").fill_null(0.0),
            said=pl.col("own").fill_null(0.0) / pl.col("proposition"),
            fit=(
                (pl.col("near").fill_null(0.0) + pl.col("article").fill_null(0.0)) / (pl.col("whole") * pl.col("room"))
            ).fill_null(0.0),
        )
    )


def _vocabulary(profiles: Profiles) -> pl.DataFrame:
    """`issue_id`, `unit`, `value`, `is_said` (it stands in the proposition): every word of every issue."""
    rows = [
        (p.issue_id, unit, value, unit in p.said)
        for p in profiles.by_id.values()
        for unit, value in sorted(p.vocabulary.items())
    ]
    schema = pl.Schema({"issue_id": pl.String, "unit": pl.String, "value": pl.Float64, "is_said": pl.Boolean})
    return pl.DataFrame(rows, schema=schema, orient="row")


def _seen(words: pl.DataFrame, named: pl.DataFrame, vocabulary: pl.DataFrame) -> pl.DataFrame:
    """`sid`, `issue_id`, `unit`, `value`, `is_said`: which words of which issue each sentence holds."""
    codes = pl.concat([words.select("sid", unit="code"), named.select("sid", unit="@" + pl.col("code"))]).drop_nulls()
    units = pl.concat([words.select("sid", "unit"), words.select("sid", unit="key"), codes])
    return units.unique().join(vocabulary, on="unit")


def _sum(found: pl.DataFrame) -> pl.DataFrame:
    """`sid`, `issue_id`, `total` of the values, each word once (summed in one order, whatever order they came in)."""
    single = found.unique(["sid", "issue_id", "unit"]).sort("sid", "issue_id", "unit")
    return single.group_by("sid", "issue_id", maintain_order=True).agg(total=pl.col("value").sum())


def _in_article(seen: pl.DataFrame) -> pl.DataFrame:
    """`article_id`, `issue_id`, `article`: values of the words an article holds, more for those of title and lead."""
    is_head = (pl.col("sid") >= TITLES) | (pl.col("sentence_ix") < LEAD)
    return (
        seen.group_by("article_id", "issue_id", "unit")
        .agg(value=pl.col("value").first() * pl.when(is_head.any()).then(1 + HEAD).otherwise(1.0))
        .sort("article_id", "issue_id", "unit")
        .group_by("article_id", "issue_id", maintain_order=True)
        .agg(article=pl.col("value").sum())
    )
