"""Copulas on the way: "its goal is to", "there are no plans", "is a mistake", "has yet to"."""

from __future__ import annotations

from transforms.positions import grammar as g
from transforms.positions.climb import PLAIN, SPEAKER
from transforms.positions.labels import action_label, attitude_label
from transforms.positions.nouns import NounRules

DECIDING = frozenset({"decide", "determine", "choose", "settle", "rule"})
"""Verbs that before "whether" leave both ways open, denied or not."""
TOPICAL = frozenset({"prep:on", "prep:about", "prep:over", "prep:to"})
"""Prepositions of what somebody's view is about."""
NEEDING = frozenset({"need", "want", "require", "lack", "seek", "like"})
"""Verbs of what is wanted: "what we need is"."""
OFF = frozenset({"off", "over", "finished"})
"""What a thing is that will not be."""
BESIDE = frozenset({"nsubj", "punct", "mark", "aux", "cc", "conj", "npadvmod", "advcl"})
IN_FORCE = frozenset({"place", "force", "effect"})
SUBJECTS = frozenset({"topic", "subject", "issue", "question", "theme", "item", "matter"})
"""Nouns for what is only spoken of."""


class CopulaRules(NounRules):
    """What a copula says of its subject and of what it is said to be."""

    def _copula(self, up: int, frame: str, child: int) -> bool:
        group = g.verb_group(self.s, up)
        if group.is_conditional:
            return False
        if frame == "subj":
            return self._predicate_of(up, group, child)
        if (kind := self._kind_beside(up, frame)) is not None:
            return self._held_adjective(kind, up, self.t.adjectives[g.joined(self.s, kind)], group)
        return self._beside_copula(up, frame, child, group)

    def _beside_copula(self, up: int, frame: str, child: int, group: g.VerbGroup) -> bool:
        """What hangs on a copula beside its subject: "it is important to", "our goal is to", "is against"."""
        s, kids = self.s, self.s.children[up]
        subject = next((k for k in kids if s.dep[k] in ("nsubj", "csubj")), None)
        if frame == "attr" and subject is not None and s.dep[subject] == "csubj" and s.lemma[subject] in NEEDING:
            denied = g.verb_group(s, subject).negated or group.negated
            self._judge(subject, -1 if denied else 1)  # "what we need is a treaty"
            return True
        if any(s.dep[k] == "expl" and s.lower[k] == "there" for k in kids):
            return self._there_is(up, child, group)
        if frame.startswith(("to", "that")) and self._it_is(kids, group):
            return True
        if (
            frame == "attr"
            and (subject is None or s.lower[subject] in ("it", "this", "that"))
            and self._it_is([child], group)
        ):
            return True
        if frame in ("attr", "to", "that", "to_other", "acomp", "ing") and subject is not None and subject != child:
            return (frame == "to" and self._is_to(up, subject, child, group)) or self._goal_is(subject, group)
        if frame == "prep:against":
            self._add(up, attitude_label("objects", self.sign, group), g.subject(s, up), "adjective")
        elif frame == "prep:for":
            self._add(up, attitude_label("advocates", self.sign, group), g.subject(s, up), "adjective")
        elif self.pending:
            self._light(up, group)
        return frame.startswith("prep") or frame in ("to", "acomp", "attr")

    def _kind_beside(self, up: int, frame: str) -> int | None:
        """The adjective of "was non-committal on the treaty", beside which the parser hangs what it is about."""
        s = self.s
        kinds = (k for k in s.children[up] if s.dep[k] == "acomp" and frame in TOPICAL)
        return next((k for k in kinds if g.joined(s, k) in self.t.adjectives), None)

    def _there_is(self, up: int, child: int, group: g.VerbGroup) -> bool:
        """As "there will be no troops", "there is no military solution"."""
        denied = g.is_denied_noun(self.s, child)
        if denied and self.pending and self.pending[1] in ("not_planning", "rules_out"):
            self._add(child, self.pending[1], SPEAKER, "noun")  # "there are no plans to"
            self.pending = None
        elif denied and group.modal in ("may", "can"):
            self._add(up, "rules_out" if self.sign < 0 else "commits", SPEAKER, "action")
        elif group.modal:
            self._add(up, action_label(self.sign, group), SPEAKER, "action")
        elif denied:
            self._judge(up, 1)
        return True

    def _it_is(self, kids: list[int], group: g.VerbGroup) -> bool:
        """As "it is important to …", "it would be wrong to …"; a phrase with be: "is on course to"."""
        for kid in kids:
            if self.s.dep[kid] in ("acomp", "attr") and (value := self._value(kid)):
                value *= -1 if group.negated else 1
                self._judge(kid, value)
                self.sign *= value
                return True
            for noun in self.s.children[kid] if self.s.dep[kid] == "prep" else []:
                if self.idioms.get(noun, "good") not in ("good", "bad"):
                    self._idiom(noun, self.idioms[noun])
                    return True
        return False

    def _is_to(self, up: int, subject: int, child: int, group: g.VerbGroup) -> bool:
        """As "Peru is to open the port in May": settled conduct of who is named or meant."""
        s = self.s
        plans = s.lemma[up] == "be" and s.pos[child] == "VERB" and s.pos[subject] in ("PROPN", "PRON")
        if plans and any(s.lower[k] == "yet" for k in s.children[up]):
            return self._has_yet(up, child, group)
        if plans and s.lower[subject] == "it" and any(s.lower[k] == "up" for k in s.children[up]):
            self._judge(up, -1 if group.negated else 1)  # "it is up to Peru to open it"
            return True
        if not plans or group.modal or not group.is_finite or g.verb_group(s, child).is_passive:
            return False
        self._add(up, attitude_label("commits", self.sign, group), g.subject(s, up), "attitude")
        return True

    def _has_yet(self, up: int, child: int, group: g.VerbGroup) -> bool:
        """As "has yet to open it", "is yet to decide on it": not done, or not said."""
        s = self.s
        open_question = s.lemma[child] in DECIDING or s.lemma[child] in self.t.lists["speak_out"]
        label = "withholds" if open_question else "not_planning" if self.sign > 0 else ""
        self.readings = [r for r in self.readings if r.holder == SPEAKER]
        self._add(up, "" if group.is_conditional else label, g.subject(s, up), "attitude")
        return False

    def _goal_is(self, subject: int, group: g.VerbGroup) -> bool:
        """As "Our goal is to …", "the only way is dialogue"; "we are to send" is a plan."""
        s = self.s
        commitment = self.t.nouns.get(s.lemma[subject])
        if commitment and s.lower[subject] not in g.RELATIVES:
            holder = g.owner(s, subject)
            self._add(
                subject, attitude_label(commitment, self.sign, group), SPEAKER if holder is None else holder, "noun"
            )
            return True
        value = self._value(subject)
        if value:
            self._add(subject, "advocates" if value * self.sign > 0 else "objects", SPEAKER, "evaluation")
        return True

    def _predicate_of(self, up: int, group: g.VerbGroup, child: int) -> bool:
        """As "Sanctions are a mistake", "all options are on the table", "talks are under way"."""
        s = self.s
        if self._stays(up, group):
            self._add(up, "commits" if self.sign > 0 else "rules_out", SPEAKER, "action")
            return True
        for kid in s.children[up]:
            if kid == child or s.dep[kid] in ("nsubj", "aux", "neg", "punct", "expl", "mark", "advcl"):
                continue
            if self._by_phrase(kid, group):
                return True
            if s.lower[kid] in self.t.lists["possible"]:
                self._add(kid, attitude_label("open_to", self.sign, group), SPEAKER, "evaluation")
                return True
            lacking = self._is_too_little(kid, child, group)
            value = 1 if lacking else self._value(kid)
            if value and value > 0 and s.lemma[kid] in SUBJECTS:
                return True  # "is an important topic" tells no side
            if value:
                value *= -1 if group.negated and not lacking else 1
                side = value * self.sign
                label = "open_to" if side > 0 and group.modal == "may" else "advocates" if side > 0 else "objects"
                self._add(kid, label, SPEAKER, "evaluation")
                self.sign *= value
                return True
            if self._by_word(up, kid, group):
                return True
            commitment = self.t.nouns.get(s.lemma[kid])
            if commitment in ("commits", "advocates"):
                holder = g.owner(s, kid)
                self._add(
                    kid, attitude_label(commitment, self.sign, group), SPEAKER if holder is None else holder, "noun"
                )
        return True

    def _by_phrase(self, kid: int, group: g.VerbGroup) -> bool:
        """As "is on the table", "is out of the question"."""
        s = self.s
        tok = next((tok for tok in range(s.left[kid], s.right[kid]) if tok in self.idioms), None)
        if tok is None:
            return False
        reading = self.idioms[tok]
        if reading in ("good", "bad"):
            self._judge(tok, (1 if reading == "good" else -1) * (-1 if group.negated else 1))
        else:
            self._add(tok, attitude_label(reading, self.sign, group), self._for_whom(tok), "idiom")
        return True

    def _by_word(self, up: int, kid: int, group: g.VerbGroup) -> bool:
        """As "is an option", "is off"."""
        s = self.s
        is_off = s.lower[kid] in OFF and s.lemma[up] == "be" and kid > up and not s.children[kid]
        if not is_off and s.lemma[kid] not in ("option", "possibility"):
            return False
        label = attitude_label("rules_out" if is_off else "open_to", self.sign, group)
        if group.negated and not is_off:
            label = attitude_label("rules_out", self.sign, PLAIN)  # "is not an option"
        self._add(kid, label, SPEAKER, "evaluation")
        return True

    def _stays(self, up: int, group: g.VerbGroup) -> bool:
        """As "the ban stays", "remains in force": said of today, it is what the speaker keeps to."""
        s = self.s
        kids = [k for k in s.children[up] if s.dep[k] not in BESIDE]
        in_force = all(s.lower[k] == "in" and any(s.lower[n] in IN_FORCE for n in s.children[k]) for k in kids)
        holds = s.tag[up] == "VBZ" or (group.modal in ("would", "future") and not group.negated)
        return s.lemma[up] in ("stay", "remain") and holds and in_force and not group.is_conditional

    def _for_whom(self, tok: int) -> int:
        """Return who is named in "is not on the cards for Peru"."""
        s = self.s
        whose = (n for k in s.children[tok] if s.lower[k] == "for" for n in s.children[k] if s.pos[n] == "PROPN")
        return next(whose, SPEAKER)

    def _light(self, up: int, group: g.VerbGroup) -> None:
        noun, commitment = self.pending or (up, "")
        self.pending = None
        self._add(
            noun,
            commitment if not group.negated else attitude_label(commitment, 1, group),
            g.subject(self.s, up),
            "noun",
        )
