"""Countries, organisations, bodies, groups and lone names of one sentence."""

from __future__ import annotations

from transforms.gazetteer import Name
from transforms.mentions.chunks import Chunk
from transforms.mentions.found import Found, head_of, words_of
from transforms.mentions.office_phrases import FORMER
from transforms.schemas import OTHER_LEVELS
from transforms.views import Sentence

_QUANTIFIERS = frozenset(
    """
    some most many several other few all various certain both more two three four five six seven eight nine ten dozens
    dozen hundreds lot number its their his her our the these those fellow close closest key major top leading senior
    """.split()  # noqa: SIM905
)
_MODIFIERS = frozenset({"JJ", "JJS", "NN", "CD", "RB", "VBN", "VBG", "HYPH"})
_TENS = frozenset("ten twenty thirty forty fifty sixty seventy eighty ninety hundred dozen".split())  # noqa: SIM905
"""Numbers that taggers take for nouns at the head of a sentence."""
_MEMBERS = frozenset({"COUNTRIES", "STATES", "ALLIES", "MEMBERS", "GOVERNMENTS", "CAPITALS", "PARTNERS"})
"""Group nouns that mean single members even after an organisation's name ("NATO allies", "EU states")."""


_SUPPORTING = frozenset({"ALLIES", "PARTNERS", "RIVALS", "FRIENDS", "SUPPORTERS", "BACKERS", "ADVERSARIES"})
"""Groups that a person has too: politicians' allies are no countries."""


def find_names(view: Sentence, chunks: list[Chunk], used: set[int], article: str) -> list[Found]:
    """Return mentions for the chunks that no office has used; used names are kept, as mere mentions."""
    found: list[Found] = []
    taken: set[int] = set(used)
    by_start = {chunk.start: n for n, chunk in enumerate(chunks)}
    for n, chunk in enumerate(chunks):
        if n in taken:
            continue
        if chunk.kind == "group":
            group = _group(view, chunks, n, taken, article)
            if group is not None:
                found.append(group)
                continue
        if chunk.kind == "body" or (chunk.kind == "group" and chunk.body is not None):
            body = _body(view, chunks, n, by_start, article)
            if body is not None and _can_act(view, body):
                found.append(body)
        elif chunk.name is not None:
            found.append(_named(view, chunk, chunk.name, article))
        elif chunk.kind == "run":
            before = chunks[n - 1] if n else None
            found.append(_lone(view, chunk, before, article))
    return found


def _make(view: Sentence, start: int, end: int, kind: str, rule: str, article: str) -> Found:
    return Found(view.sid, start, end, kind, rule, head_of(view, start, end), words_of(view, article, start, end))


def _named(view: Sentence, chunk: Chunk, name: Name, article: str) -> Found:
    """Return the mention of a known name; whether it acts is decided by its place in the sentence."""
    start = chunk.start
    if start > 0 and view.lower[start - 1] == "the" and view.head[start - 1] == head_of(view, start, chunk.end):
        start -= 1
    kind = "organisation" if "organisation" in name.roles else "group" if "group" in name.roles else "country"
    found = _make(view, start, chunk.end, kind, "name", article)
    found.code, found.level, found.roles = name.code, name.level, name.roles
    found.rule = "country" if "country" in name.roles else min(name.roles)
    if name.roles & {"adjective", "demonym"} and "country" not in name.roles:
        # "the Russians", "a Pole" are people; "Russian" before a noun only qualifies it
        is_noun = "demonym" in name.roles and view.tag[chunk.end - 1] in {"NNPS", "NNS"}
        found.rule = "demonym" if is_noun or view.tag[chunk.end - 1] == "NNS" else "adjective"
        found.is_plural = is_noun
        if is_noun and start < chunk.start and view.dep[found.head] in {"nsubj", "nsubjpass"}:
            found.level = "government"  # "the Russians say" speaks of the state, "Russians say" of people
        elif is_noun:
            found.level = "other"
    return found


