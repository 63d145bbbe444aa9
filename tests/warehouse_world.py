"""A small invented world for warehouse tests: articles whose every sentence is one position."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl

from transforms.keys import key
from transforms.schemas import COMMITMENTS, SCHEMAS
from warehouse.connection import writer
from warehouse.load import LoadCounts, load_partition
from warehouse.publish import Published, publish


@dataclass(frozen=True)
class Said:
    """One sentence of an article: who is said to hold what."""

    country: str = "CHL"
    commitment: str = "rules_out"
    issue: str | None = "ships"
    holder: str = "Ana Ruiz"
    level: str = "minister"
    on: date | None = None
    attribution: str = "self_paraphrased"
    explicitness: str = "explicit"
    temporality: str = "current"
    proposition: str = "sending ships to the strait"

    @property
    def sentence(self) -> str:
        return f"{self.holder} of {self.country} {self.commitment} {self.proposition} ({self.on}, {self.issue})."


@dataclass(frozen=True)
class Story:
    """One article of the invented world."""

    name: str
    said: Sequence[Said]
    outlet: str | None = "Harbour Post"
    published: date | None = date(2026, 3, 2)
    lead: str = "The strait is narrow."

    @property
    def article_id(self) -> str:
        return key("art", "id", self.name)

    @property
    def text(self) -> str:
        return " ".join([self.lead, *(s.sentence for s in self.said)])


def frames(stories: Iterable[Story], issues: Sequence[str] = ("ships", "grain")) -> dict[str, pl.DataFrame]:
    """The frames that extraction would give for these stories."""
    stories = list(stories)
    rows: dict[str, list[Mapping[str, Any]]] = {name: [] for name in SCHEMAS}
    for story in stories:
        rows["articles"].append(_article(story))
        rows["paragraphs"].append(
            {
                "article_id": story.article_id,
                "paragraph_ix": 0,
                "char_start": 0,
                "char_end": len(story.text),
                "role": "body",
            }
        )
        start = len(story.lead) + 1
        for n, said in enumerate(story.said):
            _add_sentence(rows, story, said, n, start)
            start += len(said.sentence) + 1
    rows["issues"] = [
        {"issue_id": i, "proposition": f"sending {i}", "description": None, "keywords": i, "parent_issue_id": None}
        for i in issues
    ]
    made = {name: frame(name, found) for name, found in rows.items()}
    made["documents"] = pl.DataFrame(
        [(key("in", s.name, s.text, s.published, s.outlet), _location(s)) for s in stories],
        schema={"input_hash": pl.String, "location": pl.String},
        orient="row",
    )
    return made


def frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMAS[name].create_empty().schema, orient="row")


def _location(story: Story) -> str:
    return f"stories.jsonl:{story.name}"


def _article(story: Story) -> dict[str, Any]:
    published = None if story.published is None else datetime.combine(story.published, time(12), tzinfo=UTC)
    return {
        "article_id": story.article_id,
        "external_id": story.name,
        "content_hash": key("rev", story.text, story.outlet, story.published),
        "outlet": story.outlet,
        "url": f"https://example.org/{story.name}",
        "canonical_url": None,
        "title": story.name,
        "authors": None,
        "published_at": published,
        "published_precision": "none" if published is None else "day",
        "date_source": None if published is None else "given",
        "language": "en",
        "text": story.text,
        "word_count": len(story.text.split()),
        "flags": "",
        "location": _location(story),
    }


def _add_sentence(rows: dict[str, list[Mapping[str, Any]]], story: Story, said: Said, n: int, start: int) -> None:
    position_id = key("pos", story.article_id, n)
    quote_id = key("quo", story.article_id, n)
    person_id = key("per", said.holder)
    stance, strength = COMMITMENTS[said.commitment]
    end = start + len(said.sentence)
    rows["people"].append(
        {"person_id": person_id, "article_id": story.article_id, "name": said.holder, "role": said.level,
         "affiliation": None, "code": said.country, "holder_level": said.level, "is_official_known": False,
         "seen_on": story.published}
    )  # fmt: skip
    rows["quotes"].append(
        {"quote_id": quote_id, "article_id": story.article_id, "kind": "indirect", "quote_text": said.proposition,
         "cue": said.commitment, "cue_class": "say", "speaker_text": said.holder, "speaker_name": said.holder,
         "entity_id": None, "person_id": person_id, "speaker_role": said.level, "speaker_affiliation": None,
         "speaker_country": said.country, "speaker_level": said.level, "is_anonymous": False, "on_behalf_of": None,
         "reported_by": None, "venue": None, "rule_id": "test"}
    )  # fmt: skip
    at = story.text.index(said.proposition, start)
    rows["quote_spans"].append(
        {"quote_id": quote_id, "role": "content", "ordinal": 0, "char_start": at,
         "char_end": at + len(said.proposition), "sid": None, "tok_start": None, "tok_end": None}
    )  # fmt: skip
    rows["positions"].append(
        {"position_id": position_id, "article_id": story.article_id, "quote_id": quote_id,
         "country_code": said.country, "holder_name": said.holder, "holder_role": said.level,
         "holder_level": said.level, "issue_id": said.issue, "proposition_text": said.proposition,
         "commitment": said.commitment, "stance": stance, "strength": strength, "scope": "own",
         "attribution": said.attribution, "explicitness": said.explicitness, "condition_text": None,
         "temporality": said.temporality, "on_behalf_of": None, "reported_by": None,
         "date_text": None if said.on is None else str(said.on), "stated_on": said.on,
         "date_precision": "none" if said.on is None else "day", "evidence_text": said.sentence,
         "actor_text": said.holder, "trigger_text": said.commitment, "rule_id": "test", "explain": "test"}
    )  # fmt: skip
    rows["position_evidence"].append(
        {"position_id": position_id, "ordinal": 0, "char_start": start, "char_end": end, "evidence_text": said.sentence}
    )


class House:
    """A home with its writer closed between steps, as runs leave it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.steps = 0

    def load(
        self, *stories: Story, run_id: str = "run_1", version: str = "1", registry: str = "r1", **options: Any
    ) -> LoadCounts:
        self.steps += 1
        with writer(self.home) as con:
            return load_partition(
                con, run_id=run_id, partition_id=f"p{self.steps}", extractor_version=version, registry_hash=registry,
                frames=frames(stories), **options,
            )  # fmt: skip

    def publish(self, run_id: str = "run_1", **options: Any) -> Published:
        with writer(self.home) as con:
            return publish(con, self.home, run_id=run_id, **options)
