from __future__ import annotations

import polars as pl
import pytest

from transforms.annotate import make_tokens, sentence_key
from transforms.knowledge import Knowledge
from transforms.schemas import Sentences, Tokens
from transforms.views import SentenceViews

TEXTS = [
    "Norway will not send its fleet, Foreign Minister Sigrun Aalvik said.",
    "“We are ready,” she said.",
    "Norway will not send its fleet, Foreign Minister Sigrun Aalvik said.",
]


class Store(dict):
    """Keeps parses in memory and counts what was stored."""

    def get_many(self, keys):
        return {key: self[key] for key in keys if key in self}

    def put_many(self, parses):
        self.update(parses)


def sentences(texts: list[str], start: int = 100) -> pl.DataFrame:
    rows = []
    for sid, text in enumerate(texts):
        rows.append(
            {
                "sid": sid,
                "article_id": "a",
                "paragraph_ix": sid,
                "sentence_ix": sid,
                "char_start": start,
                "char_end": start + len(text),
                "role": "body",
                "text": text,
                "quote_depth": 0,
                "is_parsed": True,
            }
        )
        start += len(text) + 1
    return Sentences.cast(pl.DataFrame(rows))


@pytest.fixture(scope="module")
def store() -> Store:
    return Store()


@pytest.fixture(scope="module")
def tokens(store) -> pl.DataFrame:
    return make_tokens(sentences(TEXTS), knowledge=Knowledge(None, None, store))["tokens"]


def test_the_frame_obeys_its_schema_and_slices_back(tokens):
    Tokens.validate(tokens)
    whole = " " * 100 + "\n".join(TEXTS)
    assert all(whole[a:b] == word for a, b, word in tokens.select("char_start", "char_end", "word").iter_rows())


def test_subtree_edges_follow_the_heads(tokens):
    for view in SentenceViews(tokens).values():
        for tok in range(len(view)):
            subtree = [other for other in range(len(view)) if view.dominates(tok, other)]
            assert (view.left[tok], view.right[tok]) == (min(subtree), max(subtree) + 1)


def test_lemmas_and_parts_of_speech_follow_from_tags(tokens):
    found = dict(
        tokens.filter(pl.col("sid") == 0).select("lower", pl.concat_str("lemma", "pos", separator="/")).iter_rows()
    )
    assert found["said"] == "say/VERB"
    assert found["will"] == "will/AUX"
    assert found["norway"] == "norway/PROPN"


def test_words_inside_marks_are_told(tokens):
    second = tokens.filter(pl.col("sid") == 1)
    assert second.filter("in_quote")["word"].to_list() == ["We", "are", "ready", ","]


def test_equal_sentences_share_a_parse_and_a_stored_parse_is_used(tokens, store):
    assert set(store) == {sentence_key(text) for text in TEXTS}
    only_stored = Store(store)
    only_stored.put_many = lambda parses: pytest.fail(f"parsed again: {parses.keys()}")
    again = make_tokens(sentences(TEXTS), knowledge=Knowledge(None, None, only_stored))["tokens"]
    assert again.equals(tokens)


def test_order_and_batch_do_not_change_a_parse(tokens):
    reversed_tokens = make_tokens(sentences(TEXTS[:2][::-1]), knowledge=Knowledge(None, None))["tokens"]
    for old, new in ((0, 1), (1, 0)):
        columns = ["tok", "word", "lemma", "tag", "dep", "head", "left", "right"]
        assert (
            tokens.filter(pl.col("sid") == old)
            .select(columns)
            .equals(reversed_tokens.filter(pl.col("sid") == new).select(columns))
        )


def test_any_white_space_is_a_blank_to_the_parser():
    texts = ["Kenya opposed the decision of the court.", "Kenya opposed the\u00a0decision of\u2009the court."]
    tokens = make_tokens(sentences(texts), knowledge=Knowledge(None, None))["tokens"]
    plain, spaced = (tokens.filter(pl.col("sid") == sid).select("tok", "word", "dep", "head").rows() for sid in (0, 1))
    assert spaced == plain


def test_nothing_to_parse_gives_an_empty_frame():
    nothing = sentences(["No."]).with_columns(is_parsed=pl.lit(False))
    assert make_tokens(nothing, knowledge=Knowledge(None, None))["tokens"].is_empty()
