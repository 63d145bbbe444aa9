"""Offices and their holders: "Kremlin spokesman Oleg Reva", "Ana Silva, Brazil's envoy to Peru", "the minister"."""

from __future__ import annotations

from dataclasses import replace

from transforms.gazetteer import Title
from transforms.mentions.chunks import Chunk
from transforms.mentions.found import Found, head_of, words_of
from transforms.mentions.office_phrases import FORMER, Office, office_of
from transforms.schemas import OTHER_LEVELS
from transforms.views import Sentence

_DAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
_STANDING = frozenset({"acting", "elected", "appointed", "outgoing", "incoming", "ruling", "retired", "leading"})
_PASSING = frozenset(
    """
    reluctant embattled angry furious defiant outspoken beleaguered controversial popular unpopular powerful veteran
    longtime fiery hawkish dovish maverick influential other another same beloved disgraced ailing combative
    """.split()  # noqa: SIM905
)
"""What a writer thinks of a holder, and words that compare: no part of an office."""
_HEADING = frozenset(
    {"head", "chief", "boss", "chair", "chairman", "chairwoman", "chairperson", "director", "president", "secretary"}
)
"""Offices that somebody of any people may hold in a body of several states."""
_PRIVATE = frozenset({"analyst", "company", "ngo"})
"""Levels of titles that no state gives."""

_OF_PARLIAMENT = "legislator"


def find_offices(view: Sentence, chunks: list[Chunk], article: str) -> tuple[list[Found], set[int]]:
    """Return offices and their named holders, and the positions in `chunks` that these have used up."""
    by_start = {chunk.start: chunk for chunk in chunks}
    by_end = {chunk.end: chunk for chunk in chunks}
    index = {id(chunk): n for n, chunk in enumerate(chunks)}
    found: list[Found] = []
    used: set[int] = set()
    for chunk in chunks:
        if chunk.title is None or index[id(chunk)] in used:
            continue
        office = office_of(view, chunk, by_start, by_end)
        if office is None:
            continue
        used.update(index[id(part)] for part in (chunk, office.name) if part is not None)
        used.update(index[id(part)] for part in office.left if part.kind in {"body", "title"})
        found.extend(_founds(view, office, article, by_start))
    return found, used


def _founds(view: Sentence, office: Office, article: str, by_start: dict[int, Chunk]) -> list[Found]:
    """Return the office as a mention, and its holder as a second one where the name stands apart."""
    chunk, title = office.chunk, office.title
    code, level, affiliation = _affiliation(view, office, article)
    first = office.start + (view.tag[office.start] in {"DT", "PRP$", "PDT"})
    role = words_of(view, article, _first_of_role(view, office, first), max(office.end, chunk.end))
    is_joined = office.name is not None and office.name.start == chunk.end
    end = office.name.end if is_joined and office.name is not None else chunk.end
    found = Found(
        sid=view.sid,
        start=office.start,
        end=end,
        kind="person" if is_joined else "office",
        rule="title-name" if is_joined else "title",
        head=head_of(view, office.start, end),
        text=words_of(view, article, office.start, max(end, office.end)),
        role=words_of(view, article, _first_of_role(view, office, first), chunk.end) if is_joined else role,
        title=title,
        code=code,
        level=level,
        affiliation=affiliation,
        principal=_principal(view, office, article) if title.title else None,
        owner=office.owner,
        is_definite=office.is_definite,
        is_plural=title.is_plural,
        is_former=office.is_former or title.title.startswith(("former", "ex-")),
        has_own_affiliation=bool(office.left or office.right),
    )
    if office.name is None:
        return [found]
    found.name = words_of(view, article, office.name.start, office.name.end)
    if is_joined:
        found.styled = words_of(view, article, chunk.start, end)
        return [found, *_joint(view, found, office, article, by_start)]
    name = Found(
        sid=view.sid,
        start=office.name.start,
        end=office.name.end,
        kind="person",
        rule="apposition",
        head=head_of(view, office.name.start, office.name.end),
        text=found.name,
        name=found.name,
        role=found.role,
        title=title,
        code=code,
        level=level,
        affiliation=affiliation,
        principal=found.principal,
        owner=office.owner,
        is_former=found.is_former,
        has_own_affiliation=found.has_own_affiliation,
    )
    return [name, found]


def _first_of_role(view: Sentence, office: Office, first: int) -> int:
    """Return where the words of an office begin: "Tuesday", "accused" and "reluctant" before it are no part of it."""
    at = min(first, office.chunk.start)
    while at < office.chunk.start and (
        view.word[at] in _DAYS
        or view.lower[at] in _PASSING
        or (view.tag[at] in {"VBN", "VBG", "VBD"} and view.lower[at] not in _STANDING | FORMER)
    ):
        at += 1
    return at


