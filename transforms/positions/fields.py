"""The further fields of a statement, each by rule: scope, attribution, explicitness, condition, temporality."""

from __future__ import annotations

from transforms.positions.holders import ORG_LEVELS
from transforms.positions.statements import Statement
from transforms.positions.tables import Triggers
from transforms.views import Sentence

CONDITIONAL = frozenset({"if", "unless", "provided", "until", "once"})
AGAIN = frozenset(
    {
        "again",
        "repeatedly",
        "still",
        "once",
        "always",
        "consistently",
        "continue",
        "remain",
        "reiterate",
        "reaffirm",
        "repeat",
        "restate",
        "renew",
    }
)
SPOKEN = ("speaker", "first person")
"""Rules by which the speaker of a quote is the holder: the sentence that names him is part of the proof."""
WINDOW = 3
"""Sentences between a statement and its speaker's name that one window of proof may span."""
DOING = frozenset({"acts", "commits", "rules_out", "not_planning", "open_to", "falls_short", "withholds"})


def scope(x: Statement) -> str:
    """Own conduct (a bloc's is collective), another's act that is urged or judged, or the thing as such."""
    if x.commitment in DOING:
        return "collective" if x.holder.level in (*ORG_LEVELS, "group") else "own"
    if x.commitment == "not_ruling_out":
        return "own" if x.reading.governs == "ing" else "general"
    return "others" if x.reading.governs in ("other", "duty") else "general"


def attribution(x: Statement, s: Sentence, triggers: Triggers) -> str:
    """Whose word it is: the holder's own, quoted or paraphrased, another's, a nameless source's, or the narrator's."""
    if x.holder.is_anonymous or (
        x.speaker is not None and x.speaker.holder is not None and x.speaker.holder.is_anonymous
    ):
        return "anonymous_source"
    if x.speaker is not None and x.speaker.is_known:
        is_one_of_them = len(x.holder.text) > 2 and x.holder.text.lower() in x.speaker.text.lower()
        if not is_one_of_them and (x.speaker.holder is None or x.speaker.holder.code != x.holder.code):
            return "attributed_by_other"
        return "self_quoted" if s.in_quote[x.reading.trigger] else "self_paraphrased"
    states = s.lemma[x.reading.trigger] in triggers.lists["stating"] and x.reading.kind in ("attitude", "label")
    if states or x.actor_rule == "subject of saying":
        inside = range(s.left[x.reading.trigger], s.right[x.reading.trigger])
        is_judged = x.reading.kind == "label" and any(s.in_quote[tok] for tok in inside)
        return "self_quoted" if is_judged else "self_paraphrased"
    return "self_quoted" if x.actor_rule == "document's speaker" else "narrator"


def explicitness(x: Statement) -> str:
    """Judgements and possessed acts imply a position, attitudes and announcements state it."""
    if x.actor_rule == "ellipsis":
        return "elliptical"
    return "implicit" if x.reading.kind in ("owned", "evaluation") else "explicit"


def condition(x: Statement, s: Sentence, text: str) -> str | None:
    """Return the words of an if-clause under the trigger's verb, as written."""
    verb = x.reading.trigger
    for node in (verb, *s.ancestors(verb)):
        for kid in s.children[node]:
            if s.dep[kid] == "advcl" and any(
                s.lower[k] in CONDITIONAL and s.dep[k] in ("mark", "advmod") for k in s.children[kid]
            ):
                start = s.char_start[s.left[kid]] - s.char_start[0]
                return text[start : s.char_end[s.right[kid] - 1] - s.char_start[0]].rstrip(' ,;”"')
        if s.pos[node] == "VERB" and s.dep[node] not in ("xcomp", "conj", "advcl"):
            break
    return None


def temporality(x: Statement, s: Sentence) -> str:
    """Reaffirmed when said to be said again; standing for the present of habit; past under "had" or "former"."""
    node = x.reading.trigger
    around = {node, *list(s.ancestors(node))[:2]}
    words = {s.lemma[k] for n in around for k in (n, *s.children[n])}
    if words & AGAIN:
        return "reaffirmed"
    if (
        any(s.lower[k] == "had" and s.dep[k] == "aux" for k in s.children[node])
        or "former" in words
        or "previously" in words
    ):
        return "past"
    if (s.tag[node] in ("VBZ", "VBP") and x.reading.kind in ("attitude", "adjective")) or "long" in words:
        return "standing"
    return "current"
