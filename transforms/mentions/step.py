"""The step: tokens in, mentions and entities out."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from transforms.gazetteer import Gazetteer, Name, fold
from transforms.keys import key
from transforms.knowledge import Knowledge
from transforms.mentions.actors import acts
from transforms.mentions.chunks import scan
from transforms.mentions.found import Found
from transforms.mentions.names import find_names
from transforms.mentions.nominals import PRONOUNS, find_nominals
from transforms.mentions.offices import find_offices
from transforms.mentions.people import Entity, name_tokens
from transforms.mentions.register import read_article
from transforms.schemas import Entities, Mentions
from transforms.views import Sentence, views_of

_PROPER = ["NNP", "NNPS"]


def make_mentions(
    articles: pl.DataFrame, sentences: pl.DataFrame, tokens: pl.DataFrame, *, knowledge: Knowledge
) -> dict[str, pl.DataFrame]:
    """Find every mention of an actor in the parsed sentences, and join the mentions of each article to entities.

    Returns:
        `mentions` in (sid, tok_start) order and `entities` in (article_id, entity_id) order.
    """
    gazetteer = knowledge.lexicon.gazetteer
    views = views_of(tokens)
    starts = _starts(tokens, gazetteer)
    texts = dict(articles.select("article_id", "text").iter_rows())
    days = dict(articles.select("article_id", pl.col("published_at").dt.date()).iter_rows())
    mention_rows: list[tuple[object, ...]] = []
    entity_rows: list[tuple[object, ...]] = []
    parsed = sentences.filter(pl.col("sid").is_in(list(views))).sort("sid")
    openings = _openings(sentences, gazetteer)
    for article_id, sids in parsed.group_by("article_id", maintain_order=True).agg("sid").iter_rows():
        read = [(views[sid], _find(views[sid], *starts[sid], gazetteer, texts[article_id])) for sid in sids]
        entities = read_article(read, gazetteer, days[article_id], openings).entities
        ids = [_entity_id(article_id, entity, n) for n, entity in enumerate(entities)]
        mentioned = {found.entity for _, founds in read for found in founds}
        entity_rows.extend(
            _entity_row(article_id, ids[n], entity, gazetteer) for n, entity in enumerate(entities) if n in mentioned
        )
        mention_rows.extend(row for view, founds in read for row in _mention_rows(view, founds, ids))
    return {
        "mentions": _frame(mention_rows, Mentions).sort("sid", "tok_start", "tok_end"),
        "entities": _frame(entity_rows, Entities).sort("article_id", "entity_id"),
    }


def _openings(sentences: pl.DataFrame, gazetteer: Gazetteer) -> dict[int, Name]:
    """Countries that open an unparsed sentence, by the sid of the parsed one behind it: "its government" is theirs."""
    first = pl.col("text").str.extract(r"^\W*(?:The )?(\w+)")
    behind = sentences.filter("is_parsed").select("sid", "article_id")
    found = (
        sentences.filter(~pl.col("is_parsed") & first.is_in(sorted(gazetteer.names.first_words)))
        .select("article_id", "text", sid=(pl.col("sid") + 1).cast(pl.UInt32))
        .join(behind, on=["sid", "article_id"], how="semi")
    )
    named: dict[int, Name] = {}
    for sid, text in found.select("sid", "text").iter_rows():
        words = [word.strip("“\"‘'’”,.;:") for word in text.removeprefix("The ").split(maxsplit=6)[:6]]
        name = gazetteer.names.longest(words, 0)
        if name is not None and "country" in name[1].roles:
            named[sid] = name[1]
    return named


def _starts(tokens: pl.DataFrame, gazetteer: Gazetteer) -> dict[int, tuple[list[int], list[int]]]:
    """Return for each sentence the tokens where a chunk can begin, and those that are pronouns or descriptions."""
    first = sorted(gazetteer.titles.first_words | gazetteer.bodies.first_words | gazetteer.groups.first_words)
    begins = (
        pl.col("tag").is_in(_PROPER)
        # a rare first name is often tagged as an adjective
        | (pl.col("dep").eq("compound") & pl.col("word").str.contains(r"^\p{Lu}"))
        | pl.col("word").is_in(sorted(gazetteer.names.first_words))
        | pl.col("lower").is_in(first)
    )
    describes = pl.col("lower").is_in(list(PRONOUNS)) | pl.col("lemma").is_in(sorted(gazetteer.nominals))
    found = tokens.group_by("sid", maintain_order=True).agg(
        begins=pl.col("tok").filter(begins), describes=pl.col("tok").filter(describes)
    )
    return {sid: (begin, describe) for sid, begin, describe in found.iter_rows()}


def _find(view: Sentence, begins: list[int], describes: list[int], gazetteer: Gazetteer, article: str) -> list[Found]:
    """Return what one sentence mentions, in order; each span once."""
    chunks = scan(view, begins, gazetteer)
    offices, used = find_offices(view, chunks, article)
    names = find_names(view, chunks, used, article)
    found = [*offices, *names]
    found.extend(find_nominals(view, describes, found, gazetteer, article))
    for mention in found:
        if mention.kind in {"country", "organisation", "group", "body"}:
            mention.is_actor = acts(view, mention, gazetteer)
    by_span = {(mention.start, mention.end): mention for mention in reversed(found)}
    return sorted(by_span.values(), key=lambda mention: (mention.start, -mention.end))


def _entity_id(article_id: str, entity: Entity, number: int) -> str:
    return key("ent", article_id, entity.kind, entity.name, entity.code, number)


def _entity_row(article_id: str, entity_id: str, entity: Entity, gazetteer: Gazetteer) -> tuple[object, ...]:
    return (
        article_id, entity_id, entity.kind, entity.name, entity.role, entity.affiliation, entity.code, entity.level,
        entity.principal, person_id(article_id, entity, gazetteer),
        entity.term.name if entity.term is not None and entity.is_in_office else None,
        entity.is_anonymous, entity.rule,
    )  # fmt: skip


def person_id(article_id: str, entity: Entity, gazetteer: Gazetteer) -> str | None:
    """Return the key that joins a person across articles.

    A known official has the name of the table; others their full name in one of its spellings, so that an article that
    does not say whose minister somebody is joins one that does. With a family name that millions bear the country
    counts too. A lone surname never leaves its article, so that two people of one surname are never one; who is called
    by an office only ("the minister", "his wife") is nobody in particular.
    """
    if entity.kind != "person" or entity.is_anonymous or (entity.term is None and not entity.tokens):
        return None
    tokens = name_tokens(entity.term.name) if entity.term is not None else entity.tokens
    if len(tokens) > 1:
        common = gazetteer.ambiguous.get("common_surname", {})
        code = entity.code if tokens[-1] in common or tokens[0] in common else None
        return key("per", gazetteer.plain(tokens), code)
    if entity.term is not None:
        return key("per", fold(entity.term.name), entity.term.code)
    return key("per", article_id, fold(entity.name), entity.code)


def _mention_rows(view: Sentence, founds: list[Found], ids: list[str]) -> Iterator[tuple[object, ...]]:
    for found in founds:
        if found.entity is None and found.kind in {"person", "nominal"}:
            continue
        is_actor = found.is_actor and (found.kind == "pronoun" or found.code is not None or found.level is not None)
        yield (
            view.sid, found.start, found.end, found.head, view.char_start[found.start], view.char_end[found.end - 1],
            found.kind, None if found.entity is None else ids[found.entity], found.code, found.level,
            is_actor, found.rule,
        )  # fmt: skip


def _frame(rows: list[tuple[object, ...]], schema: type[Mentions] | type[Entities]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema.create_empty().schema, orient="row")
