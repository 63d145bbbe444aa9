"""Names, offices, bodies and groups of the seed tables as dictionaries, made once for the mention rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

import polars as pl
from anyascii import anyascii

T = TypeVar("T")
_PIECE = re.compile(
    r"(?:[A-Za-z]\.){2,}(?:-led)?(?!\w)|[A-Z]{1,2}-\d+|\w+\+(?!\w)|(?:Jr|Sr|St|co)\.|(?i:\b(?:Mr|Mrs|Ms|Dr|Gen|Gov|Sen|Rep|Rev|Prof|Adm))\.(?!\w)"
    r"|[^\W\d_]\.(?!\w)"
    r"|(?:[^\W_]|[.'’](?=\w)(?![sS]\b))+|['’][sS]\b|[^\w\s]"
)
_METONYM_ROLES = {"seat_of_government": "government", "ministry": "government"}
_ORGANISATION_LEVELS = {"legislature": "legislator", "ngo": "ngo", "armed_group": "other", "group": "group"}
_ROLE_ORDER = ("head_of_state", "head_of_government", "org_head", "minister", "official_named", "spokesperson")
# a realm's monarch and a co-prince are resolved to their first country
_SECONDARY = ("Commonwealth realm", "co-prince")


def pieces(phrase: str) -> tuple[str, ...]:
    """Cut a phrase where the parser's tokenizer cuts it (blanks, hyphens between letters, 's)."""
    return tuple(_PIECE.findall(phrase))


def fold(name: str) -> str:
    """Return a name in plain lower-case letters without hyphens, so that spellings across scripts compare."""
    plain = name.lower() if name.isascii() else anyascii(name).lower()
    return plain.replace("-", " ").replace("'", "")


@dataclass(frozen=True, slots=True)
class Name:
    """What a capitalised phrase stands for; one phrase may be both adjective and noun ("Chinese")."""

    code: str  # ISO alpha-3 or the organisation's actor_code
    roles: frozenset[
        str
    ]  # country, adjective, demonym, capital, building, government, legislature, organisation, group
    level: str  # holder level when it acts


@dataclass(frozen=True, slots=True)
class Title:
    """Levels of an office in a country, in an organisation, and in neither (empty: the title says nothing)."""

    title: str
    country_level: str
    organisation_level: str
    other_level: str
    bare_level: str  # where no affiliation stands beside it
    implied_code: str | None
    is_plural: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A noun for part of a state ("army"), for people of it ("officials"), or the end of a proper name."""

    term: str
    level: str
    kind: str


@dataclass(frozen=True, slots=True)
class GroupTerm:
    """A group phrase, or the region or noun part of one ("Nordic" + "countries")."""

    part: str
    code: str


@dataclass(frozen=True, slots=True)
class Term:
    """One official's time in office, [since, until)."""

    name: str
    code: str
    level: str
    title: str
    since: date
    until: date | None
    is_surname_shared: bool  # a bare surname does not identify the person

    def holds_on(self, day: date | None) -> bool:
        """Tell whether the office is held on `day`; with no day, whether it is held still."""
        if day is None:
            return self.until is None
        return self.since <= day and (self.until is None or day < self.until)


class Phrases(Generic[T]):
    """Longest-match lookup of phrases by their first token."""

    def __init__(self, entries: Mapping[tuple[str, ...], T]) -> None:
        """Index `entries`, token tuples to values; longer phrases are tried first."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], int, T]]] = {}
        for words, value in sorted(entries.items(), key=lambda entry: (-len(entry[0]), entry[0])):
            self._by_first.setdefault(words[0], []).append((words, len(words), value))

    @property
    def first_words(self) -> frozenset[str]:
        """Tokens a phrase can begin with."""
        return frozenset(self._by_first)

    def longest(self, words: list[str], at: int) -> tuple[int, T] | None:
        """Return (end, value) of the longest phrase that begins at token `at`, or None."""
        for phrase, length, value in self._by_first.get(words[at], ()):
            if length == 1 or tuple(words[at : at + length]) == phrase:
                return at + length, value
        return None


@dataclass(frozen=True, slots=True)
class Spellings:
    """What is written in several ways, and one of them: whole words first, then parts of words in the table's order."""

    words: Mapping[str, str]
    parts: Sequence[tuple[str, str, str]]  # written, part, plain

    @classmethod
    def of(cls, table: pl.DataFrame) -> Spellings:
        """Read the seed table."""
        rows = table.select("written", "part", "plain").rows()
        return cls(
            {written: plain for written, part, plain in rows if part == "word"},
            [row for row in rows if row[1] != "word"],
        )

    def plain(self, word: str) -> str:
        """Return one spelling of a folded word."""
        word = self.words.get(word, word)
        for written, part, plain in self.parts:
            if part == "anywhere":
                word = word.replace(written, plain)
            elif part == "start" and word.startswith(written):
                word = plain + word[len(written) :]
            elif part == "end" and word.endswith(written):
                word = word[: -len(written)] + plain
        return word


