"""The choice of a statement's own date among the date expressions of its sentence."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from transforms.dates.expressions import Dated, find_dates
from transforms.views import Sentence


class StatementDate(NamedTuple):
    """When a statement was made, for the columns date_text, stated_on and date_precision.

    `stated_on` is the first day of a month or range.
    """

    text: str | None
    stated_on: date | None
    precision: str


UNDATED = StatementDate(None, None, "none")
_CLAUSES = ("ccomp", "xcomp", "advcl", "acl", "relcl", "pcomp", "csubj")
_ISSUED = ("publish", "issue", "release", "make", "deliver", "air", "post", "hold", "give", "broadcast", "date")
"""A statement "published on Sunday" is dated by the participle's date."""
_SAYING = ("say", "tell", "add", "announce", "write", "note", "state")
_PUT = ("put", "say", "describe", "phrase", "word")
"""How it was said: "as the ministry put it last month"."""
_ASKED = ("ask", "question", "press", "interview", "quiz", "speak", "write")
"""What opens a sentence dates the answer: "Asked in March whether …, Oslo said"."""
_AHEAD = frozenset({"will", "wo", "'ll", "’ll", "shall", "would", "'d", "’d"})


def statement_date(
    sentence: Sentence, trigger: int, published: date | None, *, previous: StatementDate | None = None
) -> StatementDate:
    """Choose the date of what a trigger says: the temporal modifier of the trigger or of what governs it.

    "said on Monday it would vote in June" is dated Monday, also for a trigger inside "it would vote"; a date that
    stands below the trigger, in the content, dates an event and not the statement.

    Args:
        sentence: the parsed sentence.
        trigger: token of the deciding word.
        published: the article's day of publication, if known.
        previous: the date of the statement before in the article, which "that same day" means.
    """
    found = [dated for dated in find_dates(sentence_text(sentence), published) if not dated.is_ahead]
    ranked = [
        (rank, abs(tok - trigger), dated, tok)
        for dated in found
        for tok in _tokens_of(sentence, dated)
        if not _is_planned(sentence, tok, dated)
        for rank in [_attachment(sentence, trigger, tok)]
        if rank is not None
    ]
    if not ranked:
        return UNDATED
    _, _, dated, tok = min(ranked, key=lambda item: item[:2])
    if dated.first is None and "day" in dated.text.lower() and dated.precision == "none" and previous is not None:
        return StatementDate(dated.text, previous.stated_on, previous.precision)
    precision = "range" if _since_clause(sentence, tok) is not None else dated.precision
    return StatementDate(dated.text, dated.first, precision if dated.first is not None else "none")


def carried_over(own: StatementDate, before: StatementDate | None) -> StatementDate:
    """Date an undated statement by the dated one its speaker made before on the same occasion (`day_inferred`)."""
    if own.text is not None or before is None or before.precision not in ("day", "day_inferred"):
        return own
    return StatementDate(before.text, before.stated_on, "day_inferred")


def sentence_text(sentence: Sentence) -> str:
    """The sentence's words at their own distances, so that offsets in it count from its first token."""
    base, parts, at = sentence.char_start[0] if len(sentence) else 0, [], 0
    for word, start in zip(sentence.word, sentence.char_start, strict=True):
        parts.append(" " * (start - base - at) + word)
        at = start - base + len(word)
    return "".join(parts)


def _tokens_of(sentence: Sentence, dated: Dated) -> list[int]:
    """Tokens an expression may hang on: its own that has an outer head, and a verb it stands beside.

    Parsers mistake "said on Monday he was open" for Monday's being open; beside the verb there is no doubt.
    """
    base = sentence.char_start[0]
    inside = [tok for tok, start in enumerate(sentence.char_start) if dated.start <= start - base < dated.end]
    if not inside:
        return []
    outer = [tok for tok in inside if sentence.head[tok] not in inside or sentence.head[tok] == tok]
    before, after = inside[0] - 1, inside[-1] + 1
    if before >= 0 and _is_finite(sentence, before):
        return [before]
    if after < len(sentence) and _is_finite(sentence, after) and sentence.word[before] != ",":
        return [after]
    return outer[:1]


