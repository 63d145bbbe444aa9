"""Where reported words end: the narrator's additions behind a comma, and the next cue, are cut off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from transforms.quotes.complements import DAYS, complement
from transforms.quotes.cues import Cue
from transforms.quotes.model import Span
from transforms.quotes.wording import spoken_beside
from transforms.views import Sentence

_ASIDES = frozenset({"although", "though", "while", "even"})
_CONCEDING = frozenset({"although", "though", "but", "while"})
_REMARKS = frozenset({"VBG", "WDT", "WP", "WRB", "DT", "IN", "PRP"})
"""Tags of words that begin a remark on a quotation that ends with a comma."""
_BULLETS = frozenset({"*", "**", "•", "■", "▪", "‣", "●"})
_WHERE = frozenset({"in", "on", "via", "during", "at"})
_COMMAS = frozenset({",", "—", "–", "-", "--"})
_APPOSED = frozenset({"appos", "npadvmod", "dobj", "conj", "attr", "dep", "oprd"})
_SHORTEST_REMARK = 5
"""Tokens of a remark by a noun that is not listed below."""
_REMARKING = frozenset(
    """
    accusation acknowledgment admission allegation assertion attack boost call challenge charge claim comment
    concession criticism decision demand event fact feat gesture hint idea indication irony jab line measure message
    milestone move nod notion point position possibility practice promise proposal prospect reason rebuke reference
    remark sentiment shift sign signal stance step suggestion surprise tactic theme theory view warning
    """.split()  # noqa: SIM905, a paragraph reads better than fifty quoted words
)
"""Nouns by which the narrator takes up a whole clause: "…, a move that angered the unions"."""
_MOODS = frozenset({"will", "would", "could", "should", "might", "’d", "'d", "’ll", "'ll"})
_MOST_JOINED = 3
"""Clauses joined to a reported one: a guard against a wrong tree."""
_PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i"})
_FAR = 12
"""Tokens between a cue and the quotation it tells: "…, saying in a post on Friday: “…”"."""
_SPOKEN = frozenset({"say", "speech"})


class End(NamedTuple):
    """Where content ends; `next_cue` is the cue that breaks out of it and shares the speaker, if one does."""

    tok: int
    next_cue: int | None


def content_end(s: Sentence, tok: int, span: Span, cues: Mapping[int, Cue]) -> End:
    """Return where the content `span` of the cue at `tok` ends, at most `span[1]`."""
    start, end = span
    for k in range(start + 1, end):
        if s.word[k] in _BULLETS and not s.in_quote[k]:
            return End(k, None)
        if s.lower[k] == "according" and s.word[k - 1] == "," and k > start + 1:
            return End(k - 1, None)  # the source of the whole report, not of what is reported
        if k in cues and not s.in_quote[k] and (at := _next_cue(s, tok, k, cues)) is not None and at > start:
            is_own = (
                s.word[min(k + 1, len(s) - 1)] in {".", "!", "?"}
                or (s.dep[k] == "advcl" and s.tag[k] != "VBG")
                or s.kids(k, "nsubj", "nsubjpass")
            )
            return End(at, None if is_own else k)
    end = _without_aside(s, start, _without_remark(s, start, end))
    return End(end - (end > start + 1 and s.dep[end - 1] == "cc" and not s.in_quote[end - 1]), None)


def _without_remark(s: Sentence, start: int, end: int) -> int:
    """Cut what the narrator says of a quotation behind its closing mark: "the “new front,” a term that …"."""
    for k in range(start + 1, end - 1):
        if s.tag[k] == "''" and not s.in_quote[k + 1]:
            if "``" in s.tag[k + 1 : end]:
                continue  # "was a “fool,” a “cheat” and a “liar”": the words go on
            if s.word[k - 1] in {",", ".", "!", "?"} and s.tag[k + 1] in _REMARKS:
                return k + 1
            if s.word[k + 1] in _COMMAS - {","} and s.word[k + 1] not in s.word[start:k]:
                return k + 1
    return end


def told_end(s: Sentence, start: int, end: int, venues: Mapping[str, str]) -> int:
    """Return where a noun phrase ends that the parser ran on to day and venue of the telling.

    "announced the sale | in a statement on Friday", "praised the crews | on Monday".
    """
    while True:
        k = next((k for k in range(start + 1, end) if s.right[k] == end and _is_telling(s, k, venues)), None)
        if k is None or s.left[k] <= start or s.in_quote[s.left[k]]:
            return end
        end = s.left[k] - (s.word[s.left[k] - 1] == ",")


def _is_telling(s: Sentence, k: int, venues: Mapping[str, str]) -> bool:
    if s.dep[k] == "npadvmod":
        return s.lower[k] in DAYS and s.word[k][:1].isupper()
    if s.dep[k] != "prep" or s.lower[k] not in _WHERE or s.pos[s.head[k]] in {"VERB", "AUX"}:
        return False
    for noun in s.kids(k, "pobj"):
        if s.lower[noun] in DAYS and s.word[noun][:1].isupper():
            return True
        is_one = any(s.lower[kid] in {"a", "an"} for kid in s.kids(noun, "det")) or s.pos[noun] == "PROPN"
        if s.lower[noun] in venues and is_one:
            return True
    return False


def joined_end(s: Sentence, tok: int, start: int, end: int, cues: Mapping[int, Cue]) -> int:
    """Return where a reported clause ends with the clauses joined to it that the parser hung on the cue at `tok`.

    "X said A, but that B", "X said A, and it would B": "that" or a far mood says that B is reported too; so does the
    same pronoun, "X said she A and she B".
    """
    for _ in range(_MOST_JOINED):
        at = end + (end < len(s) and s.word[end] in {",", ";"})
        if at + 1 >= len(s) or s.dep[at] != "cc":
            return end
        first = at + 1
        k = next((k for k in s.kids(tok, "conj", "ccomp") if s.left[k] == first), None)
        if k is None or s.in_quote[first]:
            return end
        is_far = s.kids(k, "nsubj", "nsubjpass", "expl") and any(s.lower[aux] in _MOODS for aux in s.kids(k, "aux"))
        is_same = s.lower[first] in _PRONOUNS and s.lower[first] == s.lower[start] and bool(s.kids(k, "nsubj"))
        if k in cues and (cues[k].cue_class != "mental" or not is_same):
            return end
        is_quoting = any(s.tag[at] == "``" for at in range(first, s.right[k]))  # words in marks are the speaker's
        if not (s.lower[first] == "that" and s.dep[first] == "mark") and not (is_far or is_quoting or is_same):
            return end
        end = s.right[k]
    return end


def _without_aside(s: Sentence, start: int, end: int) -> int:
    """Cut a relative clause, a concession or a remark behind a comma at the end: the narrator adds it."""
    for k in range(end - 1, start, -1):
        left = s.left[k]
        if left <= start + 1 or s.word[left - 1] not in _COMMAS or s.right[k] < end - 1 or s.in_quote[left]:
            continue
        if s.lower[left] in {"a", "an"} and (s.lemma[k] in _REMARKING or _is_remark(s, k, end)):
            return left - 1  # "…, a move that angered the unions"
        if s.word[left - 1] != ",":
            continue
        if (s.dep[k] == "relcl" and s.tag[left] in {"WDT", "WP", "WP$", "IN"}) or s.lower[left] in {"which", "who"}:
            return left - 1
        if s.dep[k] == "advcl" and s.lower[left] in _ASIDES:
            return left - 1
    return end


def _is_remark(s: Sentence, k: int, end: int) -> bool:
    """Tell whether an apposition comments on more than a name: "Vos, a lawyer from the valley" tells who is meant."""
    left = s.left[k]
    is_apposed = s.dep[k] in _APPOSED and s.pos[k] == "NOUN" and end - left >= _SHORTEST_REMARK
    return is_apposed and s.word[left - 1] == "," and s.pos[left - 2] in {"NOUN", "VERB", "ADV"}


def _next_cue(s: Sentence, tok: int, k: int, cues: Mapping[int, Cue]) -> int | None:
    """Return where the cue at `k` breaks out of the content of the cue at `tok`; None when it stays inside."""
    cue = cues.get(k)
    if cue is None or cue.pos != "verb" or cue.cue_class not in _SPOKEN:
        return None
    if (first := _teller_behind(s, k, cue)) is not None and first > tok + 1:
        return first - 1
    if s.tag[k] == "VBG" and _is_behind_comma(s, k) and not s.kids(k, "nsubj", "aux") and _tells(s, k, cue):
        return _comma_before(s, k)
    if s.dep[k] == "conj" and not s.kids(k, "nsubj", "nsubjpass") and _continues_main(s, tok, k, cues):
        return _conjunction_before(s, k)
    if s.dep[k] == "conj" and _is_second_report(s, tok, k) and _tells(s, k, cue):
        return s.left[k] - 2
    if s.dep[k] == "advcl" and s.lower[s.left[k]] in _CONCEDING and _has_pronoun_subject(s, k):
        return s.left[k]
    return None


def _teller_behind(s: Sentence, k: int, cue: Cue) -> int | None:
    """Return where who tells the whole sentence begins: "A showed that B, the mayor and two farmers said."."""
    is_last = s.word[min(k + 1, len(s) - 1)] in {".", "!", "?"}
    who = spoken_beside(s, k) if is_last and cue.cue_class == "say" else []
    is_set_off = bool(who) and s.word[who[0][0] - 1] == "," and not any(kid >= who[0][0] for kid in s.kids(k, "nsubj"))
    return who[0][0] if is_set_off else None


def _is_second_report(s: Sentence, tok: int, k: int) -> bool:
    """Tell whether another one reports behind comma and conjunction: "X said it was late, and the mayor denied A"."""
    left = s.left[k]
    return (
        left > 1
        and s.word[left - 2] == ","
        and s.dep[left - 1] == "cc"
        and s.dep[s.head[k]] == "ccomp"
        and s.tag[k] == s.tag[tok]
        and any(kid < k and s.lower[kid] not in _PRONOUNS for kid in s.kids(k, "nsubj"))
    )


def _tells(s: Sentence, k: int, cue: Cue) -> bool:
    """Tell whether the cue at `k` has a content of its own: "…, beginning in May" has none."""
    return complement(s, k, cue) is not None or any(s.tag[at] == "``" for at in range(k + 1, min(k + _FAR, len(s))))


def _is_behind_comma(s: Sentence, k: int) -> bool:
    return s.word[k - 1] == "," or (s.tag[k - 1] == "RB" and s.word[k - 2] == ",")


def _comma_before(s: Sentence, k: int) -> int:
    return k - 1 if s.word[k - 1] == "," else k - 2


def _continues_main(s: Sentence, tok: int, k: int, cues: Mapping[int, Cue]) -> bool:
    """Tell whether a verb joined by "and" goes on with the cue's clause: "said it was late and called for A"."""
    first = s.head[k]
    while s.dep[first] == "conj":
        first = s.head[first]
    if first in cues and cues[first].cue_class in _SPOKEN:
        return False
    tensed = (s.tag[k] in {"VBD", "VBZ", "VBP"} and s.tag[k] == s.tag[tok]) or (
        s.tag[k] == "VBN" and any(s.lower[kid] in {"has", "have"} for kid in s.kids(k, "aux"))
    )
    if s.tag[k] == s.tag[tok] == "VBG":  # "urging A to act and promising B": the second is a cue of its own
        return s.dep[first] in {"ccomp", "xcomp"} and s.tag[first] != "VBG"
    return tensed and s.dep[first] == "ccomp"


def _conjunction_before(s: Sentence, k: int) -> int | None:
    for at in range(k - 1, max(k - 4, 0), -1):
        if s.dep[at] == "cc":
            return at - 1 if s.word[at - 1] == "," else at
    return None


def _has_pronoun_subject(s: Sentence, k: int) -> bool:
    return any(s.lower[kid] in _PRONOUNS for kid in s.kids(k, "nsubj"))
