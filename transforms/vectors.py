"""spaCy's vectors of words in context (`tok2vec`), made without its overhead.

A word's own vector depends on its form alone, so each form of a batch is embedded once; the layers that mix in the
neighbours write into arrays that are kept from batch to batch (asking the system for memory costs as much as the
products). The vectors are thinc's to a few millionths, as far as its own differ from one batch to another; a test
compares them, and another the parses.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

Floats = NDArray[np.float32]
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64)
"""Odd numbers that make one key of four 64-bit hashes."""
_ROWS = 2_000
"""Rows that are worked on at once: about what the processor's cache holds."""


class Vectors:
    """The layers of a spaCy `tok2vec` of hashed features and convolutions."""

    def __init__(self, pipe: Any) -> None:
        embed, encode = pipe.model.layers
        self._columns: list[int | str] = embed.layers[0].attrs["columns"]
        self._embed: list[Any] = [embed.layers[2].layers[0], embed.layers[3].layers[0]]
        self._gap: int = encode.attrs["pad"]
        self._layers = [_Convolution(residual.layers[0]) for residual in encode.layers[0].layers]

    def of(self, docs: list[Doc]) -> Floats:
        """Return one row for each token, one document after the other."""
        lengths = np.array([len(doc) for doc in docs])
        words = self._words(docs)
        made = np.empty_like(words)
        # empty rows between two documents: no layer sees across them
        ends = np.cumsum(lengths)
        first = 0
        while first < len(docs):
            begin = int(ends[first] - lengths[first])
            last = max(first + 1, int(np.searchsorted(ends, begin + _ROWS, side="right")))
            end = int(ends[last - 1])
            numbers = np.repeat(np.arange(1, last - first + 1), lengths[first:last])
            place = np.arange(end - begin) + numbers * self._gap
            rows = np.zeros((end - begin + (last - first + 1) * self._gap, words.shape[1]), dtype=np.float32)
            rows[place] = words[begin:end]
            for layer in self._layers:
                rows += layer.of(rows)
            made[begin:end] = rows[place]
            first = last
        return made

    def _words(self, docs: list[Doc]) -> Floats:
        """Return the vectors of the tokens by themselves."""
        features = np.concatenate(
            [doc.to_array(self._columns).reshape(len(doc), len(self._columns)) for doc in docs]
        ).astype(np.uint64)
        key = (features[:, :4] * _MIX).sum(axis=1, dtype=np.uint64) * np.uint64(4)
        key += features[:, 4] * np.uint64(2) + features[:, 5]
        _, example, number = np.unique(key, return_index=True, return_inverse=True)
        rows: Any = features[example]
        for layer in self._embed:
            rows = layer.predict(rows)
        found: Floats = rows[number]
        return found


class _Convolution:
    """One layer that sees a row and its two neighbours: product, the largest of the pieces, normalisation."""

    def __init__(self, layer: Any) -> None:
        _, maxout, normal = (node for node in layer.walk() if node.name in {"expand_window", "maxout", "layernorm"})
        weights, bias = maxout.get_param("W"), maxout.get_param("b")
        self._width, self._pieces, taken = weights.shape
        # piece by piece, so that the largest is found over whole rows
        self._weights: Floats = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, taken)).T
        self._bias: Floats = np.ascontiguousarray(bias.T.reshape(-1))
        self._gain: Floats = normal.get_param("G")
        self._shift: Floats = normal.get_param("b")
        self._window: Floats = np.empty((0, 3, self._width), dtype=np.float32)
        self._product: Floats = np.empty((0, self._pieces * self._width), dtype=np.float32)

    def of(self, rows: Floats) -> Floats:
        """Return what the layer adds to the rows."""
        count = len(rows)
        if len(self._window) < count:
            self._window = np.empty((count, 3, self._width), dtype=np.float32)
            self._product = np.empty((count, self._pieces * self._width), dtype=np.float32)
        window, product = self._window[:count], self._product[:count]
        window[0, 0] = window[-1, 2] = 0
        window[1:, 0], window[:, 1], window[:-1, 2] = rows[:-1], rows, rows[1:]
        np.dot(window.reshape(count, -1), self._weights, out=product)
        product += self._bias
        made: Floats = product[:, : self._width]
        for at in range(self._width, product.shape[1], self._width):
            made = np.maximum(made, product[:, at : at + self._width])
        made -= made.mean(axis=1, keepdims=True)
        variance = (made * made).mean(axis=1, keepdims=True) + np.float32(1e-8)
        made *= variance ** np.float32(-0.5)
        made *= self._gain
        made += self._shift
        return made
