"""spaCy's dependency parser with all sentences of a batch moved on at once: the same trees, several times as fast.

spaCy walks its arc-eager parser through one sentence after the other, with some thousand cycles of overhead a move. The
moves, their conditions and the network that scores them are the same here, only as arrays over the batch
(spacy/pipeline/_parser_internals/arc_eager.pyx and _state.pxd, spaCy 3.8). A test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.pipeline._parser_internals.nonproj import DELIMITER, deprojectivize
from spacy.tokens import Doc

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
_SHIFT, _REDUCE, _LEFT, _RIGHT, _BREAK = range(5)
_LETTERS = "SDLRB"
_FEATURES = 8
"""Words of a state that the network looks at."""
_NONE = -1
_SENTINELS = 3
"""Empty places below the stack and the returned words, so that the three topmost can always be read."""


class ArcEager:
    """The moves and the weights of a spaCy parser, and how they make trees of vectors.

    Args:
        pipe: spaCy's parser.
        numbers: the number that stands for each dependency in what `parse` returns; 0 for one that has none.
    """

    def __init__(self, pipe: Any, numbers: Mapping[str, int]) -> None:
        names = [pipe.moves.class_name(move) for move in range(pipe.moves.n_moves)]
        self._moves = np.array([_LETTERS.index(name[0]) for name in names])
        self._names = [*(name[2:] for name in names), "ROOT"]
        self._root = len(names)
        self._reattached = np.array([DELIMITER in name for name in self._names])
        self._numbers = numbers
        self._number_of = np.array([numbers.get(name, 0) for name in self._names])
        self._hidden: Floats = np.empty((0, 0), dtype=np.float32)
        self._narrow: Any = pipe.model.get_ref("tok2vec").layers[-1]
        self._lower: Any = pipe.model.get_ref("lower")
        upper = pipe.model.get_ref("upper")
        self._bias: Floats = self._lower.get_param("b").reshape(-1)
        self._weights: Floats = np.ascontiguousarray(upper.get_param("W").T)
        self._scores_bias: Floats = upper.get_param("b")

    def parse(self, docs: list[Doc], vectors: Floats) -> list[tuple[Ints, Ints]]:
        """Return for each document the head of every token (its own place for a root) and its dependency's number.

        Args:
            docs: the documents of a batch.
            vectors: what `tok2vec` says of their tokens, one row a token, one document after the other.
        """
        lengths = np.array([len(doc) for doc in docs])
        heads, labels = self._walk(lengths, vectors)
        trees = []
        for doc, head_row, label_row in zip(docs, heads, labels, strict=True):
            head, label = head_row[: len(doc)], label_row[: len(doc)]
            if self._reattached[label].any():
                trees.append(self._reattach(doc, head, label))
            else:
                trees.append((head, self._number_of[label]))
        return trees

    def _look_up(self, vectors: Floats) -> Floats:
        """Return what each token adds to a state in each place it can stand in; first a row for a missing token.

        The array is used again by the next batch: asking the system for so much memory costs more than filling it.
        """
        weights = self._lower.get_param("W")
        rows, width = len(vectors) + 1, weights.size // weights.shape[-1]
        if len(self._hidden) < rows:
            self._hidden = np.empty((rows, width), dtype=np.float32)
            self._hidden[0] = self._lower.get_param("pad").reshape(-1)
        narrow = self._narrow.predict(vectors)
        np.dot(narrow, weights.reshape(width, -1).T, out=self._hidden[1:rows])
        return self._hidden[:rows].reshape(-1, len(self._bias))

    def _walk(self, lengths: Ints, vectors: Floats) -> tuple[Ints, Ints]:
        table = self._look_up(vectors)
        states = _States(lengths)
        first = np.cumsum(lengths) - lengths + 1
        column = np.arange(_FEATURES)
        while states.rows.size:
            words = states.context()
            at = np.where(words >= 0, words + first[states.rows, None], 0) * _FEATURES + column
            summed = table[at].sum(axis=1) + self._bias
            # maxout of two pieces
            scores = np.maximum(summed[:, ::2], summed[:, 1::2]) @ self._weights + self._scores_bias
            best = np.where(states.allowed()[:, self._moves], scores, -np.inf).argmax(axis=1)
            states.move(self._moves[best], best)
        is_root = (states.heads == _NONE) | (states.heads == np.arange(states.heads.shape[1]))
        return (
            np.where(is_root, np.arange(states.heads.shape[1]), states.heads),
            np.where(is_root, self._root, states.labels),
        )

    def _reattach(self, doc: Doc, heads: Ints, labels: Ints) -> tuple[Ints, Ints]:
        """Give the words whose label says that they belong further down ("prep||nsubj") the head it means."""
        offsets = (heads - np.arange(len(heads))).astype(np.uint64)
        names = np.array([doc.vocab.strings.add(self._names[label]) for label in labels.tolist()], dtype=np.uint64)
        columns: Any = np.stack([offsets, names], axis=1)
        doc.from_array(["HEAD", "DEP"], columns)
        deprojectivize(doc)
        tokens = list(doc)
        return np.array([token.head.i for token in tokens]), np.array(
            [self._numbers.get(token.dep_, 0) for token in tokens]
        )


class _States:
    """The parser's states of all sentences; `rows` numbers those that are not done.

    A word is its number in the sentence, -1 when there is none: the last column of each array answers for it.
    """

    def __init__(self, lengths: Ints) -> None:
        count, columns = len(lengths), int(lengths.max()) + 1
        self._length = lengths
        self._next = np.zeros(count, dtype=np.int64)
        self._stack = np.full((count, columns + _SENTINELS), _NONE)
        self._depth = np.zeros(count, dtype=np.int64)
        self._back = np.full((count, columns + _SENTINELS), _NONE)
        """Words that were put back from the stack; they are read before the rest of the sentence."""
        self._returned = np.zeros(count, dtype=np.int64)
        self.heads = np.full((count, columns), _NONE)
        self.labels = np.zeros((count, columns), dtype=np.int64)
        self._left = np.full((count, columns), _NONE)
        self._right = np.full((count, columns), _NONE)
        """The outermost child of each word on either side, and behind each right child the one before it."""
        self._before = np.full((count, columns), _NONE)
        self._kept = np.zeros((count, columns), dtype=np.bool_)
        self._opens = np.zeros((count, columns), dtype=np.bool_)
        self._opens[:, 0] = True
        self.rows = np.flatnonzero(lengths)

    def context(self) -> Ints:
        """Return the words the network looks at: two of the buffer, three of the stack, their outermost children."""
        rows, depth = self.rows, self._depth[self.rows] + _SENTINELS
        self._b0, self._b1 = self._buffer(0), self._buffer(1)
        self._s0 = self._stack[rows, depth - 1]
        return np.stack(
            [
                self._b0,
                self._b1,
                self._s0,
                self._stack[rows, depth - 2],
                self._stack[rows, depth - 3],
                self._left[rows, self._b0],
                self._left[rows, self._s0],
                self._right[rows, self._s0],
            ],
            axis=1,
        )

    def _buffer(self, ahead: int) -> Ints:
        rows = self.rows
        returned = self._returned[rows]
        following = self._next[rows] + ahead - returned
        return np.where(
            returned > ahead,
            self._back[rows, np.maximum(returned - 1 - ahead, 0)],
            np.where(following < self._length[rows], following, _NONE),
        )

    def allowed(self) -> NDArray[np.bool_]:
        """Tell for each state which of the five kinds of move it may take; one at least."""
        rows, has_stack, has_word = self.rows, self._s0 >= 0, self._b0 >= 0
        goes_on = has_word & ~self._opens[rows, self._b0]
        may = np.empty((len(rows), len(_LETTERS)), dtype=np.bool_)
        may[:, _SHIFT] = ~has_stack | (goes_on & (self._b1 >= 0) & ~self._kept[rows, self._b0])
        may[:, _REDUCE] = has_stack
        may[:, _LEFT] = may[:, _RIGHT] = has_stack & goes_on
        may[:, _BREAK] = (self._b1 >= 0) & (self._b1 == self._b0 + 1) & ~self._opens[rows, self._b1]
        return may

    def move(self, kind: Ints, label: Ints) -> None:
        """Take one move in each state, and leave out the states that are done."""
        rows, b0, s0 = self.rows, self._b0, self._s0
        left, right, breaks = kind == _LEFT, kind == _RIGHT, kind == _BREAK
        reduces = kind == _REDUCE
        self._opens[rows[breaks], self._b1[breaks]] = True
        if left.any():
            self._add_left(rows[left], b0[left], s0[left], label[left])
        if right.any():
            at, head, child = rows[right], s0[right], b0[right]
            self._before[at, child] = self._right[at, head]
            self._right[at, head] = child
            self.heads[at, child] = head
            self.labels[at, child] = label[right]
        pushes = right | (kind == _SHIFT)
        puts_back = reduces & (self.heads[rows, s0] < 0) & (self._depth[rows] > 1)
        self._push(rows[pushes], b0[pushes])
        if puts_back.any():
            at, word = rows[puts_back], s0[puts_back]
            self._kept[at, word] = True
            self._back[at, self._returned[at]] = word
            self._returned[at] += 1
        popped = rows[left | reduces]
        self._depth[popped] -= 1
        self._stack[popped, self._depth[popped] + _SENTINELS] = _NONE
        is_open = (self._depth[rows] > 0) | (self._returned[rows] > 0) | (self._next[rows] < self._length[rows])
        self.rows = rows[is_open]

    def _add_left(self, at: Ints, head: Ints, child: Ints, label: Ints) -> None:
        had = self.heads[at, child] >= 0
        if had.any():
            # it was the last right child of the head it loses
            rows, lost = at[had], child[had]
            self._right[rows, self.heads[rows, lost]] = self._before[rows, lost]
        self._left[at, head] = child
        self.heads[at, child] = head
        self.labels[at, child] = label
        self._kept[at, head] = False

    def _push(self, at: Ints, word: Ints) -> None:
        self._stack[at, self._depth[at] + _SENTINELS] = word
        self._depth[at] += 1
        returned = self._returned[at] > 0
        self._returned[at[returned]] -= 1
        self._next[at[~returned]] += 1
