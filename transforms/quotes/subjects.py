"""Who speaks: the noun phrase that is the subject of a cue, as written."""

from __future__ import annotations

from transforms.quotes.model import Span
from transforms.views import Sentence

_SUBJECTS = ("nsubj", "nsubjpass")
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_VENUES = frozenset(
    [
        "statement",
        "post",
        "tweet",
        "interview",
        "letter",
        "email",
        "e-mail",
        "message",
        "report",
        "memo",
        "speech",
        "call",
        "note",
        "article",
        "op-ed",
        "editorial",
        "ad",
        "video",
        "poster",
        "sign",
        "release",
        "order",
        "brief",
        "filing",
        "lawsuit",
        "complaint",
        "release",
        "resolution",
    ]
)


def speaker(s: Sentence, tok: int) -> list[Span]:
    """Return the token ranges of the speaker of the verb at `tok`: the noun phrase, and "who" after it; [] when none.

    A participle or infinitive takes the subject of the verb it hangs on; a passive verb its agent.
    """
    seen = 0
    while seen < 8:
        own = _own_subject(s, tok)
        if own is not None:
            return own
        upper = s.head[tok]
        if upper == tok:
            return []
        dep = s.dep[tok]
        if dep == "relcl":
            return [noun_phrase(s, upper, stop=tok)]
        if dep == "acl" and s.tag[tok] in {"VBG", "VBN"} and s.lemma[upper] not in _VENUES:
            return [noun_phrase(s, upper, stop=tok)]
        if dep in {"nsubj", "csubj", "ccomp"}:
            return []
        tok = upper
        seen += 1
    return []


def _own_subject(s: Sentence, tok: int) -> list[Span] | None:
    passive = bool(s.kids(tok, "auxpass"))
    if passive:
        for agent in s.kids(tok, "agent"):
            objects = s.kids(agent, "pobj")
            if objects:
                return [noun_phrase(s, objects[0])]
        return []
    for kid in s.kids(tok, *_SUBJECTS):
        if s.lower[kid] in _RELATIVES and s.dep[tok] == "relcl":
            return [noun_phrase(s, s.head[tok], stop=kid), (kid, kid + 1)]
        return [noun_phrase(s, kid)]
    return None


def noun_phrase(s: Sentence, tok: int, stop: int | None = None) -> Span:
    """Return the whole noun phrase headed by `tok`, without the punctuation around it; it ends before `stop`."""
    start, end = s.left[tok], s.right[tok]
    if stop is not None and start < stop < end:
        end = stop
    while start < tok and s.pos[start] in {"PUNCT", "CCONJ", "SPACE"}:
        start += 1
    while end > tok + 1 and s.pos[end - 1] in {"PUNCT", "SPACE"}:
        end -= 1
    return start, end
