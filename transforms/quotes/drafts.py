"""Attributions inside one sentence: each cue with its content and its speaker, before quotation marks are joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from transforms.quotes.complements import complement
from transforms.quotes.cues import Cue
from transforms.quotes.edges import content_end
from transforms.quotes.model import Draft, Paragraph, Span
from transforms.quotes.subjects import noun_phrase, speaker
from transforms.views import Sentence

_SHORTEST_CLAUSE = 3
"""Words a clause must have to stand before ", X said" on its own."""


def sentence_drafts(paragraph: Paragraph) -> list[Draft]:
    """Return the attributions whose cue stands in `paragraph`, in text order; contents may still be empty."""
    return [
        draft
        for s, cues in paragraph.sentences
        for draft in _sentence_drafts(
            s, {tok: cue for tok, cue in cues if not _is_quoted(paragraph, s.char_start[tok])}
        )
    ]


def _sentence_drafts(s: Sentence, cues: dict[int, Cue]) -> Iterator[Draft]:
    shared: dict[int, list[Span]] = {}  # cue -> the speaker of the cue before it, whose content the parser put it in
    for tok, cue in cues.items():
        draft = _verb_draft(s, tok, cue, cues, shared) if cue.pos == "verb" else _according_to(s, tok, cue)
        if draft is not None:
            yield draft


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
    s: Sentence, tok: int, cue: Cue, cues: Mapping[int, Cue], shared: dict[int, list[Span]]
) -> Draft | None:
    if s.dep[tok] in {"aux", "auxpass", "amod", "compound", "nsubj"}:
        return None
    draft = Draft(cue, s, tok, rule=f"verb.{cue.cue_class}", speaker=shared.get(tok) or speaker(s, tok))
    draft.cue_chars = _cue_chars(s, tok)
    found = complement(s, tok, cue)
    if "parenthesis" in cue.contents and (found is None or found.frame != "clause"):
        around = _main_clause_around(s, tok)
        if around:
            draft.contents = [_chars(s, span) for span in around]
            draft.rule += ".parenthetical"
            return draft
    if found:
        for start, stop in found.spans:
            end = content_end(s, tok, (start, stop), cues)
            draft.contents.append(_chars(s, (start, end.tok)))
            if end.next_cue is not None:
                shared[end.next_cue] = draft.speaker
        draft.rule += f".{found.frame}"
        return draft
    return draft if cue.takes_quote else None


def _main_clause_around(s: Sentence, tok: int) -> list[Span]:
    """Return the clause that a cue stands behind or in the middle of: "A, he said", "A, he said, B"."""
    for kid in s.kids(tok, "ccomp"):
        if kid < tok:
            start = min([tok, *(s.left[k] for k in s.kids(tok, "nsubj", "nsubjpass", "aux") if k > kid)])
            spans = [(s.left[kid], min(start, s.right[kid]))]
            own_end = max([tok + 1, *(s.right[k] for k in s.kids(tok, "nsubj", "prt", "npadvmod"))])
            if s.right[kid] > own_end:
                spans.append((own_end, s.right[kid]))
            return spans
    if s.dep[tok] == "parataxis" or _is_as_clause(s, tok):
        head = s.head[tok]
        spans = [(s.left[head], s.left[tok]), (s.right[tok], s.right[head])]
        return [span for span in spans if span[0] < span[1]]
    return _stretch_before(s, tok)


def _is_as_clause(s: Sentence, tok: int) -> bool:
    """Tell whether the cue stands in "as X said": the clause it hangs on is what X said."""
    return s.dep[tok] == "advcl" and any(s.lower[kid] == "as" for kid in s.kids(tok, "mark", "advmod"))


def _stretch_before(s: Sentence, tok: int) -> list[Span]:
    """Read "A, X said." off the commas where the tree does not show it: A is all that stands before X."""
    subjects = s.kids(tok, "nsubj")
    if s.tag[tok] not in {"VBD", "VBZ", "VBP", "VBN"} or len(subjects) != 1 or subjects[0] > tok:
        return []
    first = s.left[subjects[0]]
    if first < _SHORTEST_CLAUSE or s.word[first - 1] != ",":
        return []
    behind = next((s.word[i] for i in range(tok + 1, len(s)) if s.dep[i] not in {"npadvmod", "prt"}), ".")
    if behind in {".", "!", "?"}:
        return [(0, first)]
    return [(0, first), (tok + 1, len(s))] if behind == "," and not s.kids(tok, "dobj", "prep", "advcl", "conj") else []


def _chars(s: Sentence, span: Span) -> Span:
    return s.char_start[span[0]], s.char_end[span[1] - 1]


def _cue_chars(s: Sentence, tok: int) -> Span:
    """Return the cue with the auxiliaries and negation right before it and its particle right after."""
    first = last = tok
    while first > 0 and s.head[first - 1] == tok and s.dep[first - 1] in {"aux", "auxpass", "neg"}:
        first -= 1
    if tok + 1 < len(s) and s.head[tok + 1] == tok and s.dep[tok + 1] == "prt":
        last = tok + 1
    return s.char_start[first], s.char_end[last]
