"""What stands under the issue's own words: whose act it is, relative clauses, the act they are themselves."""

from __future__ import annotations

from dataclasses import replace

from transforms.issues.words import key_of
from transforms.positions import grammar as g
from transforms.positions.climb import SPEAKER
from transforms.positions.verbs import VerbRules

CONTENTS = frozenset({"measure", "proposal", "agreement", "deal"})
"""Nouns that as stand-ins mean what was proposed or agreed, not the attitude."""


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
        if any(k in inside and self.s.dep[k] in ("neg", "aux", "nsubj") for k in self.s.children[node]):
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
