"""English clauses over a parsed sentence: verb groups, subjects, and how a word hangs on its governor."""

from __future__ import annotations

from transforms.positions.members import member_of
from transforms.positions.verb_groups import WANTING, VerbGroup, is_denied_noun, verb_group
from transforms.views import Sentence

__all__ = [
    "RELATIVES", "THIRD", "WANTING", "VerbGroup", "agent", "conjuncts", "has_condition", "is_backshifted",
    "is_denied_noun", "is_particle", "member_of", "owner", "particle", "subject", "verb_group",
]  # fmt: skip

RELATIVES = frozenset({"which", "that", "who", "whom"})
THIRD = frozenset({"it", "its", "he", "his", "she", "her", "they", "their"})
"""Pronouns of the third person that may stand for a country or its leader."""
PARTICLES = frozenset({"clear", "away", "back", "short", "forward", "behind", "ahead", "out", "aside"})
PHASES = frozenset({"stage", "phase", "process", "midst", "middle", "course"})
"""Nouns of how far an act has come."""
MISREAD = {
    "hoped": "hope",
    "hopes": "hope", "hoping": "hope", "staged": "stage", "staging": "stage", "waged": "wage", "waging": "wage",
    "installed": "install", "installing": "install", "pared": "pare", "paring": "pare",
    "gutted": "gut", "gutting": "gut", "spared": "spare", "spares": "spare", "sparing": "spare",
    "extolled": "extol", "extolling": "extol", "backpedalled": "backpedal", "backpedalling": "backpedal",
    "defunded": "defund", "defunding": "defund", "underfunded": "underfund", "decertified": "decertify",
    "deregistered": "deregister", "cordoned": "cordon", "greenlighted": "greenlight", "readied": "ready",
}  # fmt: skip
"""Forms whose lemma the table lemmatizer takes for another verb's."""


def particle(s: Sentence, tok: int) -> str:
    """Return the lemma with its particle: "rule out", "back away"."""
    lemma = MISREAD.get(s.lower[tok], s.lemma[tok])
    for kid in s.children[tok]:
        if s.dep[kid] == "prt":
            return f"{lemma} {s.lower[kid]}"
    for kid in s.children[tok]:
        if kid == tok + 1 and is_particle(s, kid):
            return f"{lemma} {s.lower[kid]}"
    return lemma


def is_particle(s: Sentence, tok: int) -> bool:
    """Tell an adverb that belongs to its verb: "back away from", "stop short of", "pull out of"."""
    return (
        s.lower[tok] in PARTICLES
        and s.dep[tok] in ("advmod", "acomp", "prep")
        and not any(s.dep[k] == "pobj" for k in s.children[tok])
    )


def conjuncts(s: Sentence, tok: int) -> list[int]:
    """Return the word and all words coordinated with it."""
    found = [tok]
    for member in found:
        for kid in s.children[member]:
            if s.dep[kid] == "prep" and s.lower[kid] == "including":
                found.extend(k for k in s.children[kid] if s.dep[k] == "pobj")
        found.extend(kid for kid in s.children[member] if s.dep[kid] == "conj" and s.pos[kid] not in ("VERB", "AUX"))
    return found


def has_condition(s: Sentence, verb: int) -> bool:
    """Tell whether what a verb says hangs on an unreal if-clause: "would join if Oslo paid".

    The present in the clause shows that the "would" only follows a past: "said it would join if Oslo pays". Parsers may
    hang the clause on the verb of saying behind it.
    """
    for node in (verb, s.head[verb]) if s.dep[verb] == "ccomp" else (verb,):
        for kid in s.children[node]:
            is_after = s.dep[kid] == "advcl" and kid > verb and (node == verb or kid < node)
            is_if = any(s.lower[k] in ("if", "provided", "unless") for k in s.children[kid])
            if is_after and is_if and verb_group(s, kid).is_past:
                return True
    return False


def is_backshifted(s: Sentence, verb: int) -> bool:
    """Tell a past tense that only follows the past of saying: "said it did not recognise the state"."""
    up = s.head[verb]
    return s.dep[verb] == "ccomp" and s.lemma[up] in ("say", "add", "tell", "stress", "insist") and s.tag[up] == "VBD"


def agent(s: Sentence, verb: int) -> int | None:
    """Return the noun after "by" of a passive; of several a name."""
    found: list[int] = []
    for kid in s.children[verb]:
        if s.dep[kid] == "agent" or (s.dep[kid] == "prep" and s.lower[kid] == "by"):
            for noun in s.children[kid]:
                if s.dep[noun] == "pobj":
                    found += [noun]
    return next((noun for noun in found if s.pos[noun] == "PROPN"), found[0] if found else None)


def subject(s: Sentence, verb: int, depth: int = 0) -> int | None:
    """Return the word that does what the verb says: its subject, agent, controller or antecedent; None if unsaid."""
    if depth > 8:
        return None
    group = verb_group(s, verb)
    for kid in s.children[verb]:
        if s.dep[kid] in ("nsubj", "csubj") and not group.is_passive:
            if s.dep[verb] == "relcl" and s.lower[kid] in RELATIVES:
                member = member_of(s, verb)
                return s.head[verb] if member is None else member
            return kid
    if (taken := _taken_for_object(s, verb)) is not None:
        return taken
    if group.is_passive:
        by = agent(s, verb)
        if by is not None:
            return by
        if s.dep[verb] != "conj" or any(s.dep[kid] == "nsubjpass" for kid in s.children[verb]):
            return None
        if any(s.lower[kid] == "be" for kid in s.children[verb]) and not group.is_finite:
            return None  # "demands that cars be built at home", hung on another verb: nobody is named
    return _controller(s, verb, depth)


