"""Offices and their holders: "Kremlin spokesman Oleg Reva", "Ana Silva, Brazil's envoy to Peru", "the minister"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from transforms.gazetteer import Title
from transforms.mentions.chunks import Chunk
from transforms.mentions.found import Found, head_of, words_of
from transforms.schemas import OTHER_LEVELS
from transforms.views import Sentence

_FORMER = frozenset({"former", "ex", "late", "retired", "ousted", "then", "deposed", "onetime", "erstwhile"})
_DEPUTY = frozenset({"deputy", "assistant", "associate", "vice", "under"})
_DAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
_STANDING = frozenset({"acting", "elected", "appointed", "outgoing", "incoming", "ruling", "retired", "leading"})
_PASSING = frozenset(
    """
    reluctant embattled angry furious defiant outspoken beleaguered controversial popular unpopular powerful veteran
    longtime fiery hawkish dovish maverick influential other another same beloved disgraced ailing combative
    """.split()  # noqa: SIM905
)
"""What a writer thinks of a holder, and words that compare: no part of an office."""
_DETERMINERS = frozenset({"DT", "PDT", "WDT"})
_MODIFIERS = frozenset({"JJ", "JJS", "JJR", "NN", "NNP", "NNPS", "NNS", "HYPH", "VBN", "VBG", "CD", "RB", ","})
_AFFILIATING = frozenset({"of", "for", "at", "to", "from"})
# who is sent to a country does not speak for it
_SENT = frozenset({"ambassador", "envoy", "diplomat", "emissary", "representative", "consul", "delegate"})
_PRIVATE = frozenset({"analyst", "company", "ngo"})
_PEOPLE = re.compile(r"[A-Z]\w+(?:ian|ean|ese|ish|landic)")
"""Adjectives of peoples and regions by their form: whose minister it is, is said, even if nobody knows them."""
_REACH = 12
"""Tokens a phrase after the office may run on ("vice president of studies at the Endowment for …")."""
_STOPPERS = frozenset({",", ";", ":", "(", ")", "“", "”", '"', "—", "–", "who", "which", "that", "said", "says"})


@dataclass(slots=True)
class Office:
    """One office phrase with its affiliations, nearest first, and the name that goes with it."""

    chunk: Chunk
    title: Title
    start: int
    end: int  # past the phrase after the office
    left: list[Chunk] = field(default_factory=list)
    right: list[Chunk] = field(default_factory=list)
    name: Chunk | None = None
    owner: int | None = None
    people: str | None = None  # "Norlandic": an adjective of a people that no table knows
    is_definite: bool = False
    is_former: bool = False
    is_deputy: bool = False


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
        office = _office(view, chunk, by_start, by_end)
        if office is None:
            continue
        used.update(index[id(part)] for part in (chunk, office.name) if part is not None)
        used.update(index[id(part)] for part in office.left if part.kind in {"body", "title"})
        found.extend(_founds(view, office, article, by_start))
    return found, used


def _office(view: Sentence, chunk: Chunk, by_start: dict[int, Chunk], by_end: dict[int, Chunk]) -> Office | None:
    assert_title = chunk.title
    if assert_title is None:
        return None
    office = Office(chunk, assert_title, chunk.start, chunk.end)
    _walk_left(view, office, by_end)
    after = by_start.get(chunk.end)
    if after is not None and after.kind == "run" and after.is_person:
        office.name = after
        _walk_right(view, office, after.end, by_start, only_country=True)
        return office
    _walk_right(view, office, chunk.end, by_start, only_country=False)
    office.name = office.name or _appositive(view, office, by_start, by_end) or _predicated(view, office, by_start)
    is_phrase = office.is_definite or office.left or office.right or office.owner is not None or office.name
    head = head_of(view, chunk.start, chunk.end)
    if view.dep[head] == "compound" and view.head[head] >= chunk.end and view.word[view.head[head]][:1].isupper():
        return office if office.name is not None else None  # the "General" of "General Agreement"
    is_noun = view.tag[head].startswith("NN")
    return office if is_noun and (is_phrase or view.dep[head] in {"nsubj", "appos", "attr"}) else None


def _walk_left(view: Sentence, office: Office, by_end: dict[int, Chunk]) -> None:
    """Extend the phrase to the left over modifiers and affiliations up to its article or possessive pronoun."""
    at = office.start
    while at > 0 and office.chunk.start - at < _REACH:
        before = by_end.get(at)
        tag = view.tag[at - 1]
        if before is not None and _modifies(view, before, office):
            office.left.append(before)
            office.is_deputy |= view.lower[before.end - 1] in _DEPUTY
            at = before.start
        elif tag == "POS" or (tag in _MODIFIERS and tag != "," and _is_inside(view, at - 1, office.chunk)):
            office.is_former |= view.lower[at - 1] in _FORMER
            office.is_deputy |= view.lower[at - 1] in _DEPUTY
            if _PEOPLE.fullmatch(view.word[at - 1]) and tag in {"JJ", "NNP"}:
                office.people = view.word[at - 1]
            at -= 1
        elif view.word[at - 1] == "-" and at > 1 and view.char_start[at - 1] == view.char_end[at - 2]:
            at -= 1
        elif tag == "PRP$":
            office.owner = at - 1
            at -= 1
            break
        elif tag in _DETERMINERS:
            office.is_definite = view.lower[at - 1] in {"the", "this", "that"}
            at -= 1
            break
        else:
            break
    office.start = at


def _modifies(view: Sentence, before: Chunk, office: Office) -> bool:
    last = before.end - 1
    if before.kind == "run":
        return view.dep[last] in {"compound", "poss", "nmod", "amod"} and _is_inside(view, last, office.chunk)
    if before.kind == "title":
        return view.dep[last] in {"compound", "amod", "nmod", "poss"} and before.end == office.start
    return view.dep[last] not in {"nsubj", "dobj"} or view.head[last] >= office.chunk.start


def _is_inside(view: Sentence, tok: int, chunk: Chunk) -> bool:
    """Tell whether `tok` depends, over at most four steps, on the office's words or the name after them."""
    for _ in range(4):
        tok = view.head[tok]
        if tok >= chunk.start:
            return tok < chunk.end + 6
    return False


