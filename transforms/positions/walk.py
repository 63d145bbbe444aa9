"""From an issue's words up the tree: every attitude, act or judgement on the way, with its label and its holder's word.

The sign starts with the words' own direction and changes at every word that reverses, negates or opposes what it
governs; an attitude that is asserted on the way gives a reading. So "condemned the ban on aid" reads as for aid.
"""

from __future__ import annotations

from dataclasses import replace

from transforms.issues.words import key_of
from transforms.positions import grammar as g
from transforms.positions.climb import SPEAKER, Reading
from transforms.positions.frames import governor
from transforms.positions.inside import InsideRules

DEEPEST = 9
"""Words climbed at most: what stands higher speaks of something else."""
LOCATIVE = frozenset(f"prep:{word}" for word in ["in", "on", "at", "across", "near", "over", "off", "around"])

INTO = frozenset(f"prep:{word}" for word in ["into", "on", "about", "over", "of"])
"""Prepositions by which one matter is the topic of another: "the inquiry into the raid"."""


CIRCUMSTANCES = frozenset(
    {"defiance", "violation", "breach", "contravention", "accordance", "keeping", "line", "exchange"}
)
"""Nouns of phrases that tell how an act stands to something else: "in defiance of the sanctions"."""
WHEN = frozenset({"during", "at", "in", "on", "after", "before", "amid", "since"})
"""Prepositions of when and where; a clause behind their noun may belong to what was asked for then."""
AIMED = frozenset({"prep:on", "prep:against", "prep:to"})
"""Prepositions that name what a ban or a freeze is about, where the parser hangs it on the verb."""


