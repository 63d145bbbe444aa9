"""The ten questions on the bundled sample, against a second, plain computation over the golden positions.

The positions are those a reader wrote down (tests/golden), not those the extractor finds; `Told` derives state from
them day by day, in loops and without SQL, as docs/decisions/0003-warehouse.md tells it.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, groupby, pairwise
from pathlib import Path

import polars as pl
import pytest
from warehouse_world import frame

from flows.sources.base import SourceContext
from flows.sources.pages import Pages
from transforms.issues.registry import load_registry
from transforms.keys import key
from transforms.knowledge import Knowledge
from transforms.lexicon import load_lexicon
from transforms.pipeline import STEPS
from transforms.schemas import COMMITMENTS, SCHEMAS
from transforms.steps import run_step
from warehouse import reference
from warehouse.connection import reader, writer
from warehouse.load import load_partition
from warehouse.publish import publish
from warehouse.questions import ask

PROJECT = Path(__file__).resolve().parents[2]
SEEDS = PROJECT / "seeds"
RANKS = {"head_of_state": 1, "head_of_government": 1, "org_head": 1, "minister": 2, "spokesperson": 3,
         "official_named": 4, "government": 5, "org": 5}  # fmt: skip
ISSUE, COUNTRY, ORGANISATION, QUARTER = "velmar-strait-escorts", "POL", "NATO", date(2026, 2, 1)
EARLY, LATE = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)  # when the halves were loaded
AS_OF = date(2026, 3, 31)


@dataclass(frozen=True)
class Statement:
    country: str
    issue: str
    holder: str  # "" for the government itself
    rank: int
    commitment: str
    basis: str
    day: date
    sources: frozenset[str]

    @property
    def stance(self) -> str:
        return COMMITMENTS[self.commitment][0]

    @property
    def strength(self) -> int | None:
        return COMMITMENTS[self.commitment][1]


@dataclass
class Spell:
    start: date
    commitment: str
    last_seen: date
    n_statements: int = 0
    sources: set[str] = field(default_factory=set)
    end: date | None = None


class Told:
    """State over time of some golden positions."""

    def __init__(self, rows: list[dict]) -> None:
        self.statements = _statements(rows)
        by_pair = defaultdict(list)
        for statement in self.statements:
            if statement.basis == "own" and statement.strength is not None:
                by_pair[statement.country, statement.issue].append(statement)
        self.days = {pair: _days(found) for pair, found in by_pair.items()}
        self.spells = {pair: _spells(days) for pair, days in self.days.items()}

    def as_of(self, day: date) -> dict[tuple[str, str], str]:
        return {
            pair: spell.commitment
            for pair, spells in self.spells.items()
            for spell in spells
            if spell.start <= day and (spell.end is None or spell.end > day)
        }

    def now(self) -> dict[tuple[str, str], Spell]:
        return {pair: spells[-1] for pair, spells in self.spells.items()}


def _basis(row: dict) -> str:
    if row["holder_level"] == "group" or row["country_code"].startswith("GRP:"):
        return "group"
    if row["holder_level"] == "anonymous_official" or row["attribution"] == "anonymous_source":
        return "anonymous"
    if row["attribution"] == "attributed_by_other":
        return "other"
    return "implicit" if row["explicitness"] == "implicit" else "own"


def _statements(rows: list[dict]) -> list[Statement]:
    """Reports of one holder, issue and commitment on one day are one; an undated one may report an earlier day's."""
    reports = defaultdict(list)
    for row in rows:
        # ministries speak for themselves; every other name of a government in the sample is the government's
        body = row["holder_level"] in ("government", "org") and "Ministry" not in row["holder_name"]
        strand = (
            row["country_code"],
            row["issue_id"],
            "" if body else row["holder_name"],
            row["commitment"],
            _basis(row),
        )
        reports[strand].append(row)
    found = []
    for (country, issue, holder, commitment, basis), same in reports.items():
        dated = [date.fromisoformat(row["stated_on"]) for row in same if row["stated_on"]]
        days = defaultdict(list)
        for row in same:
            day = date.fromisoformat(row["stated_on"]) if row["stated_on"] else row["published"]
            if not row["stated_on"]:
                day = max((d for d in dated if day - timedelta(7) <= d <= day), default=day)
            days[day].append(row)
        for day, told in days.items():
            rank = min(RANKS.get(row["holder_level"], 6) for row in told)
            sources = frozenset(row["outlet"] for row in told)
            found.append(Statement(country, issue, holder, rank, commitment, basis, day, sources))
    return found


