"""Attitudes on the way: what a verb holds of its argument under negation and "if", silence, promises not kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from transforms.issues.words import key_of
from transforms.positions import grammar as g
from transforms.positions.climb import SPEAKER
from transforms.positions.effects import EffectRules
from transforms.positions.frames import governor
from transforms.positions.labels import TOWARDS, attitude_label
from transforms.positions.members import is_first_to
from transforms.positions.nouns import OFFERED

T = TypeVar("T", str, int)
SPOKEN = frozenset({"that", "obj", "prep:on", "prep:about", "prep:of"})
"""Frames in which a verb of speaking takes what is spoken of."""
SIDES = frozenset({"position", "stance", "side", "view", "stand", "opinion"})
"""Nouns that name having an attitude at all."""
TOPIC = SPOKEN | {"ing"}
"""Frames in which a verb of talking takes its topic."""
KEPT = frozenset({"open_to", "not_ruling_out", "objects", "rules_out", "withholds"})
"""Attitudes that survive under "agreed to", "began to": what was agreed is to consider, not to do."""


class AttitudeRules(EffectRules):
    """What verbs of attitude, silence and failure say of the words below them."""

    def _lookup(self, table: Mapping[str, Mapping[str, T]], lemma: str, frame: str) -> T | None:
        frames = table.get(lemma)
        if frames is None:
            return None
        if frame.rstrip("?") in frames:
            return frames[frame.rstrip("?")]
        if frame == "to_other?" and "to" in frames:
            return frames["to"]
        if frame.rstrip("?") == "ing" or frame == "obj2":
            return frames.get("obj")
        return None

    def _attitude(self, up: int, commitment: str, group: g.VerbGroup, frame: str) -> bool:
        s = self.s
        goes_on = self._another(up, commitment, group, frame)
        if goes_on is not None:
            return goes_on
        if commitment in OFFERED and self._is_offer(up, group):
            commitment = "open_to"
        if s.lemma[up] in self.t.lists["deny"] and not group.negated:
            # "denied it had sent troops", "denies any plan to": what is denied is nobody's word
            planned = self.pending[1] if self.pending else self.inner
            commitment = "not_planning" if planned in ("commits", "open_to") else "objects"
            self.readings = [r for r in self.readings if r.holder == SPEAKER]
            self.inner, self.sign = "", self.hit.sign if frame != "obj" else self.sign
        if frame == "that":
            # what the clause says will happen is the content of the attitude, nobody's own act
            self.readings = [r for r in self.readings if r.kind not in ("action", "duty")]
            if commitment == "objects" and any(r.kind == "evaluation" for r in self.readings):
                return True
        if frame == "to" and commitment in ("commits", "acts") and self.inner == "advocates" and self.asks:
            commitment = "advocates"  # "plans to ask others to …"
        self.asks = frame.startswith("to_other")
        if not self.governs and self._reacts(up, group):
            self.governs = "other"
        empty = self.blurred and commitment in ("acts", "commits") and frame.startswith("to")
        if (group.is_finite or self._is_asserted(up)) and not empty:
            holder = SPEAKER if group.modal == "duty" else g.subject(s, up)
            if holder is None and group.is_passive and self._is_told(commitment, group, frame):
                holder = SPEAKER  # "could not be ruled out", they said
            self._add(up, attitude_label(commitment, self.sign, group), holder, "attitude")
        self.inner, self.inner_sign = commitment, self.sign
        self.sign *= TOWARDS[commitment] * (-1 if group.negated else 1)
        return not (group.is_finite and s.dep[up] == "advcl")

    def _is_charge(self, up: int, group: g.VerbGroup, frame: str) -> bool:
        """As "denied the allegations": whether they are true is another matter, unless the issue is just that."""
        s, lists = self.s, self.t.lists
        told = s.lemma[self.hit.head] in lists["allegation"] and self.hit.via == "keyword" and not self.is_judged
        return told and frame == "obj" and s.lemma[up] in lists["deny"] and not group.negated

    def _another(self, up: int, commitment: str, group: g.VerbGroup, frame: str) -> bool | None:
        """Where the verb's own attitude is not held, or another is: whether the climb goes on; None otherwise."""
        s = self.s
        if (
            g.particle(s, up) in self.t.lists["topic_of"]
            and frame in TOPIC
            and not group.modal
            and (group.negated or ((group.is_past or group.is_perfect) and not group.is_progressive))
        ):
            return False  # what was, or was not, spoken of: no attitude
        if self._is_charge(up, group, frame):
            return False
        if group.is_conditional:
            self.sign *= TOWARDS[commitment] * (-1 if group.negated else 1)
            return s.dep[up] in ("ccomp", "xcomp")
        is_past = group.negated and s.tag[up] == "VB" and not group.modal
        if is_past and s.lemma[up] in self.t.lists["ordering"] and frame.startswith("to"):
            return False  # "did not direct its envoy to": what was not ordered need not be opposed
        if group.negated and not group.modal and self._denies_both(up, TOWARDS[commitment]):
            return False
        if commitment == "advocates" and frame == "obj" and self.stance and self.stance[0] in KEPT:
            # "backed the stance that all options are open": the stance is what is held
            self._add(up, attitude_label(self.stance[0], self.stance[1], group), g.subject(s, up), "attitude")
            return False
        if frame in ("to", "to?") and self.inner in KEPT and commitment in OFFERED:
            # "agreed to consider": the inner attitude is what is held
            label = attitude_label(self.inner, self.inner_sign, group)
            self._add(up, label, g.subject(s, up), "attitude")
            self.sign = TOWARDS.get(label, 1)
            return True
        return None

    def _asked_undone(self, up: int, frame: str, child: int) -> None:
        """As "called for the ban on the sale to be lifted", whose infinitive the parser hangs on the call."""
        s = self.s
        if frame != "prep:for":
            return
        for kid in s.children[up]:
            is_passive = any(s.dep[k] == "auxpass" for k in s.children[kid])
            if s.dep[kid] in ("xcomp", "advcl") and kid > child and is_passive:
                effect = self._lookup(self.t.actions, g.particle(s, kid), "obj")
                self.sign *= self._effect(effect) if effect else 1

    def _disbelieves(self, up: int, group: g.VerbGroup) -> bool:
        """As "doubts that it will help", "does not believe that it is needed": the judgement is held by nobody said."""
        s = self.s
        lists = self.t.lists
        doubts = s.lemma[up] in lists["doubt"] and not group.negated
        if not doubts and not (s.lemma[up] in lists["believe"] and group.negated):
            return False
        judged = [r for r in self.readings if r.kind in ("evaluation", "duty") and r.holder == SPEAKER]
        judged = [r for r in judged if s.head[r.trigger] != up or s.pos[r.trigger] != "ADJ"]  # "did not think it wise"
        if not judged or group.is_conditional:
            return False
        self.readings = [r for r in self.readings if r not in judged]
        label = "objects" if judged[-1].commitment == "advocates" else "advocates"
        self._add(up, label, g.subject(s, up), "attitude")
        return True

    def _is_told(self, commitment: str, group: g.VerbGroup, frame: str) -> bool:
        """A passive without its doer that is the speaker's own: "cannot be ruled out", "is being considered"."""
        own = commitment in ("open_to", "commits") and group.is_progressive
        return not frame.startswith("to_other") and bool(group.modal or group.negated or own)

    def _denies_both(self, up: int, side: int) -> bool:
        """As "neither backs nor opposes", "we did not bless it and we did not block it": no side is taken."""
        s = self.s
        others = [k for k in s.children[up] if s.dep[k] == "conj"] + ([s.head[up]] if s.dep[up] == "conj" else [])
        for other in others:
            if s.pos[other] != "VERB" or not (
                g.verb_group(s, other).negated or any(s.lower[k] == "nor" for k in s.children[min(up, other)])
            ):
                continue
            lemma = g.particle(s, other)
            attitude = self._lookup(self.t.verbs, lemma, "obj")
            value = TOWARDS[attitude] if attitude else self._lookup(self.t.actions, lemma, "obj")
            if value == -side:
                return True
        return False

    def _reacts(self, up: int, group: g.VerbGroup) -> bool:
        """As "condemned the evacuation", "praised Peru for opening it": a past answer to what another has done."""
        s = self.s
        if s.lemma[up] == "vote" or s.tag[up] != "VBD" or group.is_perfect or group.negated or s.dep[up] == "ccomp":
            return False
        for kid in s.children[up]:
            nouns = [kid] if s.dep[kid] == "dobj" else s.children[kid] if s.dep[kid] == "prep" and kid > up else []
            for noun in nouns:
                is_act = s.dep[noun] == "pcomp" or (
                    s.pos[noun] == "NOUN"
                    and any(s.lower[k] in ("the", "this", "that") and s.dep[k] == "det" for k in s.children[noun])
                    and (s.lemma[noun] in self.t.lists["undo_noun"] or self._is_event(noun))
                )
                if is_act and (noun == self.hit.head or self.hit.head in range(s.left[noun], s.right[noun])):
                    return True
        return False

    def _is_event(self, noun: int) -> bool:
        lemma = self.s.lemma[noun]
        return key_of(lemma) in self.predicates or key_of(lemma) in self.t.action_nouns or lemma in self.t.nouns

    def _withholds(self, up: int, lemma: str, frame: str, child: int, group: g.VerbGroup) -> bool:
        """As "declined to comment on", "refused to say whether", "would not discuss": who will not speak of it."""
        s = self.s
        refuses = lemma in ("decline", "refuse") and frame == "to" and self._speaks_out(child)
        asked = any(s.lower[k] in ("whether", "which", "when", "how", "if") for k in range(up, s.right[up]))
        refuses = refuses and not group.negated
        if self._keeps_out(up, child, frame, group):
            self._add(up, "withholds", g.subject(s, up), "attitude")
            return True
        silent = (
            self._speaks_out(up)
            and (group.negated or "neither" in s.lower[:up])
            and frame in SPOKEN
            and (
                group.modal in ("would", "future")
                or asked
                or lemma in ("comment", "elaborate")
                or (lemma in ("confirm", "deny") and frame == "that")
            )
        )
        open_inside = self.inner == "open_to" and s.lemma[child] in ("discuss", "debate")
        own = {"it", "they", "he", "she", "its", "their"}
        if refuses or silent:  # "refused to say which troops it might send": what it might is not said
            self.readings = [r for r in self.readings if r.holder == SPEAKER or s.lower[r.holder] not in own]
        if (refuses or silent) and not self.readings and (not self.inner or open_inside or asked):
            who = next((k for k in s.children[up] if s.dep[k] == "nsubjpass"), None)  # "would not be drawn on"
            self._add(up, "withholds", g.subject(s, up) if who is None else who, "attitude")
        return refuses or silent

    def _speaks_out(self, verb: int) -> bool:
        """As "comment", "elaborate"; "be drawn"."""
        s = self.s
        drawn = s.lemma[verb] == "draw" and any(s.dep[k] == "auxpass" for k in s.children[verb])
        return drawn or s.lemma[verb] in self.t.lists["speak_out"]

    def _keeps_out(self, up: int, child: int, frame: str, group: g.VerbGroup) -> bool:
        """As "dodged questions about", "has taken no position on", "will not take sides on"."""
        s = self.s
        nouns = [child] if frame == "obj" else [k for k in s.children[up] if s.dep[k] == "dobj" and k < child]
        for noun in nouns if frame == "obj" or frame in SPOKEN else []:
            if s.lemma[up] in self.t.lists["evade"] and s.lemma[noun] in ("question", "query", "issue"):
                return noun != self.hit.head
            is_side = s.lemma[noun] in SIDES and s.lemma[up] in ("take", "adopt", "have", "hold", "choose")
            if is_side and (group.negated != g.is_denied_noun(s, noun)):
                return True
        return False

    def _is_asserted(self, up: int) -> bool:
        """A participle that says its subject does it: ", urging …", "by imposing …", "sanctions imposed by …"."""
        s = self.s
        if is_first_to(s, up) or (s.tag[up] == "VBG" and g.member_of(s, up) is not None):
            return True
        if s.tag[up] == "VBG" and g.in_phase(s, up) is not None:
            return True
        if s.tag[up] == "VBG":
            over = governor(s, up)
            over_lemma = g.particle(s, over[0]) if over is not None and over[1] == "ing?" else ""
            takes = {*self.t.verbs.get(over_lemma, {}), *self.t.actions.get(over_lemma, {})}
            if "ing" in takes or "obj" in takes:
                return False
            if any(s.dep[k] == "nsubj" for k in s.children[up]):
                return False
            if (
                s.dep[up] in ("advcl", "pcomp")
                and (verb := next((a for a in s.ancestors(up) if s.pos[a] in ("VERB", "AUX")), None)) is not None
                and (
                    not (over_group := g.verb_group(s, verb)).is_finite
                    or over_group.negated
                    or over_group.modal == "duty"
                )
            ):
                return False
            if s.dep[up] == "acl" and s.dep[s.head[up]] == "pobj" and s.lower[s.head[s.head[up]]] not in ("from", "by"):
                return False
            if s.dep[up] == "xcomp" and s.lemma[s.head[up]] == "spend":
                return True  # "has spent a year asking"
            if s.dep[up] == "pcomp" and s.lower[s.head[up]] == "for" and s.tag[s.head[s.head[up]]].startswith("VB"):
                return False  # "praised Peru for opening it": known before, and the praise is what is told
            return s.dep[up] in ("advcl", "acl", "conj", "ROOT") or (
                s.dep[up] == "pcomp" and s.lower[s.head[up]] in ("by", "after", "in", "for")
            )
        return s.tag[up] == "VBN" and s.dep[up] in ("acl", "amod", "conj", "ROOT", "advcl")