def _walk_right(view: Sentence, office: Office, at: int, by_start: dict[int, Chunk], *, only_country: bool) -> None:
    """Take the affiliations of the phrases after an office: "of Peru", "for the army", "at the Institute of …"."""
    if at < len(view) and view.lower[at] == "on":
        # "representative on media freedom for the …": what it is about stands in between
        near = range(at, min(at + 5, len(view)))
        at = next((tok for tok in near if view.lower[tok] in {"for", "of", "at"}), len(view))
    if at >= len(view) or view.lower[at] not in _AFFILIATING:
        return
    tok, limit = at + 1, min(len(view), at + _REACH)
    parts: list[Chunk] = []
    while tok < limit and view.word[tok] not in _STOPPERS and view.pos[tok] not in {"VERB", "AUX", "CCONJ"}:
        part = by_start.get(tok)
        if part is None:
            tok += 1
            continue
        if not only_country and _ends_field(view, part, parts, at, tok):
            office.name, office.end, office.right = part, tok, parts
            return
        if only_country and not (part.name is not None and tok == at + 1 + (view.tag[at + 1] == "DT")):
            return
        parts.append(part)
        tok = part.end
        if only_country:
            break
    is_posted = view.lower[at] == "to" and office.title.title.split()[-1] in _SENT
    office.right = [] if is_posted else parts
    if parts and not only_country:
        office.end = parts[-1].end
    elif not parts and not only_country and view.pos[tok - 1] in {"NOUN", "PROPN", "ADJ"}:
        office.end = tok  # "a spokesperson for an unknown company"


def _ends_field(view: Sentence, part: Chunk, parts: list[Chunk], at: int, tok: int) -> bool:
    """Tell whether a name closes the phrase: "professor of government William Day", "senator from Iowa Ann Day"."""
    if part.kind != "run" or not (part.has_given_name and part.is_person):
        return False
    is_behind_name = bool(parts) and parts[-1].name is not None and parts[-1].end == tok
    return is_behind_name or (
        view.lower[at] == "of"
        and tok > at + 1
        and all(view.word[n].islower() and view.tag[n] in {"NN", "NNS", "JJ"} for n in range(at + 1, tok))
    )


def _appositive(view: Sentence, office: Office, by_start: dict[int, Chunk], by_end: dict[int, Chunk]) -> Chunk | None:
    """Return the name beside the office: "John Day, a spokesman", "the minister, Ana Silva,"."""
    at = office.start
    if view.tag[office.chunk.end : office.chunk.end + 1] == ["POS"]:
        return None  # "X, the president's adviser": X is not the president
    if at >= 2 and view.word[at - 1] in {",", "(", "–", "—"}:
        before = by_end.get(at - 1)
        if before is None and at >= 4 and view.tag[at - 2] == "CD" and view.word[at - 3] == ",":
            before = by_end.get(at - 3)  # an age stands between
        if before is not None and before.kind == "run" and before.is_person and _may_be_named(view, before):
            return before
    after = by_start.get(office.end)
    if after is None and office.end + 1 < len(view) and view.word[office.end] == ",":
        after = by_start.get(office.end + 1)
        is_closed = after is not None and (after.end >= len(view) or view.word[after.end] == ",")
        if after is not None and not (is_closed or after.end - after.start > 1):
            return None
    if after is None or after.kind != "run" or not after.is_person or office.title.is_plural:
        return None
    return after if office.is_definite or office.left or office.owner is not None else None


def _may_be_named(view: Sentence, run: Chunk) -> bool:
    """Tell whether a run before a comma is a name to be explained, not the place of a phrase ("in Kharkiv, the …")."""
    last = run.end - 1
    if run.end - run.start == 1 and run.start > 0 and view.word[run.start - 1] == ",":
        return False  # "in Richmond, Virginia, a resident"
    return not (view.dep[last] == "pobj" and view.lower[view.head[last]] in {"in", "at", "near", "on"})


def _predicated(view: Sentence, office: Office, by_start: dict[int, Chunk]) -> Chunk | None:
    """Return the subject of "X is the minister of …"."""
    tok = head_of(view, office.chunk.start, office.chunk.end)
    if view.dep[tok] != "attr":
        return None
    for subject in view.kids(view.head[tok], "nsubj"):
        for chunk in by_start.values():
            if chunk.kind == "run" and chunk.is_person and chunk.start <= subject < chunk.end:
                return chunk
    return None


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
        or (view.tag[at] in {"VBN", "VBG", "VBD"} and view.lower[at] not in _STANDING | _FORMER)
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


def _overriding_level(parts: list[Chunk], title: Title) -> str | None:
    """Return the level that a body beside the office imposes: a bank's president, a party's spokesman."""
    if title.country_level in OTHER_LEVELS:
        return title.country_level
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
