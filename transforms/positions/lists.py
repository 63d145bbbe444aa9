"""Several holders under one phrase: "the ministers of A and B", "powers such as A", "A, along with B", "both sides"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transforms.positions import grammar as g
from transforms.views import Sentence

FORCES = frozenset({
    "troop", "force", "soldier", "peacekeeper", "marine", "warship", "frigate", "destroyer", "submarine", "jet",
    "warplane", "aircraft", "drone", "tank", "ship", "vessel", "police", "diver", "engineer",
})  # fmt: skip
"""What a state acts with: where its ships sail, it sails."""
OFFICES = frozenset({
    "government", "minister", "president", "premier", "chancellor", "leader", "official", "diplomat", "ambassador",
    "envoy", "representative", "delegation", "authority", "spokesman", "spokeswoman", "spokesperson", "ministry",
    "chief", "monarch", "king", "administration", "army", "navy", "military",
})  # fmt: skip
"""Those that act for a state: "the governments of Peru and Chile" are Peru and Chile."""
VAGUE = frozenset({"other", "many", "several", "some", "various", "certain", "few", "more", "most", "all", "numerous"})
"""Words before a group that set nobody apart."""
WITH = frozenset({"along", "together", "jointly"})
LED = (("join", "VBN"), ("lead", "VBN"))
"""Participles behind a verb whose agents do it too: "forty states voted against, led by Peru"."""
PLURALS = frozenset({
    "country", "state", "government", "nation", "member", "ally", "power", "capital", "partner", "neighbour",
    "neighbor", "leader", "minister", "republic", "signatory", "party", "delegation",
})  # fmt: skip
"""Nouns whose plural may be told by name: "three states, Peru among them"."""
PLACES = frozenset({"region", "place", "area", "conflict", "market", "economy", "exporter", "importer", "people"})
"""Other plurals whose members are countries: "they sell in markets including Peru"."""
FIRST_OF = frozenset({"including", "notably", "namely", "particularly"})
"""Words before some of several."""
OPENING = frozenset({":", "(", "-", "--", "–", "—"})
"""What opens the list of all of several: "three states (Peru, Chile and Fiji)"."""
VOICES = frozenset({"speak", "talk", "write", "act", "reply"})
"""What is done for others with words: "speaking on behalf of the bloc"."""
LISTING = frozenset({",", "and", "or", "the", "also"})
"""What stands between the names of a list."""
PARTIES = frozenset({"side", "country", "leader", "party", "government", "nation", "state", "president", "minister"})
"""Nouns that under "both" or "the two" mean two actors spoken of."""


def each_of(s: Sentence, tok: int) -> list[int]:
    """Return the names that share an office or force in the plural: "the ministers of Peru, Chile and Fiji"."""
    if s.tag[tok] not in ("NNS", "NNPS") or s.lemma[tok].lower() not in OFFICES | FORCES:
        return []
    if s.lemma[tok] in FORCES and (people := _peoples(s, tok)):
        return people
    for kid in s.children[tok]:
        if s.dep[kid] == "prep" and s.lower[kid] in ("of", "from"):
            first = next((k for k in s.children[kid] if s.dep[k] == "pobj"), None)
            if first is not None and len(names := _named(s, g.conjuncts(s, first))) > 1:
                return names
    owners = [name for kid in s.children[tok] if s.dep[kid] == "poss" for name in g.conjuncts(s, kid)]
    several = _named(s, owners) or _peoples(s, tok)
    return several if len(several) > 1 else []


def _peoples(s: Sentence, tok: int) -> list[int]:
    """Return the peoples before a noun: "Peruvian and Chilean warships"."""
    first = [
        k
        for k in s.children[tok]
        if s.dep[k] in ("amod", "nmod", "compound") and s.word[k][:1].isupper() and s.lower[k] not in VAGUE
    ]
    members = {member for kid in first for member in g.conjuncts(s, kid)}
    return sorted(member for member in members if member + 1 not in members)  # "South Korean" is one people


def _named(s: Sentence, members: Sequence[int]) -> list[int]:
    return [tok for tok in members if s.pos[tok] == "PROPN"]


def with_it(s: Sentence, tok: int) -> Iterator[int]:
    """Yield who does it too: "Peru, along with Chile, …", "voted for it together with Fiji", "joined by Tonga"."""
    verb = s.head[tok] if s.dep[tok] in ("nsubj", "nsubjpass") else tok
    # "voted for the levy together with Fiji": parsers hang it on the levy; on a country it is that country's companion
    objects = [k for k in _objects(s, verb) if s.pos[k] == "NOUN"] if verb != tok else []
    for node in dict.fromkeys((tok, verb, *objects)):
        for kid in s.children[node]:
            beside = kid if s.lower[kid] == "alongside" else _with(s, kid)
            if beside is None and (s.lemma[kid], s.tag[kid]) in LED and (node in (tok, verb) or s.word[kid - 1] == ","):
                beside = next((k for k in s.children[kid] if s.lower[k] == "by"), None)
            if beside is not None:
                for name in s.children[beside]:
                    if s.dep[name] == "pobj":
                        yield from g.conjuncts(s, name)


def joining(s: Sentence, tok: int) -> Iterator[int]:
    """Yield whom the subject joins: "Peru backed it, joining Fiji", "Peru joined Fiji in backing it"."""
    verb = s.head[tok]
    if s.dep[tok] not in ("nsubj", "nsubjpass"):
        return
    verbs = [verb, *(k for k in s.children[verb] if s.dep[k] == "xcomp")]
    for up in verbs:
        for kid in s.children[up]:
            if s.lower[kid] == "joining" and s.dep[kid] == "advcl" and s.word[kid - 1] == ",":
                yield from _joined(s, kid)
    if s.lemma[verb] == "join" and any(
        s.lower[k] == "in" and any(s.dep[o] == "pcomp" for o in s.children[k]) for k in s.children[verb]
    ):
        yield from _joined(s, verb)


def _joined(s: Sentence, verb: int) -> Iterator[int]:
    for name in s.children[verb]:
        if s.dep[name] == "dobj":
            yield from g.conjuncts(s, name)


def _objects(s: Sentence, verb: int) -> Iterator[int]:
    for kid in s.children[verb]:
        if s.dep[kid] == "dobj":
            yield kid
        elif s.dep[kid] == "prep":
            yield from (k for k in s.children[kid] if s.dep[k] == "pobj")


def _with(s: Sentence, tok: int) -> int | None:
    """Return the "with" of "along with"; parsers hang either word on the other."""
    if s.lower[tok] in WITH:
        return next((k for k in s.children[tok] if s.lower[k] == "with"), None)
    is_with = s.lower[tok] == "with" and tok > 0 and s.lower[tok - 1] in WITH
    return tok if is_with else None


def among_them(s: Sentence, tok: int) -> list[int]:
    """Return the members that are named of several: "powers such as Fiji", "countries like Peru and Chile"."""
    if s.tag[tok] not in ("NNS", "NNPS"):
        return []
    for kid in s.children[tok]:
        such = s.lower[kid] == "as" and any(s.lower[k] == "such" for k in s.children[kid])
        if s.dep[kid] == "prep" and (s.lower[kid] == "like" or such):
            first = next((k for k in s.children[kid] if s.dep[k] == "pobj"), None)
            return [] if first is None else g.conjuncts(s, first)
    if s.lower[s.head[tok]] == "among" and s.head[tok] <= 1:  # "among the states that back it are Peru and Chile"
        for be in (k for k in range(tok + 1, len(s)) if s.lower[k] in ("are", "were", "is", "was")):
            first = next((k for k in s.children[be] if k > be and s.dep[k] in ("attr", "nsubj")), None)
            if first is not None and s.pos[first] == "PROPN":
                return g.conjuncts(s, first)
    return []


def is_both(s: Sentence, tok: int) -> bool:
    """Tell words for two actors spoken of: "both sides", "the two countries", "the leaders", "both", "the two"."""
    marks = {s.lower[k] for k in s.children[tok] if s.dep[k] in ("det", "nummod", "predet")}
    if s.dep[tok] in ("nsubj", "nsubjpass") and (s.lower[tok] == "both" or (s.lower[tok] == "two" and "the" in marks)):
        return not any(s.dep[k] == "prep" for k in s.children[tok])
    if s.tag[tok] != "NNS" or s.lemma[tok] not in PARTIES:
        return False
    alone = s.lemma[tok] == "leader" and all(s.lower[k] in ("the", "two") for k in s.children[tok])
    return "both" in marks or {"the", "two"} <= marks or ("the" in marks and alone)


def told_by_name(s: Sentence, tok: int, names: Sequence[tuple[int, int]]) -> tuple[list[int], bool]:
    """Return which of `names` (token spans, left to right) tell who several are, and whether they are all of them.

    "Five states, Peru and Chile among them, …", "several countries, including Peru", "three states have not signed:
    Peru, Chile and Fiji". Of another plural between them it is that one's members: "countries trading with states
    including Peru".
    """
    if s.lemma[tok].lower() not in PLURALS or s.tag[tok] != "NNS":
        return [], False
    for run in _runs_of([name for name in names if name[0] > tok], s):
        start, end = run[0][0], run[-1][1]
        opening = start - 1 - (s.lower[start - 1] == "the")
        between = range(tok + 1, opening + 1)
        if any(s.word[k] == ";" or (s.tag[k] == "CD" and s.dep[k] == "nsubj") for k in between):
            return [], False
        if any(s.tag[k] == "NNS" and s.lemma[k].lower() in PLURALS | PLACES for k in between):
            return [], False
        is_told, is_all = _opens(s, tok, opening, end, len(run))
        if is_told:
            at = names.index(run[0])
            return list(range(at, at + len(run))), is_all
    return [], False


def _opens(s: Sentence, tok: int, opening: int, end: int, several: int) -> tuple[bool, bool]:
    """Tell whether the words around a list of names say that it tells who they are, and whether it tells all."""
    word, behind = s.lower[opening], s.lower[end : end + 3]
    if word in FIRST_OF or s.lower[opening - 1 : opening + 1] in (["among", "them"], ["among", "these"]):
        return True, False
    if behind[:2] == ["among", "them"] or behind[:1] == ["included"]:
        return word in {",", *OPENING}, False
    is_last = behind[:1] in ([], ["."], [")"], ["-"], ["–"], ["—"], ["--"], [","])
    counted = any(s.dep[k] == "nummod" for k in s.children[tok])
    return is_last and several > 1 and (word in OPENING or (word == "," and counted)), True


def _runs_of(names: Sequence[tuple[int, int]], s: Sentence) -> Iterator[list[tuple[int, int]]]:
    """Yield names that follow one another with nothing but "," and "and" between them."""
    run: list[tuple[int, int]] = []
    for name in names:
        if run and not all(s.lower[k] in LISTING for k in range(run[-1][1], name[0])):
            yield run
            run = []
        run.append(name)
    if run:
        yield run


def sitting_on(s: Sentence, body: int) -> list[int]:
    """Return who is among the members of a body that did it: "Peru is among the states on the council that did"."""
    at = s.head[body]
    over = s.head[at]
    if s.dep[body] != "pobj" or s.lower[at] not in ("on", "of", "in") or s.tag[over] != "NNS":
        return []
    if s.dep[over] != "pobj" or s.lower[s.head[over]] != "among" or s.lemma[over] not in PLURALS:
        return []
    be = s.head[s.head[over]]
    who = g.subject(s, be) if s.lemma[be] == "be" and not g.verb_group(s, be).negated else None
    return [] if who is None else [who]


def spoken_for(s: Sentence, trigger: int) -> list[int]:
    """Return for whom what `trigger` says is said: "Peru, speaking on behalf of the bloc, objected"."""
    found: list[int] = []
    over = {trigger, *s.ancestors(trigger)}
    for behalf in (k for k in range(1, len(s)) if s.lower[k] == "behalf" and s.lower[k - 1] == "on"):
        by = s.head[s.head[behalf]]
        is_voice = s.lemma[by] in VOICES and s.tag[by] == "VBG"
        if by in over or is_voice:
            found += [k for of in s.children[behalf] if s.lower[of] == "of" for k in s.children[of]]
    return found
