from __future__ import annotations

import json
import os
import stat
from datetime import date
from hashlib import sha256

import duckdb
import polars as pl
import pytest
from warehouse_world import Said, Story, frames

from warehouse import checks, diff, explain, load, publish, runs, versions
from warehouse.connection import reader, writer
from warehouse.errors import GateError, NothingPublishedError, UnknownVersionError
from warehouse.status import status
from warehouse.tables import MARTS


def corpus(n: int, commitment: str = "rules_out") -> list[Story]:
    return [Story(f"s{i}", [Said(commitment=commitment)], published=date(2026, 3, 1 + i % 28)) for i in range(n)]


def test_a_version_is_immutable_described_and_behind_the_link(house):
    house.load(*corpus(3))
    published = house.publish()
    current = house.home / "published" / "current" / "warehouse.duckdb"
    assert current.resolve() == published.path
    assert stat.S_IMODE(current.stat().st_mode) == 0o444
    manifest = json.loads((published.path.parent / "manifest.json").read_text())
    assert manifest["run_id"] == "run_1"
    assert manifest["extractors"] == [{"extractor_version": "1", "registry_hash": "r1", "articles": 3}]
    assert set(manifest["rows"]) == set(MARTS)
    for file, digest in manifest["sha256"].items():
        assert sha256((published.path.parent / file).read_bytes()).hexdigest() == digest
    for name in MARTS:
        assert pl.read_parquet(published.path.parent / "parquet" / f"{name}.parquet").height == manifest["rows"][name]


def test_a_file_opens_without_its_wal_and_macros_are_reachable_from_any_schema(house):
    house.load(*corpus(1))
    published = house.publish()
    assert sorted(p.name for p in published.path.parent.iterdir()) == ["manifest.json", "parquet", "warehouse.duckdb"]
    with duckdb.connect(str(published.path), read_only=True) as con:
        assert con.execute("FROM positions_as_of('2026-03-05')").fetchall()
        assert con.execute("FROM marts.positions_as_of(DATE '2026-03-05')").fetchall()
        assert len(con.execute("FROM quotes_by('aná ruiz')").fetchall()) == 1
        assert len(con.execute("FROM position_history('CHL', 'ships')").fetchall()) == 1


def test_nothing_changed_keeps_the_version_and_gives_it_to_the_new_run(house):
    house.load(*corpus(2))
    first = house.publish("run_1")
    again = house.publish("run_2")
    assert (again.path, again.is_new, again.changes.height) == (first.path, False, 0)
    assert versions.find(house.home, "run_2").stamp == first.stamp


def test_the_last_five_versions_are_kept(house):
    for n in range(7):
        house.load(*corpus(n + 1))
        house.publish(f"run_{n}")
    kept = [v.manifest["run_id"] for v in versions.versions(house.home)]
    assert kept == ["run_2", "run_3", "run_4", "run_5", "run_6"]
    assert set(versions.runs(house.home)) == set(kept)


def test_changes_are_the_events_the_version_before_did_not_have(house):
    house.load(Story("a", [Said()], published=date(2026, 3, 1)))
    assert house.publish().changes["kind"].to_list() == ["first"]
    house.load(Story("b", [Said(commitment="acts")], published=date(2026, 3, 9), lead="Later."))
    assert house.publish().changes.select("kind", "from_commitment", "to_commitment").rows() == [
        ("reversed", "rules_out", "acts")
    ]


def test_a_failed_gate_keeps_the_version_before_and_names_the_rows(house):
    house.load(*corpus(2))
    before = house.publish()
    with writer(house.home) as con:
        con.execute("UPDATE core.position_evidence SET evidence_text = 'invented' WHERE char_start > 0")
        con.execute("UPDATE core.positions SET strength = 3, quote_id = 'quo_gone'")
        con.execute("UPDATE ops.settings SET value = '99' WHERE name = 'data_version'")
        with pytest.raises(GateError, match="stays current") as caught:
            publish.publish(con, house.home, run_id="run_2")
    assert set(caught.value.failures) == {"evidence_verbatim", "references", "stance_follows"}
    assert caught.value.failures["evidence_verbatim"][0]["evidence_text"] == "invented"
    assert versions.current(house.home).stamp == before.stamp
    assert not list((house.home / "published").glob("*.partial"))


