"""The words of one sentence that name, or help to name, an actor: a left-to-right scan with longest match."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.gazetteer import Body, Gazetteer, GroupTerm, Name, Title, fold
from transforms.views import Sentence

_PARTICLES = frozenset(
    "bin bint ibn al el ben van von der den de da di dos das do du la le ter ten zu af av e y abu".split()  # noqa: SIM905
)
_SUFFIXES = frozenset({"Jr.", "Sr.", "II", "III", "IV", "Jr", "Sr"})
_LINKS = frozenset({"of", "for", "and", "&", "on", "de", "the", "in"})
"""Words that may stand inside the proper name of a body ("Institute of Peace", "Center for Arms Control")."""
_NOT_NAMES = frozenset(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September
    October November December Mr Mrs Ms Dr I A The It He She They We You But And In On At
    """.split()  # noqa: SIM905
)
_THINGS = frozenset(
    """
    Project Projects Office Bureau Market Markets Plan Plans Bill Cup Championship Championships Festival Forum Tower
    Street Avenue Stadium Airport Bridge Policies Policy Mandate Associates Defenders Brigade Program Programme Strategy
    Conference Summit Convention Treaty Accord Agreement Deal Crisis War Tax Review Report Index Award Prize Party
    """.split()  # noqa: SIM905
)
"""What a proper name of several words ends with when it names no person."""


SIDING = frozenset({"pro", "anti"})
"""What is said with a hyphen of those who side with a country or against it."""


@dataclass(slots=True)
class Chunk:
    """A stretch of tokens [start, end) with what the gazetteer knows of it; `run` is an unknown proper name."""

    kind: str  # name, title, body, group, run
    start: int
    end: int
    name: Name | None = None
    title: Title | None = None
    body: Body | None = None
    group: GroupTerm | None = None
    is_person: bool = True  # of a run: it does not look like the name of a body or place
    has_given_name: bool = False  # of a run: it begins with a word that people are christened


def scan(view: Sentence, starts: list[int], gazetteer: Gazetteer) -> list[Chunk]:
    """Return the chunks of a sentence, left to right, none overlapping.

    Args:
        view: the sentence.
        starts: tokens at which a chunk can begin, ascending.
        gazetteer: the phrases.
    """
    found: list[Chunk] = []
    past = 0
    for at in starts:
        if at < past:
            continue
        chunk = _known(view, at, gazetteer) or _run(view, at, gazetteer)
        if chunk is not None:
            found.append(chunk)
            past = chunk.end
    return found


def _known(view: Sentence, at: int, gazetteer: Gazetteer) -> Chunk | None:
    best: Chunk | None = None
    name = gazetteer.names.longest(view.word, at)
    if name is not None and not _is_part_of_name(view, at, name[0], gazetteer):
        best = Chunk("name", at, name[0], name=name[1])
        run = _run(view, at, gazetteer) if "region" in name[1].roles else None
        if run is not None and run.body is not None:
            return run  # "New York Daily News" is no part of New York
    title = gazetteer.titles.longest(view.lower, at)
    if title is not None and (best is None or title[0] > best.end) and _is_noun(view, title[0] - 1):
        best = Chunk("title", at, title[0], title=title[1])
    body = gazetteer.bodies.longest(view.lower, at)
    if body is not None and (best is None or body[0] > best.end) and view.tag[body[0] - 1].startswith("NN"):
        best = Chunk("body", at, body[0], body=body[1])
    group = gazetteer.groups.longest(view.lower, at)
    is_titled = best is not None and best.kind == "title" and view.tag[best.end : best.end + 1] == ["NNP"]
    if (
        group is not None
        and not is_titled
        and (best is None or group[0] >= best.end)
        and _fits_group(view, group[0], group[1], best)
    ):
        body_there = body[1] if body is not None and body[0] == group[0] else None
        best = Chunk("group", at, group[0], group=group[1], body=body_there, name=best.name if best else None)
    if best is not None and best.kind == "body" and view.tag[at] in {"NNP", "NNPS"} and best.body is not None:
        return _body_name(view, best, gazetteer)
    return best


