"""Who speaks: the noun phrase that is the subject of a cue, as written."""

from __future__ import annotations

from collections.abc import Mapping

from transforms.quotes.model import Span
from transforms.views import Sentence

_SUBJECTS = ("nsubj", "nsubjpass")
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_NOMINAL = frozenset({"NNP", "NNPS", "NN", "NNS", "JJ", "HYPH", "POS"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MOVING = frozenset(
    """
    allow bring cause compel drive enable encourage force get induce inspire keep lead leave move oblige persuade
    prompt provoke push require send spur
    """.split()  # noqa: SIM905, a paragraph reads better than twenty quoted words
)
"""Verbs whose object does what the infinitive or participle behind it says."""
_NAMING = frozenset({"NOUN", "PROPN", "PRON"})
_AUXILIARIES = frozenset(
    """
    be am is are was were been being have has had having do does did will would shall should can could may might must
    ought need dare to get gets got getting going wo ca ai
    """.split()  # noqa: SIM905, a paragraph reads better than forty quoted words
)
_GIVING = frozenset({"give", "issue", "post", "publish", "release", "send", "share", "tweet"})
_QUOTING = frozenset({"cite", "quote"})
_DASHES = frozenset({"-", "–", "—", "--"})
_EDGES = frozenset({",", "”", '"', "’’", "''"})


def speaker(s: Sentence, tok: int, venues: Mapping[str, str]) -> list[Span]:
    """Return the token ranges of the speaker of the verb at `tok`: the noun phrase, and "who" after it; [] when none.

    A participle or infinitive takes the subject of the verb it hangs on, a passive verb its agent, and a participle
    behind one of `venues` ("a statement saying …") whoever gave it.
    """
    given = s.head[tok]
    if (
        s.dep[tok] == "relcl"
        and s.lower[given] in venues
        and s.dep[given] == "dobj"
        and s.lemma[s.head[given]] in _GIVING
    ):
        tok = s.head[given]  # "X issued a statement that said A"
    seen = 0
    is_active = not s.kids(tok, "auxpass")
    while seen < 8:
        own = _shared_subject(s, tok) if seen and is_active else _own_subject(s, tok)
        if own is not None:
            return own
        upper = s.head[tok]
        if upper == tok:
            return []
        dep = s.dep[tok]
        if dep in {"xcomp", "advcl", "ccomp"} and (moved := _moved_object(s, upper, tok)) is not None:
            return [noun_phrase(s, moved)]
        if dep == "relcl":
            return [noun_phrase(s, upper, stop=tok)]
        if dep == "acl" and s.tag[tok] in {"VBG", "VBN"} and s.lower[upper] not in venues:
            return [noun_phrase(s, upper, stop=tok)]
        if dep in {"nsubj", "csubj", "ccomp"}:
            return []
        tok = upper
        seen += 1
    return []


def relayed_speaker(s: Sentence, tok: int) -> list[Span]:
    """Return who "was quoted as saying A", or whom somebody "quoted as saying A"; [] when the cue stands otherwise."""
    above = s.head[tok]
    verb = s.head[above]
    if s.tag[tok] != "VBG" or s.dep[tok] != "pcomp" or s.lower[above] != "as" or s.lemma[verb] not in _QUOTING:
        return []
    if s.kids(verb, "auxpass"):
        return [noun_phrase(s, kid) for kid in s.kids(verb, "nsubjpass", "nsubj")][-1:]
    return [noun_phrase(s, kid) for kid in s.kids(verb, "dobj") if kid > verb][:1]


def _moved_object(s: Sentence, verb: int, tok: int) -> int | None:
    """Return the object of `verb` that does what `tok` says: "it led some to ask A", "it left them asking A"."""
    if s.lemma[verb] not in _MOVING:
        return None
    return next((kid for kid in s.kids(verb, "dobj") if verb < kid < tok and s.right[kid] == s.left[tok]), None)


def _shared_subject(s: Sentence, tok: int) -> list[Span] | None:
    """Return the subject that an active verb takes from `tok`, which may be passive: "X was asked but denied A"."""
    passive = s.kids(tok, "nsubjpass") if s.kids(tok, "auxpass") else []
    return [noun_phrase(s, passive[0])] if passive else _own_subject(s, tok)


def _own_subject(s: Sentence, tok: int) -> list[Span] | None:
    is_participle = s.tag[tok] == "VBN" or s.dep[tok] == "acl"
    passive = bool(s.kids(tok, "auxpass")) or (is_participle and bool(s.kids(tok, "agent")))
    if passive:
        for agent in s.kids(tok, "agent"):
            objects = s.kids(agent, "pobj")
            if objects:
                return [noun_phrase(s, objects[0])]
        return []
    kids = s.kids(tok, *_SUBJECTS) or [kid for kid in s.kids(tok, "aux") if is_name(s, kid)]
    for kid in kids:
        if s.lower[kid] in _RELATIVES and s.dep[tok] == "relcl":
            return [noun_phrase(s, s.head[tok], stop=kid), (kid, kid + 1)]
    before = [kid for kid in kids if kid < tok]
    if before:
        first = _first_of_two(s, before)
        found = (s.left[first], s.right[before[-1]]) if first != before[-1] else _as_punctuated(s, first)
        return [found] if not s.in_quote[found[0]] or s.in_quote[tok] else _named_behind(s, tok)
    return [noun_phrase(s, kids[0])] if kids else _apposed_subject(s, tok) or _capitals_before(s, tok)


def _first_of_two(s: Sentence, subjects: list[int]) -> int:
    """Return the subject next to the verb, or the one before it where that is what a verb of its phrase acts on.

    "A teacher vying to unseat Mayor Ana Vos said": the parser takes both for subjects.
    """
    left = s.left[subjects[-1]]
    is_acted_on = len(subjects) > 1 and "TO" in (s.tag[left - 2], s.tag[left - 1])
    return subjects[-2 if is_acted_on else -1]


def _named_behind(s: Sentence, tok: int) -> list[Span] | None:
    """Read "“A,” said X", where the parser takes a noun of A for the subject; who is told something is no speaker."""
    behind = [kid for kid in s.children[tok] if kid > tok and s.left[kid] == tok + 1 and s.pos[kid] in _NAMING]
    return [noun_phrase(s, behind[0])] if behind and s.lemma[tok] != "tell" else None


def _capitals_before(s: Sentence, tok: int) -> list[Span] | None:
    """Read "Jolly said A", where the parser takes the name before a finite verb for something else."""
    first = tok
    while first > 0 and s.word[first - 1][:1].isupper() and not s.in_quote[first - 1]:
        first -= 1
    if s.tag[tok] not in _FINITE or first == tok or s.tag[first] in {"IN", "WDT", "WP", "DT", "CC", "WRB", "PRP$"}:
        return None
    is_known = first > 0 or s.dep[first] in {"advmod", "compound", "nmod", "dep", "npadvmod", "amod"}
    return [(first, tok)] if is_known and all(s.head[at] in range(first, tok + 1) for at in range(first, tok)) else None


def is_name(s: Sentence, tok: int) -> bool:
    """Tell whether what the parser took for an auxiliary is a name: English has few auxiliaries, and lists them."""
    return s.word[tok][:1].isupper() and s.lower[tok] not in _AUXILIARIES


def _as_punctuated(s: Sentence, head: int) -> Span:
    """Return the noun phrase of a subject, begun where commas and marks show that a name begins.

    Parsers tie the object before a comma, or leave a title behind it: "… the strait, Dutch Premier Ana Vos said".
    """
    start, end = noun_phrase(s, head)
    first = head
    while first > 0 and s.tag[first - 1] in _NOMINAL:
        first -= 1
    is_edge = first > 2 and s.word[first - 1] in _EDGES
    if is_edge and (first < start or any(s.tag[at] in _FINITE for at in range(first))):
        return first, end
    return start, end


def _apposed_subject(s: Sentence, tok: int) -> list[Span] | None:
    """Read "A clause about the strait, a person close to the talks said": the parser takes the speaker for an aside."""
    end = tok - (s.word[tok - 1] == ",")
    if s.tag[tok] not in _FINITE or end < 4:
        return None
    for named in range(end - 1):
        asides = s.kids(named, "appos")
        is_clause = any(s.tag[at] in _FINITE for at in range(named))
        if asides and is_clause and s.right[named] in {end, tok} and s.word[s.left[asides[0]] - 1] == ",":
            return [(s.left[asides[0]], end)]
    return None


def noun_phrase(s: Sentence, tok: int, stop: int | None = None) -> Span:
    """Return the whole noun phrase headed by `tok`, without the punctuation around it; it ends before `stop`."""
    start, end = s.left[tok], s.right[tok]
    if stop is not None and start < stop < end:
        end = stop
    # the place and day a report begins with, before a dash: "LISBON, May 3 - Ana Vos said"
    start = max([start, *(at + 1 for at in range(start + 1, tok) if s.word[at] in _DASHES and _stands_free(s, at))])
    while start < tok and s.pos[start] in {"PUNCT", "CCONJ", "SPACE"}:
        start += 1
    while end > tok + 1 and s.pos[end - 1] in {"PUNCT", "SPACE"}:
        end -= 1
    return start, end


def _stands_free(s: Sentence, tok: int) -> bool:
    """Tell whether blanks stand on both sides of the token."""
    return s.char_end[tok - 1] < s.char_start[tok] and s.char_end[tok] < s.char_start[tok + 1]
