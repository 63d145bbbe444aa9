"""Names, offices, bodies and groups of the seed tables as dictionaries, made once for the mention rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Gazetteer:
    """Indexes over the seed tables."""

    @classmethod
    def from_tables(cls, tables: Mapping[str, pl.DataFrame]) -> Gazetteer:
        """Build the indexes."""
        del tables
        return cls()
