"""Commitments under negation, modality and reversal: small tables, so that every reading is one look-up."""

from __future__ import annotations

from transforms.positions.grammar import VerbGroup

TOWARDS = {
    "acts": 1,
    "commits": 1,
    "advocates": 1,
    "open_to": 1,
    "not_ruling_out": 1,
    "falls_short": 1,
    "withholds": 1,
    "not_planning": -1,
    "objects": -1,
    "rules_out": -1,
}
"""The side a commitment takes on its own argument: what an outer attitude to it is worth for the argument."""

NEGATED = {
    "acts": "rules_out",
    "commits": "not_planning",
    "advocates": "objects",
    "open_to": "not_planning",
    "not_ruling_out": "rules_out",
    "not_planning": "open_to",
    "objects": "not_ruling_out",
    "rules_out": "not_ruling_out",
    "withholds": "",
    "falls_short": "",
}
"""A trigger under "not": "does not support" objects, "has not ruled out" does not rule out."""

REVERSED = {
    "acts": "rules_out",
    "commits": "rules_out",
    "advocates": "objects",
    "open_to": "open_to",
    "not_ruling_out": "not_ruling_out",
    "not_planning": "commits",
    "objects": "advocates",
    "rules_out": "commits",
    "withholds": "withholds",
    "falls_short": "falls_short",
}
"""A trigger whose argument is the contrary of the proposition: "opposes lifting sanctions" advocates sanctions."""

FUTURE = {"acts": "commits"}
DUTY = {1: "advocates", -1: "objects"}


def attitude_label(commitment: str, sign: int, group: VerbGroup) -> str:
    """Return the commitment of an attitude word with its verb group and the direction of its argument."""
    if not commitment:
        return ""
    if group.modal == "duty" and not (commitment == "rules_out" and group.negated):
        side = TOWARDS[commitment] * sign * (-1 if group.negated else 1)
        return DUTY[1 if side > 0 else -1]
    if group.negated:
        commitment = NEGATED[commitment]
        if not commitment:
            return ""
    elif group.modal == "may":
        commitment = "open_to" if TOWARDS[commitment] > 0 else commitment
    elif group.modal in ("future", "would"):
        commitment = FUTURE.get(commitment, commitment)
    return REVERSED[commitment] if sign < 0 else commitment


def action_label(sign: int, group: VerbGroup) -> str | None:
    """Return the commitment of an act by its tense; None when the verb group asserts no conduct ("did not send")."""
    if group.modal == "duty":
        return DUTY[-sign if group.negated else sign]
    if group.modal == "would" and group.is_perfect:
        return None  # "would have sent": it did not come to that
    if group.modal == "may":
        commitment = "not_planning" if group.negated else "open_to"
    elif group.modal == "can":
        commitment = "rules_out" if group.negated else ""
    elif group.modal in ("future", "would"):
        commitment = "rules_out" if group.negated else "commits"
    elif group.negated:
        commitment = "" if group.is_past and not group.is_perfect else "rules_out"
    else:
        commitment = "acts"
    if not commitment:
        return None
    return REVERSED[commitment] if sign < 0 else commitment
