"""The whole pipeline over sentences of our own, for tests of what becomes a row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from transforms.issues.registry import parse_registry
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.pipeline import STEPS
from transforms.schemas import SCHEMAS
from transforms.steps import run_step


def positions_of(stories: Iterable[Mapping[str, str]], issues: list[dict[str, Any]]) -> pl.DataFrame:
    """Return the positions of all stories, read in one run, with each story's `external_id`.

    A story has at least `external_id` and `text`; `issues` are entries of a registry.
    """
    knowledge = Knowledge(load_lexicon(), parse_registry(json.dumps({"issues": issues}).encode()))
    rows = [{"id_kind": "given", "location": "test"} | dict(story) for story in stories]
    frames = {"documents": pl.DataFrame(rows, schema=SCHEMAS["documents"].create_empty().schema)}
    for step in STEPS:
        frames |= run_step(step, frames, knowledge)
    return frames["positions"].join(frames["articles"].select("article_id", "external_id"), on="article_id")