@dataclass(frozen=True)
class Gazetteer:
    """Indexes over the seed tables. Keys of `names` are words as written, of the other phrases lower-case words."""

    names: Phrases[Name]
    titles: Phrases[Title]
    bodies: Phrases[Body]
    body_levels: Mapping[str, str]  # of one-word nouns for bodies and organisations: "company", "agency"
    groups: Phrases[GroupTerm]
    nominals: Mapping[str, tuple[str, tuple[str, ...]]]  # noun: what it refers to, and codes it can mean
    terms_by_name: Mapping[str, tuple[Term, ...]]  # by folded full name or alias
    terms_by_surname: Mapping[str, tuple[Term, ...]]  # by folded surname or one-word alias
    terms_by_code: Mapping[str, tuple[Term, ...]]
    ambiguous: Mapping[str, Mapping[str, frozenset[str]]]  # kind of ambiguity: name: the words that decide
    country_names: Mapping[str, str]
    official_sites: Mapping[str, str]  # end of a government's host name: its code
    pronouns_by_title: Mapping[str, str]  # "he" or "she" by a word of a title: "spokeswoman"
    pronouns_by_name: Mapping[str, str]  # … by a folded given name
    spellings: Spellings

    @classmethod
    def from_tables(cls, tables: Mapping[str, pl.DataFrame]) -> Gazetteer:
        """Build the indexes from the frames of the lexicon."""
        actor_codes = dict(tables["organisations"].select("org", "actor_code").iter_rows())
        named_terms = [
            *_leader_terms(tables["leaders"]),
            *_leader_terms(tables["officials"]),
            *_head_terms(tables["organisation_heads"], actor_codes),
        ]
        ambiguous: dict[str, dict[str, set[str]]] = {}
        for name, kind, other, _ in tables["ambiguous_names"].iter_rows():
            ambiguous.setdefault(kind, {}).setdefault(name, set()).update([other] if other else [])
        return cls(
            names=Phrases(_names(tables, ambiguous.get("shared", {}))),
            titles=Phrases(_titles(tables["titles"])),
            bodies=Phrases({pieces(term): Body(term, lv, kind) for term, lv, kind, _ in tables["bodies"].iter_rows()}),
            body_levels={
                term: lv for term, lv, kind, _ in tables["bodies"].iter_rows() if kind != "people" and " " not in term
            },
            groups=Phrases(_groups(tables["groups"])),
            nominals={
                noun: (refers_to, tuple(dict.fromkeys(actor_codes[org] for org in organisations)))
                for noun, refers_to, organisations, _ in tables["nominals"].iter_rows()
            },
            terms_by_name=_index((name, term) for names, term in named_terms for name in names if " " in name),
            terms_by_surname=_index((name, term) for names, term in named_terms for name in names if " " not in name),
            terms_by_code=_index((term.code, term) for _, term in named_terms),
            ambiguous={kind: {k: frozenset(v) for k, v in names.items()} for kind, names in ambiguous.items()},
            country_names=dict(tables["countries"].select("iso3", "name").iter_rows()),
            official_sites=dict(tables["official_sites"].select("host", "code").iter_rows()),
            pronouns_by_title=_pronouns(tables["genders"], "title"),
            pronouns_by_name=_pronouns(tables["genders"], "given_name"),
            spellings=Spellings.of(tables["spellings"]),
        )

    def plain(self, words: Iterable[str]) -> str:
        """Return a folded name in one of its spellings: "sergey lavrov" and "sergei lavrov" give the same."""
        return " ".join(self.spellings.plain(word) for word in words)


def _pronouns(genders: pl.DataFrame, part: str) -> dict[str, str]:
    return {fold(word): pronoun for word, of, pronoun, _ in genders.iter_rows() if of == part}


def _index(pairs: Iterable[tuple[str, Term]]) -> dict[str, tuple[Term, ...]]:
    found: dict[str, dict[Term, None]] = {}
    for name, term in pairs:
        found.setdefault(name, {})[term] = None
    order = {level: n for n, level in enumerate(_ROLE_ORDER)}
    return {
        name: tuple(sorted(terms, key=lambda t: (order[t.level], t.code, t.name, t.since)))
        for name, terms in found.items()
    }


