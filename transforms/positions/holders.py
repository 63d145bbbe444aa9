"""Who holds a reading: from the holder's word to an actor with a code and a level, or nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from transforms.gazetteer import Gazetteer
from transforms.positions import grammar as g
from transforms.positions.lists import LISTING, VAGUE, among_them, each_of, joining, spoken_for, told_by_name, with_it
from transforms.positions.pairs import Pairs, pair_before
from transforms.positions.voices import Holder, Speaker, holder_of, narrators_of, speakers_of
from transforms.schemas import HOLDER_LEVELS
from transforms.views import Sentence

FIRST = frozenset({"i", "we", "us", "our", "my", "me", "ourselves", "ours"})
OWN_NOUNS = frozenset(
    {"government", "country", "administration", "nation", "side", "people", "state", "cabinet", "ministry"}
)
STATES = frozenset({"nation", "republic", "kingdom", "emirate", "sultanate", "state", "country"})
"""What a state is called before its name: "the island nation of Kiribati"."""
LEADERS = frozenset(
    {"leader", "authority", "official", "diplomat", "representative", "delegation", "minister", "force"}
)
SEVERAL = re.compile(
    r"(?:both|the two|the|both the) (?:leaders|presidents|prime ministers|ministers|sides)", re.IGNORECASE
)
"""Words for two who were named before, without a country of their own."""
ORG_LEVELS = ("org", "org_head")


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a sentence."""

    start: int
    end: int
    head: int
    kind: str
    entity_id: str | None
    code: str | None
    level: str | None
    is_actor: bool


