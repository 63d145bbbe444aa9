"""The step: attributions and entities in, quotes with their speakers and the people of each article out."""

from __future__ import annotations

from datetime import date

import polars as pl

from transforms.gazetteer import Gazetteer, fold
from transforms.knowledge import Knowledge
from transforms.schemas import People, Quotes
from transforms.speakers.candidates import speaker_words
from transforms.speakers.described import Named
from transforms.speakers.link import Attribution, Heard, Speaker, link_article

_COLUMNS = ("kind", "quote_text", "cue", "cue_class", "speaker_text", "venue", "rule_id")

_LABEL_WITH_OFFICE = 2
"""Words of the shortest label that names an office."""
_ADDRESSES = frozenset({"MR.", "MS.", "MRS.", "DR.", "MR", "MS", "MRS", "DR"})


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
    labels = ordered.filter((pl.col("cue_class") == "label") & pl.col("speaker_text").is_not_null())
    labelled = _labelled(articles, entities, labels, knowledge.lexicon.gazetteer)
    rows: dict[str, Speaker] = {}
    reported: dict[str, str | None] = {}
    for (article_id,), group in ordered.group_by("article_id", maintain_order=True):
        heard = Heard(words, found, organisations.get(str(article_id), []), levels, labelled.get(str(article_id), {}))
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


def _labelled(
    articles: pl.DataFrame, entities: pl.DataFrame, labels: pl.DataFrame, gazetteer: Gazetteer
) -> dict[str, dict[str, Speaker]]:
    """Return by article who speaks behind each label in capitals.

    "MS. VOS" is the one person of that surname whom the article names, "PRESIDENT HALDER" else who bears the name and
    is in office that day.
    """
    spoken = labels.select("article_id", label=pl.col("speaker_text").str.strip_chars(" ,;:—–-")).filter(
        pl.col("label").str.to_uppercase() == pl.col("label")
    )
    named = (
        entities.filter(pl.col("kind") == "person")
        .join(spoken, on="article_id", how="semi")
        .filter(pl.col("name").str.contains(r"^\p{Lu}\p{Ll}"))
        .with_columns(surname=pl.col("name").str.split(" ").list.last().str.to_lowercase())
        .filter(pl.col("name").str.contains(" ") & (pl.len().over("article_id", "surname") == 1))
    )
    people = {(row["article_id"], row["surname"]): Speaker.of(row) for row in named.iter_rows(named=True)}
    days = dict(articles.select("article_id", pl.col("published_at").dt.date()).iter_rows())
    made: dict[str, dict[str, Speaker]] = {}
    for article_id, label in spoken.unique(maintain_order=True).iter_rows():
        surname = label.split()[-1].lower() if label.split() else ""
        speaker, known = people.get((article_id, surname)), _in_office(label, days.get(article_id), gazetteer)
        if speaker is None or (speaker.name or "").split()[0].upper() in label.split():
            speaker = known or speaker  # "President Halder" says no more than the label
        if speaker is not None:
            made.setdefault(article_id, {})[label] = speaker
    return made


def _in_office(label: str, day: date | None, gazetteer: Gazetteer) -> Speaker | None:
    """Return the one official of the tables whom a label with an office means on `day`: "PRESIDENT HALDER"."""
    words = label.split()
    if day is None or len(words) < _LABEL_WITH_OFFICE or words[0] in _ADDRESSES:
        return None
    terms = [term for term in gazetteer.terms_by_surname.get(fold(words[-1]), ()) if term.holds_on(day)]
    if len({term.name for term in terms}) != 1 or terms[0].is_surname_shared:
        return None
    return Speaker(name=terms[0].name, role=terms[0].title, country=terms[0].code, level=terms[0].level, kind="person")


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
