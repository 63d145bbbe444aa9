"""A second, looser climb for sentences whose issue's words stand out but whose frames no table lists.

The strict climb (`walk`) knows in which frame each trigger takes its argument. Where it finds nothing although the
issue is surely spoken of, the climb is made once more: a trigger's one commitment holds for frames the tables do not
list, neutral verbs and purposes are passed over, and the sign is kept on the way as before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from transforms.issues.words import key_of
from transforms.positions import grammar as g
from transforms.positions.attitudes import T
from transforms.positions.frames import governor
from transforms.positions.hits import Hit, Matter
from transforms.positions.holders import Actors
from transforms.positions.labels import attitude_label
from transforms.positions.statements import Statement, held
from transforms.positions.tables import Triggers
from transforms.positions.walk import DEEPEST, Walk
from transforms.views import Sentence, SentenceViews

SURE = 0.5
"""The least score of words that surely mean their issue."""
ASIDE = frozenset({"prep:to", "prep:from", "prep:with", "prep:by", "prep:among", "prep:between"})
"""Frames of what a noun of no table only answers or involves."""
TOPICAL = frozenset({"prep:on", "prep:over", "prep:about", "prep:regarding", "prep:concerning"})
"""Frames of what is spoken of."""
FAR = frozenset({"prep:as", "prep:at", "prep:by", "prep:since", "prep:until", "prep:within", "prep:like", "agent"})
"""Frames that are never a trigger's argument."""


class LooseWalk(Walk):
    """One climb in which a trigger's commitment holds for frames that are not listed."""

    def _lookup(self, table: Mapping[str, Mapping[str, T]], lemma: str, frame: str) -> T | None:
        exact = super()._lookup(table, lemma, frame)
        if exact is not None:
            return exact
        listed = table.get(lemma, {})
        said = set(listed.values())
        fits = frame not in FAR and self._could_take(listed.keys(), frame.rstrip("?"))
        return said.pop() if len(said) == 1 and fits else None

    @staticmethod
    def _could_take(listed: Collection[str], frame: str) -> bool:
        """Tell whether a verb of the listed frames may take one more: what is done to persons is no verb of things."""
        if "obj" in listed:
            return frame.startswith("prep:") or frame in ("to", "ing", "that")
        if frame.startswith("prep:"):
            return any(other.startswith("prep:") or other == "to" for other in listed)
        return frame in ("to", "ing", "that", "obj") and bool({"to", "ing", "that"} & set(listed))

    def _climb(self, node: int) -> None:
        if self._is_where(node):
            return
        self._inside(node)
        for self.depth in range(1, DEEPEST):
            found = self._governor(node)
            if found is None or not self._govern(*found, node):
                return
            node = found[0]

    def _is_where(self, node: int) -> bool:
        found = self._governor(node)
        if found is not None and found[1] in TOPICAL and g.particle(self.s, found[0]) in self.t.verbs:
            return False  # "backed Peru on the Karsa road": not where it did so
        return super()._is_where(node)

    def _governor(self, node: int) -> tuple[int, str] | None:
        """As `governor`; a topic ("on the issue of") belongs to the verb, though the parser hangs it on a name."""
        found = governor(self.s, node)
        if found is None or found[1] not in TOPICAL or self.s.pos[found[0]] != "PROPN":
            return found
        verb = next((up for up in self.s.ancestors(found[0]) if self.s.pos[up] == "VERB"), None)
        return found if verb is None else (verb, found[1])

    def _noun(self, up: int, commitment: str | None, frame: str = "") -> bool:
        s = self.s
        is_known = commitment or s.lemma[up] in self.t.lists["undo_noun"] or key_of(s.lemma[up]) in self.t.action_nouns
        if not is_known and frame in ASIDE and s.lemma[up] not in self.t.lists["stance"]:
            return False  # "its response to the sanctions" is an act of its own
        return super()._noun(up, commitment, frame)

    def _verb(self, up: int, frame: str, child: int) -> bool:
        lemma = g.particle(self.s, up)
        if self._tagged(up, frame, child):
            return False
        goes_on = super()._verb(up, frame, child)
        self.blurred = False  # what is done to the issue by a verb of no table is taken to serve it
        if lemma in self.t.verbs or lemma in self.t.actions or self.s.lemma[up] in self.t.lists["light"]:
            return goes_on
        return frame == "to?" or (goes_on and not frame.startswith("prep:"))

    def _tagged(self, up: int, frame: str, child: int) -> bool:
        """The issue's words are themselves the name given: "called the tribunal a show trial"."""
        s = self.s
        value = self._value(child) if frame in ("attr", "prep:as", "acomp") else None
        if not value or s.lemma[up] not in self.t.lists["label"]:
            return False
        self._add(up, attitude_label("advocates", value, g.verb_group(s, up)), g.subject(s, up), "label")
        return True


def loosely(
    hits: Iterable[Hit],
    found: Iterable[Statement],
    views: SentenceViews,
    article_of: Mapping[int, str],
    actors: Actors,
    triggers: Triggers,
    matters: Mapping[str, Matter],
) -> Iterator[Statement]:
    """Yield what a loose climb says of sure hits, for holders of whom the article says nothing surer on the issue."""
    told = {(article_of[x.hit.sid], x.hit.issue_id, x.holder.code) for x in found}
    for hit in hits:
        if hit.via != "keyword" or hit.score < SURE:
            continue
        article_id = article_of[hit.sid]
        for x in _statements(article_id, views[hit.sid], hit, actors, triggers, matters[hit.issue_id]):
            if (article_id, hit.issue_id, x.holder.code) not in told:
                yield x


def _statements(
    article_id: str, s: Sentence, hit: Hit, actors: Actors, triggers: Triggers, matter: Matter
) -> Iterator[Statement]:
    for reading in LooseWalk(s, hit, triggers, matter).settled():
        if reading.kind != "owned":  # whose act it is, the strict climb reads alike
            yield from held(article_id, s, hit, replace(reading, is_loose=True), actors, triggers)