def _joint(view: Sentence, first: Found, office: Office, article: str, by_start: dict[int, Chunk]) -> list[Found]:
    """Return the further holders of a plural office: "presidents A of Peru and B of Chile"."""
    more: list[Found] = []
    if not office.title.is_plural:
        return more
    at = first.end
    while at < len(view):
        step = by_start.get(at)
        if step is not None and step.kind == "run" and step.is_person:
            after = by_start.get(step.end + 1) if step.end < len(view) and view.lower[step.end] == "of" else None
            text = words_of(view, article, step.start, step.end)
            other = Found(
                sid=view.sid, start=step.start, end=step.end, kind="person", rule="title-list",
                head=head_of(view, step.start, step.end), text=text, name=text, role=first.role, title=office.title,
                code=after.name.code if after is not None and after.name is not None else first.code,
                level=first.level, affiliation=first.affiliation, has_own_affiliation=True,
            )  # fmt: skip
            more.append(other)
            at = step.end
        elif step is not None and step.name is not None:
            at = step.end
        elif view.lower[at] in {",", "and", "of", "the"}:
            at += 1
        else:
            break
    return more


def _affiliation(view: Sentence, office: Office, article: str) -> tuple[str | None, str | None, str | None]:
    """Return (code, level, affiliation as written); the nearest affiliation before the office comes first."""
    title = office.title
    parts = [*office.left, *office.right]
    if _is_nationality(view, office):
        parts = list(office.right)
    coded = next((part for part in parts if part.name is not None), None)
    other = next((part for part in parts if part.name is None and part.kind in {"run", "body"}), None)
    chosen = coded or other
    affiliation = words_of(view, article, chosen.start, chosen.end) if chosen is not None else office.people
    code = coded.name.code if coded is not None and coded.name is not None else None
    if office.is_deputy and title.country_level in {"minister", "head_of_government"}:
        title = replace(title, country_level="official_named", bare_level="official_named")
    overriding = _overriding_level(parts, title)
    if overriding is not None:
        # what a private person knows about, or where they sit, is not their country ("a China analyst")
        return (None if overriding in _PRIVATE else code or title.implied_code), overriding, affiliation
    if coded is not None and coded.name is not None:
        is_organisation = coded.name.roles & {"organisation", "group"}
        return code, (title.organisation_level if is_organisation else title.country_level) or None, affiliation
    if other is not None and not (other.body is not None and other.body.kind == "country"):
        return None, title.other_level or None, affiliation
    if any(part.kind != "title" for part in parts):
        return title.implied_code, title.country_level or None, affiliation
    is_private = office.name is not None and office.name.start != office.chunk.end and not office.is_definite
    return title.implied_code, (title.other_level if is_private else title.bare_level) or None, affiliation


def _is_nationality(view: Sentence, office: Office) -> bool:
    """Tell "the Swiss head of the agency" from "the Swiss head of state": whose head it is stands behind it."""
    before = [part for part in office.left if part.kind != "title"]
    is_people = bool(before) and all(part.name is not None and "adjective" in part.name.roles for part in before)
    if not is_people or view.lower[office.chunk.end - 1] not in _HEADING or not office.right:
        return False
    first = office.right[0]
    is_owner = view.tag[first.end : first.end + 1] == ["POS"]  # "Europe's watchdog"
    return is_owner or first.kind == "run" or (first.name is not None and "organisation" in first.name.roles)


def _overriding_level(parts: list[Chunk], title: Title) -> str | None:
    """Return the level that a body beside the office imposes: a bank's president, a party's spokesman."""
    if title.country_level in OTHER_LEVELS:
        return title.country_level
    if title.bare_level == _OF_PARLIAMENT and any(part.title and part.title.country_level == "party" for part in parts):
        return _OF_PARLIAMENT  # "Republican Representative": whoever sits for a party represents no state
    for part in parts:
        if part.body is not None and part.body.level in OTHER_LEVELS and part.body.kind != "place":
            return part.body.level
        if part.name is not None and part.name.level in OTHER_LEVELS and "demonym" not in part.name.roles:
            return part.name.level
        if part.name is not None and not part.name.roles & {"adjective", "country"}:
            return None
    return None


def _principal(view: Sentence, office: Office, article: str) -> str | None:
    """Return on whose behalf a spokesperson speaks, as written."""
    if office.title.country_level != "spokesperson":
        return None
    if office.right:
        start, end = office.right[0].start, office.right[-1].end
        if start > 0 and view.tag[start - 1] == "DT":
            start -= 1
        return words_of(view, article, start, end)
    if office.left:
        return words_of(view, article, min(part.start for part in office.left), office.left[0].end)
    return None
