"""One actor phrase as found in a sentence, before it is joined with the other mentions of its article."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.gazetteer import Title
from transforms.views import Sentence


@dataclass(slots=True)
class Found:
    """A mention: tokens [start, end) of sentence `sid`, and what the phrase itself says of the actor."""

    sid: int
    start: int
    end: int
    kind: str  # as in schemas.Mentions
    rule: str
    head: int
    text: str  # the words as written, without a leading article for bodies and offices
    name: str | None = None  # of a person: the name without titles
    styled: str | None = None  # title and name, for who is never named in full: "President Silva"
    role: str | None = None  # the office as written: "Kremlin spokesman"
    title: Title | None = None
    code: str | None = None
    level: str | None = None
    affiliation: str | None = None
    principal: str | None = None  # on whose behalf a spokesperson speaks
    owner: int | None = None  # token of "his", "her", "their", "its" before the office
    is_definite: bool = False
    is_plural: bool = False
    is_former: bool = False
    is_personal: bool = False  # an office with a person: "Silva's spokesman"
    has_own_affiliation: bool = False  # the phrase itself names the country or body
    roles: frozenset[str] = frozenset()  # of a name: country, adjective, capital …
    entity: int | None = None  # index of the register's entity, set when linked
    is_actor: bool = True


def head_of(view: Sentence, start: int, end: int) -> int:
    """Return the token of [start, end) whose head lies outside; the last one when there are several."""
    for tok in range(end - 1, start - 1, -1):
        head = view.head[tok]
        if (head == tok or not start <= head < end) and view.dep[tok] not in {"punct", "case", "det"}:
            return tok
    return end - 1


def words_of(view: Sentence, article: str, start: int, end: int) -> str:
    """Return the text of tokens [start, end), blanks and line breaks made single."""
    return " ".join(article[view.char_start[start] : view.char_end[end - 1]].split())