def _taken_for_object(s: Sentence, verb: int) -> int | None:
    """Return the subject of "said in a paper stating Peru will sail", which the parser gave to the participle."""
    modals = [kid for kid in s.children[verb] if s.dep[kid] == "aux" and s.tag[kid] == "MD"]
    before = modals[0] - 1 if modals else -1
    if s.dep[verb] != "ccomp" or before < 1 or any(s.dep[kid] in ("nsubj", "nsubjpass") for kid in s.children[verb]):
        return None
    is_object = s.dep[before] == "dobj" and s.pos[before] == "PROPN" and s.tag[s.head[before]] == "VBG"
    return before if is_object and s.head[verb] != s.head[before] else None


def _controller(s: Sentence, verb: int, depth: int) -> int | None:
    dep, head = s.dep[verb], s.head[verb]
    if (member := member_of(s, verb)) is not None:
        return member
    if dep in ("acl", "relcl"):
        return owner(s, head, depth + 1) if s.tag[verb] == "VB" else head
    if dep in ("conj", "advcl", "ccomp", "parataxis", "dep") and s.pos[head] in ("VERB", "AUX") and head != verb:
        return subject(s, head, depth + 1)
    if dep == "xcomp" and s.pos[head] in ("VERB", "AUX") and s.lemma[head] != "spend":
        for kid in s.children[head]:
            if s.dep[kid] in ("dobj", "dative") and kid < verb:
                return kid
        return subject(s, head, depth + 1)
    if dep in ("acomp", "xcomp", "attr", "oprd"):  # also "spent a year asking": the year asks nothing
        return subject(s, head, depth + 1)
    if dep == "pcomp":
        return _doer_of_gerund(s, head, depth)
    if dep == "advcl" and s.tag[verb] == "VBG" and s.pos[head] in ("PROPN", "PRON"):
        return head  # "Peru, which had hesitated, sailed, saying …", where the parser hangs the participle on the name
    return None


def joined(s: Sentence, tok: int) -> str:
    """Return a word with what a hyphen ties to it: "half-hearted"."""
    return f"{s.lower[tok - 2]}-{s.lower[tok]}" if tok >= 2 and s.word[tok - 1] == "-" else s.lower[tok]


def in_phase(s: Sentence, gerund: int) -> int | None:
    """Return the verb of "is in the early stages of considering it", which only says how far one is."""
    preposition = s.head[gerund]
    noun = s.head[preposition]
    if s.dep[gerund] != "pcomp" or s.lower[preposition] != "of" or s.lemma[noun] not in PHASES:
        return None
    be = s.head[s.head[noun]]
    return be if s.lower[s.head[noun]] in ("in", "at") and s.lemma[be] == "be" else None


def _doer_of_gerund(s: Sentence, preposition: int, depth: int) -> int | None:
    governor = s.head[preposition]
    if (be := next((in_phase(s, k) for k in s.children[preposition] if s.dep[k] == "pcomp"), None)) is not None:
        return subject(s, be, depth + 1)
    if s.pos[governor] not in ("VERB", "AUX"):
        return owner(s, governor, depth + 1)
    if s.lower[preposition] in ("for", "of", "from", "against"):
        # "praised Norway for opening", "accused it of closing": the one who is praised or accused does it
        for kid in s.children[governor]:
            if s.dep[kid] == "dobj" and kid < preposition:
                return kid
    if s.lower[preposition] == "in" and s.lemma[governor] in JUDGING:
        # "welcomed Norway's leadership in opening": it is Norway's act that is judged
        judged = next((k for k in s.children[governor] if s.dep[k] == "dobj" and k < preposition), None)
        owners = [] if judged is None else [k for k in s.children[judged] if s.dep[k] == "poss"]
        if owners:
            return owners[0]
    return subject(s, governor, depth + 1)


JUDGING = frozenset({
    "welcome", "praise", "commend", "applaud", "hail", "appreciate", "salute", "laud", "acknowledge", "criticise",
    "criticize", "condemn", "deplore", "regret", "denounce",
})  # fmt: skip
"""Verbs of praise and blame, whose object is what another does."""
DOERS = ("by", "of", "among")


def owner(
    s: Sentence, noun: int, depth: int = 0, sources: tuple[str, ...] = ("by", "from", "of", "among")
) -> int | None:
    """Return whose an attitude or act is: "Oman's plan", "the decision by Duke", "it has no plans", "made a call"."""
    if depth > 8:
        return None
    for kid in s.children[noun]:
        if s.dep[kid] == "poss":
            return kid
    for kid in s.children[noun]:
        if s.dep[kid] in ("prep", "agent") and s.lower[kid] in sources:
            for name in s.children[kid]:
                if s.dep[name] == "pobj" and (s.pos[name] in ("PROPN", "PRON") or s.lower[kid] in ("by", "from")):
                    return name
    for kid in s.children[noun]:
        if s.dep[kid] in ("amod", "compound", "nmod") and s.word[kid][:1].isupper():
            return kid
    return _came_from(s, noun)


def _came_from(s: Sentence, noun: int) -> int | None:
    """Return the name an attitude came from: "support for it came from Oman"."""
    verb = s.head[noun]
    if s.dep[noun] != "nsubj" or s.lemma[verb] != "come":
        return None
    sources = [k for k in s.children[verb] if s.dep[k] == "prep" and s.lower[k] == "from"]
    return next((k for by in sources for k in s.children[by] if s.dep[k] == "pobj" and s.pos[k] == "PROPN"), None)
