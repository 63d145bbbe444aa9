"""From readings to statements: holder, scope, attribution, condition and evidence of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from transforms.positions import grammar as g
from transforms.positions.climb import SPEAKER, Reading
from transforms.positions.hits import Hit, Matter
from transforms.positions.holders import FIRST, SEVERAL, Actors
from transforms.positions.lists import is_both, sitting_on
from transforms.positions.tables import Triggers
from transforms.positions.voices import Holder, Speaker
from transforms.positions.walk import Walk
from transforms.views import Sentence

IMPERSONAL = ("government", "org", "group")
"""Levels of holders that a speaker can stand for."""
RECEIVING = frozenset({"receive", "obtain", "get", "accept", "borrow", "secure", "win"})
"""Verbs whose subject is given what another gives."""
SPOKEN_FOR = frozenset({
    "rhetoric", "policy", "strategy", "approach", "speech", "remark", "comment", "message", "action", "government",
    "diplomacy", "campaign", "announcement", "budget", "doctrine", "agenda", "programme", "program", "note", "report",
})  # fmt: skip
"""Nouns through which their owner speaks or acts: "Norway's budget provides for it"."""
PAPERS = frozenset({"draft", "text", "petition", "paper", "appeal", "memorandum", "memo", "note", "cable", "protest"})
"""Papers through which who puts them out speaks, beside the documents of the tables."""
ISSUING = frozenset({
    "circulate", "table", "submit", "sign", "issue", "publish", "adopt", "pass", "send", "deliver", "release",
    "sponsor", "co-sponsor", "cosponsor", "propose", "introduce", "present", "draft", "endorse", "lodge", "approve",
    "enact", "unveil", "write",
})  # fmt: skip
"""What is done with a paper by those whose will it states; who rejects or vetoes it does not."""
VIEWS = frozenset({
    "stance", "position", "view", "belief", "claim", "assertion", "warning", "insistence", "argument", "conviction",
    "opinion", "statement", "contention", "assessment", "judgement", "judgment", "suggestion",
})  # fmt: skip
"""Nouns whose clause somebody holds: "his assertion that such talks are a waste of time"."""


PERSONAL = frozenset({"head_of_state", "head_of_government", "minister", "official_named", "org_head"})
"""Levels of who may have been a candidate before."""
RIVALS = frozenset({"opposition"})
"""Nouns of attitude that as holders are people who do not speak for the country."""
SINGLE = frozenset({"one", "state", "country", "nation", "member", "government", "power", "neighbour", "neighbor"})
"""What a name is told to be beside it: "Norway, the only state that has signed it"."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One reading with its holder."""

    hit: Hit
    reading: Reading
    holder: Holder
    speaker: Speaker | None
    commitment: str
    actor_rule: str
    says: bool = False  # an ellipsis that is told as said: "Peru said it would do the same"
    also: tuple[int, ...] = ()  # further sentences of the proof


def statements(
    article_id: str,
    s: Sentence,
    hit: Hit,
    actors: Actors,
    triggers: Triggers,
    matter: Matter,
    *,
    others: frozenset[int] = frozenset(),
) -> Iterator[Statement]:
    """Yield the statements that one hit gives: one a reading and holder; `others` are heads of other issues' words."""
    for reading in Walk(s, hit, triggers, matter, others=others).settled():
        yield from held(article_id, s, hit, reading, actors, triggers)


def held(
    article_id: str, s: Sentence, hit: Hit, reading: Reading, actors: Actors, triggers: Triggers
) -> Iterator[Statement]:
    """Yield the statement of a reading for each of its holders."""
    speaker = actors.speaker(article_id, s.char_start[reading.trigger])
    who = reading.holder if reading.holder == SPEAKER else _giver(s, reading) or _antecedent(s, reading)
    found: Iterator[tuple[Holder, Speaker | None, str]]
    if who == SPEAKER or _is_expletive(s, who, reading):
        spoken = _speaking(article_id, s, reading.trigger, speaker, actors, triggers)
        found = ((holder, speaker, rule) for holder, rule in spoken)
    elif s.lower[who] in FIRST and s.word[who] != "US":
        found = _first_person(article_id, speaker, actors)
    else:
        is_owner = _owns(s, reading, triggers)
        doers = [who, *sitting_on(s, who)]
        found = (x for by in doers for x in _told(article_id, s, by, speaker, actors, triggers, is_owner=is_owner))
    ran = _as_candidate(s, reading.trigger, triggers)
    for holder, by, rule in found:
        one = actors.standing_for(article_id, s, reading.trigger, holder)
        if ran and one.level in PERSONAL:
            continue
        yield Statement(hit, reading, one, by, _as_told(reading.commitment, one, by), rule)


def _as_candidate(s: Sentence, trigger: int, triggers: Triggers) -> bool:
    """Tell what somebody said who held no office yet: "as a candidate he said", "promised on the campaign trail"."""
    for verb in (trigger, *s.ancestors(trigger)):
        for kid in s.children[verb]:
            nouns = {s.lemma[noun] for noun in s.children[kid]} if s.dep[kid] == "prep" else set()
            trail = s.lower[kid] == "on" and "trail" in nouns
            runs = s.dep[kid] == "advcl" and s.lemma[kid] == "campaign"
            if trail or runs or (s.lower[kid] == "as" and nouns & triggers.lists["candidate"]):
                return True
    return False


