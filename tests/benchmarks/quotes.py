"""Words a second on one core, on the same articles, beside what others do: trafilatura, spaCy, textacy, ours.

    python tests/benchmarks/quotes.py [--articles 200]

Reads reuters-1987.parquet of ../shared. Processor time is counted; the model and the tables are loaded before.
"""

from __future__ import annotations

import argparse
import html
import os
import time
from collections.abc import Callable
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "1"

import polars as pl
import spacy
import trafilatura
from rich.console import Console
from rich.table import Table

from transforms.annotate import MODEL, parser
from transforms.issues.registry import Registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.pipeline import STEPS
from transforms.schemas import Documents
from transforms.steps import run_step

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "reuters-1987.parquet"


class Memory:
    """A parse store that lives as long as the process."""

    def __init__(self) -> None:
        self.parses: dict[str, bytes] = {}

    def get_many(self, keys: list[str]) -> dict[str, bytes]:
        return {key: self.parses[key] for key in keys if key in self.parses}

    def put_many(self, parses: dict[str, bytes]) -> None:
        self.parses |= parses


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def with_textacy(texts: list[str]) -> None:
    from textacy.extract.triples import direct_quotations

    nlp = spacy.load(MODEL)
    for doc in nlp.pipe(texts):
        try:
            list(direct_quotations(doc))
        except ValueError:
            continue  # it refuses a text with an odd number of marks


def documents(texts: list[str]) -> pl.DataFrame:
    empty = dict.fromkeys(Documents.column_names())
    rows = [
        {**empty, "external_id": str(n), "id_kind": "given", "location": str(n), "text": text}
        for n, text in enumerate(texts)
    ]
    return pl.DataFrame(rows, schema=Documents.create_empty().schema)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=200)
    texts = pl.read_parquet(CORPUS)["text"].drop_nulls().head(arguments.parse_args().articles).to_list()
    words = sum(len(text.split()) for text in texts)
    pages = ["<html><body><article><p>" + html.escape(text) + "</p></article></body></html>" for text in texts]
    full = spacy.load(MODEL)
    parser()
    knowledge = Knowledge(lexicon=load_lexicon(), issues=Registry(issues=()), parses=Memory())
    first, *steps = [step for step in STEPS if step.name in {"clean", "sentences", "annotate", "quotes"}]
    cleaned = run_step(first, {"documents": documents(texts)}, knowledge)

    def ours() -> None:
        frames = dict(cleaned)
        for step in steps:
            frames |= run_step(step, frames, knowledge)

    table = Table("what", "words/s")
    rows = {
        "trafilatura alone": lambda: [trafilatura.extract(page) for page in pages],
        "spaCy, full pipeline": lambda: list(full.pipe(texts)),
        "textacy direct quotations": lambda: with_textacy(texts),
        "ours, cold": ours,
        "ours, parses cached": ours,
    }
    for name, work in rows.items():
        table.add_row(name, f"{words / seconds(work):,.0f}")
    Console().print(f"{len(texts)} articles, {words:,} words", table)


if __name__ == "__main__":
    main()