@pytest.mark.parametrize(
    ("damage", "gate"),
    [
        ("INSERT INTO state.spells FROM state.spells", "unique key of position_spells"),
        ("UPDATE state.spells SET valid_to = last_seen_on + 90", "spells_disjoint"),
        ("UPDATE core.quote_spans SET char_end = 9999", "spans_in_text"),
    ],
)
def test_each_gate_finds_its_damage(house, damage, gate):
    house.load(*corpus(2))
    with writer(house.home) as con:
        publish.publish(con, house.home, run_id="run_1")
        con.execute(damage)
        con.execute("UPDATE ops.settings SET value = '99' WHERE name = 'data_version'")
        with pytest.raises(GateError) as caught:
            publish.publish(con, house.home, run_id="run_2")
    assert gate in caught.value.failures


def test_losing_many_rows_needs_a_word(house):
    stories = corpus(40)
    house.load(*stories)
    house.publish()
    with writer(house.home) as con:
        load.retire_articles(con, run_id="r", article_ids=[s.article_id for s in stories[:20]])
    with pytest.raises(GateError, match="allow-shrink"):
        house.publish("run_2")
    assert house.publish("run_3", allow_shrink=True).rows_by_table["articles"] == 20


def test_nothing_published_says_what_to_run(tmp_path):
    with pytest.raises(NothingPublishedError, match="communique run"), reader(tmp_path):
        pass


def test_diff_counts_and_shows_rows(house):
    house.load(Story("a", [Said()]), Story("b", [Said(country="NOR")]), run_id="run_1")
    house.publish("run_1")
    house.load(Story("a", [Said(commitment="acts")]), Story("c", [Said(country="PER")]), run_id="run_2")
    house.publish("run_2")
    found = {d.table: d for d in diff.diff(house.home, "run_1", "run_2")}
    assert (found["positions"].added, found["positions"].removed, found["positions"].changed) == (1, 0, 1)
    changed = found["positions"].rows.row(0, named=True) if found["positions"].rows[0, 0] == "changed" else None
    changed = changed or found["positions"].rows.filter(pl.col("difference") == "changed").row(0, named=True)
    assert changed["commitment"] == "acts"
    assert {"commitment", "strength", "evidence_text"} <= set(changed["changed_columns"].split(", "))
    assert "position_knowledge" not in found
    assert diff.diff(house.home, "current", "run_2") == []
    assert diff.diff(house.home, "previous", "current")
    with pytest.raises(UnknownVersionError, match="run_1"):
        diff.diff(house.home, "run_9", "current")


def test_explain_shows_the_evidence_in_its_text(house):
    story = Story("a", [Said(), Said(country="NOR")])
    copy = Story("b", [Said()], outlet="Valley News", lead="Elsewhere.")
    house.load(story, copy)
    house.publish()
    with reader(house.home) as con:
        position_id = frames([story])["positions"]["position_id"][0]
        why = explain.explain(con, position_id)
        with pytest.raises(explain.UnknownPositionError, match="pos_none"):
            explain.explain(con, "pos_none")
    span = why.evidence[0]
    assert span.before + span.text + span.after in story.text
    assert span.text == why.position["evidence_text"]
    assert why.statement["n_reports"] == 2
    assert [other["outlet"] for other in why.other_reports] == ["Valley News"]


def test_status_of_an_empty_a_used_and_a_busy_home(house, tmp_path):
    empty = status(tmp_path / "none")
    assert (empty.runs, empty.published, empty.writer) == ([], None, None)
    house.load(*corpus(2))
    house.publish()
    with writer(house.home):
        busy = status(house.home)
    assert busy.rows["articles"] == 2
    assert busy.writer["pid"] == os.getpid()
    assert status(house.home).writer is None


def test_people_join_over_articles_with_roles_over_time(house):
    house.load(
        Story("a", [Said(level="minister")], published=date(2026, 3, 1)),
        Story("b", [Said(level="head_of_government")], published=date(2026, 5, 1)),
        Story("c", [Said(level="head_of_government")], published=date(2026, 6, 1)),
    )
    house.publish()
    with reader(house.home) as con:
        assert con.execute("SELECT person_name, country_code, n_articles, n_quotes FROM people").fetchall() == [
            ("Ana Ruiz", "CHL", 3, 3)
        ]
        roles = con.execute("SELECT role, month(first_seen_on), month(last_seen_on) FROM person_roles").fetchall()
    assert roles == [("minister", 3, 3), ("head_of_government", 5, 6)]


def test_propositions_that_come_up_often_are_suggested_as_issues(house):
    house.load(
        Story("a", [Said(issue=None, proposition="a ban on deep-sea mining")]),
        Story("b", [Said(issue=None, country="NOR", proposition="deep-sea mining licences")], lead="Two."),
        Story("c", [Said(issue=None, country="PER", proposition="a tax on sugar")], lead="Three."),
    )
    house.publish()
    with reader(house.home) as con:
        found = con.execute("SELECT head_words, n_statements, countries FROM issue_suggestions").fetchall()
    assert found == [("deep-sea mining", 2, "CHL, NOR")]


