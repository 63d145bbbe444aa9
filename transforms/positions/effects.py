"""What the issue's matter does to others: feelings it arouses, answers it draws, what it brings about, its end."""

from __future__ import annotations

from transforms.positions import grammar as g
from transforms.positions.climb import SPEAKER
from transforms.positions.copulas import CopulaRules
from transforms.positions.labels import DUTY, action_label, attitude_label

ENDING = frozenset({"go", "end", "stop", "cease", "disappear"})
"""What a thing does that comes to its end."""


EXPIRING = frozenset({"expire", "lapse", "end", "die", "run", "collapse", "fail", "fall"})
"""What one lets a thing do that one does not keep."""
FIRE = frozenset({"fire", "attack"})
BESET = {"come": ("under",), "run": ("into", "up"), "meet": ("with",), "be": ("under",)}
"""Verbs and prepositions of "came under fire from", "ran into opposition from"."""


class EffectRules(CopulaRules):
    """What verbs say whose subject is the issue's matter, and judgements that name it."""

    def _subject_of(self, up: int, lemma: str, group: g.VerbGroup) -> bool:
        if self._drawn(up):
            return False
        if self._fails(up, lemma, group):
            return True
        if lemma in self.t.lists["copula"]:
            return self._predicate_of(up, group, -1)
        if self._has_to(up, group):
            return True
        value = self._comes_or_works(up, lemma) or self._made(up) or self.t.good["verb"].get(lemma)
        if group.modal in ("would", "future") and not group.negated and self._is_belittled(up):
            value = -1
        if s_value := self._object_value(up):
            value = s_value if value is None else value
        if phrase := self._phrase_value(up):
            value = phrase
        if value and not group.is_conditional:
            side = value * self.sign * (-1 if group.negated else 1)
            self._add(up, "advocates" if side > 0 else "objects", SPEAKER, "evaluation")
            self.sign *= value * (-1 if group.negated else 1)
            return True
        if self.s.lemma[up] in self.t.lists["happen"] and group.modal in ("duty", "future"):
            self.sign *= self.t.actions.get(self.s.lemma[up], {}).get("obj", 1)
            self._add(up, action_label(self.sign, group), SPEAKER, "duty" if group.modal == "duty" else "action")
        return True

    def _comes_or_works(self, up: int, lemma: str) -> int | None:
        """As "the time for a treaty has come", "sanctions do not work"; not "monitors work in the capital"."""
        s = self.s
        subject = next((k for k in s.children[up] if s.dep[k] == "nsubj"), up)
        if s.lemma[subject] in ("time", "moment", "hour") and self.hit.head != subject:
            return 1 if lemma in ("come", "arrive") else -1 if lemma == "pass" else None
        alone = not any(s.dep[k] in ("prep", "dobj", "xcomp", "advcl", "npadvmod", "prt") for k in s.children[up])
        return 1 if lemma == "work" and alone and s.dep[up] != "relcl" else None

    def _has_to(self, up: int, group: g.VerbGroup) -> bool:
        """As "the ban needs to be lifted", "the wall has to go", "the talks deserve to be continued"."""
        s = self.s
        if s.lemma[up] not in ("have", "need", "deserve", "ought"):
            return False
        for kid in s.children[up]:
            if s.dep[kid] != "xcomp" or s.pos[kid] not in ("VERB", "AUX"):
                continue
            is_passive = g.verb_group(s, kid).is_passive
            effect = self.t.actions.get(g.particle(s, kid), {}).get("obj") if is_passive else None
            if not is_passive and s.lemma[kid] in ENDING:
                effect = -1
            if effect:
                self.sign *= self._effect(effect) * (-1 if group.negated else 1)
                self._add(kid, "" if group.is_conditional else DUTY[self.sign], SPEAKER, "duty")
                return True
        return False

    def _feels(self, up: int, frame: str) -> bool:
        """As "the sale angered Peru", "irked Peru with the sale", "Peru was alarmed by it": who feels, holds it."""
        s = self.s
        lemma = s.lemma[up]
        label = "objects" if lemma in self.t.lists["upset"] else "advocates" if lemma in self.t.lists["please"] else ""
        if not label or frame not in ("subj", "agent", "prep:by", "prep:with", "prep:over", "prep:at", "prep:about"):
            return False
        group = g.verb_group(s, up)
        who = next((k for k in s.children[up] if s.dep[k] in ("dobj", "nsubjpass")), None)
        if who is None or group.negated or group.is_conditional or (frame == "subj") == (s.dep[who] == "nsubjpass"):
            return False
        self._add(up, attitude_label(label, self.sign, group), who, "attitude")
        return True

    def _fails(self, up: int, lemma: str, group: g.VerbGroup) -> bool:
        ends = self._comes_to_end(up, group)
        self.sign *= -1 if ends else 1
        return ends or self._is_short(up, lemma, group)

    def _comes_to_end(self, up: int, group: g.VerbGroup) -> bool:
        """As "see the inquiry come to an end", "talks ground to a halt"; "if the aid does not come", "if it fails"."""
        s = self.s
        over = s.head[up]
        if group.is_conditional and (s.lemma[up] in self.t.lists["failing"]) != group.negated:
            return True
        if s.lemma[up] in EXPIRING and s.tag[up] == "VB" and s.lemma[over] in ("let", "allow", "permit", "see"):
            return True  # "let the permits expire"
        if s.lemma[up] not in ("come", "draw", "grind", "bring"):
            return False
        to = [k for k in s.children[up] if s.dep[k] == "prep" and s.lower[k] == "to"]
        return any(
            s.lemma[n] in ("end", "halt", "close", "stop", "conclusion", "standstill")
            for k in to
            for n in s.children[k]
        )

    def _drawn(self, up: int) -> bool:
        """As "the sale drew criticism from Peru", "met with outrage in Peru": the noun's owner holds it."""
        s = self.s
        beset = BESET.get(s.lemma[up], ())
        if s.lemma[up] not in self.t.lists["draw"] and not beset:
            return False
        objects = [k for k in s.children[up] if s.dep[k] == "dobj" and s.lemma[up] in self.t.lists["draw"]]
        objects += [n for k in s.children[up] if s.dep[k] == "prep" and s.lower[k] in beset for n in s.children[k]]
        objects += [n for k in s.children[up] if s.dep[k] == "prep" and s.lower[k] == "with" for n in s.children[k]]
        for noun in objects:
            for each in g.conjuncts(s, noun):
                label = "objects" if beset and s.lemma[each] in FIRE else self.t.nouns.get(s.lemma[each])
                if label in ("objects", "advocates", "rules_out"):
                    who = g.owner(s, each)
                    who = self._from_whom(up) if who is None else who
                    self._add(up, attitude_label(label, self.sign, g.verb_group(s, up)), who, "noun")
                    return True
        return False

    def _under(self, up: int, child: int) -> int | None:
        """Return the noun of "came under criticism from Peru", which the parser parts from what it is for."""
        s, beset = self.s, BESET.get(self.s.lemma[up], ())
        nouns = (n for k in s.children[up] if k < child and s.lower[k] in beset for n in s.children[k])
        return next((n for n in nouns if self.t.nouns.get(s.lemma[n]) in ("objects", "advocates")), None)

    def _from_whom(self, up: int) -> int | None:
        s = self.s
        froms = [k for k in s.children[up] if s.dep[k] == "prep" and s.lower[k] == "from"]
        return next((n for k in froms for n in s.children[k] if s.dep[n] == "pobj"), None)

    def _made(self, up: int) -> int | None:
        """As "has made the region safer", "left the border less safe": what the issue's matter turns things into."""
        s = self.s
        if s.lemma[up] not in self.t.lists["make"]:
            return None
        for tok in range(up + 1, s.right[up]):
            is_made = s.tag[tok] in ("JJ", "JJR", "RBR") and s.dep[tok] not in ("amod", "dobj")
            if is_made and (value := self._value(tok)):
                return -value if any(s.lower[k] in ("less", "no", "hardly") for k in s.children[tok]) else value
        return None

    def _is_belittled(self, up: int) -> bool:
        """As "a fence would only push them north": what something would only do is held against it."""
        s = self.s
        if any(s.dep[k] == "advcl" for k in s.children[up]):
            return False  # "will only help if"
        return any(s.dep[k] == "advmod" and s.lower[k] in ("only", "merely", "simply", "just") for k in s.children[up])

    def _phrase_value(self, up: int) -> int | None:
        """As "would do more harm than good", "makes no sense", "runs counter to the treaty"."""
        s = self.s
        near = [up, *s.children[up], *(n for k in s.children[up] if s.dep[k] == "prep" for n in s.children[k])]
        said = (self.idioms[tok] for tok in near if tok in self.idioms and s.dep[tok] not in ("nsubj", "advcl", "conj"))
        return next((1 if reading == "good" else -1 for reading in said if reading in ("good", "bad")), None)

    def _object_value(self, up: int) -> int | None:
        """As "constitutes ethnic cleansing", "poses a threat", "amounts to a violation"."""
        s = self.s
        if s.lemma[up] not in self.t.lists["amount"]:
            return None
        for kid in s.children[up]:
            if s.dep[kid] in ("dobj", "attr", "acomp", "oprd"):
                return self._value(kid)
            if s.dep[kid] == "prep":
                for noun in s.children[kid]:
                    value = self._value(noun)
                    if value:
                        return value
        return None

    def _labelled(self, up: int, child: int) -> int | None:
        """The judgement in "called the move a mistake", "described it as illegal"."""
        s = self.s
        for kid in s.children[up]:
            if kid == child:
                value = next(
                    (self._value(k) for k in s.children[kid] if s.dep[k] in ("attr", "acomp", "oprd") and k > up), None
                )
            elif s.dep[kid] in ("oprd", "acomp", "attr", "xcomp", "ccomp", "dobj", "advcl", "dep", "npadvmod", "appos"):
                value = self._value(kid)
            else:
                value = None
            if value:
                return value
        for tok in range(up + 1, s.right[up]):
            if s.lower[tok] == "as" and s.head[tok] in (up, child):
                return next((v for k in s.children[tok] if (v := self._value(k))), None)
        return None