def _leader_terms(leaders: pl.DataFrame) -> Iterable[tuple[list[str], Term]]:
    for code, level, title, full, surname, since, until, aliases, note, _ in leaders.iter_rows():
        if not (note or "").startswith(_SECONDARY):
            term = Term(full, code, level, title, since, until, "ambiguous" in (note or ""))
            yield list(dict.fromkeys(fold(name) for name in (full, surname, *aliases))), term


def _head_terms(heads: pl.DataFrame, actor_codes: Mapping[str, str]) -> Iterable[tuple[list[str], Term]]:
    for org, title, full, surname, since, until, aliases, note, _ in heads.iter_rows():
        # the head of a body speaks for its organisation, the head of a service of it is a named official
        level = "official_named" if org == "EEAS" else "org_head"
        term = Term(full, actor_codes[org], level, title, since, until, "ambiguous" in (note or ""))
        yield list(dict.fromkeys(fold(name) for name in (full, surname, *aliases))), term


def _names(tables: Mapping[str, pl.DataFrame], shared: Mapping[str, set[str]]) -> dict[tuple[str, ...], Name]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for phrase, *entry in [*_country_names(tables["countries"]), *_other_names(tables)]:
        if phrase not in shared:
            found.setdefault(phrase, []).append((entry[0], entry[1], entry[2]))
    for phrase in shared:
        # "?" is decided inside the article, see mentions/ambiguity.py
        role = "adjective" if phrase.endswith(("an", "ans", "ese")) else "country"
        found[phrase] = [("?", role, "government")]
    names = {}
    for phrase, entries in found.items():
        code = entries[0][0]
        own = [entry for entry in entries if entry[0] == code]
        level = next((lv for _, role, lv in own if role != "demonym"), own[0][2])
        names[pieces(phrase)] = Name(code, frozenset(role for _, role, _ in own), level)
    return names


def _country_names(countries: pl.DataFrame) -> Iterable[tuple[str, str, str, str]]:
    """Yield (phrase, code, role, level) for the names, adjectives and nouns of every country."""
    for row in countries.iter_rows(named=True):
        yield from ((phrase, row["iso3"], "country", "government") for phrase in (row["name"], *row["aliases"]))
        yield from ((phrase, row["iso3"], "adjective", "government") for phrase in row["demonym_adjectives"])
        yield from ((phrase, row["iso3"], "demonym", "other") for phrase in row["demonym_nouns"])


def _other_names(tables: Mapping[str, pl.DataFrame]) -> Iterable[tuple[str, str, str, str]]:
    """Yield (phrase, code, role, level) for metonyms and organisations."""
    for phrase, code, kind, _, _ in tables["metonyms"].iter_rows():
        yield phrase, code, _METONYM_ROLES.get(kind, kind), "legislator" if kind == "legislature" else "government"
    for name, code, _ in tables["regions"].iter_rows():
        yield name, code, "region", "other"  # it tells whose governor somebody is; it holds no country's position
    for row in tables["organisations"].iter_rows(named=True):
        level = _ORGANISATION_LEVELS.get(row["kind"], "org")
        for phrase in (row["name"], *row["aliases"]):
            # "Baltic states" is found as region and noun, so that "Nordic and Baltic states" is
            if not row["org"].startswith("GRP:") or " " not in phrase:
                yield phrase, row["actor_code"], "group" if level == "group" else "organisation", level


def _titles(titles: pl.DataFrame) -> dict[tuple[str, ...], Title]:
    found: dict[tuple[str, ...], Title] = {}
    for title, country, organisation, other, bare, implied, _ in titles.iter_rows():
        levels = (title, country or "", organisation or "", other or "", bare or country or "")
        found[pieces(title)] = Title(*levels, implied_code=implied, is_plural=False)
    for words, entry in list(found.items()):
        plural = _plural(words)
        if plural not in found:
            found[plural] = replace(entry, is_plural=True)
    return found


def _plural(words: tuple[str, ...]) -> tuple[str, ...]:
    """Make the head of an office plural: "ministers of defence", "secretaries-general", "spokesmen"."""
    at = next((i for i, word in enumerate(words) if word in {"of", "for", "to", "-", "general"} and i > 0), len(words))
    head = words[at - 1]
    if head.endswith("man"):
        many = head[:-3] + "men"
    elif head.endswith("y") and head[-2:-1] not in set("aeiou"):
        many = head[:-1] + "ies"
    else:
        many = head + ("es" if head.endswith(("s", "ch", "sh")) else "s")
    return (*words[: at - 1], many, *words[at:])


def _groups(groups: pl.DataFrame) -> dict[tuple[str, ...], GroupTerm]:
    found: dict[tuple[str, ...], GroupTerm] = {}
    for term, part, code, _ in groups.iter_rows():
        found[pieces(term.lower())] = GroupTerm(part, code)
    return found
