"""What the benchmarks of language share: the corpora, their rows, a parse store in memory, the yardsticks."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import polars as pl
import spacy
from spacy.language import Language

from flows.settings import PROJECT
from flows.sources import Document, SourceContext, recognise
from transforms.annotate import MODEL
from transforms.schemas import SCHEMAS

SHARED = PROJECT.parent / "shared"
REGISTRY = SHARED / "gold" / "positions" / "dev.issues.yaml"
BATCH = 64
"""Texts that spaCy is given at once, whatever pipes it runs."""


class Memory:
    """A parse store that lives as long as the process."""

    def __init__(self) -> None:
        self.parses: dict[str, bytes] = {}

    def get_many(self, keys: list[str]) -> dict[str, bytes]:
        return {key: self.parses[key] for key in keys if key in self.parses}

    def put_many(self, parses: dict[str, bytes]) -> None:
        self.parses |= parses


def machine() -> str:
    """Return what the figures were made on; processor time still grows where neighbours share cores and caches."""
    load = os.getloadavg()[0]
    return f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}"


def documents(source: str, count: int) -> pl.DataFrame:
    """Return the first `count` documents of a corpus or folder of ../shared, schema Documents."""
    columns = SCHEMAS["documents"].create_empty().schema
    context = SourceContext(Path("unused"), now=datetime.now(UTC))
    (found,) = recognise(SHARED / source)
    items = islice((item for item in found.documents(context) if isinstance(item, Document)), count)
    return pl.DataFrame([{name: getattr(item, name) for name in columns} for item in items], schema=columns)


def seconds(work: Callable[[], object]) -> float:
    """Return the processor seconds that `work` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def yardsticks() -> dict[str, Language]:
    """Return spaCy as it comes, whole and with the two pipes alone that our parser runs: how fast the machine is."""
    return {
        "spaCy's full pipeline alone": spacy.load(MODEL),
        "spaCy's tagger and parser alone": spacy.load(MODEL, exclude=["ner", "lemmatizer", "attribute_ruler"]),
    }


def parse(nlp: Language, texts: list[str]) -> None:
    """Send whole texts through spaCy."""
    for _ in nlp.pipe(texts, batch_size=BATCH):
        pass
