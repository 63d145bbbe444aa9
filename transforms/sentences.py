"""Sentences of the paragraphs that speak (body and title), with the flag that says which are worth parsing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from transforms.knowledge import Knowledge
from transforms.marks import quoted_ranges
from transforms.schemas import Sentences

_CLOSING = "\"”’')]»"
# the end of a sentence: its stop, closing marks, blank, and something that can begin the next
_BREAK = re.compile(r"(?P<stop>[.!?…]+)(?P<close>[\"”’')\]»]*)(?P<gap>\s+)(?=[\"“„«‘'(\[]*[\w$€£#@–—-])")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}},?)(?: \d{{4}})?"
# what begins the next item of a list or timeline that was run together into one line
_ITEM = re.compile(
    rf"\s+(?=(?:\*{{1,2}}|[•■▪‣●◦])\s+[\"“‘'(\[]*[A-Z0-9])|(?<![*•■▪‣●◦])\s+(?={_DATE}:\s+[\"“‘'(\[]*[A-Z])"
)
_LAST_WORD = re.compile(r"[^\s\"“”‘’'(\[]+$")
_NEXT_WORD = re.compile(r"[\"“„«‘'(\[]*([\w.]+)")
_INITIALS = re.compile(r"^(?:[A-Z]\.)+$|^[A-Z]$")
# words that open a sentence so often that "U.S. The …" is a break and "U.S. Secretary" is none
_OPENERS = frozenset(
    """
    the a an he she it they we i you but and in on at this that these those there his her its their as if when while
    after before since for from with by so yet however still also some many most both no not what who how why
    meanwhile separately earlier asked under according despite although though one two
    """.split()  # noqa: SIM905, a paragraph reads better than sixty quoted lines
)
_ASKED = re.compile(r"^\W*(?:\w+\W+){0,5}?(?:said|says|asked|asks|added|replied|wrote|told|cried|shouted|wondered)\b")
UNREAD = r"\b(non_english|consent_page)\b"
"""Flags of articles that have no sentences for us."""
_OFFICE = (
    r"(?:[Pp]resident|[Mm]inister|[Pp]remier|[Cc]hancellor|[Ss]pokes(?:man|woman|person)|[Aa]mbassador|[Ee]nvoy|King"
    r"|[Ss]ecretary|[Cc]hief|[Dd]iplomat|[Ll]eader)"
)
INTRODUCED = (
    rf"\b{_OFFICE},? \p{{Lu}}|\p{{Lu}}\p{{Ll}}+, [^,.]{{0,60}}\b{_OFFICE}\b|(?:'s|’s) [\w ]{{0,30}}\b{_OFFICE}\b"
)
"""An office with a name, or with whose it is: who "he" or "Salo" in the next sentence is."""
LONGEST = 1_500
"""Characters after which a stretch without a stop is cut at a blank: no real sentence is as long."""


def make_sentences(
    articles: pl.DataFrame, paragraphs: pl.DataFrame, *, knowledge: Knowledge
) -> dict[str, pl.DataFrame]:
    """Split body and title paragraphs into sentences, in (article_id, char_start) order.

    A sentence `is_parsed` when it stands in the body and holds a quotation mark or a word that some rule looks for.
    """
    texts = dict(articles.select("article_id", "text").iter_rows())
    forms = knowledge.lexicon.tables["abbreviations"]
    never = frozenset(forms.filter(pl.col("kind") == "never_ends")["form"])
    may = frozenset(forms.filter(pl.col("kind") == "may_end")["form"])
    rows: list[tuple[str, int, int, int, str, str, int]] = []
    # an English grammar reads nothing in another language, and a cookie wall holds no statement of anyone
    unread = articles.filter(pl.col("flags").str.contains(UNREAD)).select("article_id")
    spoken = (
        paragraphs.filter(pl.col("role").is_in(["body", "title"]))
        .join(unread, on="article_id", how="anti")
        .sort("article_id", "char_start")
    )
    for article_id, ix, start, end, role in spoken.select(
        "article_id", "paragraph_ix", "char_start", "char_end", "role"
    ).iter_rows():
        paragraph = texts[article_id][start:end]
        quoted = quoted_ranges(paragraph)
        for a, b in split(paragraph, never, may):
            depth = int(any(q.start <= a < q.end for q in quoted))
            rows.append((article_id, ix, start + a, start + b, role, paragraph[a:b], depth))
    frame = pl.DataFrame(
        rows,
        orient="row",
        schema={
            "article_id": pl.String,
            "paragraph_ix": pl.UInt32,
            "char_start": pl.UInt32,
            "char_end": pl.UInt32,
            "role": pl.String,
            "text": pl.String,
            "quote_depth": pl.UInt8,
        },
    )
    words = pl.Series("word", sorted(knowledge.matter_words), dtype=pl.String)
    numbered = frame.with_row_index("sid").with_columns(
        sentence_ix=pl.int_range(pl.len()).over("article_id"),
        is_parsed=(pl.col("role") == "body")
        & (
            (pl.col("quote_depth") > 0)
            | pl.col("text").str.contains(r"[“”„«»\"‘]|(^|\s)'\w")
            | pl.col("text").str.contains(INTRODUCED)
            | _holds_any(pl.col("text"), words)
        ),
    )
    return {"sentences": Sentences.cast(numbered)}


def _holds_any(text: pl.Expr, words: pl.Series) -> pl.Expr:
    """Tell for each text whether one of its lower-case words is in `words`."""
    found = text.str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+")
    return found.list.set_intersection(pl.lit(words.implode())).list.len() > 0


def split(paragraph: str, never: frozenset[str], may: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of one paragraph, without the blanks around it.

    Args:
        paragraph: one line of an article.
        never: abbreviations after which no sentence ends ("Mr.").
        may: abbreviations after which one ends only before a usual first word ("U.S. The …").
    """
    item = 0
    for end in (*(match.start() for match in _ITEM.finditer(paragraph)), len(paragraph)):
        start = item
        for match in _BREAK.finditer(paragraph, item, end):
            if _is_break(paragraph, match, start, never, may):
                yield from _trimmed(paragraph, start, match.end("close"))
                start = match.end()
        yield from _trimmed(paragraph, start, end)
        item = end


def _is_break(paragraph: str, match: re.Match[str], start: int, never: frozenset[str], may: frozenset[str]) -> bool:
    following = _NEXT_WORD.match(paragraph, match.end())
    word = following.group(1) if following else ""
    if word[:1].islower() and not word.startswith(("i.", "iP")):
        return False
    stop = match.group("stop")
    if match.group("close"):
        # “Really?” Smith asked: the question belongs to the sentence that reports it
        return not (stop[-1] in "?!" and _ASKED.match(paragraph[match.end() : match.end() + 80]))
    if stop != ".":
        return True
    before = _LAST_WORD.search(paragraph, max(start, match.start() - 24), match.end("stop"))
    last = before.group() if before else ""
    if last in never:
        return False
    if last in may or _INITIALS.match(last):
        return word.lower() in _OPENERS and len(last) > 2
    return True


def _trimmed(paragraph: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretch without outer blanks, cut into pieces of at most LONGEST characters."""
    while start < end and paragraph[start].isspace():
        start += 1
    while end > start and paragraph[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = paragraph.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut + 1 if paragraph[cut].isspace() else cut
    if start < end:
        yield start, end
