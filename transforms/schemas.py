"""Columns and types of every frame that passes between two steps; checked at the border of each step.

Offsets are Unicode code points, half-open, into `articles.text`. `sid` numbers the sentences of one
partition from 0 in (article_id, char_start) order: it joins frames inside one partition and is never stored.
Token positions (`tok_*`, `head`) count from 0 inside one sentence.
"""

from __future__ import annotations

import dataframely as dy

ROLES = ("body", "title", "dateline", "credit", "promo", "embed", "caption")
"""Roles of a paragraph; quotes and positions are taken from `body` only."""

KINDS = ("direct", "indirect", "mixed")
CUE_CLASSES = ("say", "speech", "according_to", "mental", "noun", "label", "none")
COMMITMENTS = {
    # commitment: (stance, strength); see docs/positions.md. Strength orders, it is never averaged.
    "acts": ("support", 3),
    "commits": ("support", 3),
    "advocates": ("support", 2),
    "open_to": ("open", 1),
    "not_ruling_out": ("open", 0),
    "not_planning": ("oppose", -1),
    "objects": ("oppose", -2),
    "rules_out": ("oppose", -3),
    "withholds": ("withheld", None),
    "falls_short": ("support", None),
}
STANCES = ("support", "open", "oppose", "withheld")
HOLDER_LEVELS = (
    "head_of_state",
    "head_of_government",
    "minister",
    "spokesperson",
    "official_named",
    "government",
    "org",
    "org_head",
    "anonymous_official",
    "group",
)
"""Levels that may hold a country's position, by precedence (first is highest) except org, org_head and group."""
OTHER_LEVELS = ("legislator", "candidate", "party", "analyst", "company", "ngo", "other")
"""Levels of people and bodies that hold no country position; mentions carry them so that a rule can refuse them."""
SCOPES = ("own", "collective", "others", "general")
ATTRIBUTIONS = ("self_quoted", "self_paraphrased", "narrator", "attributed_by_other", "anonymous_source")
EXPLICITNESS = ("explicit", "implicit", "elliptical")
TEMPORALITIES = ("current", "past", "standing", "reaffirmed")
DATE_PRECISIONS = ("day", "day_inferred", "month", "range", "none")
PUBLISHED_PRECISIONS = ("second", "day", "month", "none")


class Documents(dy.Schema):
    """One row is one input document as a source gave it: `text` (stored as it is) or `html` (to be cleaned)."""

    external_id = dy.String()
    id_kind = dy.Enum(["given", "url", "path"])  # what external_id is: decides the article's identity
    location = dy.String()  # where it came from, for messages: "articles.jsonl:17", a path or an address
    text = dy.String(nullable=True)
    html = dy.Binary(nullable=True)  # raw bytes, charset not yet known
    http_charset = dy.String(nullable=True)
    url = dy.String(nullable=True)
    title = dy.String(nullable=True)
    published = dy.String(nullable=True)  # as given: ISO date, date-time or RFC 2822
    published_source = dy.String(nullable=True)  # who gave it: given (a table), feed, sitemap; NULL counts as given
    outlet = dy.String(nullable=True)
    authors = dy.String(nullable=True)  # several are joined with "; "
    language = dy.String(nullable=True)
    fetched_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True)
    window_from = dy.Date(nullable=True)  # the source wants only articles of this day or later …
    window_until = dy.Date(nullable=True)  # … and of this day or earlier; cleaning knows the date, so it decides
    hosts = dy.String(nullable=True)  # hosts the source wants, joined with " ": of a page whose address only it knows
    exclude_hosts = dy.String(nullable=True)  # hosts it does not want, the same


class Rejects(dy.Schema):
    """One row is one input that gave no article (or one row that failed a check), with the reason."""

    location = dy.String()
    external_id = dy.String(nullable=True)
    stage = dy.String()  # ingest, clean, extract, load
    reason = dy.String()  # a short code: malformed_json, no_article, too_large, duplicate_id …
    detail = dy.String(nullable=True)  # for a person: what was wrong and what to do


class Articles(dy.Schema):
    """One row is one article of the partition, in one revision."""

    article_id = dy.String(primary_key=True)
    external_id = dy.String()
    content_hash = dy.String()  # of text and the published metadata: a new hash is a new revision
    outlet = dy.String(nullable=True)
    url = dy.String(nullable=True)
    canonical_url = dy.String(nullable=True)
    title = dy.String(nullable=True)
    authors = dy.String(nullable=True)
    published_at = dy.Datetime(time_zone="UTC", time_unit="us", nullable=True)
    published_precision = dy.Enum(PUBLISHED_PRECISIONS)
    date_source = dy.String(nullable=True)  # given, feed, sitemap, json_ld, meta, htmldate …
    language = dy.String(nullable=True)
    text = dy.String()
    word_count = dy.UInt32()
    flags = dy.String()  # sorted, joined with ","; empty when none
    location = dy.String()


