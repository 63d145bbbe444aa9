"""Where words were said or read: a statement, a post, an interview."""

from __future__ import annotations

from collections.abc import Mapping

from transforms.views import Sentence

_PLACES = frozenset({"in", "on", "at", "during", "from", "via", "through"})


def venue(s: Sentence, tok: int, venues: Mapping[str, str]) -> str | None:
    """Return the kind of venue named beside the cue at `tok`: "said in a statement", "a post saying …"."""
    for kid in s.kids(tok, "prep"):
        if s.lower[kid] in _PLACES:
            for noun in s.kids(kid, "pobj"):
                if s.lower[noun] in venues:
                    return venues[s.lower[noun]]
    if s.dep[tok] in {"acl", "relcl"}:
        return venues.get(s.lower[s.head[tok]])
    return None