class Actors:
    """Mentions by sentence and speakers by article, as look-ups for one partition."""

    def __init__(
        self,
        articles: pl.DataFrame,
        mentions: pl.DataFrame,
        entities: pl.DataFrame,
        quotes: pl.DataFrame,
        spans: pl.DataFrame,
        sids: list[int],
        gazetteer: Gazetteer,
        pairs: Pairs,
    ) -> None:
        wanted = mentions.filter(pl.col("sid").is_in(sids)).sort("sid", "tok_start", "tok_end")
        self._mentions: dict[int, list[Mention]] = {}
        for sid, *rest in wanted.select(
            "sid", "tok_start", "tok_end", "head_tok", "kind", "entity_id", "code", "holder_level", "is_actor"
        ).iter_rows():
            self._mentions.setdefault(sid, []).append(Mention(*rest))
        self._entities = {(row["article_id"], row["entity_id"]): row for row in entities.iter_rows(named=True)}
        self._speakers = speakers_of(quotes, spans)
        self._narrators = narrators_of(articles, entities, gazetteer)
        self._gazetteer = gazetteer
        self._pairs = pairs

    def mentions(self, sid: int) -> list[Mention]:
        """Return the mentions of one sentence, left to right."""
        return self._mentions.get(sid, [])

    def speaker(self, article_id: str, char: int) -> Speaker | None:
        """Return who says the character at `char`: the innermost quote around it.

        "We reaffirm that …" names nobody beside who speaks the text around it.
        """
        around = [q for q in self._speakers.get(article_id, []) if q.start <= char < q.end]
        found = [q for q in around if q.holder is not None or q.text.lower() not in FIRST]
        return min(found, key=lambda q: (q.end - q.start, q.quote_id or ""), default=None)

    def speakers(self, article_id: str) -> list[Speaker]:
        """Return all speakers of an article, outer quotes before those inside them."""
        return self._speakers.get(article_id, [])

    def narrators(self, article_id: str) -> list[Holder]:
        """Return whose words a whole document is: remarks, a statement, an interview; mostly nobody's."""
        return self._narrators.get(article_id, [])

    def is_several(self, article_id: str, s: Sentence, tok: int) -> bool:
        """Tell a pronoun that takes up "the two leaders"."""
        taken = [m.entity_id for m in self.mentions(s.sid) if m.head == tok and m.kind == "pronoun"]
        rows = (self._entities.get((article_id, entity_id)) for entity_id in taken)
        return any(row is not None and SEVERAL.fullmatch(row["name"]) for row in rows)

    def pair(self, article_id: str, s: Sentence) -> list[Holder]:
        """Return the two that "both" and "the leaders" mean: who issue the document, else who were named together."""
        voices = self.narrators(article_id)
        if len(voices) > 1:
            return voices
        rows = [self._entities[article_id, entity_id] for entity_id in pair_before(self._pairs, article_id, s.sid)]
        return [holder_of(row, row["name"]) for row in rows]

    def document_speaker(self, article_id: str) -> Speaker | None:
        """Return the one who speaks a whole document, outside the quotes in it."""
        voices = self.narrators(article_id)
        if len(voices) != 1:
            return None
        return Speaker(None, 0, 0, "document", voices[0], None, voices[0].name, is_known=True)

    def named(self, article_id: str, s: Sentence, tok: int, *, is_owner: bool = False) -> Iterator[Holder]:
        """Yield the actors a word names: each member of a list; nobody when the word names none that may hold one.

        An adjective names nobody, unless it is said to own what stands behind it: "the Norwegian refusal".
        """
        found: list[Mention] = []
        told, is_all = self._told(s, tok)
        beside = {*among_them(s, tok), *with_it(s, tok), *joining(s, tok)}
        for member in self._members(s, tok):
            mention = None if is_all and member == tok else self._covering(s, member)
            if (
                mention is not None
                and (member in beside or (is_owner and self._is_adjective(s, mention)) or self._can_hold(s, mention))
                and (holder := self._holder(article_id, s, mention)) is not None
            ):
                found.append(mention)
                yield holder
        for mention in (*self._listed(s, found), *(m for m in told if m not in found)):
            if (holder := self._holder(article_id, s, mention)) is not None:
                yield holder

    def standing_for(self, article_id: str, s: Sentence, trigger: int, holder: Holder) -> Holder:
        """Return the organisation or group that somebody says something for: "Peru, on behalf of the African Union"."""
        bodies = {m.head: m for m in self.mentions(s.sid) if m.kind in ("organisation", "group")}
        for of in bodies.keys() & set(spoken_for(s, trigger)):
            body = self._holder(article_id, s, bodies[of])
            if body is not None and body.code != holder.code:
                level = "group" if body.code.startswith("GRP") else "spokesperson"
                return replace(holder, code=body.code, level=level, principal=body.name)
        return holder

    def _listed(self, s: Sentence, found: list[Mention]) -> Iterator[Mention]:
        """Yield what the words list with a name although the parser does not: "A, the B, C and D"."""
        names = [m for m in self.mentions(s.sid) if m.kind in ("country", "organisation")] if found else []
        for run in _runs(s, names):
            if any(m in run for m in found):
                yield from (m for m in run if m not in found)

    def _told(self, s: Sentence, tok: int) -> tuple[list[Mention], bool]:
        """Return by whose names the words tell who several are, and whether these are all of them."""
        named = [m for m in self.mentions(s.sid) if m.kind in ("country", "organisation")]
        names = [m for m in named if m.head == m.end - 1 or "and" in s.lower[m.start : m.end]]  # "Trinidad and Tobago"
        found, is_all = told_by_name(s, tok, [(m.start, m.end) for m in names])
        return [names[k] for k in found], is_all

    def _members(self, s: Sentence, tok: int) -> list[int]:
        """Return the words of a list: names side by side, those that share an office, those that do it with them.

        Who joins an organisation becomes its member: of those that are joined only states do it too.
        """
        members = each_of(s, tok) or [*g.conjuncts(s, tok), *_but_also(s, tok)]
        named = {m.head for m in self.mentions(s.sid) if m.kind in ("country", "organisation")}
        too = [name for name in (*among_them(s, tok), *with_it(s, tok)) if name in named]
        states = {m.head for m in self.mentions(s.sid) if m.kind == "country"}
        return list(dict.fromkeys([*members, *too, *(name for name in joining(s, tok) if name in states)]))

    def _of_force(self, s: Sentence, tok: int) -> Mention | None:
        """As "Peruvian and Chilean warships": each people's own act; not "the troops", nor a single "Peruvian ship"."""
        over = next((up for up in s.ancestors(tok) if s.pos[up] == "NOUN"), None)
        if over is None or tok not in each_of(s, over):
            return None
        named = next((m for m in self.mentions(s.sid) if m.head == tok and m.kind == "country"), None)
        return replace(named, is_actor=True, level=self._level(s, over) or named.level) if named is not None else None

    def _level(self, s: Sentence, tok: int) -> str | None:
        """Return the level of an office: "the prime ministers of Peru and Chile"; None for what is none."""
        for start in range(max(tok - 2, 0), tok + 1):
            title = self._gazetteer.titles.longest(s.lower, start)
            if title is not None and title[0] == tok + 1 and title[1].country_level in HOLDER_LEVELS:
                level = title[1].country_level
                return "anonymous_official" if level == "official_named" else level  # nobody is named
        return None

    def _covering(self, s: Sentence, tok: int) -> Mention | None:
        force = self._of_force(s, tok)
        if force is not None:
            return force
        around = [m for m in self.mentions(s.sid) if m.start <= tok < m.end]
        heads = [m for m in around if m.head == tok]
        best = max(heads or around, key=lambda m: (m.end - m.start, m.code is not None), default=None)
        if best is None or (best.kind == "group" and s.lemma[tok] in LEADERS):
            best = self._of_country(s, tok) or best
        if best is None and s.lemma[tok] in STATES:
            named = [k for of in s.children[tok] if s.lower[of] == "of" for k in s.children[of] if s.dep[k] == "pobj"]
            best = next((m for m in self.mentions(s.sid) if m.head in named and m.kind == "country"), None)
            best = replace(best, head=tok, is_actor=True) if best is not None else None
        if best is None and s.lemma[tok] in OWN_NOUNS:
            vague = any(s.lower[k] in ("a", "an", "any", "no", "every", "each", "another") for k in s.children[tok])
            inside = (
                []
                if vague
                else [m for m in self.mentions(s.sid) if s.left[tok] <= m.start < tok and m.kind == "country"]
            )
            best = inside[-1] if inside else None
        return best

    def _can_hold(self, s: Sentence, m: Mention) -> bool:
        """Refuse a place or adjective before a noun, a pronoun for a group, and groups without a name ("states")."""
        gives = (
            s.dep[m.head] == "pobj" and s.lower[s.head[m.head]] == "from"
        )  # "a loan from Norway", "pressure from it"
        if not m.is_actor and not gives and s.dep[m.head] in ("compound", "amod", "nmod", "pobj"):
            return False
        if m.kind == "country" and s.dep[m.head] == "pobj" and s.dep[min(m.end, len(s) - 1)] == "case":
            return False  # "by Yemen's fighters", where the parser takes the country for who does it
        if m.kind == "country" and s.dep[m.head] == "poss":
            owned = s.head[m.head]
            if any(o.kind == "organisation" and o.head == owned and o.code != m.code for o in self.mentions(s.sid)):
                return False  # "Yemen's Houthis", "Chile's Codelco": not the country
        if m.kind == "country" and any(
            o.kind == "organisation" and o.code is None and o.end == m.start and s.head[o.head] == m.head
            for o in self.mentions(s.sid)
        ):
            return False  # "Greenpeace Spain": its branch there
        if m.kind == "organisation" and any(o.kind == "group" and o.end == m.start for o in self.mentions(s.sid)):
            return False  # "other member states ECOWAS": whose members they are
        if m.code is not None and m.code.startswith("GRP"):
            return m.kind != "pronoun" and (m.end - m.start > 1 or _is_told_apart(s, m.head))
        return True

    def _is_adjective(self, s: Sentence, m: Mention) -> bool:
        """Tell "Norwegian", "U.S." and "NATO" from "Norway" before a noun: "the Norway deal" is about it, not its."""
        is_shape = s.word[m.head].isupper() or s.tag[m.head] == "JJ"
        return m.kind in ("country", "organisation") and m.end - m.start == 1 and is_shape

    def _of_country(self, s: Sentence, tok: int) -> Mention | None:
        """As "Norway's top political and military leaders": the country they lead, not a group."""
        if s.lemma[tok] not in LEADERS:
            return None
        named = [
            m
            for m in self.mentions(s.sid)
            if m.kind == "country" and s.head[m.head] == tok and s.dep[m.head] in ("poss", "amod", "compound")
        ]
        return (
            Mention(named[0].start, tok + 1, tok, "country", named[0].entity_id, named[0].code, "government", True)
            if named
            else None
        )

    def _holder(self, article_id: str, s: Sentence, m: Mention) -> Holder | None:
        entity = self._entities.get((article_id, m.entity_id)) or {}
        code = m.code or entity.get("code")
        level = m.level or entity.get("holder_level")
        if code is None or level not in HOLDER_LEVELS:
            return None
        text = " ".join(s.word[m.start : m.end])
        return Holder(
            code,
            entity.get("name") or text,
            level,
            entity.get("role"),
            m.entity_id,
            entity.get("principal"),
            bool(entity.get("is_anonymous")) or level == "anonymous_official",
            text,
        )


