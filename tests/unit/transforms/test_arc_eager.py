import re
from pathlib import Path

import numpy as np
import pytest

from transforms.annotate import _batches, _parse, parser
from transforms.arc_eager import ArcEager
from transforms.vectors import Vectors

SENTENCES = [
    "Norland's prime minister said on Monday that the ban, which he had opposed for years, would be lifted.",
    "“We never agreed to it,” she told reporters. “Why would we?”",
    "Yes.",
    "…",
    "Asked whether the tax that the two ministers whom the king had appointed proposed would pass, he shrugged.",
    "The talks (the third round this year) ended late; nothing was signed, nobody smiled, no date was set.",
    "What the delegates came here for we were told nothing about.",
    "Who did they say the president wanted to send to the summit they had spoken of?",
    "tariff " * 300,
]


def articles() -> list[str]:
    folder = Path(__file__).parents[3] / "seeds" / "articles"
    pages = [path.read_text("utf-8") for path in sorted(folder.rglob("*.html"))[:4]]
    return [line.strip() for page in pages for line in re.sub(r"<[^>]*>", " ", page).split("\n") if line.strip()]


@pytest.mark.parametrize("texts", [SENTENCES, articles()], ids=["sentences", "paragraphs of the sample"])
def test_trees_are_those_of_spacy(texts: list[str]) -> None:
    nlp = parser()
    names = {name: at for at, name in enumerate(sorted({*nlp.get_pipe("parser").labels, "ROOT", ""}))}
    theirs = list(nlp.pipe(texts))
    docs = [nlp.make_doc(text) for text in texts]
    vectors = np.concatenate(nlp.get_pipe("tok2vec").predict(docs))
    for doc, (heads, deps) in zip(theirs, ArcEager(nlp.get_pipe("parser"), names).parse(docs, vectors), strict=True):
        assert heads.tolist() == [token.head.i for token in doc], doc.text
        assert deps.tolist() == [names[token.dep_] for token in doc], doc.text


def test_a_text_without_tokens_has_no_tree() -> None:
    assert _parse([""]) == [b""]
    assert _parse(["", "He left."])[1] == _parse(["He left."])[0]


def test_batches_are_bounded_in_tokens_and_lose_no_text() -> None:
    docs = [(at, parser().make_doc("word " * 900)) for at in range(20)]
    batches = list(_batches(docs))
    assert [at for batch in batches for at, _ in batch] == list(range(20))
    assert all(sum(len(doc) for _, doc in batch) <= 8_000 for batch in batches)


def test_vectors_are_those_of_spacy() -> None:
    docs = [parser().make_doc(text) for text in [*SENTENCES, "", *SENTENCES[:3]]]
    tok2vec = parser().get_pipe("tok2vec")
    theirs = np.concatenate([tok2vec.predict([doc])[0] for doc in docs])
    np.testing.assert_allclose(Vectors(tok2vec).of(docs), theirs, rtol=0, atol=2e-5)
