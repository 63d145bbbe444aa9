"""The further fields of a statement, each by rule: scope, attribution, explicitness, condition, temporality."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from transforms.positions import grammar as g
from transforms.positions.statements import Statement
from transforms.positions.tables import Triggers
from transforms.positions.voices import Holder, Speaker
from transforms.views import Sentence

CONDITIONAL = frozenset({"if", "unless", "provided", "providing", "until", "once"})
PROVISOS = (
    ("provided",), ("providing",), ("as", "long", "as"), ("so", "long", "as"), ("on", "condition"),
    ("on", "the", "condition"), ("in", "case"), ("in", "the", "event"), ("on", "the", "understanding"), ("assuming",),
)  # fmt: skip
"""Openings of a condition that parsers hang in many ways."""
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


def scope(x: Statement, s: Sentence, countries: AbstractSet[str], doers: AbstractSet[str]) -> str:
    """Own conduct (a bloc's is collective), another's act that is urged or judged, or the thing as such.

    `doers`: whose conduct the issue's proposition is about, where it says so.
    """
    own = "own" if x.holder.code in countries else "collective"
    if x.commitment in DOING or (x.reading.kind == "action" and x.reading.governs != "other"):
        return own
    if x.commitment == "not_ruling_out":
        return own if x.reading.governs == "ing" else "general"
    if x.holder.code in doers or s.lemma[x.reading.trigger] == "deny":
        return own
    if doers and doers <= countries:  # of a body each member does its part
        return "others"
    return "others" if x.reading.governs in ("other", "duty") else "general"


def attribution(x: Statement, s: Sentence, triggers: Triggers) -> str:
    """Whose word it is: the holder's own, quoted or paraphrased, another's, a nameless source's, or the narrator's."""
    if x.actor_rule == "ellipsis":
        return "self_paraphrased" if x.says else "narrator"
    if x.actor_rule == "document's speaker":
        return "self_quoted"
    if x.speaker is not None and x.speaker.reporter not in (None, x.holder.code):
        return "attributed_by_other"
    if x.holder.is_anonymous or (x.speaker is not None and x.speaker.is_anonymous):
        return "anonymous_source"
    if x.speaker is not None and x.speaker.is_known:
        is_one_of_them = _is_among(x.holder, x.speaker)
        if not is_one_of_them and (x.speaker.holder is None or x.speaker.holder.code != x.holder.code):
            return "narrator" if _is_known_before(x, s) else "attributed_by_other"
        is_direct = x.speaker.kind == "document" or (
            s.in_quote[x.reading.trigger] or (x.hit.via == "vote" and x.speaker.kind == "direct")
        )
        return "self_quoted" if is_direct else "self_paraphrased"
    if x.actor_rule == "subject of saying" or _states(x, s, triggers):
        return "self_quoted" if _is_judged_in_quote(x, s) else "self_paraphrased"
    return "attributed_by_other" if _is_judged_by_another(x, s) else "narrator"


def _is_judged_by_another(x: Statement, s: Sentence) -> bool:
    """Tell what somebody else praises or blames: "Peru welcomed Norway's plan to open it", "thanked it for opening"."""
    node = x.reading.trigger
    for up in s.ancestors(node):
        if s.lemma[up] in g.JUDGING:
            who = next((k for k in s.children[up] if s.dep[k] == "nsubj"), node)
            return who != node and x.holder.text.lower() not in " ".join(s.lower[s.left[who] : s.right[who]])
        node = up
    return False


def _is_known_before(x: Statement, s: Sentence) -> bool:
    """Tell what a paraphrase names in passing, as known: "the ban imposed by Peru hurts us, the minister said"."""
    trigger = x.reading.trigger
    if s.in_quote[trigger] or (x.speaker is not None and x.speaker.kind in ("direct", "document")):
        return False
    return x.reading.kind == "owned" or (s.dep[trigger] in ("acl", "relcl") and s.pos[s.head[trigger]] == "NOUN")


def _is_among(holder: Holder, speaker: Speaker) -> bool:
    """Tell whether the words for the speaker name the holder, or his own people: "they will, their ministers said"."""
    words = speaker.text.lower()
    return (len(holder.text) > 2 and holder.text.lower() in words) or words.startswith(("its ", "their "))


def _states(x: Statement, s: Sentence, triggers: Triggers) -> bool:
    """Tell whether the trigger itself tells what is said, or kept silent; not in passing: "spent days asking"."""
    trigger = x.reading.trigger
    if s.dep[trigger] == "relcl" or (s.tag[trigger] == "VBG" and s.dep[trigger] == "xcomp"):
        return False  # told in passing
    speaks = triggers.lists["stating"] | (triggers.lists["speak_out"] if x.commitment == "withholds" else frozenset())
    return s.lemma[trigger] in speaks and x.reading.kind in ("attitude", "label")


def _is_judged_in_quote(x: Statement, s: Sentence) -> bool:
    """Tell whether the judgement itself stands in quotation marks: "called it “theft”", "warned it would “kill”"."""
    trigger = x.reading.trigger
    if x.reading.kind == "label":
        return any(s.in_quote[tok] for tok in range(s.left[trigger], s.right[trigger]))
    for kid in s.children[trigger]:
        if s.dep[kid] == "prep" and s.lower[kid] == "as":
            return any(s.in_quote[tok] for tok in range(kid, s.right[kid]))
        if s.dep[kid] == "ccomp" or (s.dep[kid] == "dobj" and s.in_quote[kid]):
            return s.in_quote[kid]
    return False


def explicitness(x: Statement) -> str:
    """Judgements and possessed acts imply a position, attitudes and announcements state it."""
    if x.actor_rule == "ellipsis":
        return "elliptical"
    return (
        "implicit" if x.reading.kind in ("owned", "evaluation") or x.hit.via in ("followed", "joined") else "explicit"
    )


def condition(x: Statement, s: Sentence, text: str) -> str | None:
    """Return the words of an if-clause under the trigger's verb, or under what it says will be done, as written."""
    verb = x.reading.trigger
    way = [x.hit.head, *s.ancestors(x.hit.head)]
    below = way[: way.index(verb)] if verb in way else []
    last = len(s)
    for node in (*below, verb, *s.ancestors(verb)):
        for kid in s.children[node]:
            if kid < last and _is_condition(s, kid):
                start = s.char_start[s.left[kid]] - s.char_start[0]
                return text[start : s.char_end[s.right[kid] - 1] - s.char_start[0]].rstrip(' ,;”"')
        if last < len(s) or (
            node not in below and s.pos[node] == "VERB" and s.dep[node] not in ("xcomp", "conj", "advcl", "ccomp")
        ):
            break
        if node not in below and s.dep[node] == "ccomp":
            last = s.head[node]  # "would join if Oslo paid, she said": parsers hang the clause on the saying
    return _proviso(s, verb, text)


def _proviso(s: Sentence, verb: int, text: str) -> str | None:
    """Return a condition told by a phrase in the trigger's own clause: "as long as its fleet is exempt"."""
    for start in range(s.left[verb], s.right[verb]):
        words = next((w for w in PROVISOS if tuple(s.lower[start : start + len(w)]) == w), None)
        after = start + len(words) if words else len(s)
        if after >= s.right[verb] or s.lower[after] in ("of", "to", "by", "for") or s.lower[start - 1] == "not":
            continue  # "on condition of anonymity", "money provided by Peru"
        inner = range(after, s.right[verb])
        if start == s.left[verb]:  # before the main clause: up to its comma
            end = next((k for k in inner if s.word[k] == ","), after)
        else:
            end = next((k for k in inner if s.word[k] in (";", ":", "”", '"')), s.right[verb])
        said = range(after, end)
        if any(s.pos[k] in ("VERB", "AUX") and s.dep[k] != "amod" for k in said):
            return text[s.char_start[start] - s.char_start[0] : s.char_end[end - 1] - s.char_start[0]].rstrip(' ,;.”"')
    return None


def _is_condition(s: Sentence, verb: int) -> bool:
    return s.dep[verb] == "advcl" and any(
        s.lower[k] in CONDITIONAL and s.dep[k] in ("mark", "advmod") for k in s.children[verb]
    )


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
        or any(s.lower[n] == "used" and s.lower[n + 1 : n + 2] == ["to"] for n in around)
    ):
        return "past"
    if (s.tag[node] in ("VBZ", "VBP") and x.reading.kind in ("attitude", "adjective")) or "long" in words:
        return "standing"
    return "current"
