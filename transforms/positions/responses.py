"""Verbs that answer what others do: threats, replies, what is given to a thing, who has to account for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.positions import grammar as g
from transforms.positions.attitudes import AttitudeRules
from transforms.positions.climb import SPEAKER, Reading
from transforms.positions.labels import attitude_label

USING = frozenset({"use", "exploit", "abuse", "misuse", "employ"})
"""Verbs that with "as" tell for what a thing serves."""
THREATENING = frozenset({"threaten", "warn"})
"""Verbs whose if-clause tells what is not wanted."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb on the way: what hangs on it, and how."""

    tok: int
    lemma: str  # with its particle
    frame: str
    child: int
    group: g.VerbGroup


class ResponseRules(AttitudeRules):
    """What verbs say that take up another's act, or give up one's own attitude."""

    def _threatened(self, v: Verb) -> bool | None:
        """As "threatened Peru with sanctions if it opened the port": the condition is what the threat is against."""
        marks = {self.s.lower[k] for k in self.s.children[v.child] if self.s.dep[k] == "mark"}
        if v.frame != "advcl" or self.s.lemma[v.tok] not in THREATENING or not marks & {"if", "unless"}:
            return None
        label = "objects" if "if" in marks else "advocates"
        self._add(v.tok, attitude_label(label, self.sign, v.group), g.subject(self.s, v.tok), "attitude")
        return False

    def _used_as(self, v: Verb) -> bool | None:
        """As "food aid cannot be used as a weapon": how a thing is used, not whether it is wanted."""
        s = self.s
        is_manner = v.lemma in USING and any(s.lower[k] == "as" and s.dep[k] == "prep" for k in s.children[v.tok])
        return False if is_manner and v.frame == "obj" else None

    def _brought_up(self, v: Verb) -> bool | None:
        """As "raised the pipeline with Peru": what one speaks about is neither done nor wanted."""
        s = self.s
        with_whom = (
            n for k in [*s.children[v.tok], *s.children[v.child]] if s.lower[k] == "with" for n in s.children[k]
        )
        is_topic = v.lemma in ("raise", "bring up") and v.frame == "obj" and v.child == self.hit.head
        return False if is_topic and any(s.pos[n] == "PROPN" for n in with_whom) else None

    def _shared(self, v: Verb) -> bool | None:
        """As "shares Peru's concerns about the pipeline": both have them."""
        s = self.s
        if v.lemma not in ("share", "echo", "second") or v.frame != "obj" or v.group.is_conditional:
            return None
        theirs = [r for r in self.readings if r.trigger == v.child and r.kind == "noun" and not self._is_its(r)]
        if not theirs:
            return None
        label = theirs[-1].commitment if not v.group.negated else ""
        self._add(v.tok, label, g.subject(s, v.tok), "attitude")
        return False

    def _faded(self, v: Verb) -> bool | None:
        """As "its enthusiasm for the bridge has cooled": an attitude that ebbs is turning into its contrary."""
        side = {"advocates": "objects", "commits": "not_planning", "objects": "not_ruling_out"}
        if v.frame != "subj" or v.lemma not in self.t.lists["fade"] or v.group.negated or v.group.modal:
            return None
        own = [r for r in self.readings if r.trigger == v.child and r.kind == "noun"]
        if not own:
            return None
        self.readings = [
            replace(r, commitment=side.get(r.commitment, r.commitment)) if r in own else r for r in self.readings
        ]
        return False

    def _answered(self, v: Verb) -> bool | None:
        """As "will respond to the raid": what is answered is not done."""
        return False if self.s.lemma[v.tok] in ("respond", "react", "reply") and v.frame == "prep:to" else None

    def _given(self, v: Verb) -> bool | None:
        """As "gave the treaty its backing", "gave it a cool reception": the noun tells what is given."""
        s = self.s
        noun = next((k for k in s.children[v.tok] if s.dep[k] == "dobj"), None)
        if v.frame != "obj2" or noun is None or v.tok in self.idioms:
            return None
        label, value = self.t.nouns.get(s.lemma[noun]), self._value(noun)
        kinds = (self.t.adjectives.get(s.lower[k]) for k in s.children[noun] if s.dep[k] == "amod")
        label = label or next((kind for kind in kinds if kind), None)  # "a cool reception"
        if label is None and value is None:
            return None
        label = label or ("advocates" if value == 1 else "objects")
        self._add(v.tok, attitude_label(label, self.sign, v.group), g.subject(s, v.tok), "noun")
        return False

    def _wasted(self, v: Verb) -> bool | None:
        """As "is wasting time on talks"; under "stop" or "should not" the words above say it."""
        if v.lemma != "waste" or v.frame == "subj":
            return None
        is_warning = v.group.negated and v.group.modal == "duty"  # "should not waste their time on talks"
        if is_warning or (v.group.is_finite and not v.group.negated and not v.group.modal):
            self._judge(v.tok, -1)
        return True

    def _accounted(self, v: Verb) -> bool | None:
        """As "pressed Peru to explain its refusal": who has to account for a thing is found fault with."""
        asked = self.s.tag[v.tok] == "VB" and self._is_asked_of(v.tok)
        if not asked or v.frame != "obj" or self.s.lemma[v.tok] not in self.t.lists["account"]:
            return None
        self.sign = -self.sign
        return True

    def _lets_go(self, v: Verb) -> bool:
        """As "dropped its objections to the treaty": who no longer opposes a thing need not do it."""
        if v.frame != "obj" or v.group.negated or not v.group.is_finite or v.group.is_conditional:
            return False
        if self.t.nouns.get(self.s.lemma[v.child]) != "objects" or self._effect(-1) > 0:
            return False
        own = [r for r in self.readings if r.trigger == v.child and r.kind == "noun" and self._is_its(r)]
        held = own[-1].commitment if own else self.pending[1] if self.pending else ""
        if held != "objects":
            return False
        self.readings = [r for r in self.readings if r not in own]
        self._add(v.tok, "not_ruling_out", g.subject(self.s, v.tok), "attitude")
        return True

    def _is_asked_of(self, infinitive: int) -> bool:
        over = self.s.head[infinitive]
        return any(self.s.dep[k] == "dobj" and k < infinitive for k in self.s.children[over] if over < infinitive)

    def _is_its(self, reading: Reading) -> bool:
        return reading.holder != SPEAKER and self.s.tag[reading.holder] == "PRP$"
