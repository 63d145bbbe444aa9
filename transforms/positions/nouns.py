"""Nouns and adjectives on the way: "its plan to", "is opposed to"."""

from __future__ import annotations

from dataclasses import replace

from transforms.issues.words import key_of
from transforms.positions import grammar as g
from transforms.positions.climb import PLAIN, SPEAKER
from transforms.positions.frames import governor
from transforms.positions.labels import NEGATED, TOWARDS, action_label, attitude_label
from transforms.positions.shortfalls import ShortfallRules

OFFERED = frozenset({"acts", "commits", "advocates"})
"""What under "would … if" is only an offer."""


BELIEVING = frozenset({"convinced", "persuaded", "sure", "certain", "confident"})
"""Adjectives of belief: who is not sure that a thing is good, is not for it."""
MEANS = frozenset({"best", "last", "only", "main"})
"""Adjectives that make a hope what it rests on."""
REVISED = frozenset({"prep:to", "prep:in", "prep:of", "prep:from"})
"""Prepositions of what is to be changed."""
TURNING = (["anything", "but"], ["far", "from"], ["less", "than"])
"""Words before an adjective that deny it: "is anything but keen on"."""
MATTERS = frozenset({"ambition", "aspiration"})
"""Nouns that with the issue's words before them name a matter, not an attitude."""
PARTISANS = {"supports": "advocates", "opposes": "objects", "belongs": "acts"}
"""Classes of words for people by the side they take."""


