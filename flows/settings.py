"""Settings: where all state lives and the limits of a run, read once from the environment and handed on."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent
SEEDS = PROJECT / "seeds"
SAMPLE_ARTICLES = SEEDS / "articles"
SAMPLE_ISSUES = SEEDS / "issues.yaml"
MIB = 1024 * 1024


class Settings(BaseSettings):
    """Limits of a run; each is read from `COMMUNIQUE_<NAME>`, e.g. `COMMUNIQUE_WORKERS=4`."""

    model_config = SettingsConfigDict(env_prefix="COMMUNIQUE_", extra="ignore", frozen=True)

    home: Path = Path("data")
    workers: Annotated[int, Field(ge=1, le=256)] = os.cpu_count() or 1
    # a task costs Prefect some 20 ms and rows in its database, so a partition is hundreds of articles
    partition_articles: Annotated[int, Field(ge=1)] = 500
    partition_bytes: Annotated[int, Field(ge=1)] = 64 * MIB
    # what one worker holds in memory at a time, and what a failure is narrowed down from
    chunk_articles: Annotated[int, Field(ge=1)] = 250
    chunk_bytes: Annotated[int, Field(ge=1)] = 4 * MIB
    # a chunk's time-out is a start plus its bytes at a pace that no healthy machine falls under
    job_seconds: Annotated[float, Field(gt=0)] = 30.0
    clean_bytes_per_second: Annotated[float, Field(gt=0)] = 100_000.0
    extract_bytes_per_second: Annotated[float, Field(gt=0)] = 5_000.0
    parse_cache_bytes: Annotated[int, Field(ge=0)] = 4096 * MIB
    # the steps, as module:NAME; a project of its own may compose another tuple
    pipeline: str = "transforms.pipeline:STEPS"
    # how long a second run waits for the first one before it gives up
    lock_seconds: Annotated[float, Field(ge=0)] = 0.0


@dataclass(frozen=True, slots=True)
class Home:
    """The folder that holds all state, and what stands where in it."""

    root: Path

    @property
    def work(self) -> Path:
        """Parquet between the tasks of one run; emptied when the run ends."""
        return self.root / "work"

    @property
    def parses(self) -> Path:
        """The parse cache: may be deleted at any time."""
        return self.root / "cache" / "parses.sqlite"

    @property
    def prefect_database(self) -> Path:
        """Database of the Prefect server a run starts when none is configured."""
        return self.root / "prefect" / "prefect.db"

    @property
    def warehouse(self) -> Path:
        """The published warehouse."""
        return self.root / "published" / "current" / "warehouse.duckdb"