def _as_told(commitment: str, holder: Holder, speaker: Speaker | None) -> str:
    """Only who missed a commitment can admit it: in another's mouth, he acts against it."""
    teller = speaker.holder if speaker is not None and speaker.is_known else None
    is_charge = commitment == "falls_short" and teller is not None and teller.code != holder.code
    return "rules_out" if is_charge else commitment


def _owns(s: Sentence, reading: Reading, triggers: Triggers) -> bool:
    """As "the Norwegian refusal to open it": the adjective before a noun of attitude says whose it is.

    Not "Norwegian efforts to close it": what a people strives for is mostly told of it by others.
    """
    is_pursuit = s.lemma[reading.trigger] in triggers.lists["pursuit"]
    return (
        reading.kind == "noun"
        and reading.is_adjectival
        and s.head[reading.holder] == reading.trigger
        and not is_pursuit
    )


def _first_person(
    article_id: str, speaker: Speaker | None, actors: Actors
) -> Iterator[tuple[Holder, Speaker | None, str]]:
    """Yield whom "we" and "I" mean: who speaks the quote, or the whole document."""
    if speaker is None:
        yield from ((holder, None, "document's speaker") for holder in actors.narrators(article_id))
    elif speaker.holder is not None:
        yield speaker.holder, speaker, "first person"


def _told(
    article_id: str,
    s: Sentence,
    who: int,
    speaker: Speaker | None,
    actors: Actors,
    triggers: Triggers,
    *,
    is_owner: bool,
) -> Iterator[tuple[Holder, Speaker | None, str]]:
    """Yield whom a word names, with who speaks: itself, who owns or puts out what it is, who speaks of himself."""
    named = list(actors.named(article_id, s, who, is_owner=is_owner))
    if is_both(s, who) or actors.is_several(article_id, s, who):
        named = _spoken_of_by(speaker, actors.pair(article_id, s))
    documents = triggers.lists["document"]
    for by in (
        g.owner(s, who) if s.lemma[who] in (SPOKEN_FOR | documents | triggers.nouns.keys()) - RIVALS else None,
        _issuer(s, who) if s.lemma[who] in documents | PAPERS else None,
    ):
        named = named or ([] if by is None else list(actors.named(article_id, s, by)))
    if not named and s.pos[who] == "PRON" and speaker is not None and speaker.holder is not None:
        # "It would send troops, Norway said": a pronoun before its name
        yield speaker.holder, speaker, "speaker"
    if speaker is not None and speaker.holder is not None and any(s.lower[k] == "us" for k in g.conjuncts(s, who)):
        yield speaker.holder, speaker, "first person"  # "many states, including us, …"
    speaker = speaker or actors.document_speaker(article_id)
    for holder in named:
        yield *_own_speaker(holder, speaker, s, who), "subject"


def _spoken_of_by(speaker: Speaker | None, pair: list[Holder]) -> list[Holder]:
    """Return the two that "both sides" are, unless somebody else says it: what he says they do is not theirs."""
    is_theirs = (
        speaker is None
        or SEVERAL.fullmatch(speaker.text) is not None
        or (speaker.holder is not None and speaker.holder.name in {holder.name for holder in pair})
    )
    return pair if is_theirs else []


def _is_expletive(s: Sentence, who: int, reading: Reading) -> bool:
    """As "she said it was time to act": the speaker's own judgement, and nobody's whom "it" means."""
    return s.lower[who] == "it" and reading.kind == "idiom" and s.lemma[s.head[who]] == "be"


def _issuer(s: Sentence, paper: int) -> int | None:
    """Return who puts out what a paper says: "Peru tabled a resolution calling for it", "a bill sent by Chile"."""
    verb = s.head[paper]
    if s.dep[paper] == "dobj" and s.lemma[verb] in ISSUING:
        return g.subject(s, verb)
    if s.dep[paper] == "pobj" and s.lower[verb] in ("on", "into", "onto") and s.lemma[s.head[verb]] in ISSUING:
        return g.subject(s, s.head[verb])  # "signed into law on Tuesday legislation that …"
    for kid in s.children[paper]:
        if s.dep[kid] == "acl" and s.tag[kid] == "VBN" and s.lemma[kid] in ISSUING:
            return g.agent(s, kid)
    return None


def _giver(s: Sentence, reading: Reading) -> int | None:
    """As "Chad received the loan from a Norwegian bank": who gives it does it."""
    if reading.kind != "action" or s.lemma[reading.trigger] not in RECEIVING:
        return None
    for node in (reading.trigger, *(k for k in s.children[reading.trigger] if s.dep[k] == "dobj")):
        for kid in s.children[node]:
            if s.dep[kid] == "prep" and s.lower[kid] == "from":
                return next((k for k in s.children[kid] if s.dep[k] == "pobj"), None)
    return None


