"""Who a proposition is about: only its own actor can do it, others can be for or against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from transforms.issues.profile import Profile
from transforms.positions.statements import Statement

ORGANISATIONS = frozenset({"NATO", "EU", "UN", "OSCE", "IMF", "G7", "G8", "AU"})
AS_OTHER = {
    "acts": "advocates",
    "commits": "advocates",
    "rules_out": "objects",
    "not_planning": "objects",
    "falls_short": None,
}
"""What a commitment to act means for a holder who is not the proposition's actor."""


def by_role(x: Statement, profile: Profile) -> Iterator[Statement]:
    """Yield the statement as its holder can mean it; nothing where an act is told of somebody who cannot do it."""
    actors = {code.removeprefix("@") for code in profile.actors}
    if not all(len(code) == 3 and code.isupper() and code not in ORGANISATIONS for code in actors):
        actors = set()  # an organisation's or a group's act is also its members' to speak of
    if not actors or x.holder.code in actors or x.holder.code.startswith("GRP"):
        yield x
        return
    if x.reading.kind in ("owned", "action") and x.commitment == "acts":
        return
    commitment = AS_OTHER.get(x.commitment, x.commitment)
    if commitment is not None:
        yield replace(x, commitment=commitment)
