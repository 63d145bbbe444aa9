"""How attitudes, acts and judgements are read: every trigger row, and one sentence for each rule of English."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import yaml

from transforms.annotate import make_tokens
from transforms.issues.registry import Registry
from transforms.issues.words import key_of
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


NOTHING = [
    ("Norway would have opened the corridor.", "it did not come to that"),
    ("Norway jailed a critic of the corridor.", "what is done to a critic"),
    ("Norway spent a billion on the non-corridor.", "what it is not"),
    ("Norway grew so eager that the corridor was forgotten.", "what came of it"),
    ("Norway stayed dark due to the corridor.", "why"),
    ("Norway takes note of the decision to open the corridor.", "noted"),
    ("Norway will respond to the corridor.", "answered"),
    ("Norway offered no evidence to support the corridor.", "evidence"),
    ("The envoy is Norway's best hope for the corridor.", "what a hope rests on"),
    ("Norway's corridor ambitions were the talk of the port.", "a matter, not an attitude"),
    ("Norway said the corridor was an important topic.", "what is only spoken of"),
    ("Norway is among the countries that have discussed the corridor.", "only spoken of"),
    ("Norway could become the first country to open the corridor.", "it may, another says"),
    ("Norway is the first country the corridor reaches.", "where it lies"),
    ("Norway is one of the countries affected by the corridor.", "what is done to it"),
]


def test_what_tells_no_side_is_not_read():
    wrong = [
        f"{text} ({why}): {sorted(found)}"
        for (text, why), s in zip(NOTHING, parsed([text for text, _ in NOTHING]), strict=True)
        for found in [{(who, label) for who, label in read(s) if who == "Norway"}]
        if found
    ]
    assert not wrong, "\n".join(wrong)


WHOLE = [
    ("Norway wants Chile to pressure Peru to end its missiles.", "Norway", "advocates"),
    ("Norway opposes any pressure on Peru to end its missiles.", "Norway", "objects"),
]


def test_below_the_issues_own_event_nothing_is_reversed():
    matter = Matter(frozenset({key_of("pressure")}), frozenset({key_of("missile")}), ends=False)
    for (text, who, label), s in zip(WHOLE, parsed([text for text, _, _ in WHOLE]), strict=True):
        head = s.lemma.index("missile")
        walk = Walk(s, Hit(0, head, head, head + 1, "pressure", 1, "keyword", 1.0), TRIGGERS, matter)
        assert (who, label) in {(s.word[r.holder], r.commitment) for r in walk.settled()}, text


CURBED = [
    ("Norway urged Chile to take a more active role in curbing Peru's missiles.", "Norway", "advocates"),
    ("Norway told Chile that it must rein in Peru's missiles.", "speaker", "advocates"),
    ("Chile has halted Peru's missiles.", "Chile", "acts"),
    ("Norway opposes any pressure on Peru to end its missiles.", "Norway", "objects"),
]


def test_to_curb_what_is_pressed_against_is_to_press():
    matter = Matter(frozenset({key_of("pressure")}), frozenset({key_of("missile")}), ends=True, presses=True)
    for (text, who, label), s in zip(CURBED, parsed([text for text, _, _ in CURBED]), strict=True):
        head = s.lemma.index("missile")
        walk = Walk(s, Hit(0, head, head, head + 1, "missile", 1, "keyword", 1.0), TRIGGERS, matter)
        found = {("speaker" if r.holder == SPEAKER else s.word[r.holder], r.commitment) for r in walk.settled()}
        assert (who, label) in found, (text, found)


ACTS = yaml.safe_load((FIXTURES / "verbs.yaml").read_text(encoding="utf-8"))


def read_act(s: Sentence, start: int, end: int) -> set[tuple[str, str]]:
    """Readings of the words between two places in the text, which are the proposition's own event."""
    toks = [tok for tok in range(len(s)) if start <= s.char_start[tok] < end]
    head = next(tok for tok in toks if s.head[tok] not in toks or s.head[tok] == tok)
    matter = Matter(frozenset({key_of(s.lemma[head])}), frozenset(key_of(s.lemma[tok]) for tok in toks), ends=False)
    walk = Walk(s, Hit(0, head, toks[0], toks[-1] + 1, "act", 1, "keyword", 1.0), TRIGGERS, matter)
    return {("speaker" if r.holder == SPEAKER else s.word[r.holder], r.commitment) for r in walk.settled()}


def test_issues_that_are_acts_are_read():
    wrong = []
    plain = [case["text"].replace("[", "").replace("]", "") for case in ACTS]
    for case, s in zip(ACTS, parsed(plain), strict=True):
        found = read_act(s, case["text"].index("["), case["text"].index("]") - 1)
        own = {label for who, label in found if who == case["who"]}
        if ("label" in case and case["label"] not in own) or ("label" not in case and own):
            wrong.append(f"{case['text']} expected {case.get('label')}, read {sorted(found)}")
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
