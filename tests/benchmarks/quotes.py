"""Words a second on one core, on the same articles: trafilatura, spaCy, textacy, and our extraction cold and warm.

    python tests/benchmarks/quotes.py [--articles 200]

Reads reuters-1987.parquet of ../shared. Extraction is everything after cleaning. It is measured twice: for quotes
only (no registry, no mentions, speakers and positions), and as a run does it, all steps with a registry of issues. Cold
means that no sentence was parsed before, warm that the cache (here in memory) holds all of them; the warm figure is the
middle of three. Processor time is counted; model and tables are loaded before. Words are runs of non-blank characters.
"""

from __future__ import annotations

import argparse
import html
import os
import statistics
import sys

os.environ["POLARS_MAX_THREADS"] = "1"

import trafilatura
from rich.console import Console
from rich.table import Table
from shared import REGISTRY, SHARED, Memory, documents, machine, parse, seconds, yardsticks
from spacy.language import Language
from textacy.extract.triples import direct_quotations

from transforms.annotate import parser
from transforms.issues.registry import Registry, load_registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.pipeline import STEPS
from transforms.steps import Frames, run_step

CORPUS = "corpora/reuters-1987.parquet"
QUOTES_ONLY = {"sentences", "annotate", "quotes"}
WARM = 3


def with_textacy(nlp: Language, texts: list[str]) -> None:
    for doc in nlp.pipe(texts):
        try:
            list(direct_quotations(doc))
        except ValueError:
            continue  # it refuses a text with an odd number of marks


def ours(cleaned: Frames, registry: Registry, names: set[str]) -> dict[str, float]:
    """Return the processor seconds of these steps, with no parse stored and with all of them."""
    knowledge = Knowledge(lexicon=load_lexicon(), issues=registry, parses=Memory())

    def extract() -> None:
        frames = dict(cleaned)
        for step in STEPS:
            if step.name in names:
                frames |= run_step(step, frames, knowledge)

    return {"cold": seconds(extract), "warm": statistics.median(seconds(extract) for _ in range(WARM))}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=200)
    count = arguments.parse_args().articles
    if not SHARED.exists():
        sys.exit(f"{SHARED} (corpora) is not on this machine")
    registry = load_registry(REGISTRY)
    first = STEPS[0]
    cleaned = run_step(first, {"documents": documents(CORPUS, count)}, Knowledge(load_lexicon(), Registry(issues=())))
    texts = cleaned["articles"]["text"].to_list()
    words = int(cleaned["articles"]["word_count"].sum())
    pages = ["<html><body><article><p>" + html.escape(text) + "</p></article></body></html>" for text in texts]
    parser()
    spent = {"trafilatura alone": seconds(lambda: [trafilatura.extract(page) for page in pages])}
    plain = yardsticks()
    for what, nlp in plain.items():
        spent[what] = seconds(lambda nlp=nlp: parse(nlp, texts))
    spent["textacy direct quotations"] = seconds(lambda: with_textacy(plain["spaCy's full pipeline alone"], texts))
    everything = {step.name for step in STEPS} - {first.name}
    for what, issues, names in (
        ("ours, quotes only, no registry", Registry(issues=()), QUOTES_ONLY),
        (f"ours, everything after cleaning, {len(registry.issues)} issues", registry, everything),
    ):
        spent |= {f"{what}, {how}": took for how, took in ours(cleaned, issues, names).items()}
    yardstick = spent["spaCy's tagger and parser alone"]
    table = Table("what", "words/s", "times tagger and parser")
    for what, took in spent.items():
        table.add_row(what, f"{words / took:,.0f}", f"{yardstick / took:.2f}")
    console = Console(width=100)
    console.print(f"{machine()}: {len(texts)} articles, {words:,} words", table)


if __name__ == "__main__":
    main()