def _is_noun(view: Sentence, tok: int) -> bool:
    return view.tag[tok].startswith("NN") or view.word[tok][:1].isupper() or view.tag[tok] == "JJ"


def _fits_group(view: Sentence, end: int, term: GroupTerm, other: Chunk | None) -> bool:
    """Tell whether a group term is meant: a region needs a noun after it, a noun must be plural in form."""
    if term.part == "region":
        return other is None or other.kind != "name" or end == other.end
    return view.tag[end - 1] in {"NNS", "NNPS", "NNP", "NN"} and (other is None or other.kind != "name")


def _is_part_of_name(view: Sentence, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Tell whether a country's or city's name is another name's part: "Jordan Peele", "New Mexico", "Jack London"."""
    word = view.word[start]
    before = view.word[start - 1] if start else ""
    if before == "from":
        return False  # "a congressman from Georgia John Day": where he is from
    if before in gazetteer.ambiguous.get("part_of_name", {}).get(word, ()):
        return True
    if before == "-" and start > 1 and view.lower[start - 2] in SIDING:
        return True  # "the pro-Russian government" is another country's
    if (
        word in gazetteer.ambiguous.get("given_name", {})
        and end < len(view)
        and view.tag[end] in {"NNP", "NNPS"}
        and view.head[start] == view.head[end - 1]
        and view.dep[start] == "compound"
        and view.word[end] not in _NOT_NAMES
        and not _begins_known(view, end, gazetteer)
    ):
        return True
    name = gazetteer.names.longest(view.word, start)
    is_place = name is not None and end == start + 1 and "region" in name[1].roles
    is_christened = fold(before) in gazetteer.pronouns_by_name  # "Martha Hesse"
    return (
        (word in gazetteer.ambiguous.get("surname", {}) or (is_place and is_christened))
        and start > 0
        and view.tag[start - 1] == "NNP"
        and view.head[start - 1] == start
        and view.dep[start - 1] == "compound"
        and not _begins_known(view, start - 1, gazetteer)
    )


def _begins_known(view: Sentence, at: int, gazetteer: Gazetteer) -> bool:
    return (
        gazetteer.names.longest(view.word, at) is not None
        or gazetteer.titles.longest(view.lower, at) is not None
        or gazetteer.bodies.longest(view.lower, at) is not None
        or gazetteer.groups.longest(view.lower, at) is not None
    )


def _run(view: Sentence, at: int, gazetteer: Gazetteer) -> Chunk | None:
    """Return the unknown proper name that begins at `at`, if one does."""
    if not _is_name_word(view, at) or view.word[at] in _NOT_NAMES:
        return None
    end = at + 1
    body: Body | None = None
    while end < len(view):
        known = gazetteer.bodies.longest(view.lower, end) if view.word[end][:1].isupper() else None
        if known is not None and view.tag[end].startswith("NN"):
            body, end = known[1], known[0]
        elif _continues(view, end, gazetteer):
            end += 1
        else:
            break
    while end > at + 1 and (view.word[end - 1] in {"-", "–"} or view.lower[end - 1] in _PARTICLES):
        end -= 1
    chunk = Chunk("run", at, end, body=body, is_person=body is None and _looks_like_person(view, at, end))
    chunk.has_given_name = end > at + 1 and fold(view.word[at]) in gazetteer.pronouns_by_name
    return _body_name(view, chunk, gazetteer) if body is not None else chunk


def _is_name_word(view: Sentence, tok: int) -> bool:
    word = view.word[tok]
    if view.tag[tok] in {"NNP", "NNPS"}:
        return word[:1].isupper() or word[:3] in {"al-", "el-"} or not word.isascii()
    is_before_name = view.tag[tok + 1 : tok + 2] == ["NNP"] and view.dep[tok] == "compound"
    return is_before_name and tok > 0 and word[:1].isupper() and word[1:].islower()


def _continues(view: Sentence, tok: int, gazetteer: Gazetteer) -> bool:
    word = view.word[tok]
    if word in _SUFFIXES or (word in {"-", "–", "&"} and tok + 1 < len(view) and view.word[tok + 1][:1].isalpha()):
        return word in _SUFFIXES or view.char_start[tok] == view.char_end[tok - 1] or word == "&"
    if view.lower[tok] in _PARTICLES and word[:1].islower():
        after = tok + 2 if view.word[tok + 1 : tok + 2] == ["-"] else tok + 1  # "al-Assad"
        return after < len(view) and view.word[after][:1].isupper() and view.word[after] not in _NOT_NAMES
    if view.word[tok - 1] in {"-", "–"} and view.char_start[tok] == view.char_end[tok - 1]:
        return True
    if not word[:1].isupper() or word in _NOT_NAMES:
        return False
    known = gazetteer.names.longest(view.word, tok)
    if known is not None and word not in gazetteer.ambiguous.get("surname", {}):
        return _is_part_of_name(view, tok, known[0], gazetteer)
    title = gazetteer.titles.longest(view.lower, tok)
    if title is not None and title[0] < len(view) and _is_name_word(view, title[0]):
        return view.word[title[0]] in _SUFFIXES  # "Senator" begins an office, the "King" of "King Jr." does not
    return view.tag[tok] in {"NNP", "NNPS"} or (
        view.tag[tok] in {"NN", "JJ", "NNS", "FW"} and view.tag[tok - 1] == "NNP"
    )


def _looks_like_person(view: Sentence, start: int, end: int) -> bool:
    words = [word for word in view.word[start:end] if word not in {"-", "–"}]
    if "&" in words or any(map(str.isdigit, "".join(words))):
        return False
    is_shouted = all(word.isupper() and word.isalpha() for word in words)  # "LOCAL TAX", but "J. R. R."
    is_lone = len(words) == 1 and len(words[0]) == 1
    if len(words) > 1 and words[-1] in _THINGS:
        return False
    return not (is_shouted and not is_lone) and len(words) <= 6


def _is_free(view: Sentence, at: int, gazetteer: Gazetteer) -> bool:
    """Tell whether no country or organisation is named here; a region may be part of a body's name."""
    name = gazetteer.names.longest(view.word, at)
    return name is None or "region" in name[1].roles


def _conjoined_to(view: Sentence, tok: int) -> int:
    """Return the token that the phrase of `tok` is joined to by "and"; -1 when there is none."""
    head = tok if view.dep[tok] == "conj" else view.head[tok]
    return view.head[head] if view.dep[head] == "conj" else -1


def _body_name(view: Sentence, chunk: Chunk, gazetteer: Gazetteer) -> Chunk:
    """Extend a body's proper name over "of …" and "for …": "Endowment for International Peace"."""
    end = chunk.end
    while (
        end + 1 < len(view)
        and view.lower[end] in {"of", "for"}
        and view.word[end + 1][:1].isupper()
        and _is_free(view, end + 1, gazetteer)
    ):
        end += 2
        while end < len(view) and (
            (view.word[end][:1].isupper() and view.tag[end].startswith(("NN", "JJ")))
            or (view.lower[end] in {"and", "&"} and end + 1 < len(view) and view.word[end + 1][:1].isupper())
        ):
            if not _is_free(view, end, gazetteer):
                break
            end += 1
    if (
        chunk.kind == "body"
        and end == chunk.end
        and end + 1 < len(view)
        and view.lower[end] == "and"
        and view.dep[end + 1] in {"compound", "conj"}
        and chunk.start < _conjoined_to(view, end + 1) < chunk.end
        and "of" in view.lower[chunk.start : _conjoined_to(view, end + 1)]
        and not _begins_known(view, end + 1, gazetteer)
    ):
        end += 1  # "Department of Health and Human Services"
        while end < len(view) and view.tag[end] in {"NNP", "NNPS"}:
            end += 1
    while view.lower[end - 1] in _LINKS and end > chunk.end:
        end -= 1
    chunk.end = end
    return chunk