class NounRules(ShortfallRules):
    """What nouns and adjectives say of the words below them."""

    def _idiom(self, up: int, reading: str) -> bool:
        """A fixed phrase with a verb of its own: "left the door open to", "spoke in favour of", "sees no need for"."""
        s = self.s
        verb = next((a for a in s.ancestors(up) if s.pos[a] in ("VERB", "AUX")), None)
        holder = g.owner(s, up)
        if holder is not None and verb is not None and s.tag[holder] == "PRP$":
            holder = None  # "turned its back on": whose back it is, the phrase says
        group = g.verb_group(s, verb) if verb is not None else PLAIN
        if holder is None and verb is not None:
            there = any(s.dep[k] == "expl" for k in s.children[verb])
            holder = SPEAKER if there else g.subject(s, verb)
        if verb is not None and self._is_offer(verb, group) and reading in OFFERED:
            reading = "open_to"
        if verb is not None and self._hangs(verb) and not group.is_finite:
            # "refused to take part in", "accused it of dragging its feet on": what stands above says whether it is so
            self.inner, self.inner_sign, self.said = reading, self.sign, verb
            self.sign *= TOWARDS[reading] * (-1 if group.negated else 1)
            return True
        self._add(up, attitude_label(reading, self.sign, group), holder, "idiom")
        return False

    def _hangs(self, verb: int) -> bool:
        """Tell an infinitive or gerund that says nothing by itself: "stop dragging", not "by turning"."""
        s = self.s
        if s.tag[verb] == "VBG":
            is_content = s.dep[verb] == "pcomp" and s.lower[s.head[verb]] in ("of", "from", "against", "for", "about")
            return is_content or (s.dep[verb] == "xcomp" and "ing" in self.t.actions.get(s.lemma[s.head[verb]], {}))
        return s.tag[verb] == "VB" and s.dep[verb] in ("xcomp", "acl", "pcomp")

    def _is_offer(self, verb: int, group: g.VerbGroup) -> bool:
        """As "would join if Oslo paid": willing, not decided."""
        return group.modal == "would" and not group.negated and g.has_condition(self.s, verb)

    def _noun(self, up: int, commitment: str | None, frame: str = "") -> bool:
        s = self.s
        if s.lemma[up] in self.t.lists["allegation"]:
            # what is alleged of somebody is not his own word
            self.readings, self.inner = [r for r in self.readings if r.holder == SPEAKER], ""
        if (goes_on := self._tells_nothing(up, frame)) is not None:
            return goes_on
        denied = g.is_denied_noun(s, up)
        if s.lemma[up] in self.t.lists["worth"] and frame in ("prep:for", "prep:of", "acl", "to", "relcl", "mod"):
            # "stressed the need for it": who stresses it is for it, who has the need need not be
            self.pending = (up, "objects" if denied != (self.sign < 0) else "advocates")
            return True
        presses = s.lemma[up] == "pressure" and not self.presses
        presses = presses and (frame == "prep:on" or (frame == "prep:for" and self._is_for_own(up)))
        if commitment == "advocates" and (presses or frame in ("prep:over", "prep:about", "prep:against")):
            commitment = "objects"  # "pressure over", "a campaign against"; "pressure on" those who do it
        if commitment is None and s.lemma[up] in self.t.lists["stance"]:
            commitment = "objects" if frame == "prep:against" else self._named_stance(up)
        if commitment is None:
            is_revised = s.lemma[up] in self.t.lists["revision"] and frame in REVISED
            return self._revised(up) if is_revised else self._event_noun(up, frame, denied)
        if commitment in ("advocates", "objects") and frame in ("that", "acl"):
            # "the hope that Peru will open it": what is hoped is not Peru's word
            self.readings = [r for r in self.readings if r.holder == SPEAKER or r.commitment not in ("acts", "commits")]
        group = g.VerbGroup(denied, "", True, False, False, False, False, False)
        label = attitude_label(commitment, self.sign, group)
        holder = g.owner(s, up)
        if holder is not None:
            self._add(up, label, holder, "noun")
            self.pending = None
        elif (verb := self._with_which(up)) is not None:
            self._add(up, label, g.subject(s, verb), "noun")
        else:
            self.pending = (up, label)
        self.sign *= TOWARDS[commitment] * (-1 if denied else 1)
        return True

    def _revised(self, noun: int) -> bool:
        """As "insisted on changes to the pact": who demands them finds fault with it as it is; more is not told."""
        s = self.s
        over = s.head[s.head[noun]] if s.dep[noun] == "pobj" else s.head[noun]
        demanded = {*self.t.verbs.get(s.lemma[over], {}).values(), self.t.nouns.get(s.lemma[over])}
        self.sign = -self.sign
        return "advocates" in demanded and s.dep[noun] in ("dobj", "pobj")

    def _is_for_own(self, noun: int) -> bool:
        """As "pressure on Peru for its raids": what one is pressed for is one's own, not what is wanted."""
        s = self.s
        things = (n for k in s.children[noun] if s.lower[k] == "for" for n in s.children[k])
        return any(s.tag[k] == "PRP$" for n in things for k in s.children[n])

    def _tells_nothing(self, noun: int, frame: str) -> bool | None:
        """Whether the climb goes on past a noun that tells nothing of the issue; None for all others."""
        if self._is_beside(noun, frame):
            return False
        return True if self._is_no_attitude(noun, frame) else None

    def _is_no_attitude(self, noun: int, frame: str) -> bool:
        """As "Oslo's best hope for peace", told of a person or means; "its naval ambitions", which name a matter."""
        s = self.s
        is_means = any(s.lower[k] in MEANS for k in s.children[noun] if s.dep[k] == "amod")
        return (s.lemma[noun] == "hope" and is_means) or (s.lemma[noun] in MATTERS and frame == "mod")

    def _is_beside(self, noun: int, frame: str) -> bool:
        """As "took note of the decision", "offered no evidence to support it": nothing is said of what is below."""
        s = self.s
        if s.lemma[noun] in ("note", "account", "stock") and s.lemma[s.head[noun]] == "take":
            self.pending = None
            return True
        for side, label in PARTISANS.items():
            if s.lemma[noun] in self.t.lists[side] and (side != "belongs" or frame in ("prep:to", "prep:of")):
                self._partisan(noun, label)
                return True
        return s.lemma[noun] in ("evidence", "proof") and frame in ("acl", "to", "prep:of")

    def _partisan(self, noun: int, label: str) -> None:
        """As "Peru is a strong supporter of it", "Peru, one of its critics, …"; "jailed a critic" tells nothing."""
        s, node = self.s, noun
        while s.dep[node] == "pobj" and s.lower[s.head[node]] in ("of", "among") and s.head[s.head[node]] != node:
            node = s.head[s.head[node]] if s.lower[s.head[node]] == "of" else s.head[node]
        over = s.head[node]
        group = g.verb_group(s, over) if s.lemma[over] in ("be", "remain", "become") else PLAIN
        if s.dep[node] == "appos":
            holder: int | None = over
        elif s.dep[node] in ("attr", "prep") and s.lemma[over] in ("be", "remain", "become"):
            holder = None if group.is_conditional else g.subject(s, over)
        else:
            self._on_partisans(noun, label)
            return
        if g.is_denied_noun(s, noun):
            label = NEGATED[label]
        self._add(noun, attitude_label(label, self.sign, group), holder, "noun")

    def _on_partisans(self, noun: int, label: str) -> None:
        """As "hit back at critics of it", "sided with its opponents": for or against those who are for or against."""
        s = self.s
        found = governor(s, noun)
        if found is None or s.pos[found[0]] != "VERB" or label == "acts":
            return
        verb, frame = found
        attitude = self.t.verbs.get(g.particle(s, verb), {}).get(frame, "")
        group = g.verb_group(s, verb)
        if attitude not in ("advocates", "objects") or group.negated or group.modal or not group.is_finite:
            return
        same = TOWARDS[attitude] > 0
        label = label if same else "objects" if label == "advocates" else "advocates"
        self._add(verb, attitude_label(label, self.sign, PLAIN), g.subject(s, verb), "attitude")

    def _named_stance(self, noun: int) -> str | None:
        """Return what "its firm stance", "an open position" holds; without such a word, what was read below is held."""
        s = self.s
        kinds = (self.t.adjectives.get(s.lower[k]) for k in s.children[noun] if s.dep[k] == "amod")
        commitment = next((kind for kind in kinds if kind), None)
        if commitment is None and self.readings:
            self.stance = (self.readings[-1].commitment, 1)
        return commitment

    def _with_which(self, noun: int) -> int | None:
        """Return the verb of "stayed away in protest at", "called in the hope that": its subject holds the attitude."""
        s = self.s
        preposition = s.head[noun]
        is_manner = s.dep[noun] == "pobj" and s.lower[preposition] == "in" and s.pos[s.head[preposition]] == "VERB"
        bare = not any(s.dep[k] == "amod" for k in s.children[noun])
        return s.head[preposition] if is_manner and bare and s.lemma[noun] in self.t.lists["manner"] else None

    def _event_noun(self, up: int, frame: str, denied: bool) -> bool:
        """As "the lifting of", "its withdrawal from", "the aid ban": nouns of acts that reverse or realise."""
        s = self.s
        if frame == "prep:against" and (
            s.lemma[up] in self.t.lists["made_against"] or s.lemma[up] in self.t.lists["document"]
        ):
            self.sign = -self.sign  # "a treaty against such weapons", "took steps against smuggling"
        effect = -1 if s.lemma[up] in self.t.lists["undo_noun"] else self.t.action_nouns.get(key_of(s.lemma[up]))
        if s.lemma[up] == "failure" and any(
            s.lemma[k] in ("promise", "pledge") for k in range(s.left[up], s.right[up])
        ):
            self._add(up, "falls_short", g.owner(s, up), "noun")
            return False
        if effect:
            self.sign *= self._effect(effect)
            holder = g.owner(s, up, sources=g.DOERS)
            if holder is not None and not denied:
                self._add(up, "acts" if self.sign > 0 else "rules_out", holder, "owned")
        if denied:
            self.sign = -self.sign
        return True

    def _adjective(self, up: int, frame: str) -> bool:
        s = self.s
        if s.dep[up] == "conj" and s.lower[up] not in self.t.adjectives and s.pos[s.head[up]] == "ADJ":
            up = s.head[up]
        commitment = self.t.adjectives.get(s.lower[up])
        if self._tells_why(up, frame):
            self._guessed()
            return False
        verb = up if s.pos[up] == "VERB" and s.dep[up] != "acomp" else s.head[up]
        if s.lower[up] in BELIEVING and s.pos[verb] in ("VERB", "AUX") and self._believed(up, verb):
            return False
        group = g.verb_group(s, verb) if s.pos[verb] in ("VERB", "AUX") else PLAIN
        if key_of(s.lower[up]) in self.predicates and group.modal:
            self._add(up, action_label(self.sign, group), g.subject(s, verb), "action")
            return True
        if commitment:
            if frame == "that":
                # "is worried that Peru may close it": what the clause tells is the fear, nobody's own act
                self.readings = [r for r in self.readings if r.kind not in ("action", "duty")]
            return self._held_adjective(up, verb, commitment, group)
        if s.dep[up] in ("amod", "acl", "relcl"):
            return False  # "those responsible for": tells which, says nothing of it
        value = self._value(up)
        if value:
            side = value * self.sign * (-1 if group.negated else 1)
            self._add(up, "advocates" if side > 0 else "objects", SPEAKER, "evaluation")
            self.sign *= value
        return True

    def _held_adjective(self, up: int, verb: int, commitment: str, group: g.VerbGroup) -> bool:
        s = self.s
        holder = self._stated_of(verb)
        if holder is not None and s.dep[verb] == "relcl" and s.lower[holder] in g.RELATIVES:
            holder = s.head[verb]
        if holder is None:
            holder = g.subject(s, verb)
        if s.lower[max(0, up - 2) : up] in TURNING:
            group = replace(group, negated=not group.negated)
        if not group.is_conditional:
            self._add(up, attitude_label(commitment, self.sign, group), holder, "adjective")
        self.sign *= TOWARDS[commitment] * (-1 if group.negated else 1)
        # "workers unhappy about the cuts": what is done to them is another matter
        return not (s.dep[up] in ("amod", "acl", "relcl") and s.pos[s.head[up]] in ("NOUN", "PROPN"))

    def _stated_of(self, verb: int) -> int | None:
        """The subject of "is no longer opposed", which the parser may hang on the auxiliary."""
        s = self.s
        near = [*s.children[verb], *(n for k in s.children[verb] if s.dep[k] == "auxpass" for n in s.children[k])]
        return next((k for k in near if s.dep[k] in ("nsubj", "nsubjpass")), None)

    def _guessed(self) -> None:
        """As "so erratic that he might close it": what may follow is the guess of who says so."""
        self.readings = [r for r in self.readings if r.kind != "action" or r.commitment != "open_to"]

    def _tells_why(self, up: int, frame: str) -> bool:
        """As "due to the ban", "so eager that it …", "as far as sanctions are concerned": a cause or a topic."""
        s = self.s
        result = frame == "that" and any(s.lower[k] in ("so", "such", "too") for k in s.children[up])
        cause = s.lower[up] == "due" and frame.startswith("prep:")
        return result or cause or (s.lower[up] == "concerned" and "far" in s.lower[max(0, up - 12) : up])

    def _believed(self, up: int, verb: int) -> bool:
        """As "is not convinced that it is needed", "is not sure of the need for it"."""
        s, group = self.s, g.verb_group(self.s, verb)
        label = self.pending[1] if self.pending else ""
        for r in self.readings:
            if r.kind in ("evaluation", "duty") and r.holder == SPEAKER:
                label = r.commitment
        if label not in ("advocates", "objects") or group.is_conditional:
            return False
        self.readings = [r for r in self.readings if r.kind not in ("evaluation", "duty")]
        side = label if not group.negated else "objects" if label == "advocates" else "advocates"
        holder = g.subject(s, verb)
        self._add(up, side, self._stated_of(verb) if holder is None else holder, "adjective")
        return True
