"""How attitudes, acts and judgements are read: every trigger row, and one sentence for each rule of English."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml

from transforms.annotate import make_tokens
from transforms.issues.registry import Registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.positions.climb import SPEAKER
from transforms.positions.hits import Hit, Matter
from transforms.positions.tables import triggers_of
from transforms.positions.walk import Walk
from transforms.schemas import Sentences
from transforms.views import Sentence, SentenceViews

FIXTURES = Path(__file__).parents[3] / "fixtures" / "positions"
ISSUE_WORD = "corridor"
KNOWLEDGE = Knowledge(load_lexicon(), Registry(()))
TRIGGERS = triggers_of(KNOWLEDGE.lexicon)


def parsed(texts: list[str]) -> list[Sentence]:
    frame = pl.DataFrame(
        {
            "sid": range(len(texts)),
            "article_id": [""] * len(texts),
            "paragraph_ix": [0] * len(texts),
            "sentence_ix": range(len(texts)),
            "char_start": [0] * len(texts),
            "char_end": [len(text) for text in texts],
            "role": ["body"] * len(texts),
            "text": texts,
            "quote_depth": [0] * len(texts),
            "is_parsed": [True] * len(texts),
        }
    )
    views = SentenceViews(make_tokens(Sentences.cast(frame), knowledge=KNOWLEDGE)["tokens"])
    return [views[sid] for sid in range(len(texts))]


def read(s: Sentence) -> set[tuple[str, str]]:
    """(holder's word or "speaker", commitment) of every reading of the issue's last word."""
    head = max(tok for tok, lemma in enumerate(s.lemma) if lemma == ISSUE_WORD)
    hit = Hit(0, head, head, head + 1, "corridor", 1, "keyword", 1.0)
    walk = Walk(s, hit, TRIGGERS, Matter(frozenset(), frozenset(), ends=False))
    return {("speaker" if r.holder == SPEAKER else s.word[r.holder], r.commitment) for r in walk.settled()}


CASES = [
    (group, case["text"], case["who"], case["label"])
    for name in ("labels.yaml", "phrases.yaml")
    for group, cases in yaml.safe_load((FIXTURES / name).read_text(encoding="utf-8")).items()
    for case in cases
]


def test_each_rule_reads_its_sentence():
    wrong = [
        f"{group}: {text} expected {who} {label}, read {sorted(found)}"
        for (group, text, who, label), s in zip(CASES, parsed([case[1] for case in CASES]), strict=True)
        for found in [read(s)]
        if (who, label) not in found
    ]
    assert not wrong, "\n".join(wrong)


EXPECTED = {
    "triggers": lambda row: "open_to" if row["example"].endswith("close the corridor.") else row["commitment"],
    "actions": lambda row: "acts" if row["effect"] == "realises" else "rules_out",
    "evaluations": lambda row: "advocates" if row["value"] == "good" else "objects",
}


@pytest.mark.parametrize("table", sorted(EXPECTED))
def test_each_row_is_read_in_its_example(table):
    rows = KNOWLEDGE.lexicon.tables[table].to_dicts()
    wrong = [
        f"{row['example']} expected {EXPECTED[table](row)}, read {sorted(found)}"
        for row, s in zip(rows, parsed([row["example"] for row in rows]), strict=True)
        for found in [read(s)]
        if EXPECTED[table](row) not in {label for _, label in found}
    ]
    assert not wrong, "\n".join(wrong)
