"""A pipeline that costs nothing to start, for tests of what surrounds extraction: real cleaning, then one regex.

Every sentence "NAME of CODE said it rules_out ships." is a quote and a position. Three words make trouble on purpose:
CRASH ends the worker, HANG never ends, FAIL raises in a later step.
"""

from __future__ import annotations

import os
import re
import time
from datetime import timedelta

import polars as pl

from transforms.clean.step import make_clean
from transforms.keys import key
from transforms.schemas import COMMITMENTS, SCHEMAS
from transforms.steps import Step

SAID = re.compile(r"(?P<holder>\w+ \w+) of (?P<code>[A-Z]{3}) said it (?P<commitment>\w+) (?P<issue>\w+)\.")


def make_little_clean(documents, *, knowledge):
    for text in documents["text"].drop_nulls():
        if "CRASH" in text:
            os._exit(7)
        if "HANG" in text:
            time.sleep(600)
    return make_clean(documents, knowledge=knowledge)


def make_little_rows(articles, *, knowledge):
    rows = {name: [] for name in ("quotes", "quote_spans", "people", "positions", "position_evidence")}
    for article in articles.iter_rows(named=True):
        if "FAIL" in article["text"]:
            raise ValueError(f"cannot read {article['external_id']}")
        for found in SAID.finditer(article["text"]):
            add(rows, article, found)
    return {name: pl.DataFrame(found, schema=SCHEMAS[name].create_empty().schema) for name, found in rows.items()}


def add(rows, article, found):
    article_id, published = article["article_id"], article["published_at"]
    part = {"article_id": article_id, "rule_id": "little"}
    quote_id, position_id = key("quo", article_id, found.start()), key("pos", article_id, found.start())
    person_id, name, code = key("per", found["holder"]), found["holder"], found["code"]
    span = {"char_start": found.start(), "char_end": found.end()}
    stance, strength = COMMITMENTS[found["commitment"]]
    rows["quotes"].append(
        part
        | {"quote_id": quote_id, "kind": "indirect", "quote_text": found[0], "cue": "said", "cue_class": "say"}
        | {"speaker_text": name, "speaker_name": name, "person_id": person_id, "is_anonymous": False}
    )
    rows["quote_spans"].append(span | {"quote_id": quote_id, "role": "content", "ordinal": 0})
    person = {"person_id": person_id, "article_id": article_id, "name": name, "is_official_known": False}
    if person not in rows["people"]:
        rows["people"].append(person)
    rows["positions"].append(
        part
        | {"position_id": position_id, "quote_id": quote_id, "country_code": code, "holder_name": name}
        | {"holder_level": "minister", "issue_id": found["issue"], "proposition_text": found["issue"]}
        | {"commitment": found["commitment"], "stance": stance, "strength": strength, "scope": "own"}
        | {"attribution": "self_paraphrased", "explicitness": "explicit", "temporality": "current"}
        | {"stated_on": published and published.date() - timedelta(days=1), "evidence_text": found[0]}
        | {"date_precision": "day" if published else "none"}
        | {"actor_text": name, "trigger_text": found["commitment"], "explain": "little"}
    )
    rows["position_evidence"].append(span | {"position_id": position_id, "ordinal": 0, "evidence_text": found[0]})


STEPS = (
    Step("clean", make_little_clean, ("documents",), ("articles", "paragraphs", "rejects")),
    Step(
        "positions",
        make_little_rows,
        ("articles",),
        ("quotes", "quote_spans", "people", "positions", "position_evidence"),
    ),
)