def _body(view: Sentence, chunks: list[Chunk], n: int, by_start: dict[int, int], article: str) -> Found | None:
    """Return a state's body ("Peru's navy"), people of it ("Polish officials"), or a proper name's owner."""
    chunk = chunks[n]
    body = chunk.body
    if body is None or body.kind == "place":
        return None
    start, code, level, before = _left_of_body(view, chunks, n)
    end = chunk.end
    if end + 1 < len(view) and view.lower[end] in {"of", "in"}:
        at = end + 1 + (view.lower[end + 1] == "the")
        after = chunks[by_start[at]] if at in by_start else None
        if after is not None and after.name is not None and code is None:
            code, level, end = after.name.code, after.name.level, after.end
    is_proper = view.word[chunk.start][:1].isupper() and view.tag[chunk.start].startswith("NNP")
    if body.kind == "name" and not is_proper:
        kind = "nominal"
    elif body.kind == "people":
        kind = "office"
    else:
        kind = "organisation" if body.kind == "name" else "body"
    if code is None and kind == "nominal" and start == chunk.start:
        return None
    found = _make(view, start, end, kind, f"body-{body.kind}", article)
    found.code, found.level = code, body.level
    if body.level == "government" and level == "org":
        found.level = "org"
    elif level == "other" or (body.kind == "people" and FORMER & set(view.lower[start : chunk.start])):
        found.level = "other"  # what belongs to a region of a country, or has left its service, does not speak for it
    if kind == "organisation" and body.level in OTHER_LEVELS and view.tag[chunk.start - 1] != "POS":
        found.code = None  # "the Washington Post" is nobody's, only named after a place
    found.affiliation = before
    found.is_definite = view.lower[start] == "the"
    found.owner = start if view.tag[start] == "PRP$" else None
    found.is_plural = body.kind == "people"
    found.has_own_affiliation = code is not None
    found.role = words_of(view, article, start + (view.tag[start] in {"DT", "PRP$"}), end) if kind == "office" else None
    return found


def _can_act(view: Sentence, found: Found) -> bool:
    """Tell whether a body or people is worth a mention: "drones" and "the centre" are none."""
    if found.kind in {"body", "organisation"} or found.code is not None:
        return True
    if found.kind == "nominal":
        return found.level in {"party", "company", "ngo"} and view.dep[found.head] in {"nsubj", "nsubjpass", "poss"}
    return found.level != "other"


def _left_of_body(view: Sentence, chunks: list[Chunk], n: int) -> tuple[int, str | None, str | None, str | None]:
    """Return (start, code, level, name) of a body's phrase: its article, adjectives and the country before it."""
    start = chunks[n].start
    code = level = before = None
    k = n - 1
    while start > 0:
        prior = chunks[k] if k >= 0 and chunks[k].end == start else None
        tag = view.tag[start - 1]
        if prior is not None and prior.name is not None and code is None:
            code, level, before = prior.name.code, prior.name.level, " ".join(view.word[prior.start : prior.end])
            start, k = prior.start, k - 1
        elif prior is not None and prior.kind == "run" and prior.is_person and code is None and k == n - 1:
            before = " ".join(view.word[prior.start : prior.end])
            start, k = prior.start, k - 1
        elif prior is not None and prior.kind in {"group", "body"} and prior.name is None and code is None:
            start, k = prior.start, k - 1
        elif tag == "POS" or (prior is None and tag in _MODIFIERS and code is None):
            start -= 1
        elif prior is None and tag in {"JJ", "JJS"} and code is not None:
            start -= 1  # "senior U.S. officials"
        elif tag in {"DT", "PRP$"}:
            start -= 1
            break
        else:
            break
    if view.tag[start] == "POS":
        start += 1
    return start, code, level, before


def _group(view: Sentence, chunks: list[Chunk], n: int, taken: set[int], article: str) -> Found | None:
    """Return a group of countries: "the West", "some Nordic and Baltic states", "most of Peru's allies"."""
    chunk = chunks[n]
    if chunk.group is None:
        return None
    if chunk.group.part == "phrase":
        return _group_found(view, chunk.start, chunk.end, [chunk.group.code], article)
    codes: list[str] = []
    organisations: list[Name] = []
    at, k = chunk.start, n
    while k < len(chunks) and _continues_group(view, at, chunks[k].start):
        part = chunks[k]
        if part.group is None or part.group.part == "phrase":
            break
        if part.name is not None:
            organisations.append(part.name)
        codes.append(part.group.code)
        at = part.end
        if part.group.part in {"noun", "lone_noun"}:
            return _group_of(view, chunks, (n, k), (codes, organisations), taken, article)
        k += 1
    return None


def _continues_group(view: Sentence, at: int, start: int) -> bool:
    """Tell whether only joining words stand between two parts of a group phrase."""
    return start - at <= 3 and all(
        view.tag[tok] in {"CC", "JJ", ",", "CD", "NN", "HYPH"} or view.lower[tok] in {"of", "the"}
        for tok in range(at, start)
    )