def _own_speaker(holder: Holder, speaker: Speaker | None, s: Sentence, who: int) -> tuple[Holder, Speaker | None]:
    """Who speaks of the own country is its holder: "Norway opposes it, the minister said"."""
    if speaker is None or speaker.holder is None or speaker.holder.code != holder.code:
        return holder, speaker
    if holder.level in IMPERSONAL or s.pos[who] == "PRON":
        return speaker.holder, speaker
    if speaker.holder.level == "spokesperson" and holder.name != speaker.holder.name:
        return replace(speaker.holder, principal=speaker.holder.principal or holder.name), speaker
    return holder, speaker


def _antecedent(s: Sentence, reading: Reading) -> int:
    """As "Norway and Chile stressed that they would …": a plural pronoun takes the list that says so."""
    tok = reading.holder
    one = _one_of_them(s, reading)
    if one is not None or s.lower[tok] not in ("they", "their", "both"):
        return tok if one is None else one
    for up in s.ancestors(tok):
        if s.pos[up] in ("VERB", "AUX"):
            for kid in s.children[up]:
                if s.dep[kid] == "nsubj" and kid < tok and len(g.conjuncts(s, kid)) > 1:
                    return kid
    return tok


def _one_of_them(s: Sentence, reading: Reading) -> int | None:
    """Return who is said to be one of those that do it, or the only one.

    "Norway was among those that backed it", "Chile is one of the states that …", "Peru, the only state that …"; not
    what is told of all in passing ("are among countries that have discussed it").
    """
    tok = reading.holder
    if s.dep[tok] == "appos" and s.lemma[tok] in SINGLE:
        return s.head[tok]
    if reading.commitment == "open_to" or s.dep[tok] != "pobj" or s.pos[s.head[tok]] != "ADP":
        return None
    be, one = s.head[s.head[tok]], s.head[s.head[tok]]
    if s.lower[one] == "one" and s.dep[one] == "appos":
        return s.head[one]
    if s.lower[one] == "one" and s.dep[one] == "attr":
        be = s.head[one]
    return g.subject(s, be) if s.lemma[be] == "be" and (be != one or s.lower[s.head[tok]] == "among") else None


def _speaking(
    article_id: str, s: Sentence, trigger: int, speaker: Speaker | None, actors: Actors, triggers: Triggers
) -> Iterator[tuple[Holder, str]]:
    """Who says the words at `trigger`: whose view it is said to be, the quote's speaker, the subject of saying."""
    view = _view_over(s, trigger)
    if view is not None and (speaker is None or s.char_start[view] >= speaker.start):
        yield from ((holder, "whose view") for holder in actors.named(article_id, s, view))
        return
    if speaker is not None and speaker.is_known:
        if speaker.holder is not None:
            yield speaker.holder, "speaker"
            yield from _saying_too(article_id, s, trigger, speaker.holder, actors, triggers)
        elif SEVERAL.fullmatch(speaker.text):
            yield from ((holder, "speaker") for holder in actors.pair(article_id, s))
        return
    node = trigger
    for up in s.ancestors(trigger):
        if (
            s.pos[up] == "VERB"
            and s.lemma[up] in triggers.lists["speech"]
            and s.dep[node] in ("ccomp", "xcomp", "advcl", "parataxis", "dep")
        ):
            who = g.subject(s, up)
            if who is not None:
                for holder in actors.named(article_id, s, who):
                    yield holder, "subject of saying"
            return
        node = up
    if speaker is None:
        yield from ((holder, "document's speaker") for holder in actors.narrators(article_id))


def _view_over(s: Sentence, trigger: int) -> int | None:
    """Return whose view the clause of `trigger` is: "his assertion that it is a waste", "Peru's stance is that …"."""
    node = trigger
    for up in s.ancestors(trigger):
        if s.pos[up] == "NOUN" and s.dep[node] in ("acl", "ccomp", "relcl") and s.lemma[up] in VIEWS:
            return g.owner(s, up)
        if s.lemma[up] in ("be", "remain") and s.dep[node] in ("ccomp", "parataxis", "acl", "xcomp"):
            view = g.subject(s, up)
            if view is not None and s.lemma[view] in VIEWS and s.pos[view] == "NOUN":
                return g.owner(s, view)
        node = up
    return None


def _saying_too(
    article_id: str, s: Sentence, trigger: int, speaker: Holder, actors: Actors, triggers: Triggers
) -> Iterator[tuple[Holder, str]]:
    """Yield those who say it with the speaker: "the ministers of Norway and Chile said"."""
    for up in s.ancestors(trigger):
        if s.lemma[up] in triggers.lists["speech"] and (who := g.subject(s, up)) is not None:
            together = [who] if len(g.conjuncts(s, who)) > 1 else []
            named = [holder for tok in together for holder in actors.named(article_id, s, tok)]
            if any(holder.code == speaker.code for holder in named):
                yield from ((holder, "subject of saying") for holder in named if holder.code != speaker.code)
            return
