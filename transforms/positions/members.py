"""One of a group: "is among those calling for it", "became the first country to open it"."""

from __future__ import annotations

from transforms.positions.verb_groups import verb_group
from transforms.views import Sentence

MEMBERS = frozenset({
    "country", "state", "nation", "government", "capital", "member", "those", "voice", "ally", "neighbour", "neighbor",
    "one", "power", "few", "several", "signatory", "opponent",
})  # fmt: skip
"""Words for the group somebody is one of: "among those calling for it", "the first country to"."""
RANKS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "latest", "only", "next", "tenth"})
BEING = frozenset({"be", "become", "remain"})


def member_of(s: Sentence, verb: int) -> int | None:
    """Return who does what a clause says of a group: "Peru is among those calling for it", "became the first to"."""
    noun = s.head[verb]
    if s.dep[verb] == "pcomp" or (s.dep[verb] == "pobj" and s.tag[verb] == "VBG"):
        noun = verb  # "among those voting", where the parser hangs "those" on the participle
        if not any(s.lower[k] == "those" and s.dep[k] in ("det", "nsubj") for k in s.children[verb]):
            return None
    elif s.dep[verb] not in ("acl", "relcl") or s.lemma[noun] not in MEMBERS:
        return None
    node = noun
    while s.dep[node] == "pobj" and s.lower[s.head[node]] in ("of", "among") and s.head[s.head[node]] != node:
        node = s.head[s.head[node]] if s.lower[s.head[node]] == "of" else s.head[node]
    over = s.head[node]
    if s.dep[node] in ("appos", "prep") and s.pos[over] == "PROPN":
        return over
    group = verb_group(s, over)
    if s.lemma[over] not in BEING or group.negated or group.modal or group.is_conditional or node == noun == verb:
        return None
    if s.dep[node] not in ("attr", "prep") or (s.tag[verb] == "VB" and not is_ranked(s, noun)):
        return None
    return next((k for k in s.children[over] if s.dep[k] == "nsubj"), None)


def is_ranked(s: Sentence, noun: int) -> bool:
    """As "the first country", "the only state"."""
    return s.lower[noun] in RANKS or any(s.lower[k] in RANKS for k in s.children[noun] if s.dep[k] == "amod")


def is_first_to(s: Sentence, verb: int) -> bool:
    """Tell the infinitive of "became the first country to open it": it is what was done."""
    over = s.head[verb]
    if s.tag[verb] != "VB" or not any(s.tag[k] == "TO" for k in s.children[verb]):
        return False
    if s.dep[verb] in ("acl", "relcl"):
        return is_ranked(s, over) and member_of(s, verb) is not None
    group = verb_group(s, over)
    said = s.lemma[over] in BEING and group.is_finite and not (group.negated or group.modal or group.is_conditional)
    return said and any(s.dep[k] == "attr" and s.lemma[k] in MEMBERS and is_ranked(s, k) for k in s.children[over])