def _is_planned(sentence: Sentence, tok: int, dated: Dated) -> bool:
    """Tell whether the verb a date stands with lies ahead: "will sail in January", "plans to sail next month"."""
    verb = next((at for at in (tok, *sentence.ancestors(tok)) if _is_verb(sentence, at)), None)
    if verb is None:
        return False
    # a weekday after an infinitive mostly dates the promise itself: "promised to sail on Monday"
    is_aim = dated.precision != "day" and any(sentence.tag[kid] == "TO" for kid in sentence.children[verb])
    return is_aim or any(sentence.lower[kid] in _AHEAD for kid in sentence.children[verb])


def _is_verb(sentence: Sentence, tok: int) -> bool:
    return sentence.pos[tok] in ("VERB", "AUX") and sentence.dep[tok] not in ("aux", "auxpass")


def _is_finite(sentence: Sentence, tok: int) -> bool:
    return sentence.tag[tok] in ("VBD", "VBZ", "VBP") and sentence.pos[tok] == "VERB"


def _attachment(sentence: Sentence, trigger: int, tok: int) -> int | None:
    """How closely a date at `tok` belongs to a trigger (0 nearest), None when it belongs to something else."""
    above = [trigger, *sentence.ancestors(trigger)]
    clauses, at = 0, tok
    while at not in above:
        if sentence.head[at] == at:
            return None
        is_clause = _is_clause(sentence, at)
        # "urged allies to act on Monday": the urging was on Monday as well; any other clause is content
        clauses += (1 if sentence.dep[at] == "xcomp" else 9) if is_clause else 0
        at = sentence.head[at]
    if clauses > 1:
        return None
    place = above.index(at)
    if place and tok > at and sentence.dep[above[place - 1]] == "conj" and _is_clause(sentence, above[place - 1]):
        return None  # "has sailed since March, but Lima will not pay": the first clause's own
    return 2 * place + clauses


def _is_clause(sentence: Sentence, at: int) -> bool:
    """Tell a clause of its own: what is dated inside it is not the statement, unless it tells how that was made."""
    dep, lemma = sentence.dep[at], sentence.lemma[at]
    is_told = sentence.tag[at] == "VBD" or (dep == "acl" and sentence.dep[sentence.head[at]] == "appos")
    if lemma in _SAYING and is_told and dep in ("conj", "acl") and _closes(sentence, at):
        return False
    if dep == "conj":  # without an "and" it is an attribution: "Peru will sail, the minister said on Monday"
        is_joined = any(sentence.dep[kid] == "cc" for kid in sentence.children[sentence.head[at]])
        return is_joined and any(sentence.dep[kid] in ("nsubj", "nsubjpass") for kid in sentence.children[at])
    if dep == "advcl" and sentence.tag[at] == "VBN" and lemma in _ASKED:
        return False
    if dep == "ccomp" and lemma in _SAYING and sentence.tag[at] in ("VBD", "VBZ", "VBP"):
        # "Peru wants the ban, the minister said in Lima last week": parsers hang the saying on what is said
        return any(sentence.dep[kid] == "mark" for kid in sentence.children[at])
    if dep == "acl" and sentence.tag[at] == "VBG" and sentence.tag[sentence.head[sentence.head[at]]] == "VBD":
        return False  # "issued a ban covering three ports in January": it was issued then
    says_so = lemma in _PUT and any(sentence.lower[kid] == "as" for kid in sentence.children[at])
    return dep in _CLAUSES and lemma not in _ISSUED and not says_so and not _opens_since(sentence, at)


def _closes(sentence: Sentence, at: int) -> bool:
    """Tell "…, the minister announced on Thursday" behind a comma, wherever the parser hangs it."""
    subject = sentence.head[at] if sentence.dep[at] == "acl" else at
    first = sentence.left[subject]
    return "," in sentence.word[max(first - 1, 0) : first + 1]


def _since_clause(sentence: Sentence, tok: int) -> int | None:
    """The verb of the clause "since … two years ago" a date stands in: it dates a beginning."""
    return next((at for at in (tok, *sentence.ancestors(tok)) if _opens_since(sentence, at)), None)


def _opens_since(sentence: Sentence, verb: int) -> bool:
    return sentence.dep[verb] in ("advcl", "pcomp") and any(
        sentence.lower[kid] == "since" for kid in (*sentence.children[verb], sentence.head[verb])
    )
