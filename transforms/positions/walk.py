"""From an issue's words up the tree: every attitude, act or judgement on the way, with its label and its holder's word.

The sign starts with the words' own direction and changes at every word that reverses, negates or opposes what it
governs; an attitude that is asserted on the way gives a reading. So "condemned the ban on aid" reads as for aid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.issues.words import key_of
from transforms.positions import grammar as g
from transforms.positions.hits import Hit
from transforms.positions.labels import NEGATED, TOWARDS, action_label, attitude_label
from transforms.positions.tables import Triggers
from transforms.views import Sentence

PLAIN = g.VerbGroup(False, "", True, False, False, False, False, False)
"""A reading that no verb group changes."""
SPEAKER = -1
"""Holder of a judgement, duty or announcement: whoever says the sentence."""
DEEPEST = 9
ADJUNCTS = frozenset(
    "following after before during despite since amid amidst as like unlike besides beyond near under until via given"
    " within among between".split()
)
"""Prepositions that bring in a circumstance, not what a word is about."""
COPULAS = frozenset({"remain", "stay", "seem", "appear", "become", "look", "prove", "sound"})
SHARES = frozenset({"part", "role", "participation", "membership", "involvement", "place", "share", "contribution"})
LOCATIVE = frozenset(f"prep:{word}" for word in "in on at across near over off around".split())
FULFIL = frozenset(
    {"meet", "reach", "fulfil", "fulfill", "achieve", "attain", "hit", "keep", "deliver", "honour", "honor"}
)
SPOKEN = frozenset({"that", "obj", "prep:on", "prep:about", "prep:of"})
KEPT = frozenset({"open_to", "not_ruling_out", "objects", "rules_out", "withholds"})
"""Attitudes that survive under "agreed to", "began to": what was agreed is to consider, not to do."""
STANCES = frozenset(
    "stance position view line vote campaign case argument resolution statement speech policy stand".split()
)
SUBJECT_HAPPENS = frozenset(
    {
        "happen",
        "occur",
        "take",
        "begin",
        "start",
        "resume",
        "continue",
        "remain",
        "stay",
        "flow",
        "proceed",
        "go",
        "end",
        "stop",
        "cease",
        "apply",
        "exist",
        "enter",
        "reach",
        "expire",
        "return",
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a sentence: what the trigger says of the issue, and which word names who holds it."""

    trigger: int
    commitment: str
    holder: int  # token, or SPEAKER
    kind: str  # attitude, action, noun, adjective, evaluation, duty, label, idiom, owned
    distance: int  # words climbed between the issue's words and the trigger
    governs: str = ""  # what the trigger's argument is: "other" (another's act), "ing" (own act), "duty", ""
    is_adjectival: bool = False  # the holder stands as an adjective before the noun: "the Italian decision"


