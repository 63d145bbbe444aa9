"""Offices without a name: "the minister", "his Czech counterpart", "a senior official", "the Polish president"."""

from __future__ import annotations

from transforms.gazetteer import fold
from transforms.mentions.cast import Cast
from transforms.mentions.found import Found
from transforms.mentions.people import Entity
from transforms.schemas import HOLDER_LEVELS, OTHER_LEVELS
from transforms.views import Sentence

_MANY_HOLD = frozenset(
    {
        "official", "senior official", "government official", "diplomat", "senior diplomat", "aide", "adviser",
        "advisor", "senior adviser", "senior advisor", "source", "negotiator", "civil servant", "representative",
        "delegate", "envoy", "counsellor", "commander", "presidential aide", "officer", "general", "minister",
    }
)  # fmt: skip
"""Offices that many hold at once: without a name the holder is nobody in particular."""
_HEADS: dict[str, tuple[str, ...]] = {
    "president": ("head_of_state",),
    "prime minister": ("head_of_government",),
    "premier": ("head_of_government",),
    "chancellor": ("head_of_government",),
    "king": ("head_of_state",),
    "queen": ("head_of_state",),
    "pope": ("head_of_state",),
    "leader": ("head_of_state", "head_of_government"),
    "supreme leader": ("head_of_state",),
}
_OF_STATES = frozenset({"head_of_state", "head_of_government", "minister"})
_SPOKES = ("spokesman", "spokeswoman", "spokesperson")


def link_office(cast: Cast, view: Sentence, found: Found, order: int) -> None:
    """Join an office to its holder, known by name, by the office before, or by the officials table at the date."""
    title = found.title.title if found.title is not None else ""
    if found.owner is not None and not found.has_own_affiliation:
        owner = cast.antecedent(view, found.owner, order, "body" if view.lower[found.owner] == "its" else "person")
        found.code = cast.entities[owner].code if owner is not None else found.code
    if not _head_nominal(cast, view, found) and found.code is None and not found.has_own_affiliation:
        _serve_nominal(cast, view, found)
    if title == "counterpart":
        _link_counterpart(cast, view, found, order)
    elif found.name is None:
        number = None if found.is_plural and not found.is_definite else _same_office(cast, view, found, title)
        if number is not None:
            found.entity = number
            return
        if found.code is None and found.level in HOLDER_LEVELS and _is_of_the_context(found):
            found.code = _context(cast, view, found, order)
        if found.is_plural or not _link_leader(cast, found, title):
            _add_unnamed(cast, found, title)


def _head_nominal(cast: Cast, view: Sentence, found: Found) -> bool:
    """Give "the bloc's Finnish policy chief", "the Swiss head of the alliance" what they head: no office of a state."""
    if found.title is None or not found.title.organisation_level or found.name is not None:
        return False
    owners = [k for k in view.children[found.head] if view.dep[k] == "poss"]
    for of in view.children[found.head]:
        owners += [k for k in view.children[of] if view.lower[of] == "of" and view.dep[k] == "pobj"]
    for owner in owners:
        kids = [view.lower[k] for k in view.children[owner]]
        is_owned = any(view.dep[k] == "poss" for k in view.children[owner])  # "Europe's security watchdog"
        is_definite = ("the" in kids or is_owned) and "of" not in kids  # not "the alliance of miners"
        code = cast.organisation_meant(view.lemma[owner].lower()) if is_definite else None
        if code is not None:
            found.code, found.level, found.has_own_affiliation = code, found.title.organisation_level, True
            found.affiliation = f"the {view.word[owner]}"
            return True
    return False


def _serve_nominal(cast: Cast, view: Sentence, found: Found) -> None:
    """Give "a spokesman for the bloc" the organisation that the noun means."""
    at = found.end
    if tuple(view.lower[at : at + 2]) not in {("for", "the"), ("of", "the")} or at + 2 >= len(view):
        return
    code = cast.organisation_meant(view.lemma[at + 2].lower())
    if code is not None and found.title is not None and found.title.organisation_level:
        found.code, found.level = code, found.title.organisation_level
        found.affiliation = " ".join(view.word[at + 1 : at + 3])


def _is_of_the_context(found: Found) -> bool:
    """Tell whether an office without country is the one last spoken of: "the minister", "a ministry spokesman".

    A state has one president: "the presidents", "the two leaders" are those of several.
    """
    if found.is_plural and fold(found.text).rsplit(maxsplit=1)[-1].removesuffix("s") in _HEADS:
        return False
    return found.affiliation.islower() if found.affiliation else found.is_definite


def _context(cast: Cast, view: Sentence, found: Found, order: int) -> str | None:
    """Return the country last spoken of; who is quoted may mean their own: "when the president visits Lima, …"."""
    if view.in_quote[found.head]:
        return None
    return cast.context_code(order, found.start, of_state=found.level in _OF_STATES)