class Paragraphs(dy.Schema):
    """One row is one stretch of an article's text with one role; a wire dateline is a stretch of its own."""

    article_id = dy.String(primary_key=True)
    paragraph_ix = dy.UInt32(primary_key=True)
    char_start = dy.UInt32()
    char_end = dy.UInt32()
    role = dy.Enum(ROLES)


class Sentences(dy.Schema):
    """One row is one sentence of a body or title paragraph; `is_parsed` says whether it can matter."""

    sid = dy.UInt32(primary_key=True)
    article_id = dy.String()
    paragraph_ix = dy.UInt32()
    sentence_ix = dy.UInt32()  # inside the article
    char_start = dy.UInt32()
    char_end = dy.UInt32()
    role = dy.Enum(ROLES)
    text = dy.String()
    quote_depth = dy.UInt8()  # 1 when the sentence begins inside an open quotation
    is_parsed = dy.Bool()


class Tokens(dy.Schema):
    """One row is one token of a parsed sentence."""

    sid = dy.UInt32(primary_key=True)
    tok = dy.UInt16(primary_key=True)
    char_start = dy.UInt32()
    char_end = dy.UInt32()
    word = dy.String()
    lower = dy.String()
    lemma = dy.String()
    tag = dy.String()  # Penn Treebank
    pos = dy.String()  # Universal part of speech, derived from the tag
    dep = dy.String()  # spaCy's English dependency labels (ClearNLP)
    head = dy.UInt16()  # a root points at itself
    left = dy.UInt16()  # first token of the subtree
    right = dy.UInt16()  # one past the last token of the subtree
    in_quote = dy.Bool()  # inside quotation marks


class Mentions(dy.Schema):
    """One row is one mention of an actor in a parsed sentence."""

    sid = dy.UInt32(primary_key=True)
    tok_start = dy.UInt16(primary_key=True)
    tok_end = dy.UInt16(primary_key=True)
    head_tok = dy.UInt16()
    char_start = dy.UInt32()
    char_end = dy.UInt32()
    kind = dy.Enum(["person", "country", "organisation", "group", "office", "body", "nominal", "pronoun"])
    entity_id = dy.String(nullable=True)  # joins Entities; NULL when the mention is linked to nothing
    code = dy.String(nullable=True)  # ISO alpha-3, organisation code or GRP:…, of the actor or its affiliation
    holder_level = dy.String(nullable=True)  # HOLDER_LEVELS or OTHER_LEVELS
    is_actor = dy.Bool()  # False: a place, an adjective ("French wine"), a mere mention
    rule_id = dy.String()


class Entities(dy.Schema):
    """One row is one actor of one article: what its mentions say of it together."""

    article_id = dy.String(primary_key=True)
    entity_id = dy.String(primary_key=True)
    kind = dy.Enum(["person", "country", "organisation", "group", "anonymous"])
    name = dy.String()  # canonical inside the article: the fullest form, without titles
    role = dy.String(nullable=True)  # as written: "Kremlin spokesman"
    affiliation = dy.String(nullable=True)
    code = dy.String(nullable=True)
    holder_level = dy.String(nullable=True)
    principal = dy.String(nullable=True)  # for a spokesperson: on whose behalf
    person_id = dy.String(nullable=True)  # the same person across articles
    official_name = dy.String(nullable=True)  # in seeds/leaders.csv or organisation_heads.csv, in office at the date
    is_anonymous = dy.Bool()
    rule_id = dy.String()


class QuoteSpans(dy.Schema):
    """One row is one span of a quote."""

    quote_id = dy.String(primary_key=True)
    role = dy.Enum(["content", "cue", "speaker"], primary_key=True)
    ordinal = dy.UInt16(primary_key=True)
    char_start = dy.UInt32()
    char_end = dy.UInt32()
    sid = dy.UInt32(nullable=True)  # sentence of the span's first token, where it is parsed
    tok_start = dy.UInt16(nullable=True)
    tok_end = dy.UInt16(nullable=True)


class Attributions(dy.Schema):
    """One row is one quote as found, before its speaker is linked."""

    quote_id = dy.String(primary_key=True)
    article_id = dy.String()
    kind = dy.Enum(KINDS)
    quote_text = dy.String()
    cue = dy.String(nullable=True)
    cue_lemma = dy.String(nullable=True)
    cue_class = dy.Enum(CUE_CLASSES)
    speaker_text = dy.String(nullable=True)
    parent_quote_id = dy.String(nullable=True)  # the quote this one stands in: its speaker reports
    venue = dy.String(nullable=True)
    rule_id = dy.String()


