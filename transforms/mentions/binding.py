"""What grammar alone says of a pronoun: whom it cannot mean, and whom it means whatever else is named."""

from __future__ import annotations

from transforms.views import Sentence

_VERBS = ("VERB", "AUX")
_OBJECTS = frozenset({"him", "her", "it", "them"})
_OWNING = frozenset({"his", "her", "its", "their"})
_SAME = {"him": "his", "her": "her", "them": "their"}
"""Pronouns for what is acted on, and what owns beside them: "told him of his rights"."""
_PROMISING = frozenset({"promise", "vow", "pledge", "threaten", "assure", "guarantee", "use", "take", "need"})
"""Verbs whose object does not do what follows: "Peru promised Chile to end its ban", "used the fleet to …"."""
_LENDING = frozenset({"of", "for", "from", "into", "over"})
"""What joins an act to who is judged or moved by its side: "accused Peru of keeping its ban"."""
_JUDGING = frozenset(
    """
    accuse admonish applaud attack berate blame castigate chastise chide commend condemn congratulate criticise
    criticize denounce fault laud penalise penalize praise punish rebuke reprimand reproach reward salute sanction scold
    slam thank
    """.split()  # noqa: SIM905
)
"""Verbs that tell what somebody is judged for: "attacked Chile because of its ban"."""
_REASONS = frozenset({"for", "over", "about", "because"})


def barred(view: Sentence, tok: int) -> int | None:
    """Return the word whose actor a pronoun cannot mean: "Peru said Chile had asked it" is not Chile asking itself."""
    if view.lower[tok] not in _OBJECTS or view.dep[tok] == "poss":
        return None
    up = view.head[tok]
    if view.dep[tok] == "pobj" and view.pos[view.head[up]] in _VERBS:
        up = view.head[up]
    elif view.dep[tok] not in {"dobj", "dative", "iobj"}:
        return None
    return next((k for k in view.children[up] if view.dep[k] == "nsubj" and k < tok), None)


def bound(view: Sentence, tok: int) -> int | None:
    """Return the word whose actor a possessive pronoun means.

    "Norway urged Peru to end its ban": who is urged ends its own; "attacked Chile because of its ban": who is judged
    has done it; "never told him Chile's answer to his request": who is told is meant twice.
    """
    if view.lower[tok] not in _OWNING or view.dep[tok] != "poss":
        return None
    node = view.head[tok]
    for up in view.ancestors(node):
        if view.pos[up] in _VERBS:
            moved = _moved(view, up, node)
            if moved is not None and moved < node:
                return moved
            if (told := _told(view, up, tok)) is not None:
                return told
            if any(view.dep[k] in {"nsubj", "nsubjpass"} for k in view.children[up]):
                return None
        node = up
    return None


def _moved(view: Sentence, verb: int, node: int) -> int | None:
    """Return the object of a verb that does, or is judged for, what hangs on the verb at `node`."""
    moved = next((k for k in view.children[verb] if view.dep[k] in {"dobj", "dative"} and k < node), None)
    if moved is None or view.pos[moved] not in {"PROPN", "NOUN"} or view.lemma[verb] in _PROMISING:
        return None
    if view.dep[node] == "xcomp" and view.tag[node] == "VB":
        return moved
    if view.dep[node] != "prep":
        return None
    is_act = any(view.dep[k] == "pcomp" and view.tag[k] == "VBG" for k in view.children[node])
    is_judged = view.lemma[verb] in _JUDGING and view.lower[node] in _REASONS
    return moved if is_judged or (is_act and view.lower[node] in _LENDING) else None


def _told(view: Sentence, verb: int, tok: int) -> int | None:
    """Return the pronoun for who is acted on, of the gender of the one that owns."""
    return next(
        (
            k
            for k in view.children[verb]
            if k < tok
            and view.dep[k] in {"dobj", "dative", "iobj"}
            and _SAME.get(view.lower[k]) == view.lower[tok]
            and view.pos[k] == "PRON"
        ),
        None,
    )
