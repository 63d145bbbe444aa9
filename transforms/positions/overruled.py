"""Who is overruled: "approved it despite opposition from Peru", "over the objections of Chile and Fiji"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transforms.positions import grammar as g
from transforms.positions.climb import Reading
from transforms.positions.holders import Actors
from transforms.positions.statements import Statement
from transforms.views import Sentence, SentenceViews

AGAINST = frozenset({
    "objection", "opposition", "resistance", "protest", "reservation", "misgiving", "criticism", "outcry",
    "disapproval", "dissent",
})  # fmt: skip
"""What those hold against a deed who are overruled."""
AIMED = frozenset({"criticism", "protest", "outcry"})
"""Of these "of" tells whom they are about."""
DESPITE = frozenset({"despite", "over", "against"})
OVERRULING = frozenset({"override", "overrule", "ignore", "defy", "brush", "dismiss", "overcome"})
SUPPORTING = frozenset({"acts", "commits", "advocates"})
OPPOSING = frozenset({"rules_out", "objects"})


def overruled(
    decided: Sequence[Statement], article_of: dict[int, str], actors: Actors, views: SentenceViews
) -> Iterator[Statement]:
    """Yield the contrary statement of each country over whose objections something is done.

    Args:
        decided: what is already read, one statement a holder, issue and sentence.
        article_of: article of each sentence.
        actors: who may hold something.
        views: the sentences.
    """
    for x in decided:
        if x.commitment not in SUPPORTING | OPPOSING or x.reading.kind == "evaluation":
            continue
        s, article_id = views[x.hit.sid], article_of[x.hit.sid]
        commitment = "objects" if x.commitment in SUPPORTING else "advocates"
        for noun in _against(s, x.reading.trigger):
            sources = ("by", "from") if s.lemma[noun] in AIMED else ("by", "from", "of")
            owner = g.owner(s, noun, sources=sources)
            for holder in () if owner is None else actors.named(article_id, s, owner, is_owner=True):
                if holder.code != x.holder.code:
                    reading = Reading(noun, commitment, owner or noun, "noun", x.reading.distance + 1)
                    yield Statement(x.hit, reading, holder, None, commitment, "subject")


def _against(s: Sentence, trigger: int) -> Iterator[int]:
    """Yield the nouns of objection that stand beside a deed: in the clause of its verb or of a verb right above it."""
    verbs = [trigger, *_below(s, trigger)]
    for up in s.ancestors(trigger):
        if s.pos[up] not in ("VERB", "AUX") or s.dep[verbs[0]] not in ("xcomp", "ccomp", "dobj", "aux"):
            break
        verbs.insert(0, up)
    for verb in dict.fromkeys(verbs):
        for kid in s.children[verb]:
            is_despite = s.dep[kid] == "prep" and s.lower[kid] in DESPITE
            is_overruling = s.dep[kid] == "advcl" and s.tag[kid] == "VBG" and s.lemma[kid] in OVERRULING
            if is_despite or is_overruling:
                for noun in s.children[kid]:
                    has_matter = any(s.lower[k] == "to" for k in s.children[noun])  # what they object to is told
                    if s.dep[noun] in ("pobj", "dobj") and s.lemma[noun] in AGAINST and not has_matter:
                        yield noun


def _below(s: Sentence, trigger: int) -> list[int]:
    return [kid for kid in s.children[trigger] if s.pos[kid] == "VERB" and s.dep[kid] in ("xcomp", "ccomp")]