def _but_also(s: Sentence, tok: int) -> list[int]:
    """Return the second of two subjects that parsers hang side by side: "not only Peru but also Chile opposes it"."""
    if s.dep[tok] not in ("nsubj", "nsubjpass") or "only" not in s.lower[max(tok - 4, 0) : tok]:
        return []
    return [k for k in s.children[s.head[tok]] if k > tok and s.dep[k] == s.dep[tok] and "also" in s.lower[tok:k]]


def _is_told_apart(s: Sentence, head: int) -> bool:
    """Tell a group by what sets it apart: "six industrial countries", "nations led by Oslo"; not "other states"."""
    kids = s.children[head]
    return any(
        (s.dep[k] in ("amod", "nummod", "compound") and s.lower[k] not in VAGUE) or s.dep[k] == "acl" for k in kids
    )


def _runs(s: Sentence, names: list[Mention]) -> Iterator[list[Mention]]:
    """Yield the lists of three names and more that end in "and" or "or"."""
    run: list[Mention] = []
    for m in names:
        gap = range(run[-1].end, m.start) if run else range(0)
        between = [s.lower[tok] for tok in gap if s.head[tok] != m.head or s.lower[tok] in LISTING]  # "tiny Malta"
        run = [*run, m] if between and all(word in LISTING for word in between) else [m]
        if len(run) > 2 and ("and" in between or "or" in between):
            yield run
            run = []
