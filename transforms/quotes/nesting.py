"""Attributions inside the content of another: "A said that B had told C that …"."""

from __future__ import annotations

from transforms.quotes.model import Draft

_SPOKEN = frozenset({"say", "speech"})
_PRONOUNS = frozenset(
    {"i", "you", "he", "she", "it", "they", "we", "who", "that", "which", "those", "some", "one", "people"}
)


def outermost(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts of one paragraph, those inside another's content only when they name a second speaker.

    What "he said he thinks" adds is no second quote; "A said B had told her that …" holds one of B, reported by A.
    """
    kept = []
    for draft in drafts:
        draft.parent = _holder(draft, drafts)
        if draft.parent is None or _has_own_speaker(draft):
            kept.append(draft)
    return [draft for draft in kept if draft.parent is None or draft.parent.parent is None]


def _holder(draft: Draft, drafts: list[Draft]) -> Draft | None:
    cue = draft.cue_chars
    if cue is None:
        return None
    begin, stop = cue
    for other in drafts:
        for start, end in other.contents:
            if start <= begin and stop <= end and other is not draft:
                return other
    return None


def _has_own_speaker(draft: Draft) -> bool:
    """Tell whether a named or described somebody is told to have said a whole clause or words in marks."""
    s = draft.sentence
    if s is None or draft.cue is None or draft.cue.cue_class not in _SPOKEN or len(draft.speaker) != 1:
        return False
    if s.tag[draft.tok] in {"VB", "VBG"}:
        return False
    start, end = draft.speaker[0]
    return (draft.is_direct or draft.rule.endswith((".clause", ".parenthetical"))) and not (
        end - start == 1 and (s.lower[start] in _PRONOUNS or s.pos[start] == "PRON")
    )