class Walk:
    """One climb from one hit; `readings` holds what it found."""

    def __init__(
        self,
        s: Sentence,
        hit: Hit,
        triggers: Triggers,
        predicates: frozenset[str],
        idioms: dict[int, str],
        *,
        words: frozenset[str] = frozenset(),
        ends: bool = False,
    ) -> None:
        self.s = s
        self.hit = hit
        self.sign = hit.sign
        self.t = triggers
        self.predicates = predicates
        self.words = words
        self.idioms = idioms
        self.readings: list[Reading] = []
        self.pending: tuple[int, str] | None = None
        self.inner, self.inner_sign = "", 1  # the last attitude folded in, and the direction of its argument
        self.asks = False
        self.governs = ""
        self.ends = ends  # the proposition ends or bars something
        self.says_end = any(self._reverses(tok) for tok in range(hit.start, hit.end))  # so do the words: "travel ban"
        self.acted = False  # something on the way realises or reverses the issue's words
        self.stance: tuple[str, int] | None = None  # what a stance named on the way holds, and its direction
        self.blurred = False  # an unknown verb stands between: what is planned is not the issue itself
        self.depth = 0
        self._climb(hit.head)

    def _reverses(self, tok: int) -> bool:
        lemma = self.s.lemma[tok]
        return lemma in self.t.lists["undo_noun"] or self.t.action_nouns.get(key_of(lemma)) == -1

    # -- the climb

    def _climb(self, node: int) -> None:
        if self._is_where(node):
            return
        self._inside(node)
        for self.depth in range(1, DEEPEST):
            found = governor(self.s, node)
            if found is None:
                return
            up, frame = found
            if not self._govern(up, frame, node):
                return
            node = up

    def _is_where(self, node: int) -> bool:
        """ "the situation in eastern Chad": a place is no object, unless what is there is the issue's own matter."""
        s = self.s
        names = any(s.word[tok][:1].isupper() for tok in range(self.hit.start, self.hit.end))
        found = governor(s, node) if names and s.pos[node] in ("PROPN", "NOUN") else None
        if found is None or found[1] not in LOCATIVE:
            return False
        return key_of(s.lemma[found[0]]) not in self.words

    def _govern(self, up: int, frame: str, child: int) -> bool:
        pos = self.s.pos[up]
        goes_on = self._reads(up, frame, child, pos)
        is_clause = pos in ("VERB", "AUX") and self.s.dep[up] == "relcl" and g.verb_group(self.s, up).is_finite
        return goes_on and not (is_clause and self.s.lemma[self.s.head[up]] not in self.t.lists["document"])

    def _reads(self, up: int, frame: str, child: int, pos: str) -> bool:
        """Read the word `up` over what hangs on it by `frame`; False where the climb ends."""
        if frame.rstrip("?") in ("to", "ing") and not self.governs:
            self.governs = "ing"
        if frame.startswith("to_other") or (pos in ("NOUN", "PROPN") and g.owner(self.s, up) is not None):
            self.governs = "other"
        if frame.removeprefix("prep:") in ADJUNCTS and frame.startswith("prep:"):
            return False
        if frame.startswith("prep:") and pos == "VERB" and (noun := self._object_before(up, frame, child)) is not None:
            # "miss its target for X": the phrase belongs to the noun of attitude before it
            self._noun(noun, self.t.nouns.get(self.s.lemma[noun]), frame)
            return self._reads(up, "obj", noun, pos)
        if frame == "conj":
            return not (
                pos in ("VERB", "AUX") and any(self.s.dep[k] in ("nsubj", "nsubjpass") for k in self.s.children[child])
            )
        if up in self.idioms and self.idioms[up] not in ("good", "bad") and pos not in ("VERB", "AUX"):
            return self._idiom(up, self.idioms[up])
        if pos == "AUX" or (self.s.lemma[up] == "be" and pos == "VERB"):
            return self._copula(up, frame, child)
        if pos == "VERB":
            if frame == "agent" and self.s.lower[up] not in self.t.adjectives:
                return False
            if self._judging_participle(up, frame):
                return True
            if self.s.lower[up] in self.t.adjectives and self._is_state(up, frame):
                return self._adjective(up, frame)
            return self._verb(up, frame, child)
        if pos in ("NOUN", "PROPN"):
            return self._noun(up, self.t.nouns.get(self.s.lemma[up]) or self.t.nouns.get(self.s.lower[up]), frame)
        if pos == "ADJ":
            return self._adjective(up, frame)
        return True

    def _judging_participle(self, up: int, frame: str) -> bool:
        """ "is justified", "are needed", "is worrying": a participle that judges its subject."""
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
                if s.dep[k] == "dobj" and k < child and (s.lemma[k] in self.t.nouns or s.lemma[k] in SHARES)
            ),
            None,
        )

    def _is_state(self, up: int, frame: str) -> bool:
        """ "is opposed to", "are committed to": a participle that is an adjective."""
        s = self.s
        has_be = any(s.dep[k] == "auxpass" for k in s.children[up]) or s.dep[up] in ("acl", "amod", "advcl", "acomp")
        return (
            has_be
            and s.tag[up] in ("VBN", "JJ", "VBD")
            and (g.agent(self.s, up) is None or frame == "agent")
            and not any(self.s.dep[k] == "dobj" for k in self.s.children[up])
        )

    def _add(self, trigger: int, commitment: str | None, holder: int | None, kind: str) -> None:
        if (
            self.hit.via == "anaphor"
            and self.s.pos[self.hit.head] == "PRON"
            and (kind != "attitude" or commitment not in ("objects", "advocates", "rules_out", "not_ruling_out"))
            and self.s.dep[self.hit.head] == "dobj"
        ):
            return  # "opposes it" speaks of the issue, "picked it up" of anything
        if self.hit.is_name and self.depth > 1 and not self.acted:
            return  # a name far below the trigger is where or with whom, not what
        if commitment and holder is not None:
            adjectival = (
                kind in ("noun", "owned") and holder >= 0 and self.s.dep[holder] in ("amod", "compound", "nmod")
            )
            governs = "duty" if kind == "duty" else self.governs
            self.readings.append(Reading(trigger, commitment, holder, kind, self.depth, governs, adjectival))

    def settled(self) -> list[Reading]:
        """The readings without those that only colour another's: "welcomed the Italian decision" is not Italy's word."""
        last = max((r.distance for r in self.readings), default=0)
        return [r for r in self.readings if not (r.is_adjectival and r.distance < last)]

    # -- verbs

    def _verb(self, up: int, frame: str, child: int) -> bool:
        s = self.s
        lemma = g.particle(s, up)
        group = g.verb_group(s, up)
        if frame in ("obj", "subj_small", "prep:to") and s.lemma[up] in self.t.lists["label"]:
            value = self._labelled(up, child)
            if value:
                self._add(up, attitude_label("advocates", self.sign * value, group), g.subject(s, up), "label")
                self.sign *= value
                return True
        if self._withholds(up, lemma, frame, child, group):
            return False
        commitment = self._lookup(self.t.verbs, lemma, frame)
        if up in self.idioms and self.idioms[up] not in ("good", "bad"):
            commitment = self.idioms[up]
        if commitment:
            return self._attitude(up, str(commitment), group, frame)
        if frame == "obj" and self._falls_short(up, lemma, child, group):
            return False
        if self.pending and child == self.pending[0] and s.lemma[up] in self.t.lists["light"]:
            self._light(up, group)
            return True
        if (
            s.lemma[up] in ("keep", "leave", "hold")
            and any(s.lower[k] == "open" for k in range(up, s.right[up]))
            and not group.negated
        ):
            self._add(up, "open_to", g.subject(s, up), "idiom")
            return False
        action = self._lookup(self.t.actions, lemma, frame)
        if action is None and frame == "obj" and self.hit.via == "resumed" and lemma in ("take", "do", "make"):
            action = 1
        if action is None and frame == "obj" and key_of(s.lemma[up]) in self.predicates:
            action = 1
        if action is not None:
            return self._action(up, int(action), group, frame)
        if frame == "subj":
            return self._subject_of(up, lemma, group)
        if frame == "to" and s.lemma[up] in ("have", "need"):
            self._duty(up, group)
            return True
        if frame == "to" and s.lemma[up] == "go":
            self._add(up, "rules_out" if group.negated != (self.sign < 0) else "commits", g.subject(s, up), "action")
            return True
        if (
            frame == "obj"
            and group.modal == "may"
            and not group.negated
            and s.lemma[up] in ("require", "need", "involve", "entail", "mean", "include")
        ):
            self._add(up, "open_to", SPEAKER, "evaluation")
            return True
        if self.pending and s.lemma[up] in self.t.lists["light"]:
            self._light(up, group)
            return True
        self.blurred = self.blurred or (frame == "obj" or frame.startswith("prep:"))
        return frame not in ("advcl", "agent", "subj") and not frame.endswith("?")

    def _falls_short(self, up: int, lemma: str, child: int, group: g.VerbGroup) -> bool:
        """ "will not meet its goal", "failed to deliver the aid it had promised", "broke its promise"."""
        s = self.s
        is_target = self.t.nouns.get(s.lemma[child]) == "commits" or any(
            s.lemma[k] in ("promise", "pledge") and s.dep[k] in ("amod", "relcl", "acl") for k in s.children[child]
        )
        over = s.head[up] if s.dep[up] == "xcomp" and s.lemma[s.head[up]] == "fail" else None
        if over is not None and g.verb_group(s, over).negated:
            return False
        broken = lemma in ("break", "renege") and is_target and not group.negated
        missed = lemma in FULFIL and (group.negated or over is not None) and (is_target or lemma == "meet")
        if broken or missed:
            self._add(up, "falls_short", g.subject(s, over if over is not None else up), "action")
        return broken or missed

    def _withholds(self, up: int, lemma: str, frame: str, child: int, group: g.VerbGroup) -> bool:
        """ "declined to comment on", "refused to say whether", "would not discuss": who will not speak of it."""
        s = self.s
        refuses = lemma in ("decline", "refuse") and frame == "to" and s.lemma[child] in self.t.lists["speak_out"]
        asked = any(s.lower[k] in ("whether", "which", "when", "how", "if") for k in range(up, s.right[up]))
        refuses = refuses and not group.negated
        silent = (
            lemma in self.t.lists["speak_out"]
            and (group.negated or "neither" in s.lower[:up])
            and frame in SPOKEN
            and (group.modal in ("would", "future") or asked or (lemma in ("confirm", "deny") and frame == "that"))
        )
        open_inside = self.inner == "open_to" and s.lemma[child] in ("discuss", "debate")
        own = {"it", "they", "he", "she", "its", "their"}
        if refuses or silent:  # "refused to say which troops it might send": what it might is not said
            self.readings = [r for r in self.readings if r.holder == SPEAKER or s.lower[r.holder] not in own]
        if (refuses or silent) and not self.readings and (not self.inner or open_inside or asked):
            self._add(up, "withholds", g.subject(s, up), "attitude")
        return refuses or silent

    def _lookup(self, table: dict, lemma: str, frame: str) -> object:
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
        if group.is_conditional:
            self.sign *= TOWARDS[commitment] * (-1 if group.negated else 1)
            return s.dep[up] in ("ccomp", "xcomp")
        if commitment == "advocates" and frame == "obj" and self.stance and self.stance[0] in KEPT:
            # "backed the stance that all options are open": the stance is what is held
            self._add(up, attitude_label(self.stance[0], self.stance[1], group), g.subject(s, up), "attitude")
            return False
        if (
            frame.startswith("to")
            and self.inner in KEPT
            and commitment in ("commits", "acts", "advocates")
            and not frame.startswith("to_other")
        ):
            # "agreed to consider": the inner attitude is what is held
            label = attitude_label(self.inner, self.inner_sign, group)
            self._add(up, label, g.subject(s, up), "attitude")
            self.sign = TOWARDS[label]
            return True
        if frame == "that":
            # what the clause says will happen is the content of the attitude, nobody's own act
            self.readings = [r for r in self.readings if r.kind not in ("action", "duty")]
            if commitment == "objects" and any(r.kind == "evaluation" for r in self.readings):
                return True
        if frame == "to" and commitment in ("commits", "acts") and self.inner == "advocates" and self.asks:
            commitment = "advocates"  # "plans to ask others to …"
        self.asks = frame.startswith("to_other")
        empty = self.blurred and commitment in ("acts", "commits") and frame.startswith("to")
        if (group.is_finite or self._is_asserted(up)) and not empty:
            holder = SPEAKER if group.modal == "duty" else g.subject(s, up)
            if holder is None and group.is_passive and (group.modal or group.negated):
                holder = SPEAKER  # "could not be ruled out", they said
            self._add(up, attitude_label(commitment, self.sign, group), holder, "attitude")
        self.inner, self.inner_sign = commitment, self.sign
        self.sign *= TOWARDS[commitment] * (-1 if group.negated else 1)
        return not (group.is_finite and s.dep[up] == "advcl")

    def _action(self, up: int, action: int, group: g.VerbGroup, frame: str) -> bool:
        s = self.s
        if group.is_conditional:
            self.sign *= self._effect(action) * (-1 if group.negated else 1)
            return s.dep[up] in ("ccomp", "xcomp")
        if frame == "to" and action < 0 and self.inner:
            # "refused to rule out", "declined to support": the inner attitude, denied
            label = attitude_label(NEGATED[self.inner], self.inner_sign, group)
            self._add(up, label, g.subject(s, up), "attitude")
            self.sign = TOWARDS[label]
            return True
        self.inner = ""
        self.sign *= self._effect(action)
        if group.is_finite or self._is_asserted(up):
            label = action_label(self.sign, group)
            holder = SPEAKER if group.modal == "duty" else g.subject(s, up)
            if holder is None and group.is_passive and group.modal in ("future", "would"):
                holder = SPEAKER
            self._add(up, label, holder, "duty" if group.modal == "duty" else "action")
        if group.negated:
            self.sign = -self.sign
        return not (group.is_finite and s.dep[up] == "advcl")

    def _effect(self, effect: int) -> int:
        """The effect of an act on the issue's words; where the proposition itself ends something, to end it is to do it."""
        first, self.acted = not self.acted, True
        return 1 if effect < 0 and first and self.ends and self.hit.sign > 0 and not self.says_end else effect

    def _is_asserted(self, up: int) -> bool:
        """A participle that says its subject does it: ", urging …", "by imposing …", "sanctions imposed by …"."""
        s = self.s
        if s.tag[up] == "VBG":
            over = governor(s, up)
            if over is not None and over[1] == "ing?" and self._lookup(self.t.verbs, g.particle(s, over[0]), "ing"):
                return False
            if any(s.dep[k] == "nsubj" for k in s.children[up]):
                return False
            if (
                s.dep[up] in ("advcl", "pcomp")
                and (verb := next((a for a in s.ancestors(up) if s.pos[a] in ("VERB", "AUX")), None)) is not None
                and not g.verb_group(s, verb).is_finite
            ):
                return False
            if s.dep[up] == "acl" and s.dep[s.head[up]] == "pobj":
                return False
            return s.dep[up] in ("advcl", "acl", "conj", "ROOT") or (
                s.dep[up] == "pcomp" and s.lower[s.head[up]] in ("by", "after", "in", "for")
            )
        return s.tag[up] == "VBN" and s.dep[up] in ("acl", "amod", "conj", "ROOT", "advcl")

    def _subject_of(self, up: int, lemma: str, group: g.VerbGroup) -> bool:
        if lemma in COPULAS:
            return self._predicate_of(up, group, -1)
        value = self.t.good["verb"].get(lemma)
        if s_value := self._object_value(up):
            value = s_value if value is None else value
        if value and not group.is_conditional:
            side = value * self.sign * (-1 if group.negated else 1)
            self._add(up, "advocates" if side > 0 else "objects", SPEAKER, "evaluation")
            self.sign *= value * (-1 if group.negated else 1)
            return True
        if self.s.lemma[up] in SUBJECT_HAPPENS and group.modal in ("duty", "future"):
            self.sign *= self.t.actions.get(self.s.lemma[up], {}).get("obj", 1)
            self._add(up, action_label(self.sign, group), SPEAKER, "duty" if group.modal == "duty" else "action")
        return True

    def _object_value(self, up: int) -> int | None:
        """ "constitutes ethnic cleansing", "poses a threat", "amounts to a violation"."""
        s = self.s
        if s.lemma[up] not in (
            "constitute",
            "pose",
            "amount",
            "represent",
            "be",
            "become",
            "mean",
            "prove",
            "remain",
            "seem",
            "contain",
            "present",
            "make",
            "lead",
            "run",
            "fly",
            "cause",
            "create",
            "bring",
            "send",
            "set",
            "serve",
            "play",
            "offer",
            "provide",
            "risk",
            "show",
            "form",
            "reflect",
            "require",
            "go",
        ):
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

    def _duty(self, up: int, group: g.VerbGroup) -> None:
        side = self.sign * (-1 if group.negated else 1)
        self._add(up, "advocates" if side > 0 else "objects", SPEAKER, "duty")

    def _light(self, up: int, group: g.VerbGroup) -> None:
        noun, commitment = self.pending or (up, "")
        self.pending = None
        self._add(
            noun,
            commitment if not group.negated else attitude_label(commitment, 1, group),
            g.subject(self.s, up),
            "noun",
        )

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

    # -- idioms, nouns and adjectives

    def _idiom(self, up: int, reading: str) -> bool:
        """A fixed phrase with a verb of its own: "left the door open to", "spoke in favour of", "sees no need for"."""
        s = self.s
        holder = g.owner(s, up)
        verb = next((a for a in s.ancestors(up) if s.pos[a] in ("VERB", "AUX")), None)
        group = g.verb_group(s, verb) if verb is not None else PLAIN
        if holder is None and verb is not None:
            there = any(s.dep[k] == "expl" for k in s.children[verb])
            holder = SPEAKER if there else g.subject(s, verb)
        self._add(up, attitude_label(reading, self.sign, group), holder, "idiom")
        return False

    def _noun(self, up: int, commitment: str | None, frame: str = "") -> bool:
        s = self.s
        denied = g.is_denied_noun(s, up)
        if commitment == "advocates" and frame in ("prep:over", "prep:about", "prep:against"):
            commitment = "objects"  # "pressure over", "a campaign against"
        if commitment is None and frame == "prep:against" and s.lemma[up] in STANCES:
            commitment = "objects"
        if commitment is None and s.lemma[up] in STANCES:
            commitment = next(
                (
                    self.t.adjectives[s.lower[k]]
                    for k in s.children[up]
                    if s.dep[k] == "amod" and s.lower[k] in self.t.adjectives
                ),
                None,
            )
            if commitment is None and self.readings:
                self.stance = (self.readings[-1].commitment, 1)
        if commitment is None:
            return self._event_noun(up, frame, denied)
        group = g.VerbGroup(denied, "", True, False, False, False, False, False)
        label = attitude_label(commitment, self.sign, group)
        holder = g.owner(s, up)
        if holder is not None:
            self._add(up, label, holder, "noun")
            self.pending = None
        else:
            self.pending = (up, label)
        self.sign *= TOWARDS[commitment] * (-1 if denied else 1)
        return True

    def _event_noun(self, up: int, frame: str, denied: bool) -> bool:
        """ "the lifting of", "its withdrawal from", "the aid ban": nouns of acts that reverse or realise."""
        s = self.s
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
        verb = up if s.pos[up] == "VERB" and s.dep[up] != "acomp" else s.head[up]
        group = g.verb_group(s, verb) if s.pos[verb] in ("VERB", "AUX") else PLAIN
        if key_of(s.lower[up]) in self.predicates and group.modal:
            self._add(up, action_label(self.sign, group), g.subject(s, verb), "action")
            return True
        if commitment:
            holder = next((k for k in s.children[verb] if s.dep[k] in ("nsubj", "nsubjpass")), None)
            if holder is not None and s.dep[verb] == "relcl" and s.lower[holder] in g.RELATIVES:
                holder = s.head[verb]
            if holder is None:
                holder = g.subject(s, verb)
            if not group.is_conditional:
                self._add(up, attitude_label(commitment, self.sign, group), holder, "adjective")
            self.sign *= TOWARDS[commitment] * (-1 if group.negated else 1)
            return True
        if s.dep[up] in ("amod", "acl", "relcl"):
            return False  # "those responsible for": tells which, says nothing of it
        value = self._value(up)
        if value:
            side = value * self.sign * (-1 if group.negated else 1)
            self._add(up, "advocates" if side > 0 else "objects", SPEAKER, "evaluation")
            self.sign *= value
        return True

    def _copula(self, up: int, frame: str, child: int) -> bool:
        s = self.s
        group = g.verb_group(s, up)
        if group.is_conditional:
            return False
        kids = s.children[up]
        subject = next((k for k in kids if s.dep[k] in ("nsubj", "csubj")), None)
        if frame == "subj":
            return self._predicate_of(up, group, child)
        if any(s.dep[k] == "expl" and s.lower[k] == "there" for k in kids):
            if group.modal:
                self._add(up, action_label(self.sign, group), SPEAKER, "action")
            elif g.is_denied_noun(s, child):
                self._add(up, "advocates" if self.sign > 0 else "objects", SPEAKER, "evaluation")
            return True
        if frame.startswith(("to", "that")):
            for kid in kids:
                if s.dep[kid] in ("acomp", "attr") and (value := self._value(kid)):
                    side = value * self.sign * (-1 if group.negated else 1)
                    self._add(kid, "advocates" if side > 0 else "objects", SPEAKER, "evaluation")
                    self.sign *= value * (-1 if group.negated else 1)
                    return True
        if frame in ("attr", "to", "that", "to_other", "acomp", "ing") and subject is not None and subject != child:
            return self._goal_is(up, subject, group)
        if frame == "prep:against":
            self._add(up, attitude_label("objects", self.sign, group), g.subject(s, up), "adjective")
        elif frame == "prep:for":
            self._add(up, attitude_label("advocates", self.sign, group), g.subject(s, up), "adjective")
        elif self.pending:
            self._light(up, group)
        return frame.startswith("prep") or frame in ("to", "acomp", "attr")

    def _goal_is(self, up: int, subject: int, group: g.VerbGroup) -> bool:
        """ "Our goal is to …", "the only way is dialogue"; "we are to send" is a plan."""
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
        """ "Sanctions are a mistake", "all options are on the table", "talks are under way"."""
        s = self.s
        for kid in s.children[up]:
            if kid == child or s.dep[kid] in ("nsubj", "aux", "neg", "punct", "expl", "mark", "advcl"):
                continue
            for tok in range(s.left[kid], s.right[kid]):
                reading = self.idioms.get(tok)
                if reading in ("good", "bad"):
                    side = (1 if reading == "good" else -1) * self.sign * (-1 if group.negated else 1)
                    self._add(tok, "advocates" if side > 0 else "objects", SPEAKER, "evaluation")
                    return True
                if reading and reading not in ("good", "bad"):
                    self._add(tok, attitude_label(reading, self.sign, group), SPEAKER, "idiom")
                    return True
            value = self._value(kid)
            if value:
                side = value * self.sign * (-1 if group.negated else 1)
                self._add(kid, "advocates" if side > 0 else "objects", SPEAKER, "evaluation")
                self.sign *= value * (-1 if group.negated else 1)
                return True
            commitment = self.t.nouns.get(s.lemma[kid])
            if commitment in ("commits", "advocates"):
                holder = g.owner(s, kid)
                self._add(
                    kid, attitude_label(commitment, self.sign, group), SPEAKER if holder is None else holder, "noun"
                )
        return True

    def _value(self, tok: int) -> int | None:
        """+1 or -1 when the word or its adjective judges; a noun's own value comes before its adjectives'."""
        s = self.s
        if tok in self.idioms and self.idioms[tok] in ("good", "bad"):
            return 1 if self.idioms[tok] == "good" else -1
        denied = -1 if g.is_denied_noun(s, tok) else 1
        kind = "noun" if s.pos[tok] in ("NOUN", "PROPN") else "adj"
        value = (
            self.t.good[kind].get(s.lemma[tok])
            or self.t.good[kind].get(s.lower[tok])
            or self.t.good["adj"].get(s.lower[tok])
        )
        if tok >= 2 and s.word[tok - 1] == "-":
            value = self.t.good["adj"].get(f"{s.lower[tok - 2]}-{s.lower[tok]}") or value
        if value:
            return value * denied
        for kid in s.children[tok]:
            if s.dep[kid] in ("amod", "conj", "acomp", "attr") and (value := self.t.good["adj"].get(s.lower[kid])):
                return value * denied
        for kid in s.children[tok]:
            if s.dep[kid] == "prep" and s.lower[kid] in ("of", "in"):
                for noun in s.children[kid]:
                    if value := self.t.good["noun"].get(s.lemma[noun]):
                        return value * denied
        return None

    # -- what stands under the issue's own words

    def _inside(self, node: int) -> None:
        s = self.s
        if s.pos[node] in ("NOUN", "PROPN") and g.is_denied_noun(s, node):
            self.sign = -self.sign
        if s.pos[node] not in ("NOUN", "PROPN"):
            if s.pos[node] == "VERB":
                self._own_verb(node)
            return
        if (
            self.hit.via == "anaphor"
            and s.lemma[node] in self.t.nouns
            and s.lemma[node] not in ("measure", "proposal", "agreement", "deal")
        ):
            if g.is_denied_noun(s, node):
                self.sign = -self.sign
            self._noun(node, self.t.nouns[s.lemma[node]])
        elif key_of(s.lemma[node]) in self.predicates or self.t.action_nouns.get(key_of(s.lemma[node])) == 1:
            holder = g.owner(s, node, sources=g.DOERS)
            if holder is not None and not g.is_denied_noun(s, node):
                self._add(node, "acts" if self.sign > 0 else "rules_out", holder, "owned")
        for kid in s.children[node]:
            if s.dep[kid] in ("relcl", "acl") and s.pos[kid] in ("VERB", "AUX"):
                self._relative(node, kid)
            if s.dep[kid] == "amod" and (value := self.t.good["adj"].get(s.lower[kid])) and s.in_quote[kid]:
                self._add(kid, "advocates" if value * self.sign > 0 else "objects", SPEAKER, "evaluation")

    def _own_verb(self, node: int) -> None:
        """The issue's words are themselves the act: "will sign the pact" where the keyword is "sign the pact"."""
        group = g.verb_group(self.s, node)
        inside = range(self.hit.start, self.hit.end)
        if "withholds" in self.t.verbs.get(self.s.lemma[node], {}).values():
            self._add(node, "" if group.negated else "withholds", g.subject(self.s, node), "attitude")
            return
        takes = self.t.verbs.get(self.s.lemma[node], {}).keys()
        if {"obj", "to_other"} & takes and key_of(self.s.lemma[node]) not in self.predicates:
            return
        if any(k in inside and self.s.dep[k] in ("neg", "aux", "nsubj") for k in self.s.children[node]):
            return  # the issue's words are a whole clause: what it says is their own sense
        if group.is_conditional or not (group.is_finite or self._is_asserted(node)):
            if group.negated:
                self.sign = -self.sign
            return
        holder = SPEAKER if group.modal == "duty" else g.subject(self.s, node)
        self._add(node, action_label(self.sign, group), holder, "duty" if group.modal == "duty" else "action")
        if group.negated:
            self.sign = -self.sign

    def _relative(self, noun: int, verb: int) -> None:
        """ "sanctions the bloc has imposed", "a step it would not take", "talks proposed by Oslo"."""
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
        """ "a step he said Slovakia would not take": the gap is in the complement of the verb of saying."""
        s = self.s
        while s.lemma[verb] in self.t.lists["speech"]:
            inner = next((k for k in s.children[verb] if s.dep[k] == "ccomp" and s.pos[k] in ("VERB", "AUX")), None)
            if inner is None:
                return
            verb = inner
        own = any(s.dep[k] in ("nsubj", "nsubjpass") for k in s.children[verb])
        self._verb(verb, "obj" if own or s.tag[verb] == "VBN" else "subj", noun)


