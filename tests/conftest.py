"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold data and scorers; tests that need it skip where it is absent."""
    if not (SHARED / "README.md").exists():
        pytest.skip("../shared (gold data and scorers) is not on this machine")
    return SHARED