def test_alignment_needs_three_common_issues(house):
    issues = ["one", "two", "three"]
    said = [Said(country=c, issue=i) for c in ("CHL", "NOR") for i in issues] + [Said(country="PER", issue="one")]
    with writer(house.home) as con:
        load.load_partition(
            con, run_id="r", partition_id="p", extractor_version="1", registry_hash="1",
            frames=frames([Story("a", said)], issues=issues),
        )  # fmt: skip
    house.publish()
    with reader(house.home) as con:
        assert con.execute("FROM alignment").fetchall() == [("CHL", "NOR", 3, 3, 1.0)]


def test_timeline_counts_countries_at_the_end_of_each_month(house):
    house.load(
        Story("a", [Said(), Said(country="NOR")], published=date(2026, 1, 10)),
        Story("b", [Said(commitment="acts")], published=date(2026, 3, 10), lead="Later."),
    )
    house.publish()
    with reader(house.home) as con:
        found = con.execute(
            "SELECT month(month), stance, n_countries, n_statements FROM issue_timeline "
            "WHERE stance IN ('oppose', 'support') ORDER BY month, stance"
        ).fetchall()
    assert found == [
        (1, "oppose", 2, 2), (1, "support", 0, 0), (2, "oppose", 2, 0),
        (2, "support", 0, 0), (3, "oppose", 1, 0), (3, "support", 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("day", ["2026-03-01", "2026-03-04", "2026-03-06", "2026-03-20"])
def test_what_is_known_now_agrees_with_the_state(house, day):
    house.load(
        Story("a", [Said(on=date(2026, 3, 1)), Said(country="NOR", commitment="acts")], published=date(2026, 3, 2)),
        Story(
            "b",
            [Said(commitment="open_to", holder="Bo Lund", on=date(2026, 3, 4))],
            published=date(2026, 3, 5),
            lead="B.",
        ),
        Story("c", [Said()], published=date(2026, 3, 6), lead="A late report of the first."),
        Story(
            "d",
            [Said(commitment="acts"), Said(holder="Bo Lund", level="head_of_state")],
            published=date(2026, 3, 9),
            lead="D.",
        ),
    )
    house.publish()
    ask = "SELECT country_code, issue_id, commitment FROM {} ORDER BY ALL"
    with reader(house.home) as con:
        state = con.execute(ask.format(f"positions_as_of('{day}')")).fetchall()
        assert state == con.execute(ask.format(f"positions_known_at('{day}', '2100-01-01')")).fetchall()


def test_the_run_that_published_a_file_is_completed_in_it(house):
    house.load(Story("a", [Said()]))
    with writer(house.home) as con:
        for run in ("run_1", "run_2"):
            runs.start(con, run_id=run)
            con.execute("UPDATE ops.settings SET value = $1 WHERE name = 'data_version'", [run.removeprefix("run_")])
            runs.note_counts(con, run, {"articles": 1})
            publish.publish(con, house.home, run_id=run)
        assert con.execute("SELECT status FROM ops.runs ORDER BY run_id").fetchall() == [("killed",), ("running",)]
    with reader(house.home) as con:
        found = con.execute(
            "SELECT run_id, status, finished_at >= started_at, counts FROM ops.runs ORDER BY 1"
        ).fetchall()
    counts = '{"articles": 1}'
    assert found == [("run_1", "killed", None, counts), ("run_2", "completed", True, counts)]


def test_a_file_says_what_made_the_rows_of_each_article(house):
    house.load(Story("a", [Said()]), Story("b", [Said()]), version="1", registry="r1")
    house.load(Story("b", [Said()]), version="2", registry="r2", run_id="run_2")
    house.publish("run_2")
    with reader(house.home) as con:
        made = "SELECT extractor_version, registry_hash, run_id FROM positions JOIN ops.extractions USING (article_id)"
        assert con.execute(f"{made} ORDER BY ALL").fetchall() == [("1", "r1", "run_1"), ("2", "r2", "run_2")]


def test_keys_that_only_share_their_number_are_no_duplicates(house):
    house.load(*corpus(3))
    with reader(house.publish().path.parents[2]) as con:
        con.execute("CREATE TEMP MACRO hash(key) AS 1")
        assert con.execute(checks._duplicates_sql("positions", ("position_id",))).fetchall() == []
        twice = "(FROM positions UNION ALL FROM positions)"
        assert len(con.execute(checks._duplicates_sql(twice, ("position_id",))).fetchall()) == 3