def _days(statements: list[Statement]) -> list[tuple[date, Statement, list[Statement], Statement | None]]:
    """By day: the statement that counts, all that agree with it, and the strongest of another holder and stance."""
    found = []
    for day, same in groupby(sorted(statements, key=lambda s: s.day), key=lambda s: s.day):
        told = list(same)
        split = len({s.stance for s in told}) > 1 and len({s.holder for s in told}) > 1

        def order(s: Statement, split: bool = split) -> tuple:
            first = (-abs(s.strength), s.rank) if split else (s.rank, -abs(s.strength))
            return (*first, s.holder.lower(), s.commitment)

        shown = min(told, key=order)
        against = [s for s in told if split and s.stance != shown.stance and s.holder != shown.holder]
        agreeing = [s for s in told if s.commitment == shown.commitment]
        found.append((day, shown, agreeing, min(against, key=order, default=None)))
    return found


def _spells(days: list[tuple[date, Statement, list[Statement], Statement | None]]) -> list[Spell]:
    spells: list[Spell] = []
    for day, shown, agreeing, _ in days:
        if not spells or spells[-1].commitment != shown.commitment:
            if spells:
                spells[-1].end = day
            spells.append(Spell(day, shown.commitment, day))
        spell = spells[-1]
        spell.last_seen = day
        spell.n_statements += len(agreeing)
        spell.sources |= {source for statement in agreeing for source in statement.sources}
    return spells


@pytest.fixture(scope="module")
def articles(tmp_path_factory) -> pl.DataFrame:
    context = SourceContext(home=tmp_path_factory.mktemp("pages"), now=EARLY)
    documents = list(Pages(SEEDS / "articles").documents(context))
    columns = SCHEMAS["documents"].create_empty().schema
    rows = [{name: getattr(document, name) for name in columns} for document in documents]
    knowledge = Knowledge(load_lexicon(), load_registry(SEEDS / "issues.yaml"))
    cleaned = run_step(STEPS[0], {"documents": pl.DataFrame(rows, schema=columns)}, knowledge)
    return cleaned["articles"]


