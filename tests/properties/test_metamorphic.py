"""Change a sentence in a known way, and its rows change in a known way (fixtures/metamorphic.yaml)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
import yaml

from transforms.issues.registry import load_registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.pipeline import STEPS
from transforms.schemas import COMMITMENTS, SCHEMAS
from transforms.steps import run_step

FIXTURE = Path(__file__).resolve().parent.parent / "fixtures" / "metamorphic.yaml"
CASES = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))
CHANGES = ("text", "passive", "did_not", "no_noun", "last", "swap", "shuffle", "marks")
LABELS = {*COMMITMENTS, "support", "open", "oppose", "withheld"}
Row = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """One sentence to read: how it was changed, and what it must say now."""

    change: str
    text: str
    rows: str


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory) -> Knowledge:
    registry = tmp_path_factory.mktemp("metamorphic") / "issues.yaml"
    registry.write_text(json.dumps({"issues": CASES["issues"]}), encoding="utf-8")
    return Knowledge(load_lexicon(), load_registry(registry))


@pytest.fixture(scope="module")
def names(knowledge) -> dict[str, tuple[str, str]]:
    """Code -> name and adjective of the countries in the sentences."""
    countries = knowledge.lexicon.tables["countries"].select("iso3", "name", "demonym_adjectives")
    return {code: (name, adjectives[0]) for code, name, adjectives in countries.iter_rows() if adjectives}


@pytest.fixture(scope="module")
def readings(knowledge, names) -> dict[str, list[tuple[Case, set[Row]]]]:
    """Every case of every change with the rows it gave: all are read in one run, each as an article of its own."""
    cases = [case for sentence in CASES["sentences"] for case in changed(sentence, names)]
    ids = [f"{n:04}" for n in range(len(cases))]
    same = {"id_kind": "given", "published": "2025-06-10"}
    texts = [f"{CASES['opening']}\n\n{case.text}" for case in cases]
    documents = [
        {"external_id": id_, "location": id_, "text": text, **same} for id_, text in zip(ids, texts, strict=True)
    ]
    frames = {"documents": pl.DataFrame(documents, schema=SCHEMAS["documents"].create_empty().schema)}
    for step in STEPS:
        frames |= run_step(step, frames, knowledge)
    found = frames["positions"].filter(pl.col("issue_id").is_not_null())
    found = found.join(frames["articles"].select("article_id", "external_id"), on="article_id")
    rows: dict[str, set[Row]] = {}
    for external_id, code, commitment in found.select("external_id", "country_code", "commitment").iter_rows():
        rows.setdefault(external_id, set()).add((code, commitment))
    read: dict[str, list[tuple[Case, set[Row]]]] = {change: [] for change in CHANGES}
    for id_, case in zip(ids, cases, strict=True):
        read[case.change].append((case, rows.get(id_, set())))
    return read


def changed(sentence: dict[str, str], names: dict[str, tuple[str, str]]) -> Iterator[Case]:
    """The sentence itself, the changes written beside it, and those that need no writing."""
    text, rows = sentence["text"], sentence["rows"]
    yield Case("text", text, rows)
    for change in ("passive", "last"):
        if change in sentence:
            yield Case(change, sentence[change], rows)
    for change in ("did_not", "no_noun"):
        if change in sentence:
            other, _, expected = sentence[change].partition(" => ")
            yield Case(change, other, expected)
    known = [code for code, (name, _) in names.items() if re.search(rf"\b{name}\b", text)]
    if len(known) == 2:
        both = swapped(text, *(names[code] for code in known))
        yield Case("swap", both, swapped(rows, *((code, code) for code in known)))
    if len(known) > 2:
        yield Case("shuffle", rotated(text, [names[code][0] for code in known]), rows)
    if "“" in text:
        yield Case("marks", text.replace("“", '"').replace("”", '"'), rows)


def swapped(text: str, first: tuple[str, str], second: tuple[str, str]) -> str:
    """Each name of `first` becomes that of `second`, and the other way round."""
    other = {**dict(zip(first, second, strict=True)), **dict(zip(second, first, strict=True))}
    return re.sub(
        "|".join(map(re.escape, sorted(other, key=len, reverse=True))), lambda found: other[found.group()], text
    )


def rotated(text: str, members: list[str]) -> str:
    """Each member of the list takes the place of the one before it."""
    after = dict(zip(members, [*members[1:], members[0]], strict=True))
    return re.sub("|".join(map(re.escape, members)), lambda found: after[found.group()], text)


def holds(expected: str, found: set[Row]) -> bool:
    """Tell whether the rows say what is expected, and of nobody else."""
    wanted: dict[str, str] = {}
    for part in expected.split(";"):
        if part.strip() != "-":
            code, label = part.split()
            wanted[code] = label
    if {code for code, _ in found} - set(wanted):
        return False
    return all(
        fits(label, {commitment for code, commitment in found if code == owner}) for owner, label in wanted.items()
    )


def fits(label: str, commitments: set[str]) -> bool:
    labels = commitments | {COMMITMENTS[commitment][0] for commitment in commitments}
    if label.startswith("!"):
        return label[1:] not in labels
    return bool(commitments) and all(label in (commitment, COMMITMENTS[commitment][0]) for commitment in commitments)


def test_the_sentences_cover_every_commitment_and_name_only_known_labels():
    rows = [part for sentence in CASES["sentences"] for part in sentence["rows"].split(";")]
    labels = {part.split()[1].lstrip("!") for part in rows if part != "-"}
    assert len(CASES["sentences"]) >= 150
    assert set(COMMITMENTS) <= labels <= LABELS


@pytest.mark.parametrize("change", CHANGES)
def test_rows_follow_the_sentence(readings, change):
    cases = readings[change]
    wrong = [
        f"{case.text}  expected {case.rows}, found {sorted(found)}"
        for case, found in cases
        if not holds(case.rows, found)
    ]
    assert cases
    if wrong:
        pytest.fail(f"{len(wrong)} of {len(cases)} sentences:\n" + "\n".join(wrong), pytrace=False)
