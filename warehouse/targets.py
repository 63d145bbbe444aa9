"""The tables of `core` that loading keeps up, with their keys and compared columns."""

from __future__ import annotations

from warehouse.merge import Target

ARTICLE_REVISIONS = Target(
    "core.article_revisions",
    ("article_id", "content_hash"),
    (
        "external_id",
        "outlet",
        "url",
        "canonical_url",
        "title",
        "authors",
        "published_at",
        "published_precision",
        "date_source",
        "language",
        "text",
        "word_count",
        "flags",
        "location",
    ),
)
ARTICLES = Target(
    "core.articles",
    ("article_id",),
    ("content_hash", "outlet", "published_on", "text_hash", "extractor_version", "registry_hash"),
)
PARAGRAPHS = Target("core.paragraphs", ("article_id", "paragraph_ix"), ("char_start", "char_end", "role"))
QUOTES = Target(
    "core.quotes",
    ("quote_id",),
    (
        "article_id",
        "content_hash",
        "kind",
        "quote_text",
        "cue",
        "cue_class",
        "speaker_text",
        "speaker_name",
        "entity_id",
        "person_id",
        "speaker_role",
        "speaker_affiliation",
        "speaker_country",
        "speaker_level",
        "is_anonymous",
        "on_behalf_of",
        "reported_by",
        "venue",
        "rule_id",
    ),
    archive="archive.quotes",
)
QUOTE_SPANS = Target(
    "core.quote_spans",
    ("quote_id", "role", "ordinal"),
    ("article_id", "char_start", "char_end"),
    archive="archive.quote_spans",
)
PEOPLE = Target(
    "core.people",
    ("person_id", "article_id"),
    ("name", "role", "affiliation", "code", "holder_level", "is_official_known", "seen_on"),
)
POSITIONS = Target(
    "core.positions",
    ("position_id",),
    (
        "article_id",
        "content_hash",
        "quote_id",
        "country_code",
        "holder_name",
        "holder_role",
        "holder_level",
        "issue_id",
        "proposition_text",
        "commitment",
        "stance",
        "strength",
        "scope",
        "attribution",
        "explicitness",
        "condition_text",
        "temporality",
        "on_behalf_of",
        "reported_by",
        "date_text",
        "stated_on",
        "date_precision",
        "published_on",
        "evidence_text",
        "actor_text",
        "trigger_text",
        "rule_id",
        "explain",
    ),
    archive="archive.positions",
)
POSITION_EVIDENCE = Target(
    "core.position_evidence",
    ("position_id", "ordinal"),
    ("article_id", "char_start", "char_end", "evidence_text"),
    archive="archive.position_evidence",
)
DOCUMENTS = Target(
    "ops.documents",
    ("input_hash",),
    ("location", "external_id", "article_id", "content_hash", "extractor_version", "registry_hash"),
)
ISSUES = Target(
    "core.issues", ("issue_id",), ("proposition", "description", "keywords", "parent_issue_id", "is_current")
)
SOURCES = Target("core.sources", ("article_id",), ("syndication_id", "source_key"))
SYNDICATION = Target("core.syndication", ("article_id",), ("syndication_id", "template_id"))
