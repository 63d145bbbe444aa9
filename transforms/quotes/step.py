"""The quote step: from sentences and tokens to attributions with their spans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from transforms.knowledge import Knowledge
from transforms.quotes.carry import Carry
from transforms.quotes.cues import cue_tokens
from transforms.quotes.drafts import sentence_drafts
from transforms.quotes.labels import label, labelled, labelled_lines
from transforms.quotes.model import Article, CueToken, Draft, Paragraph
from transforms.quotes.nesting import outermost
from transforms.quotes.quoted import join_quoted, quoted_stretches
from transforms.quotes.rows import frames
from transforms.views import SentenceViews, views_of


def make_quotes(
    articles: pl.DataFrame,
    paragraphs: pl.DataFrame,
    sentences: pl.DataFrame,
    tokens: pl.DataFrame,
    *,
    knowledge: Knowledge,
) -> dict[str, pl.DataFrame]:
    """Find the attributions of every article: direct, indirect and mixed, with content, cue and speaker spans."""
    texts = dict(articles.select("article_id", "text").iter_rows())
    cues = cue_tokens(tokens, knowledge.lexicon.tables)
    views = views_of(tokens)
    venues = dict(knowledge.lexicon.tables["venues"].select("noun", "venue").iter_rows())
    found: dict[str, Carry] = {}
    lines: dict[str, list[Paragraph]] = {}
    for article_id, paragraph in _paragraphs(texts, paragraphs, sentences, views, cues):
        carry = found.get(article_id)
        if carry is None:
            carry = found[article_id] = Carry(Article(article_id, texts[article_id]))
        carry.article.quoted.extend(paragraph.quoted)
        drafts = _paragraph_drafts(paragraph, venues)
        carry.add(paragraph, drafts)
        if label(paragraph) and not any(draft.cue_class == "label" for draft in drafts):
            lines.setdefault(article_id, []).append(paragraph)
    for article_id, labelled_paragraphs in lines.items():
        _add_lines(found[article_id].article, labelled_paragraphs)
    return frames([carry.article for carry in found.values()])


def _add_lines(article: Article, lines: list[Paragraph]) -> None:
    """Add the lines that a label alone tells; what else was found in them is reported by their speaker."""
    for told in labelled_lines(article, lines):
        start, end = told.start, told.contents[0][1]
        inside = [draft for draft in article.drafts if start <= draft.start < end]
        article.drafts = [d for d in article.drafts if not start <= d.start < end]
        article.drafts += outermost([told, *inside])


def _paragraph_drafts(paragraph: Paragraph, venues: Mapping[str, str]) -> list[Draft]:
    """Return the attributions of one paragraph; one without content may be a cue whose colon ends it."""
    labels = labelled(paragraph)
    drafts = sentence_drafts(paragraph, venues)
    if any(label.speaker_chars[0][0] <= d.start < label.speaker_chars[0][1] for label in labels for d in drafts):
        labels = []  # "Said Ana Vos: “…”": a cue with its speaker
    if not labels:
        join_quoted(paragraph, drafts)
    return outermost([*labels, *drafts])


def _paragraphs(
    texts: dict[str, str],
    paragraphs: pl.DataFrame,
    sentences: pl.DataFrame,
    views: SentenceViews,
    cues: dict[int, list[CueToken]],
) -> Iterator[tuple[str, Paragraph]]:
    parsed: dict[tuple[str, int], list[int]] = {}
    for sid, article_id, ix in (
        sentences.filter("is_parsed").sort("sid").select("sid", "article_id", "paragraph_ix").iter_rows()
    ):
        parsed.setdefault((article_id, ix), []).append(sid)
    body = paragraphs.filter(pl.col("role") == "body").sort("article_id", "char_start")
    for article_id, ix, start, end in body.select("article_id", "paragraph_ix", "char_start", "char_end").iter_rows():
        sids = [sid for sid in parsed.get((article_id, ix), []) if sid in views]
        text = texts[article_id][start:end]
        inside = [(views[sid], cues.get(sid, [])) for sid in sids]
        yield article_id, Paragraph(text, start, quoted_stretches(text, start), inside)
