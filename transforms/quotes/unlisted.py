"""Quotations told by a verb that no table lists: "X made her case: “…”", "“…,” an angry X retaliated"."""

from __future__ import annotations

from transforms.quotes.model import Draft, Quoted, Span
from transforms.quotes.subjects import speaker
from transforms.views import Sentence

_TOLD = frozenset({"VBD", "VBZ", "VBP"})
_NOBODY = frozenset({"it", "that", "this", "there", "these", "those", "which", "what"})
_LONGEST_TAIL = 12
"""Words from the closing mark to the verb behind it."""


def told_before(s: Sentence, q: Quoted, text: str) -> Draft | None:
    """Read "X made her case: “…”", "As X put it, “…”": the main verb before colon or comma tells the quotation.

    Args:
        s: the sentence the quotation begins in.
        q: the quotation.
        text: what stands between the sentence's start and the quotation.
    """
    if not text.rstrip().endswith((":", ",")):
        return None
    before = [tok for tok in range(len(s)) if s.char_end[tok] <= q.outer_start]
    for tok in sorted(before, key=lambda tok: sum(1 for _ in s.ancestors(tok))):
        if s.tag[tok] in _TOLD and s.pos[tok] == "VERB":
            return _draft(s, tok, q, "quote.colon")
    return None


def acted_before(s: Sentence, q: Quoted) -> Draft | None:
    """Read "X sees a danger in “…”": the main verb before a whole quotation has its speaker for subject."""
    before = [tok for tok in range(len(s)) if s.char_end[tok] <= q.outer_start and not s.in_quote[tok]]
    for tok in sorted(before, key=lambda tok: sum(1 for _ in s.ancestors(tok))):
        if s.tag[tok] in _TOLD and s.pos[tok] == "VERB":
            return _draft(s, tok, q, "quote.verb")
    return None


def told_behind(s: Sentence, q: Quoted, said: str) -> Draft | None:
    """Read "“…,” an angry X retaliated": the comma inside the marks says that who spoke comes next.

    Args:
        s: the sentence the quotation ends in.
        q: the quotation.
        said: the words inside the marks.
    """
    if said.rstrip()[-1:] not in {",", "?", "!"}:
        return None
    first = next((tok for tok in range(len(s)) if s.char_start[tok] >= q.outer_end), len(s))
    for tok in range(first, min(len(s), first + _LONGEST_TAIL)):
        if s.tag[tok] in _TOLD and s.pos[tok] == "VERB" and any(kid >= first for kid in s.kids(tok, "nsubj")):
            return _draft(s, tok, q, "quote.verb")
        if s.tag[tok] in {"NNS", "VBZ"} and tok > first and s.dep[tok] == "ROOT" and _ends(s, tok):
            return _draft(s, tok, q, "quote.verb", [(first, tok)])
    return None


def _ends(s: Sentence, tok: int) -> bool:
    return tok + 1 >= len(s) or s.word[tok + 1] in {".", ",", ":"}


def _draft(s: Sentence, tok: int, q: Quoted, rule: str, who: list[Span] | None = None) -> Draft | None:
    who = who or speaker(s, tok, {})
    if len(who) != 1 or s.lower[who[0][1] - 1] in _NOBODY:
        return None
    draft = Draft(None, s, tok, rule=rule, contents=[(q.start, q.end)], speaker=who, cue_class="speech", is_direct=True)
    draft.cue_chars = (s.char_start[tok], s.char_end[tok])
    return draft
