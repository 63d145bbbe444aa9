"""What a run is told by its user, checked before anything is started or written."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flows.fetch.settings import FetchSettings
from flows.settings import SAMPLE_ARTICLES, SAMPLE_ISSUES, Settings

if TYPE_CHECKING:
    from flows.sources import Source
    from transforms.issues.registry import Registry
    from transforms.lexicon import Lexicon


def check_configuration(sources: list[str], issues: Path | None) -> None:
    """Find bad usage.

    Raises BadSource, RegistryError, SeedError, or pydantic's ValidationError for a setting of the environment.
    """
    Settings()
    FetchSettings()
    registry(issues)
    found_sources(sources)
    lexicon()


def registry(issues: Path | str | None) -> Registry:
    """Read the issue registry, that of the sample when none is given; raises RegistryError."""
    from transforms.issues.registry import load_registry

    return load_registry(issues or SAMPLE_ISSUES)


def found_sources(specs: list[str]) -> list[Source]:
    """Return what the words of a command line stand for, the sample when there are none; raises BadSource.

    All that is on the network is one source, so that hosts do not wait for each other.
    """
    from flows.sources import recognise, together

    return together([source for spec in specs or [str(SAMPLE_ARTICLES)] for source in recognise(spec)])


@cache
def lexicon() -> Lexicon:
    """Read and check the reference tables, once a process; raises SeedError."""
    from transforms.lexicon import load_lexicon

    return load_lexicon()
