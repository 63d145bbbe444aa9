"""Verbs on the way: which rule knows a verb, acts with their tense, naming, light verbs."""

from __future__ import annotations

from transforms.issues.words import key_of
from transforms.positions import grammar as g
from transforms.positions.climb import SPEAKER
from transforms.positions.copulas import DECIDING
from transforms.positions.hits import RAISING
from transforms.positions.labels import NEGATED, TOWARDS, action_label, attitude_label
from transforms.positions.nouns import BELIEVING
from transforms.positions.responses import THREATENING, ResponseRules, Verb

KEEPING = frozenset({"obj", "prep:on", "prep:to", "prep:with"})
"""Frames in which verbs of keeping a promise take it: "live up to", "deliver on"."""
EASING = frozenset({"ease", "relax", "loosen", "simplify"})
PASSAGE = frozenset({"access", "entry", "passage", "admission", "travel"})
"""To make these easier is to further them; to make a rule easier is to loosen it."""
COSTS = frozenset({"price", "cost", "toll"})
"""What is paid for a thing that is held against it: "will pay the price of the sale"."""
HOLDING = frozenset({"have", "hold"})
"""Verbs that only carry the noun of what happens: "will have talks with"."""
SHUT = frozenset({"shut", "closed", "sealed", "blocked", "frozen"})
"""What a thing is kept that is not opened."""
CARRYING = frozenset({"put", "call", "bring", "place", "make"})
"""Verbs that carry the noun of an end or a bar: "put a stop to"."""


