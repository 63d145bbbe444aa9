"""Attributions inside the content of another: "A said that B had told C that …"."""

from __future__ import annotations

from transforms.quotes.model import Draft


def outermost(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts of one paragraph whose cue stands in no other's content."""
    return [
        draft
        for draft in drafts
        if draft.cue_chars is None
        or not any(
            other is not draft and start <= draft.cue_chars[0] and draft.cue_chars[1] <= end
            for other in drafts
            for start, end in other.contents
        )
    ]
