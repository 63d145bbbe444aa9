"""What the steps know beside the text: the reference tables, the user's issue registry, and parses made before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from transforms.issues.registry import Registry
    from transforms.lexicon import Lexicon

if TYPE_CHECKING:
    from transforms.issues.profile import Profiles


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

    @cached_property
    def profiles(self) -> Profiles:
        """What the registry's own words say of each issue; made on first use, its propositions are parsed."""
        from transforms.issues.profile import make_profiles  # noqa: PLC0415, it parses, and the parser knows this module

        return make_profiles(self)
