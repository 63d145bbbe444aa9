"""Declaration of every table in seeds/: its columns, key and allowed values. A CSV without declaration is an error.

To add a table, declare it here and put `NAME.csv` into seeds/: the lexicon loads and checks it like all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from transforms.schemas import COMMITMENTS, HOLDER_LEVELS, OTHER_LEVELS

Kind = Literal["text", "list", "date", "integer", "flag"]
"""`list` cells are joined with ";"; dates are ISO days; a flag is `true` or `false`."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind, whether it may be empty, its allowed values, and the table whose key it must be in."""

    name: str
    kind: Kind = "text"
    required: bool = True
    allowed: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()  # "table.column", any of them


@dataclass(frozen=True, slots=True)
class Table:
    """One seed table. `term_of` names the columns whose rows must not overlap in time ([since, until))."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]
    interval: tuple[str, str] | None = None
    term_of: tuple[str, ...] = ()


LEVELS = (*HOLDER_LEVELS, *OTHER_LEVELS)
SOURCE = Column("source")
COUNTRY = ("countries.iso3",)
ACTOR = ("countries.iso3", "organisations.actor_code")


def _optional(name: str, kind: Kind = "text", **more: tuple[str, ...]) -> Column:
    return Column(name, kind, required=False, **more)


TABLES: dict[str, Table] = {
    "countries": Table(
        columns=(
            Column("iso3"),
            Column("iso2"),
            Column("name"),
            _optional("official_name"),
            Column("demonym_adjectives", "list"),
            _optional("demonym_nouns", "list"),
            Column("capital"),
            _optional("aliases", "list"),
            _optional("caution"),
            SOURCE,
        ),
        key=("iso3",),
    ),
    "metonyms": Table(
        columns=(
            Column("phrase"),
            Column("code", refers_to=ACTOR),
            Column("kind", allowed=("seat_of_government", "ministry", "building", "capital", "legislature")),
            _optional("caution"),
            SOURCE,
        ),
        key=("phrase",),
    ),
    "regions": Table(columns=(Column("name"), Column("code", refers_to=ACTOR), SOURCE), key=("name",)),
    # parts of the world as propositions name them ("states of Asia"), with the countries that make one present
    "world_regions": Table(
        columns=(Column("region"), Column("iso3", refers_to=ACTOR), SOURCE),
        key=("region", "iso3"),
    ),
    # ends of host names that are a government's: every page under them is its own
    "official_sites": Table(columns=(Column("host"), Column("code", refers_to=ACTOR), SOURCE), key=("host",)),
    "organisations": Table(
        columns=(
            Column("org"),
            Column("name"),
            _optional("aliases", "list"),
            _optional("hq"),
            Column(
                "kind", allowed=("intergovernmental", "legislature", "court", "agency", "ngo", "armed_group", "group")
            ),
            # whose position it states: the Commission speaks for the EU
            Column("actor_code"),
            SOURCE,
        ),
        key=("org",),
    ),
    "organisation_members": Table(
        columns=(
            Column("org", refers_to=("organisations.org",)),
            Column("iso3", refers_to=COUNTRY),
            Column("joined", "date"),
            _optional("left", "date"),
            SOURCE,
        ),
        key=("org", "iso3", "joined"),
        interval=("joined", "left"),
        term_of=("org", "iso3"),
    ),
    "organisation_heads": Table(
        columns=(
            Column("org", refers_to=("organisations.org",)),
            Column("title"),
            Column("full_name"),
            Column("surname"),
            Column("since", "date"),
            _optional("until", "date"),
            _optional("aliases", "list"),
            _optional("note"),
            SOURCE,
        ),
        key=("org", "title", "full_name", "since"),
        interval=("since", "until"),
        term_of=("org", "title"),
    ),
    "leaders": Table(
        columns=(
            Column("iso3", refers_to=COUNTRY),
            Column("role", allowed=("head_of_state", "head_of_government")),
            Column("title"),
            Column("full_name"),
            Column("surname"),
            Column("since", "date"),
            _optional("until", "date"),
            _optional("aliases", "list"),
            _optional("note"),
            SOURCE,
        ),
        key=("iso3", "role", "full_name", "since"),
        interval=("since", "until"),
        term_of=("iso3", "role", "full_name"),
    ),
    # officials named without their country, and heads before the table of leaders begins
    "officials": Table(
        columns=(
            Column("iso3", refers_to=COUNTRY),
            Column(
                "role", allowed=("head_of_state", "head_of_government", "minister", "official_named", "spokesperson")
            ),
            Column("title"),
            Column("full_name"),
            Column("surname"),
            Column("since", "date"),
            _optional("until", "date"),
            _optional("aliases", "list"),
            _optional("note"),
            SOURCE,
        ),
        key=("iso3", "role", "full_name", "since"),
        interval=("since", "until"),
        term_of=("iso3", "role", "full_name"),
    ),
    "titles": Table(
        columns=(
            Column("title"),
            # the level of the office in a country, in an organisation, and in neither
            _optional("holder_level", allowed=LEVELS),
            _optional("organisation_level", allowed=LEVELS),
            _optional("unaffiliated_level", allowed=LEVELS),
            # the level where nothing is named beside it, when not that of a country: a lawyer is nobody's
            _optional("bare_level", allowed=LEVELS),
            # the country meant when none is named: "Secretary of State" is American
            _optional("implied_country", refers_to=COUNTRY),
            SOURCE,
        ),
        key=("title",),
    ),
    "bodies": Table(
        columns=(
            Column("term"),
            Column("holder_level", allowed=LEVELS),
            # country: "the German army"; people: "Polish officials"; name: ends a proper name ("… University");
            # place: what follows a city that is only a place ("the Paris summit")
            Column("kind", allowed=("country", "people", "name", "place")),
            SOURCE,
        ),
        key=("term",),
    ),
    "groups": Table(
        columns=(
            Column("term"),
            # phrase: the whole group; region and noun combine: "Nordic" + "capitals"; a lone noun needs no region
            Column("part", allowed=("phrase", "region", "noun", "lone_noun")),
            Column("code"),
            SOURCE,
        ),
        key=("term", "part"),
    ),
    "genders": Table(
        columns=(
            Column("word"),
            Column("part", allowed=("title", "given_name")),
            Column("pronoun", allowed=("he", "she")),
            SOURCE,
        ),
        key=("word", "part"),
    ),
    # how one name is spelled in several ways; applied in the order of the rows, whole words before parts of words
    "spellings": Table(
        columns=(
            Column("written"),
            Column("part", allowed=("word", "start", "anywhere", "end")),
            Column("plain"),
            SOURCE,
        ),
        key=("written", "part"),
    ),
    "nominals": Table(
        columns=(
            Column("noun"),
            Column("refers_to", allowed=("organisation", "country")),
            _optional("organisations", "list", refers_to=("organisations.org",)),
            SOURCE,
        ),
        key=("noun",),
    ),
    "ambiguous_names": Table(
        columns=(
            Column("name"),
            Column("kind", allowed=("given_name", "surname", "us_state", "shared", "part_of_name", "common_surname")),
            # us_state: a word that shows the state is meant; shared: a country; part_of_name: the word before
            _optional("other"),
            SOURCE,
        ),
        key=("name", "kind", "other"),
    ),
    "irregular_verbs": Table(columns=(Column("form"), Column("lemma"), SOURCE), key=("form", "lemma")),
    "abbreviations": Table(
        columns=(Column("form"), Column("kind", allowed=("never_ends", "may_end")), SOURCE),
        key=("form",),
    ),
    "empty_words": Table(
        columns=(Column("word"), Column("kind", allowed=("function", "empty")), SOURCE), key=("word",)
    ),
    "general_words": Table(  # or the code of a country or body, in capitals
        columns=(Column("word"), Column("kind", allowed=("common", "frequent")), SOURCE), key=("word",)
    ),
    "word_families": Table(
        columns=(
            Column("word"),
            Column("family"),
            Column("kind", allowed=("derivation", "inflection", "irregular", "compound", "spelling", "synonym")),
            SOURCE,
        ),
        key=("word",),
    ),
    "anaphors": Table(columns=(Column("noun"), SOURCE), key=("noun",)),
    "reversals": Table(
        columns=(
            Column("word"),
            Column("pos", allowed=("verb", "noun", "negation", "phrase", "measure", "relief", "barrier", "opening")),
            SOURCE,
        ),
        key=("word", "pos"),
    ),
    "triggers": Table(
        columns=(
            Column("lemma"),  # with its particle: "rule out"
            Column("pos", allowed=("verb", "noun", "adj")),
            # how the argument hangs on it: obj, to, to_other ("urge X to"), ing, that, prep:for …; any for nouns
            Column("frame"),
            Column("commitment", allowed=tuple(COMMITMENTS)),
            Column("example"),
            SOURCE,
        ),
        key=("lemma", "pos", "frame"),
    ),
    "actions": Table(
        columns=(
            Column("lemma"),
            Column("frame"),
            Column("effect", allowed=("realises", "reverses")),
            Column("example"),
            SOURCE,
        ),
        key=("lemma", "frame"),
    ),
    "evaluations": Table(
        columns=(
            Column("lemma"),
            Column("pos", allowed=("adj", "noun", "verb")),
            Column("value", allowed=("good", "bad")),
            Column("example"),
            SOURCE,
        ),
        key=("lemma", "pos"),
    ),
    "idioms": Table(
        # the anchor is the word of the phrase that bears it in the tree
        columns=(
            Column("phrase"),
            Column("anchor"),
            Column("reading", allowed=(*COMMITMENTS, "good", "bad", "realises", "reverses")),
            SOURCE,
        ),
        key=("phrase",),
    ),
    "cues": Table(
        columns=(
            Column("lemma"),
            Column("pos", allowed=("verb", "noun", "adjective", "adverb")),
            Column("cue_class", allowed=("say", "speech", "according_to", "mental", "noun")),
            # what it reports: quote, clause, infinitive, object …, or the preposition before the content
            Column("contents", "list"),
            SOURCE,
        ),
        key=("lemma", "pos"),
    ),
    "venues": Table(columns=(Column("noun"), Column("venue"), SOURCE), key=("noun",)),
    "word_classes": Table(columns=(Column("class"), Column("lemma"), SOURCE), key=("class", "lemma")),
    "paragraph_patterns": Table(
        # where a regular expression decides the role of a paragraph: `whole` matches all of it, `start` its beginning
        # (the role is the whole paragraph's); `head` and `tail` cut off the stretch they match
        columns=(
            Column("pattern"),
            Column("role", allowed=("dateline", "credit", "promo", "embed", "caption")),
            Column("place", allowed=("whole", "start", "head", "tail")),
            Column("example"),
            SOURCE,
        ),
        key=("pattern",),
    ),
    "continuations": Table(
        # a pattern that takes a side on what was told before: on the issue, or with (`echo`, `same`) or against
        # (`counter`) who spoke last
        columns=(
            Column("pattern"),
            Column("commitment", allowed=(*COMMITMENTS, "echo", "same", "counter", "vote", "vote_against")),
            Column("example"),
            SOURCE,
        ),
        key=("pattern",),
    ),
    "synonyms": Table(columns=(Column("word"), Column("field"), SOURCE), key=("word",)),
    "bare_phrases": Table(
        # a pattern that holds a position without naming its issue: the issue spoken of just before is meant
        columns=(
            Column("pattern"),
            Column("commitment", allowed=tuple(COMMITMENTS)),
            Column("holder", allowed=("speaker", "subject")),
            Column("example"),
            SOURCE,
        ),
        key=("pattern",),
    ),
}