class Quotes(dy.Schema):
    """One row is one quote with its speaker: what `marts.quotes` shows."""

    quote_id = dy.String(primary_key=True)
    article_id = dy.String()
    kind = dy.Enum(KINDS)
    quote_text = dy.String()
    cue = dy.String(nullable=True)
    cue_class = dy.Enum(CUE_CLASSES)
    speaker_text = dy.String(nullable=True)
    speaker_name = dy.String(nullable=True)
    entity_id = dy.String(nullable=True)
    person_id = dy.String(nullable=True)
    speaker_role = dy.String(nullable=True)
    speaker_affiliation = dy.String(nullable=True)
    speaker_country = dy.String(nullable=True)
    speaker_level = dy.String(nullable=True)
    is_anonymous = dy.Bool()
    on_behalf_of = dy.String(nullable=True)
    reported_by = dy.String(nullable=True)
    venue = dy.String(nullable=True)
    rule_id = dy.String()


class People(dy.Schema):
    """One row is one person in one article, with the role seen there; the warehouse joins them over time."""

    person_id = dy.String(primary_key=True)
    article_id = dy.String(primary_key=True)
    name = dy.String()
    role = dy.String(nullable=True)
    affiliation = dy.String(nullable=True)
    code = dy.String(nullable=True)
    holder_level = dy.String(nullable=True)
    is_official_known = dy.Bool()  # found in seeds/leaders.csv at the article's date
    seen_on = dy.Date(nullable=True)


class Positions(dy.Schema):
    """One row is one dated statement of one actor on one proposition."""

    position_id = dy.String(primary_key=True)
    article_id = dy.String()
    quote_id = dy.String(nullable=True)
    country_code = dy.String()
    holder_name = dy.String()
    holder_role = dy.String(nullable=True)
    holder_level = dy.Enum(HOLDER_LEVELS)
    issue_id = dy.String(nullable=True)
    proposition_text = dy.String()  # what was spoken of, as written
    commitment = dy.Enum(list(COMMITMENTS))
    stance = dy.Enum(STANCES)
    strength = dy.Int8(nullable=True)
    scope = dy.Enum(SCOPES)
    attribution = dy.Enum(ATTRIBUTIONS)
    explicitness = dy.Enum(EXPLICITNESS)
    condition_text = dy.String(nullable=True)
    temporality = dy.Enum(TEMPORALITIES)
    on_behalf_of = dy.String(nullable=True)
    reported_by = dy.String(nullable=True)
    date_text = dy.String(nullable=True)
    stated_on = dy.Date(nullable=True)
    date_precision = dy.Enum(DATE_PRECISIONS)
    evidence_text = dy.String()
    actor_text = dy.String()  # the words that name the actor; grounding is checked with these two
    trigger_text = dy.String()
    rule_id = dy.String()
    explain = dy.String()  # readable: which trigger, which actor rule, which issue keyword


class PositionEvidence(dy.Schema):
    """One row is one verbatim span that proves a position."""

    position_id = dy.String(primary_key=True)
    ordinal = dy.UInt16(primary_key=True)
    char_start = dy.UInt32()
    char_end = dy.UInt32()
    evidence_text = dy.String()


class Issues(dy.Schema):
    """One row is one issue of the user's registry."""

    issue_id = dy.String(primary_key=True)
    proposition = dy.String()
    description = dy.String(nullable=True)
    keywords = dy.String()  # joined with "; "
    parent_issue_id = dy.String(nullable=True)


class IssueHits(dy.Schema):
    """One row is one place of a parsed sentence that speaks of an issue; made by transforms.issues.match."""

    sid = dy.UInt32(primary_key=True)
    issue_id = dy.String(primary_key=True)
    tok_start = dy.UInt16(primary_key=True)
    tok_end = dy.UInt16(primary_key=True)
    head_tok = dy.UInt16()  # the token of the span that governs the others
    kind = dy.Enum(["keyword", "proposition", "anaphor"])  # how it was found; anaphor: "the move", "no such plans"
    keyword = dy.String()  # as in the registry; the anaphor's words; the proposition's words
    is_name = dy.Bool()  # nothing but a name: says what the sentence is about, not what is wanted
    sign = dy.Int8()  # +1: being for what the span names is being for the proposition; -1: the reverse
    weight = dy.Float64()  # 0..1: how much the words tell alone
    gate = dy.Float64()  # 0..1: how present the proposition's countries and names are
    score = dy.Float64()  # 0..1: weight, gate, words around and the article's topic together
    is_best = dy.Bool()  # no issue that claims this span or a part of it scores higher
    rule_id = dy.String()


SCHEMAS: dict[str, type[dy.Schema]] = {
    "documents": Documents,
    "rejects": Rejects,
    "articles": Articles,
    "paragraphs": Paragraphs,
    "sentences": Sentences,
    "tokens": Tokens,
    "mentions": Mentions,
    "entities": Entities,
    "attributions": Attributions,
    "quote_spans": QuoteSpans,
    "quotes": Quotes,
    "people": People,
    "positions": Positions,
    "position_evidence": PositionEvidence,
    "issues": Issues,
    "issue_hits": IssueHits,
}
