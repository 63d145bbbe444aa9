"""Attributions inside one sentence: each cue with its content and its speaker, before quotation marks are joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from transforms.quotes.complements import complement
from transforms.quotes.cues import Cue
from transforms.quotes.edges import content_end, joined_end, told_end
from transforms.quotes.frames import NOMINAL, as_told, is_editors_note, is_no_cue, is_untold, quoting_verb
from transforms.quotes.model import Draft, Paragraph, Span
from transforms.quotes.nominal import nominal_complement, nominal_speaker
from transforms.quotes.subjects import is_name, noun_phrase, relayed_speaker, speaker
from transforms.quotes.venues import venue
from transforms.quotes.wording import spoken_beside
from transforms.views import Sentence

_SHORTEST_CLAUSE = 3
"""Words a clause must have to stand before ", X said" on its own."""
_NOBODY = frozenset({"none", "nobody", "nothing", "neither"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_ADDRESSING = frozenset(
    {"advise", "answer", "ask", "assure", "inform", "notify", "promise", "reassure", "remind", "tell", "warn"}
)
"""Verbs whose object is who listens."""
_LONGEST_PREDICATE = 4
"""Tokens from "made" to "clear" in "made it clear"."""
_SPOKEN = frozenset({"say", "speech"})
_NEAR = 2
"""Tokens from "quoted" to "saying" in "quoted as saying"."""
_WHILE = frozenset({"before", "after", "while", "when"})
_ADVERBIALS = frozenset({"prep", "advmod", "npadvmod", "prt", "advcl", "dative"})


def sentence_drafts(paragraph: Paragraph, venues: Mapping[str, str]) -> list[Draft]:
    """Return the attributions whose cue stands in `paragraph`, in text order; contents may still be empty."""
    return [
        draft
        for s, cues in paragraph.sentences
        if cues and not is_editors_note(s)
        for draft in _sentence_drafts(
            s, {tok: cue for tok, cue in cues if not _is_quoted(paragraph, s.char_start[tok])}, venues
        )
    ]


def _sentence_drafts(s: Sentence, cues: dict[int, Cue], venues: Mapping[str, str]) -> Iterator[Draft]:
    # cue -> the speaker of the cue before it, in whose content the parser put it
    shared: dict[int, list[Span]] = {}
    for tok, cue in cues.items():
        if cue.pos == "verb":
            who = [] if _is_addressed(s, tok) else shared.get(tok) or relayed_speaker(s, tok) or speaker(s, tok, venues)
            if not who and cue.cue_class in _SPOKEN and not _is_addressed(s, tok):
                who = spoken_beside(s, tok)
            draft = _inverted(s, tok, cue) or _verb_draft(s, tok, cue, cues, who, shared, venues)
        elif cue.pos == "adverb":
            draft = _according_to(s, tok, cue)
        else:
            draft = _nominal_draft(s, tok, cue, cues, venues)
        if draft is not None:
            draft.venue = venue(s, tok, venues)
            yield draft


def _inverted(s: Sentence, tok: int, cue: Cue) -> Draft | None:
    """Read "A, say shipowners and brokers.": behind a comma only a noun phrase follows, which the parser took for said.

    The tree shows it otherwise: as the object of the cue, under the subject of A.
    """
    if "parenthesis" not in cue.contents or s.tag[tok] not in _FINITE or tok < _SHORTEST_CLAUSE:
        return None
    end = len(s) - (s.word[-1] in {".", "!", "?"})
    objects = [kid for kid in s.kids(tok, "dobj", "ccomp") if s.left[kid] == tok + 1 and s.right[kid] == end]
    if s.word[tok - 1] != "," or not objects or s.pos[objects[0]] not in {"NOUN", "PROPN"}:
        return None
    if ("object" in cue.contents and cue.cue_class != "say") or cue.lemma in _ADDRESSING:
        return None
    if any(s.right[kid] >= tok - 1 for kid in s.kids(tok, "nsubj") if kid < tok):
        return None
    draft = Draft(cue, s, tok, rule=f"verb.{cue.cue_class}.parenthetical", speaker=[noun_phrase(s, objects[0])])
    draft.cue_chars = _cue_chars(s, tok)
    draft.contents = [_chars(s, (0, tok - 1))]
    return draft if _is_clause(s, tok) else None


def _is_nobody(s: Sentence, who: list[Span]) -> bool:
    """Tell whether the subject says that nobody spoke: "none said A"."""
    return len(who) == 1 and who[0][1] - who[0][0] == 1 and s.lower[who[0][0]] in _NOBODY


def _is_addressed(s: Sentence, tok: int) -> bool:
    """Tell whether the subject was spoken to: "Asked about storms, the minister smiled" does not say who asked."""
    return tok == 0 and s.tag[tok] in {"VBN", "VBD"} and not s.kids(tok, "nsubj", "nsubjpass")


def _is_quoted(paragraph: Paragraph, at: int) -> bool:
    return any(q.start <= at < q.end for q in paragraph.quoted)


def _according_to(s: Sentence, tok: int, cue: Cue) -> Draft | None:
    """Find "according to X, A" and "A, according to X": the content is the rest of the clause."""
    to = tok + 1
    if to + 1 >= len(s) or s.lower[to] != "to":
        return None
    objects = s.kids(to, "pobj", "pcomp") or s.kids(tok, "pobj")
    if not objects:
        return None
    source = noun_phrase(s, objects[0])
    draft = Draft(cue, s, tok, rule="according_to", speaker=[source])
    draft.cue_chars = (s.char_start[tok], s.char_end[to])
    spans = [(0, tok), (source[1], len(s))]
    words = [sum(s.pos[i] not in {"PUNCT", "SPACE"} for i in range(*span)) for span in spans]
    if words[0] > 2:
        spans = spans[:1] if words[1] <= 8 and not _continues(s, source[1]) else spans
    draft.contents = [_chars(s, span) for span, count in zip(spans, words, strict=False) if count and span[0] < span[1]]
    return draft if draft.contents else None


def _continues(s: Sentence, tok: int) -> bool:
    """Tell whether the sentence goes on behind the comma at `tok` as the same clause: "A, according to X, B"."""
    return tok < len(s) and s.lower[tok] == ","


def _verb_draft(
    s: Sentence,
    tok: int,
    cue: Cue,
    cues: Mapping[int, Cue],
    who: list[Span],
    shared: dict[int, list[Span]],
    venues: Mapping[str, str],
) -> Draft | None:
    if is_no_cue(s, tok, cue) or _is_nobody(s, who):
        return None
    if cue.cue_class == "mental" and s.tag[tok] == "VB":
        return None  # "would want", "to believe": what somebody might think is no attribution
    draft = Draft(cue, s, tok, rule=f"verb.{cue.cue_class}", speaker=who)
    draft.cue_chars = _cue_chars(s, tok)
    found = complement(s, tok, cue)
    is_bare = found is None or found.frame != "clause"
    if "parenthesis" in cue.contents and is_bare and not _has_object(s, tok):
        quoting = quoting_verb(s, tok)
        around = _main_clause_around(s, tok if quoting is None else quoting, who)
        if around:
            draft.contents = [_chars(s, span) for span in around]
            draft.rule += ".parenthetical"
            return draft
    if found and is_untold(s, tok, found):
        return None
    if found and found.frame != "clause" and not who and s.tag[tok] == "VB":
        return None  # "Thank you all", "a chance to discuss it": nobody is said to have spoken
    if found:
        draft.cue = as_told(s, tok, cue, found)
        draft.contents = [_reported(s, draft, span, found.frame, cues, shared, venues) for span in found.spans]
        draft.rule += f".{found.frame}"
        return draft
    return draft if cue.takes_quote else None


def _reported(
    s: Sentence,
    draft: Draft,
    span: Span,
    frame: str,
    cues: Mapping[int, Cue],
    shared: dict[int, list[Span]],
    venues: Mapping[str, str],
) -> Span:
    """Return the characters of one content span, ended where the report ends; note who shares the speaker."""
    start, stop = span
    end = content_end(s, draft.tok, (start, _stop(s, draft.tok, draft.speaker, start, stop)), cues)
    last = end.tok
    if frame == "clause" and last == stop:
        last = joined_end(s, draft.tok, start, stop, cues)
    elif frame in NOMINAL:
        last = told_end(s, start, last, venues)
    if end.next_cue is not None:
        shared[end.next_cue] = draft.speaker
    return _chars(s, (start, last))


def _nominal_draft(s: Sentence, tok: int, cue: Cue, cues: Mapping[int, Cue], venues: Mapping[str, str]) -> Draft | None:
    """Find "her warning that A", "is adamant that A"."""
    found = nominal_complement(s, tok, cue)
    who = nominal_speaker(s, tok, cue, found.frame, venues) if found else None
    if found is None or who is None or s.dep[tok] == "compound":
        return None
    draft = Draft(cue, s, tok, rule=f"{cue.pos}.{found.frame}", speaker=who)
    above = s.head[tok]
    with_verb = cue.pos == "adjective" and 0 < tok - above <= _LONGEST_PREDICATE and s.pos[above] in {"VERB", "AUX"}
    draft.cue_chars = (s.char_start[above if with_verb else tok], s.char_end[tok])
    draft.contents = [_chars(s, (start, content_end(s, tok, (start, stop), cues).tok)) for start, stop in found.spans]
    return draft


def _stop(s: Sentence, tok: int, spans: list[Span], start: int, stop: int) -> int:
    """Return where a content ends that the parser ran into its speaker, or into the clause behind "Citing A, …"."""
    ends = [begin for begin, _ in spans if start < begin < stop]
    if _is_addressed(s, tok) or (tok == 0 and s.tag[tok] == "VBG"):
        ends += [at for at in range(start, stop) if s.word[at] == "," and not s.in_quote[at]][:1]
    return min([stop, *ends])


def _has_object(s: Sentence, tok: int) -> bool:
    """Tell whether something else is done to: "the judge read his decision"; who is told something is no object."""
    return s.lemma[tok] not in _ADDRESSING and any(
        kid > tok and not s.in_quote[kid] for kid in s.kids(tok, "dobj", "xcomp")
    )


def _main_clause_around(s: Sentence, tok: int, who: list[Span]) -> list[Span]:
    """Return the clause that a cue stands behind or in the middle of: "A, he said", "A, he said, B"."""
    for kid in s.kids(tok, "ccomp"):
        if kid < tok:
            start = min([tok, *(s.left[k] for k in s.kids(tok, "nsubj", "nsubjpass", "aux") if k > kid)])
            begins = [begin for begin, _ in who if kid < begin < tok]
            spans = [(s.left[kid], begins[0] if begins else min(start, s.right[kid]))]
            own_end = max([tok + 1, *(s.right[k] for k in s.kids(tok, "nsubj", "prt", "npadvmod"))])
            if s.right[kid] > own_end and not _is_deed(s, own_end):
                spans.append((own_end, s.right[kid]))
            return spans
    if s.dep[tok] == "parataxis" or _is_as_clause(s, tok):
        head = s.head[tok]
        begins = [begin for begin, _ in who if head < begin < tok]
        spans = [(s.left[head], min([s.left[tok], *begins])), (s.right[tok], s.right[head])]
        return [span for span in spans if span[0] < span[1] and not _is_deed(s, span[0])]
    return _stretch_before(s, tok, who)


def _is_deed(s: Sentence, tok: int) -> bool:
    """Tell whether a participle behind the cue says what the speaker did: "A, she said, before turning to go"."""
    at = tok + (s.word[tok] == ",")
    return at + 1 < len(s) and s.lower[at] in _WHILE and s.tag[at + 1] == "VBG"


def _is_as_clause(s: Sentence, tok: int) -> bool:
    """Tell whether the cue stands in "as X said": the clause it hangs on is what X said."""
    return s.dep[tok] == "advcl" and any(s.lower[kid] == "as" for kid in s.kids(tok, "mark", "advmod"))


def _stretch_before(s: Sentence, tok: int, subject: list[Span]) -> list[Span]:
    """Read "A, X said." off the commas where the tree does not show it: A is all that stands before X.

    What may stand behind the cue is when, where and how X said it: "A, X said in Oslo on Tuesday, warning of storms."
    """
    if s.tag[tok] not in {"VBD", "VBZ", "VBP", "VBN"} or len(subject) != 1 or subject[0][0] > tok:
        return []
    first = subject[0][0]
    if first < _SHORTEST_CLAUSE or s.word[first - 1] != "," or not _is_clause(s, first):
        return []
    behind = _behind_adverbials(s, tok)
    if behind >= len(s) or s.word[behind] in {".", "!", "?"}:
        return [(0, first)]
    is_bare = behind == tok + 1 and not s.kids(tok, "dobj", "prep", "advcl", "conj")
    return [(0, first), (tok + 1, len(s))] if s.word[behind] == "," and is_bare else []


def _is_clause(s: Sentence, end: int) -> bool:
    """Tell whether the tokens before `end` can be a clause: "In an interview last week, X said" begins with none."""
    return any(s.tag[at] in _FINITE or s.in_quote[at] for at in range(end))


def _behind_adverbials(s: Sentence, tok: int) -> int:
    """Return the token behind the cue and the phrases that say when, where or how, commas before a phrase included."""
    at = tok + 1
    while at < len(s):
        start = at + (s.word[at] == ",")
        kid = next((k for k in s.children[tok] if s.left[k] == start and s.dep[k] in _ADVERBIALS), None)
        if kid is None:
            return at
        at = s.right[kid]
    return at


def _chars(s: Sentence, span: Span) -> Span:
    """Return the characters of a token span without the stop at its end; one inside quotation marks stays."""
    start, end = span
    while end > start + 1 and s.word[end - 1] in {".", ",", ";"} and not s.in_quote[end - 1]:
        end -= 1
    return s.char_start[start], s.char_end[end - 1]


def _cue_chars(s: Sentence, tok: int) -> Span:
    """Return the cue with the auxiliaries and negation right before it and its particle right after."""
    quoting = quoting_verb(s, tok)
    last = tok
    tok = first = tok if quoting is None or tok - quoting > _NEAR else quoting
    while first > 0 and s.head[first - 1] == tok and s.dep[first - 1] in {"aux", "auxpass", "neg"}:
        if is_name(s, first - 1):
            break
        first -= 1
    if last == tok and tok + 1 < len(s) and s.head[tok + 1] == tok and s.dep[tok + 1] == "prt":
        last = tok + 1
    return s.char_start[first], s.char_end[last]
