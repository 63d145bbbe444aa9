"""The further fields of a statement, each by rule: scope, attribution, explicitness, condition, temporality."""

from __future__ import annotations

from transforms.issues.profile import Profile
from transforms.positions.holders import ORG_LEVELS
from transforms.positions.statements import Statement
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
DOING = frozenset({"acts", "commits", "rules_out", "not_planning", "open_to", "falls_short"})


def scope(x: Statement, profile: Profile) -> str:
    """Own conduct, a bloc's, another's, or nobody's in particular."""
    actors = {code.removeprefix("@") for code in profile.actors}
    if x.holder.level in ORG_LEVELS or x.holder.level == "group":
        own = "collective"
    else:
        own = "own"
    if actors:
        return own if x.holder.code in actors else "others"
    return own if x.commitment in DOING else "general"


def attribution(x: Statement) -> str:
    """Whose word it is: the holder's own, quoted or paraphrased, another's, a nameless source's, or the narrator's."""
    if x.holder.is_anonymous:
        return "anonymous_source"
    if x.speaker is None or not x.speaker.is_known:
        return "self_paraphrased" if x.actor_rule == "subject of saying" else "narrator"
    if x.speaker.holder is None or x.speaker.holder.code != x.holder.code:
        return "attributed_by_other"
    return "self_quoted" if x.speaker.kind in ("direct", "mixed") else "self_paraphrased"


def explicitness(x: Statement) -> str:
    """Judgements and possessed acts imply a position, attitudes and announcements state it."""
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
    if s.tag[node] in ("VBZ", "VBP") and x.reading.kind in ("attitude", "adjective") or "long" in words:
        return "standing"
    return "current"