@pytest.fixture(scope="module")
def golden(articles) -> list[dict]:
    """The golden positions with their article's id, day, outlet and text."""
    pages = {Path(row["location"]).stem: row for row in articles.iter_rows(named=True)}
    found = []
    for line in (PROJECT / "tests" / "golden" / "positions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        page = pages[row["article"]]
        more = {name: page[name] for name in ("article_id", "outlet", "text")}
        found.append(row | more | {"published": page["published_at"].date()})
    return found


def early(row: dict) -> bool:
    """Half of the articles, whatever their dates: so that what comes later is late news of earlier days too."""
    return int(key("half", row["article_id"])[-1], 16) % 2 == 0


@pytest.fixture(scope="module")
def told(golden) -> Told:
    return Told(golden)


@pytest.fixture(scope="module")
def con(articles, golden, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    registry = load_registry(SEEDS / "issues.yaml")
    ids = {row["article_id"] for row in articles.iter_rows(named=True) if early(row)}
    with writer(home) as writing:
        reference.load_seeds(writing, SEEDS)
        for name, recorded_at, wanted in (("early", EARLY, True), ("late", LATE, False)):
            half = [row for row in golden if early(row) == wanted]
            load_partition(
                writing, run_id="run_1", partition_id=name, extractor_version="1", registry_hash=registry.hash,
                recorded_at=recorded_at, frames={
                    "articles": articles.filter(pl.col("article_id").is_in(sorted(ids)) == wanted),
                    "issues": registry.frame(), **position_frames(half),
                },
            )  # fmt: skip
        publish(writing, home, run_id="run_1")
    with reader(home) as con:
        assert con.execute("SELECT count(*) FROM positions").fetchone() == (len(golden),)
        yield con


def position_frames(rows: list[dict]) -> dict[str, pl.DataFrame]:
    positions, evidence = [], []
    for number, row in enumerate(rows):
        stance, strength = COMMITMENTS[row["commitment"]]
        position_id = key("pos", row["article_id"], number)
        given = {name: row[name] for name in SCHEMAS["positions"].column_names() if name in row}
        first = row["evidence_text"][0]
        positions.append(
            {**dict.fromkeys(SCHEMAS["positions"].column_names()), **given, "position_id": position_id,
             "stance": stance, "strength": strength, "proposition_text": row["issue_id"], "temporality": "current",
             "stated_on": row["stated_on"] and date.fromisoformat(row["stated_on"]),
             "evidence_text": " ".join(row["evidence_text"]), "actor_text": first, "trigger_text": first,
             "rule_id": "golden", "explain": "read"}
        )  # fmt: skip
        for ordinal, span in enumerate(row["evidence_text"]):
            start = row["text"].index(span)
            spans = {"ordinal": ordinal, "char_start": start, "char_end": start + len(span), "evidence_text": span}
            evidence.append({"position_id": position_id, **spans})
    return {"positions": frame("positions", positions), "position_evidence": frame("position_evidence", evidence)}


def answers(con, name: str, *columns: str, **parameters: object) -> list[tuple]:
    return ask(con, name, parameters).select(columns).rows()


def test_01_who_changed_position(con, told):
    found = answers(con, "01_who_changed_position", "changed_on", "country_code", "issue_id", "kind", "from_commitment",
                    "to_commitment", quarter=QUARTER)  # fmt: skip
    expected = []
    for (country, issue), days in told.days.items():
        for (_, before, _, _), (day, after, _, _) in pairwise(days):
            if (day.year, (day.month - 1) // 3) == (QUARTER.year, 0) and before.strength != after.strength:
                kind = "softened" if after.strength > before.strength else "hardened"
                kind = "reversed" if after.strength * before.strength < 0 else kind
                expected.append((day, country, issue, kind, before.commitment, after.commitment))
    assert len(found) >= 3
    assert sorted(found) == sorted(expected)


def test_02_who_never_spoke(con, told):
    spoke = {s.country for s in told.statements if s.issue == ISSUE and s.basis == "own"}
    anywhere = {s.country for s in told.statements if not s.country.startswith("GRP:")}
    found = answers(con, "02_who_never_spoke", "country_code", issue=ISSUE)
    assert found == [(country,) for country in sorted(anywhere - spoke)]
    assert len(found) >= 3


def test_03_who_spoke_first(con, told):
    first = {}
    for (_, issue), spells in told.spells.items():
        first[issue] = min(first.get(issue, date.max), spells[0].start)
    expected = sorted(
        (issue, spells[0].start, country, spells[0].commitment)
        for (country, issue), spells in told.spells.items()
        if spells[0].start == first[issue]
    )
    assert answers(con, "03_who_spoke_first", "issue_id", "spoke_on", "country_code", "commitment") == expected
    assert len(first) >= 5


def test_04_where_allies_disagree(con, told):
    with (SEEDS / "organisation_members.csv").open(encoding="utf-8") as opened:
        members = {r["iso3"] for r in csv.DictReader(opened) if r["org"] == ORGANISATION and not r["left"]}
    camps = defaultdict(lambda: defaultdict(list))
    for (country, issue), spell in sorted(told.now().items()):
        if country in members:
            camps[issue][COMMITMENTS[spell.commitment][0]].append(country)
    expected = [
        (issue, *(", ".join(stances[s]) or None for s in ("support", "open", "oppose")))
        for issue, stances in sorted(camps.items())
        if stances["support"] and stances["oppose"]
    ]
    columns = ("issue_id", "for_it", "undecided", "against_it")
    assert answers(con, "04_where_allies_disagree", *columns, organisation=ORGANISATION) == expected != []


def test_05_what_did_we_know(con, told, golden):
    then, now = Told([row for row in golden if early(row)]).as_of(AS_OF), told.as_of(AS_OF)
    expected = [
        (*pair, then.get(pair), now.get(pair)) for pair in sorted(then | now) if then.get(pair) != now.get(pair)
    ]
    found = answers(con, "05_what_did_we_know", "country_code", "issue_id", "believed_then", "believed_now",
                    day=AS_OF, known_at=EARLY + timedelta(days=1))  # fmt: skip
    assert found == expected != []
    assert ask(con, "05_what_did_we_know", {"day": AS_OF, "known_at": LATE + timedelta(days=1)}).is_empty()


def test_06_where_everyone_stands(con, told):
    expected = sorted(
        (country, spell.commitment, spell.start, spell.last_seen, spell.n_statements, len(spell.sources))
        for (country, issue), spell in told.now().items()
        if issue == ISSUE
    )
    columns = ("country_code", "commitment", "since", "last_seen_on", "n_statements", "n_sources")
    assert sorted(answers(con, "06_where_everyone_stands", *columns, issue=ISSUE)) == expected
    assert len(expected) >= 10


def test_07_who_contradicts_each_other(con, told):
    expected = [
        (day, country, issue, shown.commitment, other.commitment)
        for (country, issue), days in told.days.items()
        for day, shown, _, other in days
        if other
    ]
    columns = ("changed_on", "country_code", "issue_id", "shown_commitment", "other_commitment")
    assert sorted(answers(con, "07_who_contradicts_each_other", *columns)) == sorted(expected) != []


def test_08_how_an_issue_moved(con, told):
    spells = [spell for (_, issue), all_spells in told.spells.items() if issue == ISSUE for spell in all_spells]
    found = answers(con, "08_how_an_issue_moved", "month", "support", "open", "oppose", issue=ISSUE)
    expected = []
    for month, *_ in found:
        end = (month + timedelta(31)).replace(day=1) - timedelta(1)
        held = [COMMITMENTS[s.commitment][0] for s in spells if s.start <= end and (s.end is None or s.end > end)]
        expected.append((month, *(held.count(stance) for stance in ("support", "open", "oppose"))))
    assert found == expected
    assert found[0][0] == min(s.day for s in told.statements if s.issue == ISSUE and s.basis == "own").replace(day=1)
    assert len(found) >= 3


def test_09_claims_on_one_source(con, told):
    expected = sorted(
        (spell.last_seen, *pair, spell.commitment) for pair, spell in told.now().items() if len(spell.sources) == 1
    )[:100]
    columns = ("last_seen_on", "country_code", "issue_id", "commitment")
    assert answers(con, "09_claims_on_one_source", *columns) == expected != []


def test_10_who_stands_alike(con, told):
    stances = defaultdict(dict)
    for (country, issue), spell in told.now().items():
        stances[country][issue] = COMMITMENTS[spell.commitment][0]
    expected = []
    for pair in combinations(sorted(stances), 2):
        common = set(stances[pair[0]]) & set(stances[pair[1]])
        if COUNTRY in pair and len(common) >= 3:
            same = sum(stances[pair[0]][issue] == stances[pair[1]][issue] for issue in common)
            other = pair[0] if pair[1] == COUNTRY else pair[1]
            expected.append((other, len(common), same, round(same / len(common), 4)))
    found = answers(con, "10_who_stands_alike", "other_country", "n_issues", "n_same", "share_same", country=COUNTRY)
    assert found == sorted(expected, key=lambda row: (-row[3], -row[1], row[0])) != []