def _link_counterpart(cast: Cast, view: Sentence, found: Found, order: int) -> None:
    """Give "his Czech counterpart" the office of the one whose counterpart it is."""
    at = found.owner if found.owner is not None else found.start
    number = cast.antecedent(view, at, order, "person")
    owner = cast.entities[number] if number is not None else None
    found.level = owner.level if owner is not None else None
    if found.entity is not None:
        holder = cast.entities[found.entity]
        if holder.level is None:
            holder.level, holder.role, holder.code = found.level, found.role, holder.code or found.code
            holder.titles |= owner.titles if owner is not None else set()
        return
    if found.code is None:
        return
    for n, entity in enumerate(cast.entities):
        if entity.kind == "person" and entity.code == found.code and entity.level == found.level:
            found.entity = n
            return
    for title in sorted(owner.titles) if owner is not None else []:
        if _link_leader(cast, found, title):
            return
    _add_unnamed(cast, found, "counterpart")


def _same_office(cast: Cast, view: Sentence, found: Found, title: str) -> int | None:
    """Return who is already known by this office: "the minister", "the Kremlin spokesman", "the second official"."""
    if (found.code is None or found.level in OTHER_LEVELS) and not found.is_definite:
        return None  # a lawyer of a country is any lawyer
    words = view.lower[found.start : found.head]
    ordinal = next((word for word in words if word in {"second", "third"}), None)
    for seen in reversed(cast.seen):
        entity = cast.entities[seen.entity]
        if _fits_office(entity, found, title) and _fits_ordinal(entity, ordinal, is_first="first" in words):
            return seen.entity
    if title in _MANY_HOLD or found.code is None or found.is_plural:
        return None
    # named only later in the article
    return next((n for n, entity in enumerate(cast.entities) if _fits_office(entity, found, title)), None)


def _fits_office(entity: Entity, found: Found, title: str) -> bool:
    if entity.kind not in {"person", "anonymous"} or entity.is_plural != found.is_plural:
        return False
    if found.code is not None and entity.code != found.code:
        return False
    if title in _MANY_HOLD and found.has_own_affiliation and not (entity.is_anonymous and found.is_definite):
        return False
    is_particular = found.code is None or found.is_personal or title in _MANY_HOLD
    if found.affiliation is not None and is_particular and entity.affiliation != found.affiliation:
        return False
    last = title.rsplit(maxsplit=1)[-1] if title else fold(found.text).split()[-1]
    return any(
        known == title
        or (not found.has_own_affiliation and known.split()[-1:] == [last])
        or (title.endswith(_SPOKES) and known.endswith(_SPOKES))
        for known in entity.titles
    )


def _fits_ordinal(entity: Entity, ordinal: str | None, *, is_first: bool) -> bool:
    if not entity.is_anonymous:
        return ordinal is None
    name = entity.name.lower()
    return ordinal in name if ordinal is not None else not (is_first and "second" in name)


def _link_leader(cast: Cast, found: Found, title: str) -> bool:
    """Join "the Polish prime minister" with who holds the office at the article's date."""
    if found.code is None or found.is_former:
        return False
    for level in _HEADS.get(title, ()):
        term = cast.people.leader_of(found.code, level)
        if term is None:
            continue
        for n, known in enumerate(cast.entities):
            if known.term is not None and known.term.name == term.name:
                found.entity = n
                return True
        entity = Entity("person", found.text, "office-at-date", found.code, term.level, found.role, term=term)
        entity.titles, entity.is_in_office, entity.affiliation = {title}, True, found.affiliation
        found.entity = cast.add(("leader", term.name), entity)
        return True
    return False


def _add_unnamed(cast: Cast, found: Found, title: str) -> None:
    is_anonymous = title in _MANY_HOLD or found.is_plural or not (found.is_definite or found.code)
    level = "other" if found.is_former else found.level
    if is_anonymous and level == "official_named":
        level = "anonymous_official"
    is_anonymous = is_anonymous and level != "party"
    kind = "organisation" if level == "party" and found.is_plural else "person"
    entity = Entity(
        "anonymous" if is_anonymous else kind,
        found.text,
        "anonymous" if is_anonymous else "office",
        code=found.code,
        level=level,
        role=found.role,
        affiliation=found.affiliation,
        principal=found.principal,
        is_anonymous=is_anonymous,
        is_plural=found.is_plural,
        titles={title or fold(found.text).split()[-1]},
    )
    found.level = level
    phrase = fold(found.text).removeprefix("the ").removeprefix("a ")
    found.entity = cast.add(("office", found.code or "", phrase), entity)
