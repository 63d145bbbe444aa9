"""How a word hangs on its governor: the frames in which triggers take their arguments, and fixed phrases."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.positions import grammar as g
from transforms.positions.tables import Idiom, Triggers
from transforms.views import Sentence

FRAMES = {
    "dobj": "obj",
    "nsubjpass": "obj",
    "csubjpass": "obj",
    "dative": "obj2",
    "attr": "attr",
    "oprd": "attr",
    "acomp": "acomp",
    "conj": "conj",
    "acl": "acl",
    "relcl": "relcl",
    "agent": "agent",
}
"""Frame by dependency where one decides the other; everything else modifies."""


ABOUT = frozenset({"regard", "respect", "relation", "connection", "reference", "terms"})
"""Nouns of prepositions in three words: what follows hangs on the word before."""


def governor(s: Sentence, node: int) -> tuple[int, str] | None:
    """Return the word that governs `node` and how: prepositions are part of the way, not stations on it."""
    dep, up = s.dep[node], s.head[node]
    if up == node or dep in ("punct", "intj", "meta", "parataxis"):
        return None
    if (verb := _verb_before_comma(s, node)) is not None:
        return verb, "obj"
    if dep in ("pobj", "pcomp"):
        return _over_preposition(s, up)
    if dep == "conj" and s.dep[up] == "ccomp" and _is_that_clause(s, node) and _is_that_clause(s, up):
        return governor(s, up)  # "asks that it wait and that it only answer in kind"
    if dep == "advcl" and s.tag[node] == "VB" and node > 0 and s.lemma[node - 1] == "help" and not s.children[node - 1]:
        return node - 1, "to"  # "of meddling and helping stoke unrest", hung on another verb
    if dep in ("nsubj", "csubj"):
        return up, _as_subject(s, up, dep)
    if dep in ("xcomp", "ccomp"):
        is_thing = dep == "ccomp" and s.pos[node] == "NOUN" and not any(s.dep[k] == "nsubj" for k in s.children[node])
        return up, "obj" if is_thing else _complement(s, node, up)  # "allowed the ferry" taken for a clause
    if dep == "advcl":
        return up, _as_adverbial(s, node, up)
    return up, FRAMES.get(dep, "mod")


def _is_that_clause(s: Sentence, verb: int) -> bool:
    return any(s.dep[kid] == "mark" and s.lower[kid] == "that" for kid in s.children[verb])


def _verb_before_comma(s: Sentence, node: int) -> int | None:
    """The verb whose object the parser gave to the words behind a comma: "Peru wants the ban, Minister X said"."""
    up, end = s.head[node], s.right[node]
    if s.dep[node] not in ("nsubj", "nmod", "compound", "amod") or not node < end <= up or s.left[node] == 0:
        return None
    # the comma stands directly behind the phrase, its last word or inside what the parser made of it
    comma = next((tok for tok in range(node + 1, min(end + 1, up)) if s.word[tok] == ","), None)
    if comma is None or (s.dep[node] == "nsubj" and not any(s.dep[k] == "nsubj" for k in s.children[up] if k > node)):
        return None
    verb = s.left[node] - 1
    has_object = any(s.dep[kid] in ("dobj", "attr") for kid in s.children[verb])
    return verb if s.pos[verb] == "VERB" and not has_object else None


def _over_preposition(s: Sentence, preposition: int) -> tuple[int, str] | None:
    """The word a prepositional phrase hangs on; "out of" and particles are passed over."""
    kind, word, over = s.dep[preposition], s.lower[preposition], s.head[preposition]
    while (s.pos[over] == "ADP" or g.is_particle(s, over)) and s.head[over] != over and s.dep[over] != "prt":
        kind, over = s.dep[over], s.head[over]
    if over == preposition:
        return None
    if s.lower[over] in ABOUT and s.dep[over] == "pobj":
        return _over_preposition(s, s.head[over])  # "in relation to", "with regard to"
    if word == "of" and s.lower[preposition - 1] == "because" and s.dep[preposition - 1] in ("pcomp", "advmod"):
        word = "over"
    if s.lower[preposition] == "because":
        word = "over"  # "attacked Peru because of its raids": why fault is found
    if word == "of" and s.lower[preposition - 1] == "instead":
        word = "instead"  # "sent food instead of arms": what is not done
    if kind == "agent":
        return over, "agent" if s.tag[over] == "VBN" else "prep:by"
    return over, "prep:" + word


def _is_small_passive(s: Sentence, verb: int) -> bool:
    """Tell "wants the port reopened", whose participle the tagger may take for a past tense."""
    bare = not any(s.dep[k] in ("aux", "auxpass", "mark", "dobj") for k in s.children[verb])
    is_past = s.tag[verb] == "VBD" and s.dep[verb] == "ccomp" and s.lemma[s.head[verb]] in g.WANTING
    return bare and s.head[verb] < verb and is_past


def _as_subject(s: Sentence, up: int, dep: str) -> str:
    if dep == "nsubj" and (
        _is_small_passive(s, up)
        or (s.tag[up] == "VBN" and not any(s.dep[k] in ("aux", "auxpass") for k in s.children[up]))
    ):
        return "obj"  # "wants it reopened"
    is_small_clause = s.dep[up] == "ccomp" and not s.tag[up].startswith("VB") and s.pos[up] != "AUX"
    return "subj_small" if is_small_clause else "subj"


def _as_adverbial(s: Sentence, node: int, up: int) -> str:
    """A complement the parser took for an adverbial clause is marked with "?": the table of frames decides."""
    kids = s.children[node]
    if any(s.dep[k] == "mark" and s.lower[k] == "for" for k in kids) and any(s.tag[k] == "TO" for k in kids):
        return "prep:for"  # "called for the port to be opened"
    if s.tag[node] == "VBG" and not any(s.dep[kid] in ("mark", "aux", "nsubj") for kid in kids):
        follows = node == up + 1 + any(s.dep[k] == "prt" for k in s.children[up])
        return "ing?" if follows else "advcl"
    if any(s.tag[kid] == "TO" for kid in kids) and not any(s.dep[kid] == "mark" for kid in kids):
        return _complement(s, node, up) + "?"
    return "advcl"


ADDRESSING = frozenset({"on", "upon", "to", "for", "with", "from"})
JOINT = frozenset(
    {"agree", "decide", "plan", "arrange", "work", "join", "pledge", "vow", "promise", "conspire", "team"}
)
"""Verbs of doing something together: "agreed with Peru to open it" is one's own deed as well."""
TIMES = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december", "day", "week", "month",
    "year", "morning", "evening", "night", "afternoon", "weekend", "time",
})  # fmt: skip