class VerbRules(ResponseRules):
    """What verbs say of the words below them."""

    def _verb(self, up: int, frame: str, child: int) -> bool:
        """Ask the rules in order; the first that knows the verb decides whether the climb goes on."""
        verb = Verb(up, g.particle(self.s, up), frame, child, g.verb_group(self.s, up))
        for rule in (
            self._found,
            self._doubted,
            self._threatened,
            self._answered,
            self._used_as,
            self._faded,
            self._brought_up,
            self._shared,
            self._given,
            self._wasted,
            self._named,
            self._silent,
            self._accounted,
            self._invited,
            self._slighted,
            self._held,
            self._done,
            self._shown,
        ):
            goes_on = rule(verb)
            if goes_on is not None:
                return goes_on
        self.blurred = self.blurred or frame == "obj" or frame.startswith("prep:")
        if verb.lemma in self.t.lists["inquire"] and frame == "obj":
            self.readings = [r for r in self.readings if r.holder == SPEAKER]  # what is looked into is not yet so
        if verb.group.negated and not verb.group.modal and frame in ("obj", "to", "that", "ing"):
            self.sign = -self.sign  # "angry that it had not financed the dam"
        return frame not in ("advcl", "agent", "subj") and not frame.endswith("?")

    def _found(self, v: Verb) -> bool | None:
        """As "concluded that Norland had raided the port" where the issue is whether Norland is to blame."""
        if not self.is_judged or v.frame != "that" or v.lemma not in self.t.lists["finding"]:
            return None
        self.readings = [r for r in self.readings if r.kind not in ("action", "attitude", "noun")]
        if not self.readings:
            label = attitude_label("advocates", self.sign, v.group)
            self._add(v.tok, label, g.subject(self.s, v.tok), "attitude")
        return True

    def _slighted(self, v: Verb) -> bool | None:
        return False if self._does_too_little(v.tok, v.frame, v.group) else None

    def _doubted(self, v: Verb) -> bool | None:
        if self.s.lower[v.tok] in BELIEVING and self.s.dep[v.tok] == "acomp":
            return False if self._believed(v.tok, self.s.head[v.tok]) else None  # "is not convinced that it is needed"
        is_clause = v.frame.rstrip("?") == "that"
        return False if is_clause and self._disbelieves(v.tok, v.group) else None

    def _named(self, v: Verb) -> bool | None:
        """Naming: "called the move a mistake"."""
        if v.frame not in ("obj", "subj_small", "prep:to", "ing") or self.s.lemma[v.tok] not in self.t.lists["label"]:
            return None
        value = self._labelled(v.tok, v.child)
        if value is None:
            return None
        self._add(v.tok, attitude_label("advocates", self.sign * value, v.group), g.subject(self.s, v.tok), "label")
        self.sign *= value
        return True

    def _silent(self, v: Verb) -> bool | None:
        return False if self._withholds(v.tok, v.lemma, v.frame, v.child, v.group) else None

    def _invited(self, v: Verb) -> bool | None:
        """As "let us have a treaty", "let's not send": what the speaker proposes to do together."""
        s = self.s
        us = next((k for k in s.children[v.child] if s.dep[k] == "nsubj" and s.lower[k] in ("us", "'s", "’s")), None)
        if s.lemma[v.tok] != "let" or s.tag[v.tok] != "VB" or us is None:
            return None
        side = self.sign * (-1 if self.inner == "" and g.verb_group(s, v.child).negated else 1)
        label = "open_to" if self.inner == "open_to" else "advocates" if side > 0 else "objects"
        self.governs = ""
        self._add(v.tok, label, us, "attitude")
        return False

    def _held(self, v: Verb) -> bool | None:
        """Attitudes of the tables and of fixed phrases, and promises that are not kept."""
        commitment = self._lookup(self.t.verbs, v.lemma, v.frame)
        if self.s.lemma[v.tok] in DECIDING and v.frame.rstrip("?") in ("to", "that") and self._is_asked(v.child):
            self._add(v.tok, "open_to", g.subject(self.s, v.tok), "attitude")
            return False
        phrase = self.idioms.get(v.tok, "")
        in_phrase = v.frame == "obj" and v.child != self.hit.head and self.s.lemma[v.child] in COSTS
        if phrase in ("good", "bad") and (in_phrase or v.frame.startswith(("to", "that", "prep:for"))):
            self._judge(v.tok, 1 if phrase == "good" else -1)  # "the time has come to"
            return True
        if phrase not in ("", "good", "bad"):
            commitment = phrase
        if commitment is None and self._is_asked(v.child) and self._lookup(self.t.verbs, v.lemma, "obj") == "open_to":
            commitment = "open_to"  # "is weighing whether to"
        said = commitment == "open_to" or (commitment in ("commits", "acts") and self.sign < 0)
        if said and v.frame == "obj" and self._is_own_noun(v.child):
            return True  # "announced its opposition": the noun has been read
        if commitment:
            self._asked_undone(v.tok, v.frame, v.child)
            return self._attitude(v.tok, commitment, v.group, v.frame)
        if v.frame in KEEPING and self._falls_short(v.tok, v.lemma, v.child, v.group):
            return False
        return None

    def _is_light(self, v: Verb) -> bool:
        return self.s.lemma[v.tok] in self.t.lists["light"] and (
            v.lemma == self.s.lemma[v.tok] or v.lemma not in self.t.verbs
        )

    def _prefers(self, verb: int, child: int) -> bool:
        """As "made it a priority", where the parser may take the priority for a clause."""
        s = self.s
        near = {child, *s.children[verb], *(k for kid in s.children[verb] for k in s.children[kid])}
        return s.lemma[verb] in ("make", "declare", "turn") and any(s.lemma[k] == "priority" for k in near)

    def _is_own_noun(self, noun: int) -> bool:
        return any(r.trigger == noun and r.kind == "noun" and self._is_its(r) for r in self.readings)

    def _is_asked(self, clause: int) -> bool:
        return any(self.s.lower[k] in ("whether", "if") for k in self.s.children[clause])

    def _done(self, v: Verb) -> bool | None:
        """Acts that realise or reverse, and light verbs that only carry a noun: "raised objections"."""
        s = self.s
        if self._prefers(v.tok, v.child):
            self._add(v.tok, attitude_label("advocates", self.sign, v.group), g.subject(s, v.tok), "attitude")
            return False
        if self.pending and v.child == self.pending[0] and self._is_light(v):
            self._light(v.tok, v.group)
            return True
        keeps = s.lemma[v.tok] in ("keep", "leave", "hold") and not v.group.negated
        opened = any(s.lower[k] == "open" and s.tag[k] != "VB" for k in range(v.tok, s.right[v.tok]))
        if (
            keeps
            and not self.ends
            and any(s.lower[k] in SHUT and s.tag[k] != "VB" for k in s.children[v.tok])
            and v.frame == "obj"
        ):
            return self._action(v.tok, -1, v.group, v.frame)  # "kept the port shut"
        if keeps and opened:
            if v.child == self.hit.head or (s.pos[v.child] == "ADJ" and s.lower[v.child] == "open"):
                return self._action(v.tok, 1, v.group, v.frame)  # "kept the port open"
            self._add(v.tok, "open_to", g.subject(s, v.tok), "idiom")
            return False
        action = self._effect_of(v)
        if action is None:
            return None
        if action == -1 and self._lets_go(v):
            return False
        return self._action(v.tok, action, v.group, v.frame)

    def _effect_of(self, v: Verb) -> int | None:
        """Whether an act realises (1) or reverses (-1) what stands below it; None when it does neither."""
        s = self.s
        action = self._lookup(self.t.actions, v.lemma, v.frame)
        if action == -1 and not self.ends and {key_of(v.lemma)} <= self.predicates & RAISING:
            action = 1  # "lifted its output" where that is asked for
        lists = self.t.lists
        crowns = s.lemma[v.tok] in lists["crown"] and s.lemma[v.child] in self.t.nouns
        stands_up = s.lemma[v.tok] in lists["take_against"] and s.lemma[v.child] in lists["made_against"]
        if v.frame == "obj" and (crowns or stands_up):
            action = 1  # "capping an effort to open it": it has come to its end, well; "took steps against it"
        undone = s.word[v.tok] == "gone" or (v.lemma == "kill" and s.lemma[v.child] in self.t.nouns)
        if v.frame == "obj" and (v.tok in self.act_phrases or undone):
            action = self.act_phrases.get(v.tok, -1)  # "wants the tax gone", "killed plans for it"
        if action is None and v.frame == "obj" and s.lemma[v.tok] in CARRYING and self._reverses(v.child):
            action = 1  # "put an end to", "called a halt to"
        if action is None and v.frame == "obj":
            taken_up = self.hit.via == "resumed" and v.lemma in ("take", "do", "make")
            action = 1 if taken_up or key_of(s.lemma[v.tok]) in self.predicates else None
        if action is None and v.frame == "obj" and s.lemma[v.tok] in HOLDING and v.child == self.hit.head:
            action = 1 if key_of(s.lemma[v.child]) in self.predicates else None  # "may have a meeting"
        if action == -1 and v.frame == "obj" and s.lemma[v.tok] in EASING and s.lemma[v.child] in PASSAGE:
            action = 1  # "eased access to"
        if v.lemma in ("give up", "part") and v.frame in ("obj", "prep:with") and self._is_of_giving():
            action = 1  # "will not give up a launcher" where launchers are asked for
        if action is None and v.frame.startswith("to_other") and v.lemma in self.t.lists["deploy"]:
            # "sent divers to clear the mines" where that is the issue's own act; what else they do to its words is not
            action = 1 if s.pos[self.hit.head] == "VERB" and not self.blurred else None
        return action

    def _is_of_giving(self) -> bool:
        return not self.ends and any(key_of(word) in self.predicates for word in self.t.lists["give"])

    def _shown(self, v: Verb) -> bool | None:
        """What the issue does, must or may do, and the light verb of a noun passed before."""
        s, group = self.s, v.group
        if v.frame == "subj":
            return self._subject_of(v.tok, v.lemma, group)
        if v.frame == "to" and s.lemma[v.tok] == "have" and any(s.lower[k] == "yet" for k in s.children[v.tok]):
            return self._has_yet(v.tok, v.child, group)
        if v.frame == "obj" and s.lemma[v.tok] == "have" and s.lemma[v.child] in self.t.lists["right"]:
            self._judge(v.tok, -1 if group.negated else 1)  # "has no right to", "has a duty to"
            return False
        needs = s.lemma[v.tok] == "need" and v.frame == "obj" and not group.is_conditional and s.dep[v.tok] != "relcl"
        if needs or (v.frame == "to" and s.lemma[v.tok] in ("have", "need")):
            self._duty(v.tok, group)
        elif v.frame == "to" and s.lemma[v.tok] == "go":
            label = "rules_out" if group.negated != (self.sign < 0) else "commits"
            self._add(v.tok, label, g.subject(s, v.tok), "action")
        elif v.frame == "obj" and group.modal == "may" and not group.negated and v.lemma in self.t.lists["entail"]:
            self._add(v.tok, "open_to", SPEAKER, "evaluation")
        elif self.pending and self._is_light(v):
            self._light(v.tok, group)
        else:
            return None
        return True

    def _action(self, up: int, action: int, group: g.VerbGroup, frame: str) -> bool:
        s = self.s
        if group.is_conditional:
            self.sign *= self._effect(action) * (-1 if group.negated else 1)
            return s.dep[up] in ("ccomp", "xcomp") or s.lemma[s.head[up]] in THREATENING
        if frame == "to" and action < 0 and self.inner:
            # "refused to rule out", "declined to support": the inner attitude, denied
            label = attitude_label(NEGATED[self.inner], self.inner_sign, group)
            self._add(up, label, g.subject(s, up), "attitude")
            self.sign = TOWARDS.get(label, 1)
            return True
        if action < 0 and frame == "obj" and not group.negated and (group.is_finite or self._is_asked_of(up)):
            # "ended its blockade", "urged Peru to lift its ban": what was one's own is over
            self.readings = [r for r in self.readings if not (r.kind in ("owned", "noun") and self._is_its(r))]
        self.inner = ""
        self.sign *= self._effect(action)
        if group.is_finite or self._is_asserted(up):
            done = self._done_label(up, group)
            holder = SPEAKER if group.modal == "duty" else g.subject(s, up)
            if holder is None and group.is_passive and group.modal in ("future", "would"):
                holder = SPEAKER
            self._add(up, done, holder, "duty" if group.modal == "duty" else "action")
        if group.negated:
            self.sign = -self.sign
        return not (group.is_finite and s.dep[up] == "advcl")

    def _done_label(self, verb: int, group: g.VerbGroup) -> str | None:
        """The commitment of an act by its tense, its condition, and whether it is an act of words alone."""
        if group.negated and not group.modal and not group.is_perfect and self.s.lemma[verb] in self.t.lists["deem"]:
            # "does not recognise it": a stance of today, which closes nothing
            return "objects" if not group.is_past or g.is_backshifted(self.s, verb) else None
        if self.sign > 0 and self._is_offer(verb, group):
            return "open_to"
        return action_label(self.sign, group)

    def _duty(self, up: int, group: g.VerbGroup) -> None:
        side = self.sign * (-1 if group.negated else 1)
        self._add(up, "advocates" if side > 0 else "objects", SPEAKER, "duty")
