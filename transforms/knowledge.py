"""What the steps know beside the text: the reference tables, the user's issue registry, and parses made before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from transforms.issues.registry import Registry
    from transforms.lexicon import Lexicon


class ParseStore(Protocol):
    """Keeps packed parses by sentence key between runs; a store that loses one only costs time."""

    def get_many(self, keys: list[str]) -> dict[str, bytes]:
        """Return the stored parses among `keys`."""
        ...

    def put_many(self, parses: dict[str, bytes]) -> None:
        """Store parses; one that is there already stays."""
        ...


@dataclass(frozen=True)
class Knowledge:
    """Loaded and checked once, read by every step, never changed."""

    lexicon: Lexicon
    issues: Registry
    parses: ParseStore | None = None

    @cached_property
    def matter_words(self) -> frozenset[str]:
        """Lower-case words of which a sentence must hold one to be parsed (a quotation mark does as well)."""
        return self.lexicon.matter_words() | self.issues.matter_words()
