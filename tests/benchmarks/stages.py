"""Articles and words a second of each step on one core, beside what it is built on: trafilatura and spaCy alone.

    python tests/benchmarks/stages.py [--articles 480] [--json OUT]

Reads the corpora of ../shared. Everything runs in this process, single-threaded, without parse cache; the model and
the seed tables are loaded before the clock starts, which counts processor time: other work on the machine does not
show. Words are runs of non-blank characters of the cleaned text.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "1"

import polars as pl
import trafilatura
from rich.console import Console
from rich.table import Table
from shared import REGISTRY, SHARED, documents, machine, parse, seconds, yardsticks

from transforms.annotate import parser
from transforms.issues.registry import load_registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.pipeline import STEPS
from transforms.steps import run_step

INPUTS = {
    "wire stories 2017": "corpora/reuters-2017.parquet",
    "wire stories 1987": "corpora/reuters-1987.parquet",
    "news pages (html)": "html/fundus",
}


def measure(frame: pl.DataFrame, knowledge: Knowledge) -> list[tuple[str, float, int, int]]:
    """Return (what, processor seconds, articles, words) of every step, of all of them, and of the two baselines."""
    frames = {"documents": frame}
    spent = {}
    for step in STEPS:
        began = time.process_time()
        frames |= run_step(step, frames, knowledge)
        spent[step.name] = time.process_time() - began
    articles = frames["articles"]
    size = len(articles), int(articles["word_count"].sum())
    rows = [(name, seconds, *size) for name, seconds in spent.items()]
    rows.append(("all steps after cleaning", sum(spent.values()) - spent["clean"], *size))
    rows.append(("all steps", sum(spent.values()), *size))
    pages = frame["html"].drop_nulls().to_list()
    if pages:
        took = seconds(lambda: [trafilatura.extract(page, include_comments=False) for page in pages])
        rows.append(("trafilatura alone", took, *size))
    texts = articles["text"].to_list()
    for what, nlp in yardsticks().items():
        rows.append((what, seconds(lambda nlp=nlp: parse(nlp, texts)), *size))
    return rows


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--articles", type=int, default=480, help="how many of each input")
    arguments.add_argument("--json", type=Path, help="also write the figures here")
    chosen = arguments.parse_args()
    if not SHARED.exists():
        sys.exit(f"{SHARED} (corpora) is not on this machine")
    knowledge = Knowledge(load_lexicon(), load_registry(REGISTRY))
    parser()
    console = Console(width=100)
    console.print(machine())
    figures = {}
    for title, source in INPUTS.items():
        rows = measure(documents(source, chosen.articles), knowledge)
        table = Table(
            "step", "CPU seconds", "articles/s", "words/s", title=f"{title}: {rows[0][2]} articles, {rows[0][3]} words"
        )
        for what, took, articles, words in rows:
            table.add_row(what, f"{took:.2f}", f"{articles / took:,.0f}", f"{words / took:,.0f}")
        console.print(table)
        figures[title] = [dict(zip(("step", "seconds", "articles", "words"), row, strict=True)) for row in rows]
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
