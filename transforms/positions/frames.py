"""How a word hangs on its governor: the frames in which triggers take their arguments, and fixed phrases."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.positions import grammar as g
from transforms.positions.tables import Triggers
from transforms.views import Sentence


def governor(s: Sentence, node: int) -> tuple[int, str] | None:
    """Return the word that governs `node` and how: prepositions are part of the way, not stations on it."""
    dep, up = s.dep[node], s.head[node]
    if up == node:
        return None
    if dep in ("pobj", "pcomp"):
        words = [s.lower[up]]
        kind = s.dep[up]
        over = s.head[up]
        while (s.pos[over] == "ADP" or g.is_particle(s, over)) and s.head[over] != over and s.dep[over] != "prt":
            kind = s.dep[over]
            words.insert(0, s.lower[over])
            over = s.head[over]
        if over == up or s.head[up] == up:
            return None
        if kind == "agent":
            return over, "agent" if s.tag[over] == "VBN" else "prep:by"
        return over, "prep:" + words[-1]
    if dep in ("dobj", "nsubjpass", "csubjpass"):
        return up, "obj"
    if dep == "dative":
        return up, "obj2"
    if dep == "nsubj" and s.tag[up] == "VBN" and not any(s.dep[k] in ("aux", "auxpass") for k in s.children[up]):
        return up, "obj"
    if dep in ("nsubj", "csubj"):
        small = (
            s.dep[up] == "ccomp" and s.tag[up] not in ("VBD", "VBZ", "VBP", "VB", "VBN", "VBG") and s.pos[up] != "AUX"
        )
        return up, "subj_small" if small else "subj"
    if dep in ("xcomp", "ccomp"):
        return up, _complement(s, node, up)
    if dep in ("attr", "oprd"):
        return up, "attr"
    if (
        dep == "advcl"
        and s.tag[node] == "VBG"
        and not any(s.dep[kid] in ("mark", "aux", "nsubj") for kid in s.children[node])
        and node == up + 1 + any(s.dep[k] == "prt" for k in s.children[up])
    ):
        return up, "ing?"
    if (
        dep == "advcl"
        and any(s.tag[kid] == "TO" for kid in s.children[node])
        and not any(s.dep[kid] == "mark" for kid in s.children[node])
    ):
        return up, _complement(s, node, up) + "?"
    if dep in ("acomp", "advcl", "conj", "acl", "relcl", "agent"):
        return up, dep
    if dep in ("punct", "intj", "meta", "parataxis"):
        return None
    return up, "mod"


def _complement(s: Sentence, node: int, up: int) -> str:
    tags = {s.tag[kid] for kid in s.children[node] if s.dep[kid] in ("aux", "auxpass")}
    is_infinitive = "TO" in tags
    subject = any(s.dep[kid] in ("nsubj", "nsubjpass") for kid in s.children[node])
    if is_infinitive:
        other = subject or any(s.dep[kid] in ("dobj", "dative") and kid < node for kid in s.children[up])
        return "to_other" if other or any(s.dep[k] == "prep" and up < k < node for k in s.children[up]) else "to"
    if s.tag[node] == "VBG" and not tags & {"VBZ", "VBP", "VBD", "MD"}:
        return "ing"
    if subject and (s.dep[node] == "xcomp" or (s.tag[node] == "VBN" and not tags)):
        return "to_other"
    return "that"


def idiom_anchors(s: Sentence, triggers: Triggers) -> dict[int, str]:
    """Tokens that bear a fixed phrase, with its reading; phrases match by lemma or word, in order, without gaps."""
    return dict(_idioms(s, triggers))


def _idioms(s: Sentence, triggers: Triggers) -> Iterator[tuple[int, str]]:
    for idiom in triggers.idioms:
        first = idiom.lemmas[0]
        for start in range(len(s) - len(idiom.lemmas) + 1):
            if first in (s.lemma[start], s.lower[start]) and all(
                want in ("*", s.lemma[start + i], s.lower[start + i]) for i, want in enumerate(idiom.lemmas)
            ):
                yield start + idiom.anchor, idiom.reading
