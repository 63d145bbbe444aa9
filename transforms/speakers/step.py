"""The step: attributions and entities in, quotes with their speakers and the people of each article out."""

from __future__ import annotations

import polars as pl

from transforms.knowledge import Knowledge
from transforms.schemas import People, Quotes
from transforms.speakers.candidates import speaker_words
from transforms.speakers.described import Named
from transforms.speakers.link import Attribution, Heard, Speaker, link_article

_COLUMNS = ("kind", "quote_text", "cue", "cue_class", "speaker_text", "venue", "rule_id")


def make_speakers(
    articles: pl.DataFrame,
    sentences: pl.DataFrame,
    tokens: pl.DataFrame,
    mentions: pl.DataFrame,
    entities: pl.DataFrame,
    attributions: pl.DataFrame,
    quote_spans: pl.DataFrame,
    *,
    knowledge: Knowledge,
) -> dict[str, pl.DataFrame]:
    """Join every attribution to its speaker, and list the people of each article.

    Returns:
        `quotes`, one row an attribution, and `people`, one row a person and article.
    """
    unplaced = quote_spans.filter((pl.col("role") == "speaker") & pl.col("tok_start").is_null()).select("quote_id")
    places = (
        attributions.select("quote_id", "article_id")
        .join(unplaced.unique(), on="quote_id", how="semi")
        .join(sentences.filter("is_parsed").select("sid", "article_id"), on="article_id")
        .select("quote_id", "sid")
    )
    words = speaker_words(tokens, mentions, quote_spans, places)
    organisations = _organisations(mentions, entities)
    levels = knowledge.lexicon.gazetteer.body_levels
    ordered = _in_order(attributions, quote_spans)
    found = {
        entity_id: Speaker.of(row)
        for entity_id, row in zip(entities["entity_id"], entities.iter_rows(named=True), strict=True)
    }
    surnames = _surnames(entities, ordered.filter(pl.col("cue_class") == "label"))
    rows: dict[str, Speaker] = {}
    reported: dict[str, str | None] = {}
    for (article_id,), group in ordered.group_by("article_id", maintain_order=True):
        heard = Heard(words, found, organisations.get(str(article_id), []), levels, surnames.get(str(article_id), {}))
        linked = link_article([Attribution(**row) for row in group.iter_rows(named=True)], heard)
        for quote_id, speaker, reporter in linked:
            rows[quote_id], reported[quote_id] = speaker, reporter
    return {"quotes": _quotes(attributions, rows, reported), "people": _people(articles, entities)}


def _organisations(mentions: pl.DataFrame, entities: pl.DataFrame) -> dict[str, list[Named]]:
    """Organisations and bodies of states of each article where they are named, in the order of the text."""
    is_body = pl.col("kind").eq("organisation") | (
        pl.col("kind").eq("country") & pl.col("rule_id").is_in(["body", "body-country", "ministry", "government"])
    )
    named = (
        entities.filter(is_body)
        .select("article_id", "entity_id", "name", level="holder_level")
        .join(mentions.filter(pl.col("kind").ne("pronoun")).select("entity_id", "char_start"), on="entity_id")
        .sort("article_id", "char_start", "entity_id")
    )
    made: dict[str, list[Named]] = {}
    for article_id, *fields in named.select("article_id", "char_start", "entity_id", "name", "level").iter_rows():
        made.setdefault(article_id, []).append(Named(*fields))
    return made


def _surnames(entities: pl.DataFrame, labels: pl.DataFrame) -> dict[str, dict[str, str]]:
    """Return by article, of those with labels, the entity of each surname that one person bears; none in capitals."""
    named = (
        entities.filter((pl.col("kind") == "person") & (pl.col("name").str.to_uppercase() != pl.col("name")))
        .join(labels, on="article_id", how="semi")
        .with_columns(surname=pl.col("name").str.split(" ").list.last().str.to_lowercase())
        .filter(pl.col("name").str.contains(" ") & (pl.len().over("article_id", "surname") == 1))
    )
    made: dict[str, dict[str, str]] = {}
    for article_id, surname, entity_id in named.select("article_id", "surname", "entity_id").iter_rows():
        made.setdefault(article_id, {})[surname] = entity_id
    return made


def _in_order(attributions: pl.DataFrame, quote_spans: pl.DataFrame) -> pl.DataFrame:
    """Return what linking needs of each attribution, in the order of the text."""
    starts = quote_spans.filter(pl.col("role") == "content").group_by("quote_id").agg(pl.col("char_start").min())
    ends = (
        quote_spans.filter(pl.col("role") == "speaker").group_by("quote_id").agg(speaker_at=pl.col("char_start").min())
    )
    return (
        attributions.join(starts, on="quote_id", how="left")
        .join(ends, on="quote_id", how="left")
        .sort("article_id", "char_start", "quote_id")
        .select("quote_id", "article_id", "speaker_text", "parent_quote_id", "speaker_at", "cue_class")
    )


def _quotes(attributions: pl.DataFrame, speakers: dict[str, Speaker], reported: dict[str, str | None]) -> pl.DataFrame:
    made = pl.DataFrame(
        [
            (
                quote_id, s.name, s.entity_id, s.person_id, s.role, s.affiliation, s.country, s.level, s.is_anonymous,
                s.principal, reported[quote_id], s.rule,
            )
            for quote_id, s in speakers.items()
        ],
        schema={
            "quote_id": pl.String,
            "speaker_name": pl.String,
            "entity_id": pl.String,
            "person_id": pl.String,
            "speaker_role": pl.String,
            "speaker_affiliation": pl.String,
            "speaker_country": pl.String,
            "speaker_level": pl.String,
            "is_anonymous": pl.Boolean,
            "on_behalf_of": pl.String,
            "reported_by": pl.String,
            "speaker_rule": pl.String,
        },
        orient="row",
    )  # fmt: skip
    joined = attributions.join(made, on="quote_id", how="left", maintain_order="left").with_columns(
        is_anonymous=pl.col("is_anonymous").fill_null(value=False),
        rule_id=pl.concat_str("rule_id", "speaker_rule", separator="+", ignore_nulls=True),
    )
    return joined.select(Quotes.column_names()).sort("quote_id")


def _people(articles: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    days = articles.select("article_id", seen_on=pl.col("published_at").dt.date())
    order = pl.col("official_name").is_null(), -pl.col("name").str.len_chars().cast(pl.Int32), "entity_id"
    return (
        entities.filter(pl.col("person_id").is_not_null())
        .sort("person_id", "article_id", *order)
        .unique(["person_id", "article_id"], keep="first", maintain_order=True)
        .join(days, on="article_id", how="left", maintain_order="left")
        .with_columns(
            name=pl.coalesce("official_name", "name"), is_official_known=pl.col("official_name").is_not_null()
        )
        .select(People.column_names())
        .sort("person_id", "article_id")
    )