def governor(s: Sentence, node: int) -> tuple[int, str] | None:
    """Return the word that governs `node` and how: prepositions are part of the way, not stations on it."""
    dep, up = s.dep[node], s.head[node]
    if up == node:
        return None
    if dep in ("pobj", "pcomp"):
        words = [s.lower[up]]
        kind = s.dep[up]
        over = s.head[up]
        while (s.pos[over] == "ADP" or g.is_particle(s, over)) and s.head[over] != over and s.dep[over] != "prt":
            kind = s.dep[over]
            words.insert(0, s.lower[over])
            over = s.head[over]
        if over == up or s.head[up] == up:
            return None
        if kind == "agent":
            return over, "agent" if s.tag[over] == "VBN" else "prep:by"
        return over, "prep:" + words[-1]
    if dep in ("dobj", "nsubjpass", "csubjpass"):
        return up, "obj"
    if dep == "dative":
        return up, "obj2"
    if dep == "nsubj" and s.tag[up] == "VBN" and not any(s.dep[k] in ("aux", "auxpass") for k in s.children[up]):
        return up, "obj"
    if dep in ("nsubj", "csubj"):
        small = (
            s.dep[up] == "ccomp" and s.tag[up] not in ("VBD", "VBZ", "VBP", "VB", "VBN", "VBG") and s.pos[up] != "AUX"
        )
        return up, "subj_small" if small else "subj"
    if dep in ("xcomp", "ccomp"):
        return up, _complement(s, node, up)
    if dep in ("attr", "oprd"):
        return up, "attr"
    if (
        dep == "advcl"
        and s.tag[node] == "VBG"
        and not any(s.dep[kid] in ("mark", "aux", "nsubj") for kid in s.children[node])
        and node == up + 1 + any(s.dep[k] == "prt" for k in s.children[up])
    ):
        return up, "ing?"
    if (
        dep == "advcl"
        and any(s.tag[kid] == "TO" for kid in s.children[node])
        and not any(s.dep[kid] == "mark" for kid in s.children[node])
    ):
        return up, _complement(s, node, up) + "?"
    if dep in ("acomp", "advcl", "conj", "acl", "relcl", "agent"):
        return up, dep
    if dep in ("punct", "intj", "meta", "parataxis"):
        return None
    return up, "mod"