def _addresses(s: Sentence, kid: int) -> bool:
    """Tell a phrase that names who is to act ("called on Oslo to"), not when it was said ("pledged on Monday to")."""
    if s.dep[kid] != "prep" or s.lower[kid] not in ADDRESSING:
        return False
    if s.lower[kid] == "with" and s.lemma[s.head[kid]] in JOINT:
        return False
    return any(s.dep[k] == "pobj" and s.lower[k] not in TIMES for k in s.children[kid])


def _complement(s: Sentence, node: int, up: int) -> str:
    tags = {s.tag[kid] for kid in s.children[node] if s.dep[kid] in ("aux", "auxpass")}
    is_infinitive = "TO" in tags
    if _is_small_passive(s, node):
        return "to_other"
    subject = any(s.dep[kid] in ("nsubj", "nsubjpass") for kid in s.children[node])
    if is_infinitive:
        other = subject or any(s.dep[kid] in ("dobj", "dative") and kid < node for kid in s.children[up])
        if any(s.dep[kid] == "nsubjpass" for kid in s.children[up]):
            return "to_other?"  # "Norway was urged to": who is urged stands before
        return "to_other" if other or any(_addresses(s, k) for k in s.children[up] if up < k < node) else "to"
    if subject and s.tag[node] == "VB" and not tags and not any(s.dep[kid] == "mark" for kid in s.children[node]):
        return "to_other"  # "let them land"
    if s.tag[node] == "VBG" and not tags & {"VBZ", "VBP", "VBD", "MD"}:
        return "ing"
    if subject and (s.dep[node] == "xcomp" or (s.tag[node] == "VBN" and not tags)):
        wanted = up < node and s.lemma[up] in g.WANTING
        pronoun = any(s.dep[k] == "nsubj" and s.pos[k] == "PRON" for k in s.children[node])
        if s.dep[node] == "ccomp" and pronoun and not wanted:
            return "that"  # a past tense the tagger took for a participle: "denied it intended to"
        return "to_other"
    return "that"


def idiom_anchors(s: Sentence, triggers: Triggers) -> dict[int, str]:
    """Tokens that bear a fixed phrase, with its reading; phrases match in order, with one modifier between at most."""
    return dict(_idioms(s, triggers))


def _idioms(s: Sentence, triggers: Triggers) -> Iterator[tuple[int, str]]:
    present = {"*", "~", *s.lemma, *s.lower}
    anchored = {row: idiom for word in present for row, idiom in triggers.idioms.get(word, ())}
    for _, idiom in sorted(anchored.items()):  # in the table's order: a longer phrase stands behind the shorter one
        if not present.issuperset(idiom.lemmas):
            continue
        if "~" in idiom.lemmas:
            yield from ((tok, idiom.reading) for tok in _around_object(s, idiom))
            continue
        first = idiom.lemmas[0]
        for start in range(len(s) - len(idiom.lemmas) + 1):
            if first in (s.lemma[start], s.lower[start]) and (found := _placed(s, idiom.lemmas, start)):
                yield found[idiom.anchor], idiom.reading


MODIFIERS = frozenset({"ADV", "ADJ"})
SCARCE = frozenset({"little", "few", "no", "scant", "hardly", "barely", "never", "not"})
"""Words that deny the phrase they stand in: "saw little merit in"."""


def _placed(s: Sentence, phrase: tuple[str, ...], start: int) -> list[int]:
    """The tokens of a phrase from `start` on, none where it does not stand: "took a very dim view of" is it too."""
    found = [start]
    for want in phrase[1:]:
        tok = found[-1] + 1
        skips = tok < len(s) and s.pos[tok] in MODIFIERS and s.lower[tok] not in SCARCE
        if want != "*" and skips and want not in (s.lemma[tok], s.lower[tok]):
            tok += 1
        if tok >= len(s) or want not in ("*", s.lemma[tok], s.lower[tok]):
            return []
        found.append(tok)
    return found


def _around_object(s: Sentence, idiom: Idiom) -> Iterator[int]:
    """Yield the verbs of "put ~ on hold", whose object "~" stands inside the phrase or before it."""
    verb, _, preposition, noun = idiom.lemmas
    for tok in range(len(s)):
        if s.lemma[tok] != verb or s.pos[tok] != "VERB":
            continue
        for kid in s.children[tok]:
            if s.lower[kid] == preposition and any(noun in (s.lemma[k], s.lower[k]) for k in s.children[kid]):
                yield tok
