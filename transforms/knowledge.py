"""What the steps know beside the text: the reference tables and the user's issue registry."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.issues.registry import Registry
from transforms.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Loaded and checked once, read by every step, never changed."""

    lexicon: Lexicon
    issues: Registry