def _complement(s: Sentence, node: int, up: int) -> str:
    tags = {s.tag[kid] for kid in s.children[node] if s.dep[kid] in ("aux", "auxpass")}
    is_infinitive = "TO" in tags
    subject = any(s.dep[kid] in ("nsubj", "nsubjpass") for kid in s.children[node])
    if is_infinitive:
        other = subject or any(s.dep[kid] in ("dobj", "dative") and kid < node for kid in s.children[up])
        return "to_other" if other or any(s.dep[k] == "prep" and up < k < node for k in s.children[up]) else "to"
    if s.tag[node] == "VBG" and not tags & {"VBZ", "VBP", "VBD", "MD"}:
        return "ing"
    if subject and (s.dep[node] == "xcomp" or (s.tag[node] == "VBN" and not tags)):
        return "to_other"
    return "that"


def idiom_anchors(s: Sentence, triggers: Triggers) -> dict[int, str]:
    """Tokens that bear a fixed phrase, with its reading; phrases match by lemma or word, in order, without gaps."""
    return dict(_idioms(s, triggers))


def _idioms(s: Sentence, triggers: Triggers) -> Iterator[tuple[int, str]]:
    for idiom in triggers.idioms:
        first = idiom.lemmas[0]
        for start in range(len(s) - len(idiom.lemmas) + 1):
            if first in (s.lemma[start], s.lower[start]) and all(
                want in ("*", s.lemma[start + i], s.lower[start + i]) for i, want in enumerate(idiom.lemmas)
            ):
                yield start + idiom.anchor, idiom.reading
