"""The pipeline as a list: each step names the frames it needs and the frames it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    made = step.make(**{name: frames[name] for name in step.needs}, knowledge=knowledge)
    return {name: SCHEMAS[name].validate(made[name]) for name in step.gives}
