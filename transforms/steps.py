"""The pipeline as a list: each step names the frames it needs and the frames it gives."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl

from transforms.knowledge import Knowledge
from transforms.schemas import SCHEMAS

Frames = dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Step:
    """One pure step. `make` takes the frames in `needs` by name plus `knowledge`, and returns those in `gives`."""

    name: str
    make: Callable[..., Mapping[str, pl.DataFrame]]
    needs: tuple[str, ...]
    gives: tuple[str, ...]


def run_step(step: Step, frames: Mapping[str, pl.DataFrame], knowledge: Knowledge) -> Frames:
    """Run one step and check every frame it gives against its schema (columns, order, types, nulls, keys)."""
    with _rarely_collecting():
        made = step.make(**{name: frames[name] for name in step.needs}, knowledge=knowledge)
    return {name: SCHEMAS[name].validate(made[name]) for name in step.gives}


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """Look for cyclic garbage a hundred times less often: a step makes many small lists and hardly a cycle."""
    before = gc.get_threshold()
    gc.set_threshold(before[0] * 100, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
