"""Whose words a text is: the speakers of its quotes, and the one side that speaks a document throughout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from transforms.gazetteer import Gazetteer, Term, fold
from transforms.positions.issuers import countries_in, issuer, signatories
from transforms.schemas import HOLDER_LEVELS


@dataclass(frozen=True, slots=True)
class Holder:
    """One actor of one article that may hold a position."""

    code: str
    name: str
    level: str
    role: str | None
    entity_id: str | None
    principal: str | None
    is_anonymous: bool
    text: str  # the words that name it where the reading stands


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a stretch of text, and whether in their own words."""

    quote_id: str | None  # none for who speaks a whole document
    start: int
    end: int
    kind: str
    holder: Holder | None
    sid: int | None  # sentence that names the speaker
    text: str  # who speaks, as written
    is_known: bool  # somebody is named as speaking, even if it is nobody who holds a position
    is_anonymous: bool = False
    reporter: str | None = None  # code of who tells that this was said: "the minister said officials had told him …"


_KINDS = (
    r"(?:remarks|statements?|speech|address|interview|answers|letter|message|communiqu[eé]|declaration|transcript"
    r"|direct line|press conference|news conference|q&a)"
)
_POSTS = r"\bon (?:twitter|facebook|truth social|telegram|x)\b"
DOCUMENT = re.compile(rf"\b{_KINDS}\b|{_POSTS}", re.IGNORECASE)
"""Titles of documents that one side speaks throughout."""
_JOINT = re.compile(rf"\bjoint\b|\b{_KINDS}\b.* (?:between|of the leaders)\b", re.IGNORECASE)
_TOPIC = re.compile(
    r"\s(?:on|at|in|to|before|after|about|following|during|regarding|concerning|with|marking|announcing"
    r"|commemorating|welcoming|honou?ring|\w+ing (?:the|of)|–|—|-|\|)\s.*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y)\b")
_LEAST_FIRST = 2
"""Words of the first person outside quotation marks that a spoken document has: a report of a speech has none."""
FEW = 3
"""Countries that a title may add to those the text names: of a longer list the text says whom "we" means."""
MANY = 6
"""Countries of a title that is a list of all that signed: its text speaks for them together."""
_BY = re.compile(rf"\b{_KINDS}(?: and {_KINDS})?,? (?:by|from|of|with)\b(?P<who>.*)$", re.IGNORECASE)
_OWNED = re.compile(rf"^(?P<who>.*?)[’']s? [\w ]*?\b{_KINDS}\b", re.IGNORECASE)
_POSTED = re.compile(rf"^(?:[\w ]+:)?(?P<who>.*?){_POSTS}", re.IGNORECASE)


def narrators_of(articles: pl.DataFrame, entities: pl.DataFrame, gazetteer: Gazetteer) -> dict[str, list[Holder]]:
    """Return whose words each document of one voice is, from its title: "Remarks by …", "…'s speech", "… on Twitter".

    A document of two sides is nobody's unless they issue it jointly.
    """
    found: dict[str, list[Holder]] = {}
    titled = articles.filter(pl.col("title").fill_null("").str.contains(f"(?i){DOCUMENT.pattern}")).select(
        "article_id", "title", "text", "outlet", "url", day=pl.col("published_at").dt.date()
    )
    rows: dict[str, list[dict[str, Any]]] = {}
    known = entities.filter(pl.col("code").is_not_null() & pl.col("holder_level").is_in(HOLDER_LEVELS))
    for row in known.join(titled, on="article_id").sort("article_id", "entity_id").iter_rows(named=True):
        rows.setdefault(row["article_id"], []).append(row)
    for article_id, title, text, outlet, url, day in titled.sort("article_id").iter_rows():
        words = voice(title)
        named = _named(words, rows.get(article_id, []), day, gazetteer)
        sides: dict[str, Holder] = {}
        for holder in named:
            sides.setdefault(holder.code, holder)
        # "Remarks by A and B": of two voices each must be known to be of the same side
        is_one = len(sides) == 1 and len(named) > words.count(" and ")
        if _JOINT.search(title) is not None:
            found[article_id] = _signing(words, text, gazetteer) or list(sides.values())
        elif _is_spoken(text):
            own = None if sides or " and " in words else issuer(outlet, url, gazetteer)
            found[article_id] = [_government(own, gazetteer)] if own else list(sides.values()) if is_one else []
    return found


def _is_spoken(text: str) -> bool:
    return len(_FIRST_PERSON.findall(_QUOTED.sub("", text))) >= _LEAST_FIRST


def voice(title: str) -> str:
    """Return the words of a title that name who speaks; none where it only says what is spoken of."""
    for pattern in (_POSTED, _BY, _OWNED):
        match = pattern.search(title)
        if match and match["who"].strip():
            return _TOPIC.sub("", match["who"])
    return title if _JOINT.search(title) else ""


