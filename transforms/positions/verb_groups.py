"""What a verb group says: negation, modality, tense, voice, condition."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.views import Sentence

NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "scarcely"})
NO = frozenset({"no", "neither", "none", "nothing", "nobody"})
FUTURE = frozenset({"will", "shall", "wo", "'ll", "’ll", "would", "'d", "’d"})
DUTY = frozenset({"must", "should", "ought", "need"})
MAY = frozenset({"may", "might", "could"})
CONDITIONS = frozenset({"if", "unless", "whether", "lest", "until"})
CAN = frozenset({"can", "ca"})
CASES = frozenset({"circumstances", "circumstance", "condition", "conditions", "account", "way", "means", "event"})
"""Nouns that under "no" deny what the verb says: "by no means", "in no way"."""


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """What the auxiliaries and the form of a verb say."""

    negated: bool
    modal: str  # "" | "future" | "duty" | "may" | "can" | "would"
    is_finite: bool
    is_past: bool
    is_progressive: bool
    is_perfect: bool
    is_passive: bool
    is_conditional: bool


WANTING = frozenset({"want", "see", "like", "prefer", "wish", "need", "get", "have", "order", "keep", "leave"})
"""Verbs that take what is to be done to a thing: "wants it reopened"."""


def verb_group(s: Sentence, verb: int) -> VerbGroup:
    """Read auxiliaries, negation and tense of a verb; a coordinated verb shares those of the first."""
    aux = [kid for kid in s.children[verb] if s.dep[kid] in ("aux", "auxpass")]
    owner = verb
    while (
        not aux
        and s.dep[owner] == "conj"
        and s.pos[s.head[owner]] in ("VERB", "AUX")
        and s.tag[verb] in ("VB", "VBN", "VBG")
    ):
        owner = s.head[owner]
        aux = [kid for kid in s.children[owner] if s.dep[kid] in ("aux", "auxpass")]
    words = [s.lower[kid] for kid in aux]
    modal = _modal(words)
    tags = [s.tag[kid] for kid in aux] + [s.tag[verb]]
    # a past tense the tagger took for a participle: "it “strongly condemned” the …"
    bare = (
        s.tag[verb] == "VBN"
        and not aux
        and any(s.dep[k] == "nsubj" and s.pos[k] == "PRON" for k in s.children[verb])
        and not (s.head[verb] < verb and s.lemma[s.head[verb]] in WANTING)
    )
    return VerbGroup(
        negated=_negated(s, verb, owner),
        modal=modal,
        is_finite=(any(tag in ("MD", "VBD", "VBZ", "VBP") for tag in tags) and "to" not in words) or bare,
        is_past="VBD" in tags or bare,
        is_progressive=(s.tag[verb] == "VBG" and any(s.lemma[kid] == "be" for kid in aux)) or "being" in words,
        is_perfect=any(s.lemma[kid] == "have" for kid in aux),
        is_passive=any(s.dep[kid] == "auxpass" for kid in aux)
        or (s.tag[verb] == "VBN" and not aux and s.dep[verb] in ("acl", "amod", "advcl")),
        is_conditional=_conditional(s, verb),
    )


def _conditional(s: Sentence, verb: int) -> bool:
    """Tell an if-clause; a coordinated verb stands under the "if" of the first."""
    while True:
        if any(s.dep[kid] in ("mark", "advmod") and s.lower[kid] in CONDITIONS for kid in s.children[verb]):
            return True
        if s.dep[verb] == "advcl" and s.lower[s.head[verb]] == "long":
            return True  # "as long as it does not close the port"
        if s.dep[verb] != "conj" or any(s.dep[kid] == "nsubj" for kid in s.children[verb]):
            return False
        verb = s.head[verb]


def _modal(words: list[str]) -> str:
    for word in words:
        if word in ("would", "'d", "’d"):
            return "would"
        if word in FUTURE:
            return "future"
        if word in DUTY:
            return "duty"
        if word in MAY:
            return "may"
        if word in CAN or word == "cannot":
            return "can"
    return ""


def _negated(s: Sentence, verb: int, owner: int) -> bool:
    for node in {verb, owner, *(kid for kid in s.children[verb] if s.dep[kid] in ("aux", "auxpass"))}:
        for kid in s.children[node]:
            if s.dep[kid] == "neg" or (s.lower[kid] in NEGATIONS and s.dep[kid] in ("advmod", "preconj", "aux")):
                return True
            if s.dep[kid] == "prep" and any(s.lower[k] in CASES and is_denied_noun(s, k) for k in s.children[kid]):
                return True  # "will under no circumstances sail"
            if s.lower[kid] == "longer" and any(s.lower[k] == "no" for k in s.children[kid]):
                return True
    return any(is_denied_noun(s, kid) for kid in s.children[verb] if s.dep[kid] == "nsubj")


def is_denied_noun(s: Sentence, tok: int) -> bool:
    """Tell whether a noun is "no troops", "none of them", "nothing", "not a single step"."""
    if s.lower[tok] in NO:
        return True
    return any(
        s.lower[kid] in ("no", "neither", "little", "few") and s.dep[kid] in ("det", "neg", "advmod", "amod")
        for kid in s.children[tok]
    ) or any(s.dep[kid] == "neg" for kid in s.children[tok])
