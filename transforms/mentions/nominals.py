"""Mentions that name nobody: "his country", "the alliance", and pronouns."""

from __future__ import annotations

from transforms.gazetteer import Gazetteer
from transforms.mentions.found import Found, words_of
from transforms.views import Sentence

PRONOUNS = ("he", "she", "it", "they", "his", "her", "its", "their", "him", "them", "i", "we", "my", "our", "us", "me")
_DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their", "both"})
_EXPLETIVE_HEADS = frozenset({"be", "seem", "appear", "take", "rain", "turn"})


def find_nominals(
    view: Sentence, starts: list[int], taken: list[Found], gazetteer: Gazetteer, article: str
) -> list[Found]:
    """Return the pronouns and descriptions at `starts` that no other mention covers."""
    covered = {tok for found in taken for tok in range(found.start, found.end)}
    found: list[Found] = []
    for tok in starts:
        if view.lower[tok] in PRONOUNS:
            if view.word[tok] != "US" and not _is_expletive(view, tok):
                found.append(_mention(view, tok, tok + 1, tok, "pronoun", article))
        elif tok not in covered and view.lemma[tok] in gazetteer.nominals and view.tag[tok] == "NN":
            start = tok
            while start > 0 and view.tag[start - 1] in {"JJ", "JJS", "NN", "CD", "HYPH", "NNP"} and tok - start < 3:
                start -= 1
            if start > 0 and view.lower[start - 1] in _DEFINITE:
                mention = _mention(view, start - 1, tok + 1, tok, "nominal", article)
                mention.owner = start - 1 if view.tag[start - 1] == "PRP$" else None
                mention.is_definite = True
                found.append(mention)
    return found


def _mention(view: Sentence, start: int, end: int, head: int, kind: str, article: str) -> Found:
    return Found(view.sid, start, end, kind, kind, head, words_of(view, article, start, end))


def _is_expletive(view: Sentence, tok: int) -> bool:
    """Tell whether an "it" stands for nothing: "it is important to …", "it seems that …"."""
    return (
        view.lower[tok] == "it"
        and view.dep[tok] in {"nsubj", "expl"}
        and view.lemma[view.head[tok]] in _EXPLETIVE_HEADS
        and bool(view.kids(view.head[tok], "acomp", "ccomp", "xcomp", "attr"))
    )