class Walk(InsideRules):
    """One climb from one hit; `settled` makes it."""

    def settled(self) -> list[Reading]:
        """Climb, and return the readings that stand: "welcomed the Italian decision" is not Italy's word."""
        self._climb(self.hit.head)
        last = max((r.distance for r in self.readings), default=0)
        return [r for r in self.readings if not (r.is_adjectival and r.distance < last)]

    def _climb(self, node: int) -> None:
        s, start = self.s, self.hit.start
        if start > 1 and s.word[start - 1] == "-" and s.lower[start - 2] == "non":
            return  # "non-military spending"
        if self._is_where(node) or self._is_reproach(node) or self._is_called(node):
            return
        self._inside(node)
        for self.depth in range(1, DEEPEST):
            found = governor(self.s, node)
            if found is None:
                return
            up, frame = found
            if frame == "relcl":
                up = self._meant_by_relative(up)
            if frame == "advcl" and self.s.lower[up] == "long":
                return  # "as long as it keeps the ban": a condition, not what is said
            if up in self.others and not self.hit.is_name and frame in INTO and self.s.pos[up] in ("NOUN", "PROPN"):
                return  # "the inquiry into the raid": what is said is said of the inquiry
            if not self._govern(up, frame, node):
                return
            node = up

    def _meant_by_relative(self, noun: int) -> int:
        """As "demands made in talks that would require it": the parser hangs the clause on the nearest noun."""
        s, preposition = self.s, self.s.head[noun]
        over = s.head[preposition]
        if s.dep[noun] != "pobj" or s.lower[preposition] not in WHEN or s.lemma[noun] in self.t.nouns:
            return noun
        near = [k for k in s.children[over] if s.dep[k] in ("dobj", "prep") and k < preposition] if over else []
        asked = [n for k in near for n in ([k] if s.dep[k] == "dobj" else s.children[k])]
        if s.pos[over] == "NOUN" or s.dep[over] == "acl":
            asked.append(over if s.pos[over] == "NOUN" else s.head[over])
        return next((n for n in reversed(asked) if self.t.nouns.get(s.lemma[n]) == "advocates"), noun)

    def _is_where(self, node: int) -> bool:
        """As "the situation in eastern Chad": a place is no object, unless what is there is the issue's own matter."""
        s = self.s
        names = any(s.word[tok][:1].isupper() for tok in range(self.hit.start, self.hit.end))
        found = governor(s, node) if names and s.pos[node] in ("PROPN", "NOUN") else None
        if found is None or found[1] not in LOCATIVE:
            return False
        over = found[0]
        takes_in = found[1] == "prep:in" and s.lemma[over] in self.t.lists["takes_in"]
        return not takes_in and not self._reverses(over) and key_of(s.lemma[over]) not in self.words

    def _govern(self, up: int, frame: str, child: int) -> bool:
        pos = self.s.pos[up]
        goes_on = self._reads(up, frame, child, pos)
        is_clause = pos in ("VERB", "AUX") and self.s.dep[up] == "relcl" and g.verb_group(self.s, up).is_finite
        over = self.s.lemma[self._meant_by_relative(self.s.head[up])] if is_clause else ""
        return goes_on and not (is_clause and over not in self.t.lists["document"] and over not in self.t.nouns)

    def _reads(self, up: int, frame: str, child: int, pos: str) -> bool:
        """Read the word `up` over what hangs on it by `frame`; False where the climb ends."""
        s = self.s
        self._weigh(up, frame, child)
        self._note_argument(up, frame, child)
        self._hand_over(up, frame, child)
        self._is_whole(up, frame)
        goes_on = self._by_preposition(up, frame, child, pos) if frame.startswith("prep:") else None
        if frame.endswith("?") and pos == "VERB" and frame.startswith("to"):
            goes_on = self._by_object(up, frame, child)
        if goes_on is not None:
            return goes_on
        if frame == "conj":
            own = any(s.dep[k] in ("nsubj", "nsubjpass") for k in s.children[child])
            return not (pos in ("VERB", "AUX") and own)
        if up in self.idioms and self.idioms[up] not in ("good", "bad") and pos not in ("VERB", "AUX"):
            return self._idiom(up, self.idioms[up])
        if pos == "AUX" or (s.lemma[up] == "be" and pos == "VERB"):
            return self._copula(up, frame, child)
        if pos == "VERB":
            return self._reads_verb(up, frame, child)
        if pos in ("NOUN", "PROPN"):
            goes_on = self._noun(up, self.t.nouns.get(s.lemma[up]) or self.t.nouns.get(s.lower[up]), frame)
            if g.owner(s, up) is not None:
                self.governs = "other"  # what is said of somebody's plan is said of another's act
            return goes_on
        if pos == "ADJ" and frame in ("subj", "subj_small") and s.lower[up] in self.t.adjectives:
            return True  # "kept the port open": the port has no attitude
        return self._adjective(up, frame) if pos == "ADJ" else True

    def _by_preposition(self, up: int, frame: str, child: int, pos: str) -> bool | None:
        """A phrase that only tells when or where, or that belongs to the verb's object: "miss its target for"."""
        if frame == "prep:without" and self._is_needed(up):
            self._judge(up, 1)
            return False
        if frame.removeprefix("prep:") in self.t.lists["adjunct"] and (
            frame != "prep:but" or self.s.tag[child] != "VB"
        ):
            return False
        if (verb := self._blaming(up, frame)) is not None:
            return self._reads(verb, frame, child, "VERB")
        if frame == "prep:in" and self.s.lemma[child] in CIRCUMSTANCES:
            return False
        if pos != "VERB":
            return None
        return self._by_object(up, frame, child)

    def _is_needed(self, up: int) -> bool:
        """As "without a truce there can be no talks", "peace is impossible without it": who says so wants it."""
        s = self.s
        verb = up if s.pos[up] in ("VERB", "AUX") else s.head[up]
        group = g.verb_group(s, verb)
        denied = group.negated or any(g.is_denied_noun(s, k) for k in s.children[verb] if s.dep[k] in ("attr", "dobj"))
        impossible = any(s.lower[k] in ("impossible", "unthinkable") for k in s.children[verb])
        return (
            s.pos[verb] in ("VERB", "AUX") and not group.is_past and ((denied and group.modal == "can") or impossible)
        )

    def _blaming(self, up: int, frame: str) -> int | None:
        """The verb of "summoned Peru's envoy over the raids", where the parser hangs the reason on the one blamed."""
        s, over = self.s, self.s.head[up]
        is_object = s.dep[up] == "dobj" and s.pos[up] in ("NOUN", "PROPN") and frame in ("prep:over", "prep:for")
        if not is_object or s.lemma[up] in self.t.nouns or self._is_event(up):
            return None
        return over if self._lookup(self.t.verbs, g.particle(s, over), frame) == "objects" else None

    def _by_object(self, up: int, frame: str, child: int) -> bool | None:
        """What hangs on the verb belongs to its object: "miss its target for", "put pressure on Peru to"."""
        s = self.s
        part = next((k for k in s.children[up] if s.dep[k] == "dobj" and k < child and k in self.idioms), None)
        if part is not None and self.idioms[part] not in ("good", "bad"):
            return self._idiom(part, self.idioms[part])  # "took part, with Chile, in"
        noun = self._object_before(up, frame, child)
        if noun is None and (noun := self._behind_preposition(up, frame, child)) is not None:
            self._noun(noun, self.t.nouns.get(s.lemma[noun]), "to")
            return self._reads(up, "prep:" + s.lower[s.head[noun]], noun, s.pos[up])
        if noun is None and frame == "prep:for" and (noun := self._under(up, child)) is not None:
            self._weigh(noun, frame, child)
            self._noun(noun, self.t.nouns.get(s.lemma[noun]), frame)
            return False
        if noun is None:
            return None
        self._noun(noun, self.t.nouns.get(s.lemma[noun]), frame)
        return self._reads(up, "obj", noun, s.pos[up])

    def _behind_preposition(self, up: int, frame: str, child: int) -> int | None:
        """As "pushed back against calls to open it", whose infinitive the parser hangs on the verb."""
        s, noun = self.s, self.s.left[child] - 1
        is_infinitive = frame == "to?" and noun >= 0 and s.lower[noun + 1] == "to"
        is_behind = is_infinitive and s.dep[noun] == "pobj" and s.head[s.head[noun]] == up
        return noun if is_behind and s.lemma[noun] in self.t.nouns else None

    def _is_whole(self, up: int, frame: str) -> None:
        """As "pressure Peru to end its tests" where pressure is the issue's matter: below it nothing is reversed."""
        is_event = frame != "conj" and key_of(self.s.lemma[up]) in self.predicates
        if is_event and (self.presses or not (self.ends or self.says_end)):
            self.sign = self.hit.sign

    def _hand_over(self, up: int, frame: str, child: int) -> None:
        """Give "its" to whom it is said of: "pressed Peru over its refusal", "a pledge from Peru that it would"."""
        s = self.s
        near = [k for k in s.children[up] if s.dep[k] in ("dobj", "prep") and k < child]
        deep = [n for k in near for n in s.children[k] if s.dep[n] in ("pobj", "prep") and n < child]
        judged = s.pos[up] == "NOUN" or s.lemma[up] in self.t.verbs or any(s.lemma[k] in self.t.nouns for k in near)
        if frame in ("that", "acl", "to"):
            beside = s.children[s.head[up]] if s.dep[up] == "dobj" else []
            froms = [k for k in [*near, *deep, *beside] if s.lower[k] == "from" and k < child]
            whose = next((n for k in froms for n in s.children[k]), None)
        elif frame in ("prep:over", "prep:for", "prep:about") and judged:
            under = [n for k in deep if s.dep[k] == "prep" for n in s.children[k] if n < child]
            whose = next((k for k in near + deep + under if s.pos[k] == "PROPN"), None)
        else:
            return
        if whose is None or s.pos[whose] != "PROPN":
            return
        self.readings = [
            replace(r, holder=whose) if r.holder > whose and s.lower[r.holder] in g.THIRD else r for r in self.readings
        ]

    def _note_argument(self, up: int, frame: str, child: int) -> None:
        """Note whether another's act ("urge Peru to") or the holder's own ("plan to") is spoken of."""
        if frame.rstrip("?") in ("to", "ing") and not self.governs:
            self.governs = "ing"
        for_other = frame == "prep:for" and self.s.pos[child] == "VERB"
        if (for_other or frame.startswith("to_other")) and self._is_anothers(up, child):
            self.governs = "other"

    def _is_anothers(self, up: int, child: int) -> bool:
        """As "urged Peru to": not "want the ban to become law", of the issue itself, nor "urged a mission to clear"."""
        s = self.s
        own = [k for k in s.children[child] if s.dep[k] in ("nsubj", "nsubjpass")]
        if own:
            return own[0] != self.hit.head
        named = next((k for k in s.children[up] if s.dep[k] in ("dobj", "dative") and k < child), None)
        return named is None or not any(s.lower[k] in ("a", "an") and s.dep[k] == "det" for k in s.children[named])

    def _reads_verb(self, up: int, frame: str, child: int) -> bool:
        is_adjective = self.s.lower[up] in self.t.adjectives
        if up == self.said:
            return True
        if self._feels(up, frame):
            return False
        if frame == "agent" and not is_adjective:
            return False
        if self._judging_participle(up, frame):
            return True
        if is_adjective and self._is_state(up, frame):
            return self._adjective(up, frame)
        return self._verb(up, frame, child)

    def _judging_participle(self, up: int, frame: str) -> bool:
        """As "is justified", "are needed", "is worrying": a participle that judges its subject."""
        s = self.s
        value = self.t.good["adj"].get(s.lower[up])
        group = g.verb_group(s, up)
        fits = (frame == "obj" and group.is_passive and g.agent(s, up) is None) or (
            frame == "subj" and group.is_progressive
        )
        if not value or not fits or s.dep[up] in ("acl", "amod") or any(s.dep[k] == "dobj" for k in s.children[up]):
            return False
        side = value * self.sign * (-1 if group.negated else 1)
        if not group.is_conditional:
            self._add(up, "advocates" if side > 0 else "objects", SPEAKER, "evaluation")
        self.sign *= value * (-1 if group.negated else 1)
        return True

    def _object_before(self, up: int, frame: str, child: int) -> int | None:
        s = self.s
        if self._lookup(self.t.verbs, g.particle(s, up), frame) or self._lookup(
            self.t.actions, g.particle(s, up), frame
        ):
            return None
        return next(
            (
                k
                for k in s.children[up]
                if s.dep[k] == "dobj"
                and k < child
                and (
                    s.lemma[k] in self.t.nouns
                    or s.lemma[k] in self.t.lists["share"]
                    or (frame in AIMED and s.lemma[k] in self.t.lists["undo_noun"])
                    or (frame == "prep:against" and s.lemma[k] in self.t.lists["made_against"])
                )
            ),
            None,
        )

    def _is_state(self, up: int, frame: str) -> bool:
        """As "is opposed to", "are committed to": a participle that is an adjective."""
        s = self.s
        has_be = any(s.dep[k] == "auxpass" for k in s.children[up]) or s.dep[up] in ("acl", "amod", "advcl", "acomp")
        return (
            has_be
            and s.tag[up] in ("VBN", "JJ", "VBD")
            and (g.agent(self.s, up) is None or frame == "agent")
            and not any(self.s.dep[k] == "dobj" for k in self.s.children[up])
        )
