"""Who issues a document whose title names nobody: the government whose page it is, those who sign it at its start."""

from __future__ import annotations

import re

from transforms.gazetteer import Gazetteer

_OFFICE = re.compile(
    r"\b(?:ministry|government|presidency|press service|press office|foreign office|embassy|chancellery|cabinet"
    r"|department|office of the)\b",
    re.IGNORECASE,
)
"""Words of an outlet's name that make it a government's: "Ministry of Energy of Peru"."""
_HOST = re.compile(r"^(?:https?://)?(?P<host>[\w-]+(?:\.[\w-]+)+)(?:[:/?#]|$)", re.IGNORECASE)
_SIGNED = re.compile(
    r"\b(?i:governments|leaders|presidents|prime ministers|representatives|ministers(?: [\w ]{1,40}?)?"
    r"|heads of (?:state|government)(?: (?:and|or) (?:state|government))?) of "
    r"(?P<names>(?:(?:the|and|of)\s+|[A-Z][\w.’'-]*,?\s+)+)",
)
_HEAD = 700
"""Characters of a text in which those who sign it are named."""


def countries_in(words: str, gazetteer: Gazetteer) -> list[str]:
    """Return the codes of the countries some words name, in order, each once."""
    parts = re.findall(r"[^\W\d_][\w-]+", words)
    found: dict[str, str] = {}
    at = 0
    while at < len(parts):
        name = gazetteer.names.longest(parts, at)
        if name is not None and "country" in name[1].roles and name[1].code in gazetteer.country_names:
            found.setdefault(name[1].code, parts[at])
        at = name[0] if name is not None else at + 1
    return list(found)


def issuer(outlet: str | None, url: str | None, gazetteer: Gazetteer) -> str | None:
    """Return the code of the government whose page a document stands on: "whitehouse.gov", "Ministry of … of Peru"."""
    for place in (url, outlet):
        match = _HOST.match(place or "")
        if match is not None:
            labels = match["host"].lower().split(".")
            for at in range(len(labels)):  # the longest suffix first: "mfa.gov.xx", "gov.xx", "xx"
                code = gazetteer.official_sites.get(".".join(labels[at:]))
                if code is not None:
                    return code
    named = countries_in(outlet, gazetteer) if outlet and _OFFICE.search(outlet) else []
    return named[0] if len(named) == 1 else None


def signatories(text: str, gazetteer: Gazetteer) -> list[str]:
    """Return the codes of those a joint document names as its sides at its start: "We, the leaders of A, B and C"."""
    match = _SIGNED.search(text[:_HEAD])
    found = countries_in(match["names"], gazetteer) if match is not None else []
    return found if len(found) > 1 else []