def _group_of(
    view: Sentence,
    chunks: list[Chunk],
    reach: tuple[int, int],
    parts: tuple[list[str], list[Name]],
    taken: set[int],
    article: str,
) -> Found | None:
    """Return the group whose parts are the chunks `reach`; people of one country or body are no group."""
    n, k = reach
    codes, organisations = parts
    noun = codes[-1]
    last = chunks[k]
    before = chunks[n - 1] if n > 0 and chunks[n - 1].end == chunks[n].start else None
    of_country = before is not None and before.name is not None and before.name.roles & {"adjective", "country"}
    if n == k and of_country and last.body is not None:
        return None
    if len(organisations) == 1 and noun not in _MEMBERS and len(codes) == 2:
        taken.update(range(n, k + 1))
        found = _make(view, chunks[n].start, last.end, "body", "organisation-people", article)
        found.code, found.level, found.is_plural = organisations[0].code, "org", True
        return found
    is_bare = len(codes) == 1 and last.group is not None and last.group.part == "noun"
    if len(codes) == 1 and noun in _SUPPORTING and _is_somebodys(view, last.start, chunks, n):
        return None
    if is_bare and not _is_owned(view, last.start) and not _is_counted(view, last.start, noun):
        return None
    if noun == "STATES" and len(codes) == 1 and (of_country or view.tag[last.end - 1] != "NNS"):
        taken.add(k)  # "U.S. states" are no countries
        return None
    taken.update(range(n, k + 1))
    return _group_found(view, chunks[n].start, last.end, codes, article)


def _is_somebodys(view: Sentence, start: int, chunks: list[Chunk], n: int) -> bool:
    """Tell whether a person stands before a group noun: "his allies", "Moran's partners", "Moran campaign allies"."""
    if start == 0 or n == 0:
        return start > 0 and view.lower[start - 1] in {"his", "her", "my"}
    is_owner = view.tag[start - 1] == "POS"
    before = chunks[n - 1]
    is_beside = before.end == (start - 1 if is_owner else start) and before.name is None
    return (is_beside and before.kind in ({"run"} if is_owner else {"run", "body"})) or (
        view.lower[start - 1] in {"his", "her", "my"}
    )


def _is_owned(view: Sentence, start: int) -> bool:
    """Tell whether a possessor stands before a group noun: "Peru's neighbours", "its rivals"."""
    before = range(max(0, start - 3), start)
    return any(view.tag[tok] in {"POS", "PRP$"} for tok in before) and not any(view.pos[t] == "VERB" for t in before)


def _is_counted(view: Sentence, start: int, noun: str) -> bool:
    """Tell "forty governments" from "the two governments", which were named before."""
    before = view.lower[start - 1] if start > 0 else ""
    number = before if view.tag[start - 1] == "CD" or before in _TENS else ""
    is_new = start < 2 or view.tag[start - 2] not in {"DT", "PRP$", "POS"}
    return noun in {"GOVERNMENTS", "COUNTRIES", "NATIONS"} and is_new and number not in {"", "one", "two"}


def _group_found(view: Sentence, start: int, end: int, codes: list[str], article: str) -> Found:
    while start > 0 and (
        view.lower[start - 1] in _QUANTIFIERS | _TENS
        or (view.tag[start - 1] in {"DT", "CD", "POS", "PRP$"} and view.word[start - 1] not in {",", ";"})
        or (view.lower[start - 1] == "of" and start > 1 and view.lower[start - 2] in _QUANTIFIERS)
        or (view.tag[start] == "POS" and view.tag[start - 1].startswith("NN"))
    ):
        start -= 1
    if start > 1 and view.word[start - 1] == "-" and view.char_start[start] == view.char_end[start - 1]:
        start -= 2  # "forty-one countries"
    found = _make(view, start, end, "group", "group", article)
    names = [code.removeprefix("GRP:") for code in codes]
    found.code, found.level, found.is_plural = "GRP:" + "_".join(names), "group", True
    return found


def _lone(view: Sentence, chunk: Chunk, before: Chunk | None, article: str) -> Found:
    """Return a proper name that no table knows: a person when it looks like one, else a body."""
    kind = "person" if chunk.is_person else "organisation"
    found = _make(view, chunk.start, chunk.end, kind, "proper-name", article)
    found.name = found.text
    if not chunk.is_person:
        found.level = chunk.body.level if chunk.body is not None else "other"
    elif (
        before is not None
        and before.name is not None
        and before.end == chunk.start - 1
        and view.tag[chunk.start - 1] == "POS"
    ):
        found.code, found.affiliation, found.rule = before.name.code, view.word[before.start], "possessive-name"
    return found
