"""What is too little, too slow or not kept: who finds fault with it wants more of it."""

from __future__ import annotations

from transforms.positions import grammar as g
from transforms.positions.climb import SPEAKER, Climb
from transforms.positions.labels import action_label


class ShortfallRules(Climb):
    """Modest efforts, inadequate steps, too little done, words not kept."""

    def _weigh(self, up: int, frame: str, child: int) -> None:
        """Turn the side where fault is found with too little of what was passed: "criticised its modest efforts"."""
        s = self.s
        beside = [k for k in s.children[up] if s.dep[k] == "dobj" and k < child] if frame.startswith("prep:") else []
        self.scant = self.scant or any(self._is_scant(noun) for noun in (child, *beside))
        lemma = s.lemma[up]
        faults = {*self.t.verbs.get(lemma, {}).values(), self.t.nouns.get(lemma), self.t.adjectives.get(s.lower[up])}
        if self.scant and "objects" in faults:
            self.sign, self.scant = -self.sign, False

    def _is_scant(self, noun: int) -> bool:
        """As "its only modest efforts", "the half-hearted opening"."""
        s, few = self.s, self.t.lists["scant"]
        words = (k for k in s.children[noun] if s.dep[k] in ("amod", "compound", "nmod"))
        return any(s.lower[k] in few or g.joined(s, k) in few for k in words)

    def _is_too_little(self, kid: int, subject: int, group: g.VerbGroup) -> bool:
        """As "its steps are inadequate", "the aid is too slow", "is not enough": more is wanted; not of a text."""
        s, few = self.s, self.t.lists["scant"]
        word = g.joined(s, kid)
        is_short = any(s.lower[k] in ("too", "so") and s.dep[k] == "advmod" for k in s.children[kid])
        lacks = word in self.t.lists["lacking"] or (is_short and (word in few or word in self.t.lists["small"]))
        enough = word in self.t.lists["enough"] or any(
            s.lower[k] == "enough" and s.dep[k] == "advmod" for k in s.children[kid]
        )
        return not self._is_text(subject) and ((lacks and not group.negated) or (enough and group.negated))

    def _is_short(self, up: int, lemma: str, group: g.VerbGroup) -> bool:
        """As "the aid fell short of the need", "its steps do not go far enough"."""
        s = self.s
        subject = next((k for k in s.children[up] if s.dep[k] == "nsubj"), up)
        near = {s.lower[k] for k in range(up, s.right[up])}
        is_short = lemma == "fall short" or (lemma.startswith("go") and group.negated and {"far", "enough"} <= near)
        if not is_short or self._is_text(subject) or group.is_conditional:
            return False
        self._judge(up, 1)
        return True

    def _is_text(self, noun: int) -> bool:
        return self.s.lemma[noun] in self.t.lists["document"] or self.s.lemma[noun] in self.t.lists["offer"]

    def _does_too_little(self, up: int, frame: str, group: g.VerbGroup) -> bool:
        """As "has done little to open it", "is moving too slowly to": who says so wants it, and nobody did it."""
        s = self.s
        if s.lemma[up] not in ("do", "move", "act", "proceed") or not frame.startswith(("to", "prep:on", "prep:for")):
            return False
        near = [*s.children[up], *(n for k in s.children[up] if s.dep[k] in ("dobj", "advmod") for n in s.children[k])]
        words = {s.lower[k] for k in near}
        is_little = bool(words & {"little", "nothing"}) or ("too" in words and bool(words & self.t.lists["slowly"]))
        if not is_little and not ("enough" in words and group.negated):
            return False
        self.readings = [r for r in self.readings if r.holder == SPEAKER]
        if not group.is_conditional:
            self._add(up, "advocates" if self.sign > 0 else "objects", SPEAKER, "evaluation")
        return True

    def _falls_short(self, up: int, lemma: str, child: int, group: g.VerbGroup) -> bool:
        """As "will not meet its goal", "failed to deliver the aid it had promised", "broke its promise"."""
        s = self.s
        is_target = self.t.nouns.get(s.lemma[child]) == "commits" or any(
            s.lemma[k] in ("promise", "pledge") and s.dep[k] in ("amod", "relcl", "acl") for k in s.children[child]
        )
        over = s.head[up] if s.dep[up] == "xcomp" and s.lemma[s.head[up]] == "fail" else None
        if over is not None and g.verb_group(s, over).negated:
            return False
        if self._keeps_word(up, lemma, is_target, over, group):
            return True
        broken = lemma in ("break", "renege", "backtrack", "go back") and is_target and not group.negated
        missed = (
            lemma in self.t.lists["fulfil"] and (group.negated or over is not None) and (is_target or lemma == "meet")
        )
        if broken or missed:
            self.readings = [r for r in self.readings if r.holder == SPEAKER or s.tag[r.holder] != "PRP$"]
            self._add(up, "falls_short", g.subject(s, over if over is not None else up), "action")
        return broken or missed

    def _keeps_word(self, up: int, lemma: str, is_target: bool, over: int | None, group: g.VerbGroup) -> bool:
        """As "made good on its pledge", "honoured its promise to": what was promised is done."""
        s = self.s
        keeps = lemma in self.t.lists["fulfil"] and any(
            s.lemma[k] in self.t.lists["promise"] for k in range(up, s.right[up])
        )
        keeps = keeps or (s.lemma[up] == "make" and any(s.lower[k] == "good" for k in s.children[up]))
        if not keeps or not is_target or group.negated or over is not None or not group.is_finite:
            return False
        self.readings = [r for r in self.readings if r.holder == SPEAKER or s.tag[r.holder] != "PRP$"]
        self._add(up, action_label(self.sign, group), g.subject(s, up), "action")
        return True
