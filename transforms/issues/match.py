"""Where a text speaks of which issue: keyword hits, judged by what the issue is about.

Words alone decide nothing. The countries and names of the proposition must stand in the sentence, near it, in the title
or in the article (`gate`); words of the proposition and description around the hit and the article's topic add to it,
words the description says do not count take from it; and of several issues that claim one span the one wins that fits
best, a sub-issue before its parent where they are close.

A changed registry needs no new parse: `make_tokens` keeps parses by sentence, so running `match_issues` and the
positions step again over stored sentences matches every statement anew.
"""

from __future__ import annotations

import polars as pl

from transforms.issues.anaphora import INQUIRIES, anaphors
from transforms.issues.elsewhere import without_left_out, without_other_objects
from transforms.issues.fit import fits
from transforms.issues.gate import gates
from transforms.issues.gatherings import without_other_gatherings
from transforms.issues.hits import TITLES, keyword_hits, read_words
from transforms.issues.profile import Profiles
from transforms.issues.score import around, score, topics
from transforms.issues.spans import with_tokens
from transforms.issues.strangers import without_strangers
from transforms.issues.undone import as_proposed, with_what_is_ended
from transforms.issues.words import key_of
from transforms.knowledge import Knowledge
from transforms.schemas import IssueHits

CHILD = 1.15
"""How much better a wider issue must fit than its sub-issue to take a span from it."""
PARAPHRASE = 0.1
"""What a hit of kind `proposition` is worth against a keyword."""


def match_issues(
    articles: pl.DataFrame,
    sentences: pl.DataFrame,
    tokens: pl.DataFrame,
    mentions: pl.DataFrame | None = None,
    *,
    knowledge: Knowledge,
) -> pl.DataFrame:
    """Find where parsed sentences speak of the issues of `knowledge.issues`.

    Args:
        articles: schema Articles (of it `article_id` and `title` are read).
        sentences: schema Sentences.
        tokens: schema Tokens.
        mentions: schema Mentions; with them a leader or pronoun makes his country present. May be left out.
        knowledge: registry and lexicon.

    Returns:
        Schema IssueHits, sorted by (sid, tok_start, issue_id). Texts that speak of no issue give no rows.
    """
    profiles = knowledge.profiles
    places = _places(articles, sentences)
    titles = places.filter(pl.col("sid") >= TITLES).join(articles.select("article_id", "title"), on="article_id")
    words = read_words(tokens, titles, profiles)
    found = keyword_hits(words, profiles).join(profiles.keywords, on="kw")
    pairs = found.select("sid", "issue_id").unique().sort("sid", "issue_id")
    judged = (
        gates(pairs, words, places, _named(mentions), profiles)
        .join(around(pairs, words, profiles), on=["sid", "issue_id"])
        .join(fits(pairs, words, places, _named(mentions), profiles), on=["sid", "issue_id"])
    )
    scored = score(found.join(judged, on=["sid", "issue_id"]), words, places)
    spans = without_strangers(
        with_tokens(scored.filter(pl.col("sid") < TITLES), words, tokens),
        words,
        tokens,
        profiles,
        {"@" + code for code in knowledge.lexicon.tables["countries"]["iso3"]},
    )
    spans = without_other_gatherings(spans, words, tokens, _parties(mentions), profiles)
    spans = without_other_objects(spans, words, tokens, places, profiles)
    sayings = {key_of(lemma.split()[0]) for lemma in knowledge.lexicon.tables["triggers"]["lemma"]}
    spans = without_left_out(spans, tokens, profiles, sayings)
    spans = with_what_is_ended(spans, tokens, profiles)
    meant = as_proposed(spans, tokens, profiles.reversals)
    inquiries = [p.issue_id for p in profiles.by_id.values() if p.said & INQUIRIES]
    every = pl.concat([spans, anaphors(meant, tokens, places, topics(scored, places), inquiries)])
    return IssueHits.validate(_settled(every, profiles), cast=True)


def _places(articles: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """`sid`, `article_id`, `sentence_ix` of every parsed sentence; titles follow, with sentence_ix 0."""
    body = sentences.filter("is_parsed").select("sid", "article_id", "sentence_ix")
    titled = (
        articles.filter(pl.col("title").is_not_null())
        .sort("article_id")
        .select("article_id")
        .with_row_index("sid", TITLES)
    )
    head = titled.select(pl.col("sid").cast(pl.UInt32), "article_id", sentence_ix=pl.lit(0, dtype=pl.UInt32))
    return pl.concat([body, head])


def _named(mentions: pl.DataFrame | None) -> pl.DataFrame:
    """`sid`, `code` of every mention with a code."""
    if mentions is None:
        return pl.DataFrame(schema={"sid": pl.UInt32, "code": pl.String})
    return mentions.select("sid", "code").drop_nulls().unique()


def _parties(mentions: pl.DataFrame | None) -> pl.DataFrame:
    """`sid`, `tok`, `code` ("@PER") of who can meet: countries, organisations and people of theirs, no groups."""
    if mentions is None:
        return pl.DataFrame(schema={"sid": pl.UInt32, "tok": pl.UInt16, "code": pl.String})
    return (
        mentions.filter(
            pl.col("kind").is_in(["person", "country", "organisation"]), ~pl.col("code").str.starts_with("GRP")
        )
        .select("sid", tok="head_tok", code="@" + pl.col("code"))
        .unique()
    )


def _settled(hits: pl.DataFrame, profiles: Profiles) -> pl.DataFrame:
    """Add `is_best`: no other issue claims the same words (each one's head in the other's span) with a better score."""
    numbered = hits.sort("sid", "tok_start", "tok_end", "issue_id").with_row_index("row")
    # a keyword is what the user wrote: a paraphrase read off the proposition takes no word from it
    rank = pl.col("score") * pl.when(pl.col("kind") == "proposition").then(PARAPHRASE).otherwise(1.0)
    rivals = numbered.select("sid", "row", "issue_id", "tok_start", "tok_end", "head_tok", score=rank)
    kin = [(p.issue_id, above) for p in profiles.by_id.values() for above in p.ancestors]
    families = pl.DataFrame(kin, schema={"issue_id": pl.String, "issue_id_right": pl.String}, orient="row")
    overlaps = pl.col("head_tok").is_between(
        pl.col("tok_start_right"), pl.col("tok_end_right"), closed="left"
    ) & pl.col("head_tok_right").is_between(pl.col("tok_start"), pl.col("tok_end"), closed="left")
    pairs = (
        rivals.join(rivals, on="sid")
        .filter(overlaps & (pl.col("issue_id") != pl.col("issue_id_right")))
        .join(families.with_columns(is_child=pl.lit(value=True)), on=["issue_id", "issue_id_right"], how="left")
        .join(
            families.select(issue_id="issue_id_right", issue_id_right="issue_id", is_parent=pl.lit(value=True)),
            on=["issue_id", "issue_id_right"],
            how="left",
        )
    )
    own = pl.col("score") * pl.when(pl.col("is_child")).then(CHILD).otherwise(1.0)
    other = pl.col("score_right") * pl.when(pl.col("is_parent")).then(CHILD).otherwise(1.0)
    beaten = pairs.filter((other > own) | ((other == own) & (pl.col("issue_id_right") < pl.col("issue_id"))))
    lost = beaten.select("row").unique().with_columns(is_best=pl.lit(value=False))
    return (
        numbered.join(lost, on="row", how="left")
        .with_columns(pl.col("is_best").fill_null(value=True))
        .sort("row")
        .select(IssueHits.column_names())
    )