def _named(words: str, rows: list[dict[str, Any]], day: date | None, gazetteer: Gazetteer) -> list[Holder]:
    """Return the actors named in some words of a title: its persons, else its countries or organisations."""
    named = [row for row in rows if _stands_in(row, words)]
    persons = [row for row in named if row["kind"] == "person"]
    surnames = [(word, _term(word, day, gazetteer)) for word in re.findall(r"[^\W\d_][\w-]+", words)]
    is_persons = bool(persons) or any(term is not None for _, term in surnames)
    found = [holder_of(row, row["name"]) for row in (persons if is_persons else named)]
    spelled = {holder.name.split()[-1] for holder in found}
    found += [
        Holder(term.code, term.name, term.level, term.title, None, None, is_anonymous=False, text=word)
        for word, term in surnames
        if term is not None and word not in spelled
    ]
    if not is_persons:
        known = {holder.code for holder in found}
        others = [_government(code, gazetteer) for code in countries_in(words, gazetteer) if code not in known]
        found += others if len(others) <= FEW else []
    return found


def _signing(words: str, text: str, gazetteer: Gazetteer) -> list[Holder]:
    """Return those who issue a document jointly and are many: named at its start, else only in its title, a group.

    Nobody where the start leaves out a country that the title names: then the title is the better list.
    """
    named, titled = signatories(text, gazetteer), countries_in(words, gazetteer)
    if len(named) <= FEW and len(titled) > MANY:
        name = "the governments of the joint statement"
        return [Holder("GRP:SIGNATORIES", name, "group", None, None, None, is_anonymous=False, text=name)]
    return [_government(code, gazetteer) for code in named] if set(titled) <= set(named) else []


def _government(code: str, gazetteer: Gazetteer) -> Holder:
    name = gazetteer.country_names.get(code, code)
    level = "government" if code in gazetteer.country_names else "org"
    return Holder(code, name, level, None, None, None, is_anonymous=False, text=name)


def _term(word: str, day: date | None, gazetteer: Gazetteer) -> Term | None:
    """Return who is meant by a surname that the text itself does not name: one person in office at its date."""
    terms = gazetteer.terms_by_surname.get(fold(word), ()) if word[:1].isupper() else ()
    fitting = [term for term in terms if not term.is_surname_shared and (day is None or term.holds_on(day))]
    return fitting[0] if len({term.name for term in fitting}) == 1 else None


def _stands_in(row: dict[str, Any], words: str) -> bool:
    name = row["name"].split()[-1] if row["kind"] == "person" else row["name"]
    return re.search(rf"\b{re.escape(name)}\b", words) is not None


def holder_of(row: dict[str, Any], text: str) -> Holder:
    """Return an entity that has a code and a level as a holder, with the words that name it."""
    return Holder(
        row["code"],
        row["name"],
        row["holder_level"],
        row["role"],
        row["entity_id"],
        row["principal"],
        row["is_anonymous"],
        text,
    )


def speakers_of(quotes: pl.DataFrame, spans: pl.DataFrame) -> dict[str, list[Speaker]]:
    """Return who speaks each stretch of quoted or reported text, by article."""
    found: dict[str, list[Speaker]] = {}
    named = spans.filter(pl.col("role") == "speaker").group_by("quote_id").agg(named_in=pl.col("sid").min())
    joined = (
        spans.filter(pl.col("role") == "content")
        .join(quotes, on="quote_id")
        .join(named, on="quote_id", how="left")
        .sort("article_id", "char_start", "quote_id")
    )
    for row in joined.iter_rows(named=True):
        code, level = row["speaker_country"], row["speaker_level"]
        holder = None
        if code is not None and level in HOLDER_LEVELS:
            holder = Holder(
                code,
                row["speaker_name"] or row["speaker_text"] or code,
                level,
                row["speaker_role"],
                row["entity_id"],
                row["on_behalf_of"],
                bool(row["is_anonymous"]),
                row["speaker_text"] or code,
            )
        found.setdefault(row["article_id"], []).append(
            Speaker(
                row["quote_id"],
                row["char_start"],
                row["char_end"],
                row["kind"],
                holder,
                row["named_in"],
                row["speaker_text"] or "",
                row["speaker_text"] is not None,
                bool(row["is_anonymous"]),
            )
        )
    return {article_id: list(_with_reporters(speakers)) for article_id, speakers in found.items()}


def _with_reporters(speakers: list[Speaker]) -> Iterator[Speaker]:
    """Yield the speakers, each with who speaks around it: quotes nest."""
    around: list[Speaker] = []
    for speaker in sorted(speakers, key=lambda q: (q.start, -q.end, q.quote_id or "")):
        while around and around[-1].end < speaker.end:
            around.pop()
        outer = next((q for q in reversed(around) if q.quote_id != speaker.quote_id and q.holder is not None), None)
        reporter = outer.holder.code if outer is not None and outer.holder is not None else None
        yield replace(speaker, reporter=reporter)
        around.append(speaker)
