"""What stands under the issue's own words: whose act it is, relative clauses, the act they are themselves."""

from __future__ import annotations

from dataclasses import replace

from transforms.issues.words import key_of
from transforms.positions import grammar as g
from transforms.positions.climb import PLAIN, SPEAKER
from transforms.positions.frames import governor
from transforms.positions.labels import attitude_label
from transforms.positions.verbs import VerbRules

CONTENTS = frozenset({"measure", "proposal", "agreement", "deal"})
"""Nouns that as stand-ins mean what was proposed or agreed, not the attitude."""
OCCURRING = (frozenset({"occur", "happen", "take"}), frozenset({"commit", "carry", "perpetrate"}))
"""Verbs by which something is said to have been done: "took place", "were committed"."""
FINDINGS = frozenset({"determination", "finding", "conclusion", "judgement", "judgment", "assessment"})
"""Nouns of what somebody has found to be so."""


class InsideRules(VerbRules):
    """What an issue's words say by themselves and by what hangs on them."""

    def _inside(self, node: int) -> None:
        """Read what stands under the issue's own words: whose act it is, relative clauses, judging adjectives."""
        s = self.s
        if s.pos[node] == "VERB":
            self._own_verb(node)
        if s.pos[node] not in ("NOUN", "PROPN"):
            return
        self._owned(node)
        for kid in s.children[node]:
            if s.dep[kid] in ("relcl", "acl") and s.pos[kid] in ("VERB", "AUX"):
                self._relative(node, kid)
            if s.dep[kid] == "amod" and (value := self.t.good["adj"].get(s.lower[kid])) and s.in_quote[kid]:
                self._judge(kid, value)

    def _owned(self, node: int) -> None:
        """As "Peru's blockade", "the ban by Oslo"; "no such plans" where plans are the issue's stand-in."""
        s = self.s
        denied = g.is_denied_noun(s, node)
        if self.hit.via == "anaphor" and self.t.nouns.get(s.lemma[node]) and s.lemma[node] not in CONTENTS:
            self._noun(node, self.t.nouns[s.lemma[node]])
            return
        if denied:
            self.sign = -self.sign
        if key_of(s.lemma[node]) in self.predicates or self.t.action_nouns.get(key_of(s.lemma[node])) == 1:
            holder = g.owner(s, node, sources=g.DOERS)
            if holder is not None and not denied:
                self._add(node, "acts" if self.sign > 0 else "rules_out", holder, "owned")

    def _own_verb(self, node: int) -> None:
        """The issue's words are themselves the act: "will sign the pact" where the keyword is "sign the pact"."""
        group = g.verb_group(self.s, node)
        if self._speaks_of_kind(node):
            return
        inside = range(self.hit.start, self.hit.end)
        if "withholds" in self.t.verbs.get(self.s.lemma[node], {}).values():
            self._add(node, "" if group.negated else "withholds", g.subject(self.s, node), "attitude")
            return
        takes = self.t.verbs.get(self.s.lemma[node], {}).keys()
        is_joined = self.hit.via in ("followed", "joined")  # "will join": what is joined is the issue itself
        if not is_joined and {"obj", "to_other"} & takes and key_of(self.s.lemma[node]) not in self.predicates:
            return
        is_clause = any(k in inside and self.s.dep[k] in ("neg", "aux", "nsubj") for k in self.s.children[node])
        if is_clause and self.hit.via != "proposition":
            return  # the issue's words are a whole clause: what it says is their own sense
        if any(self.s.dep[k] == "nsubjpass" and g.is_denied_noun(self.s, k) for k in self.s.children[node]):
            group = replace(group, negated=True)  # "that no more arms be sold"
        if group.is_conditional or not (group.is_finite or self._is_asserted(node)):
            if group.negated:
                self.sign = -self.sign
            return
        holder = SPEAKER if group.modal == "duty" else g.subject(self.s, node)
        if holder is None and group.is_passive and group.modal in ("future", "would"):
            holder = SPEAKER  # "arms will be sold, they said"
        self._add(node, self._done_label(node, group), holder, "duty" if group.modal == "duty" else "action")
        if group.negated:
            self.sign = -self.sign

    def _speaks_of_kind(self, node: int) -> bool:
        """As "cannot recognise states": an object of another kind, named by no more than its plural."""
        s = self.s
        kid = next((k for k in s.children[node] if s.dep[k] == "dobj"), None)
        if kid is None or self.hit.start <= kid < self.hit.end or s.tag[kid] != "NNS" or s.children[kid]:
            return False
        return key_of(s.lemma[kid]) not in self.words

    def _relative(self, noun: int, verb: int) -> None:
        """As "sanctions the bloc has imposed", "a step it would not take", "talks proposed by Oslo"."""
        s = self.s
        if s.tag[verb] == "VB" and s.dep[verb] == "acl":
            return
        own = [k for k in s.children[verb] if s.dep[k] in ("nsubj", "nsubjpass")]
        gap_is_subject = any(s.lower[k] in g.RELATIVES and s.dep[k] == "nsubj" for k in own) or (
            not own and s.tag[verb] == "VBG"
        )
        kept, self.depth = self.sign, 1
        if gap_is_subject:
            self._verb(verb, "subj", noun) if s.lemma[verb] != "be" else self._predicate_of(
                verb, g.verb_group(s, verb), -1
            )
        else:
            self._deepest_relative(verb, noun)
        self.sign, self.pending = kept, None

    def _deepest_relative(self, verb: int, noun: int) -> None:
        """As "a step he said Slovakia would not take": the gap is in the complement of the verb of saying."""
        s = self.s
        while s.lemma[verb] in self.t.lists["speech"]:
            inner = next((k for k in s.children[verb] if s.dep[k] == "ccomp" and s.pos[k] in ("VERB", "AUX")), None)
            if inner is None:
                return
            verb = inner
        if any(s.dep[k] == "nsubj" and s.lower[k] in g.RELATIVES for k in s.children[verb]):
            self._verb(verb, "subj", noun)  # "which he said could unleash turmoil"
            return
        own = any(s.dep[k] in ("nsubj", "nsubjpass") for k in s.children[verb])
        promised = [k for k in s.children[verb] if s.dep[k] == "xcomp" and s.tag[k] == "VB"]
        if any(g.verb_group(s, k).negated for k in promised):
            self.sign = -self.sign  # "something it has vowed never to do"
        frame = "obj" if own or s.tag[verb] == "VBN" else "subj"
        for kid in s.children[verb]:
            if s.dep[kid] == "prep" and any(s.lower[k] in g.RELATIVES for k in s.children[kid]):
                frame = "prep:" + s.lower[kid]  # "a step for which Oslo has pressed"
        self._verb(verb, frame, noun)

    def _is_reproach(self, node: int) -> bool:
        """As "described the raid as a land grab" of an issue whose words are the reproach: who says so objects."""
        s = self.s
        found = governor(s, node)
        while found is not None and found[1] == "prep:of" and s.pos[found[0]] == "NOUN":
            node, found = found[0], governor(s, found[0])  # "a textbook case of"
        if found is None or self._value(self.hit.head) != -1:
            return False
        if self._is_found_out(*found):
            return True
        if s.lemma[found[0]] not in self.t.lists["label"]:
            return False
        if found[1] != "prep:as" and not (found[1] == "attr" or s.dep[node] == "oprd"):
            return False
        label = attitude_label("objects", self.hit.sign, g.verb_group(s, found[0]))
        self._add(found[0], label, g.subject(s, found[0]), "label")
        return True

    def _is_found_out(self, verb: int, frame: str) -> bool:
        """As "concluded that a massacre had taken place", "its finding that crimes occurred"."""
        s, over = self.s, self.s.head[verb]
        group = g.verb_group(s, verb)
        is_event = s.lemma[verb] in OCCURRING[group.is_passive] and frame in ("subj", "obj") and not group.negated
        is_verb = s.lemma[over] in self.t.lists["finding"] and s.dep[verb] == "ccomp"
        if not is_event or not (is_verb or (s.lemma[over] in FINDINGS and s.dep[verb] in ("acl", "ccomp", "relcl"))):
            return False
        group = g.verb_group(s, over) if is_verb else PLAIN
        holder = g.subject(s, over) if is_verb else g.owner(s, over)
        self._add(over, attitude_label("objects", self.hit.sign, group), holder, "label")
        return True

    def _is_called(self, node: int) -> bool:
        """As "branded the ferry illegal", where the parser puts the ferry before "illegal" as part of a name."""
        s, judged = self.s, self.s.head[node]
        over = s.head[judged]
        value = self.t.good["adj"].get(s.lower[judged])
        is_before = judged == node + 1 and s.dep[node] in ("amod", "compound", "nmod")
        if not value or not is_before or s.lemma[over] not in self.t.lists["label"] or s.pos[over] != "VERB":
            return False
        side = value * self.hit.sign
        self._add(over, attitude_label("advocates", side, g.verb_group(s, over)), g.subject(s, over), "label")
        return True
