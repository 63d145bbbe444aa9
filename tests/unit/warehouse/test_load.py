from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest
from warehouse_world import Said, Story, frames

from warehouse import runs
from warehouse.connection import reader, writer
from warehouse.load import (
    count_stale,
    known_documents,
    load_partition,
    retire_articles,
    stale_documents,
    stored_paragraphs,
)
from warehouse.sources import load_syndication


def rows(house, sql: str) -> list[tuple]:
    with writer(house.home) as con:
        return con.execute(sql).fetchall()


def test_a_partition_loads_once_for_a_run_and_the_same_rows_change_nothing(house):
    story = Story("a", [Said(), Said(country="NOR")])
    first = house.load(story)
    assert (first.documents, first.articles, first.positions, first.quotes) == (1, 1, 2, 2)
    assert house.load(story).rows_changed == 0
    house.steps = 0  # the same partition of the same run
    assert house.load(story).already_loaded


def test_known_documents_are_those_of_exactly_this_extractor_and_registry(house):
    house.load(Story("a", [Said()]))
    with writer(house.home) as con:
        assert known_documents(con, "1", "r1").height == 1
        assert known_documents(con, "2", "r1").height == 0
        assert known_documents(con, "1", "r2").height == 0
        assert count_stale(con, "1", "r1") == 0
        assert list(stale_documents(con, "1", "r1", at_once=10)) == []
        assert count_stale(con, "2", "r1") == 1
        (stale,) = stale_documents(con, "2", "r1", at_once=10)
        assert stale["text"].to_list() == [Story("a", [Said()]).text]
        assert stored_paragraphs(con, stale)["role"].to_list() == ["body"]


def test_a_corrected_document_is_known_and_the_one_it_corrects_is_not(house):
    old, new = Story("a", [Said()]), Story("a", [Said(commitment="acts")])
    house.load(old)
    house.load(new)
    with writer(house.home) as con:
        assert (
            known_documents(con, "1", "r1")["input_hash"].to_list()
            == frames([new])["documents"]["input_hash"].to_list()
        )


def test_a_revision_keeps_the_old_text_and_archives_what_was_found_in_it(house):
    house.load(Story("a", [Said()]), run_id="run_1")
    house.load(Story("a", [Said(commitment="acts")]), run_id="run_2")
    assert rows(house, "SELECT count(*) FROM core.article_revisions") == [(2,)]
    assert rows(house, "SELECT commitment FROM core.positions") == [("acts",)]
    archived = rows(
        house,
        "SELECT p.commitment, p.retired_run_id, contains(r.text, p.evidence_text) FROM archive.positions p "
        "JOIN core.article_revisions r USING (article_id, content_hash)",
    )
    assert archived == [("rules_out", "run_2", True)]


def test_retired_articles_leave_and_come_back(house):
    story = Story("a", [Said()])
    house.load(story)
    with writer(house.home) as con:
        assert retire_articles(con, run_id="run_2", article_ids=[story.article_id]).changed["positions"] == 1
        assert known_documents(con, "1", "r1").is_empty()
    assert rows(house, "SELECT count(*) FROM core.quotes UNION ALL SELECT count(*) FROM archive.quotes") == [(0,), (1,)]
    assert house.load(story).changed["positions"] == 1


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("trigger_text", "never written", "not_grounded"),
        ("actor_text", "Nobody", "not_grounded"),
        ("article_id", "art_gone", "no_article"),
    ],
)
def test_an_ungrounded_position_is_rejected_and_the_rest_loads(house, column, value, reason):
    story = Story("a", [Said(), Said(country="NOR")])
    given = frames([story])
    bad = given["positions"]["position_id"][0]
    given["positions"] = given["positions"].with_columns(
        pl.when(pl.col("position_id") == bad).then(pl.lit(value)).otherwise(column).alias(column)
    )
    with writer(house.home) as con:
        counts = load_partition(
            con, run_id="r", partition_id="p", extractor_version="1", registry_hash="1", frames=given
        )
    assert counts.rejects == {reason: 1}
    assert counts.changed["positions"] == counts.changed["position_evidence"] == 1
    assert rows(house, "SELECT stage, reason FROM ops.rejects") == [("load", reason)]


def test_words_joined_from_tokens_are_found_in_the_text(house):
    given = frames([Story("a", [Said(holder="Norway's\nminister")])])
    given["positions"] = given["positions"].with_columns(actor_text=pl.lit("Norway 's minister"))
    with writer(house.home) as con:
        counts = load_partition(
            con, run_id="r", partition_id="p", extractor_version="1", registry_hash="1", frames=given
        )
    assert counts.rejects == {}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (pl.col("char_start") + 1, "evidence_not_verbatim"),
        (pl.lit(2_000_000_000, pl.UInt32).alias("char_start"), "evidence_not_verbatim"),
        (pl.lit("pos_other").alias("position_id"), "evidence_missing"),
    ],
)
def test_evidence_must_be_the_text_it_points_at(house, change, reason):
    given = frames([Story("a", [Said()], lead="Naïve 𝔲nicode — läßt grüßen.")])
    with writer(house.home) as con:
        assert (
            load_partition(
                con, run_id="r", partition_id="good", extractor_version="1", registry_hash="1", frames=given
            ).rejects
            == {}
        )
        given["position_evidence"] = given["position_evidence"].with_columns(change)
        bad = load_partition(
            con, run_id="r", partition_id="bad", extractor_version="1", registry_hash="1", frames=given
        )
    assert bad.rejects == {reason: 1}


def test_a_rejected_document_is_known_and_listed(house):
    given = {
        "documents": pl.DataFrame({"input_hash": ["in_1"], "location": ["x.jsonl:4"]}),
        "rejects": frames([])["rejects"].vstack(
            pl.DataFrame(
                {
                    "location": ["x.jsonl:4"],
                    "external_id": [None],
                    "stage": ["clean"],
                    "reason": ["no_article"],
                    "detail": [None],
                },
                schema=frames([])["rejects"].schema,
            )
        ),
    }
    with writer(house.home) as con:
        load_partition(con, run_id="r", partition_id="p", extractor_version="1", registry_hash="1", frames=given)
        assert known_documents(con, "1", "1").height == 1
    assert rows(house, "SELECT location, reason FROM ops.rejects") == [("x.jsonl:4", "no_article")]


def test_a_failed_load_leaves_nothing(house, monkeypatch):
    monkeypatch.setattr("warehouse.load._Batch._merge_documents", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        house.load(Story("a", [Said()]))
    assert rows(house, "SELECT count(*) FROM core.positions UNION ALL SELECT count(*) FROM ops.partitions") == [
        (0,),
        (0,),
    ]


def test_an_issue_dropped_from_the_registry_stays_while_positions_refer_to_it(house):
    house.load(Story("a", [Said(issue="grain")]))
    with writer(house.home) as con:
        load_partition(
            con, run_id="r2", partition_id="p", extractor_version="1", registry_hash="r2",
            frames={"issues": frames([], issues=["ships"])["issues"]},
        )  # fmt: skip
    house.publish()
    with reader(house.home) as con:
        assert con.execute("SELECT issue_id, is_current FROM issues").fetchall() == [("grain", False), ("ships", True)]


def test_what_was_known_when(house):
    story = Story("a", [Said(on=date(2026, 3, 2))])
    house.load(story, recorded_at=datetime(2026, 3, 3, tzinfo=UTC))
    corrected = replace(story, said=[Said(on=date(2026, 3, 2), commitment="acts")])
    house.load(corrected, recorded_at=datetime(2026, 3, 10, tzinfo=UTC))
    house.publish()
    ask = "SELECT commitment FROM positions_known_at('2026-03-05', $1::TIMESTAMPTZ)"
    with reader(house.home) as con:
        assert con.execute(ask, ["2026-03-02"]).fetchall() == []
        assert con.execute(ask, ["2026-03-05"]).fetchall() == [("rules_out",)]
        assert con.execute(ask, ["2026-03-11"]).fetchall() == [("acts",)]


def test_runs_that_were_killed_are_marked_when_the_next_starts(house):
    with writer(house.home) as con:
        first = runs.start(con, sources=["a.jsonl"])
        second = runs.start(con)
        runs.finish(con, second, "completed", {"articles": 3})
        with pytest.raises(ValueError, match="not 'done'"):
            runs.finish(con, second, "done", {})
        found = dict(con.execute("SELECT run_id, status FROM ops.runs").fetchall())
    assert found == {first: "killed", second: "completed"}


def test_look_alikes_of_one_outlet_are_flagged_and_stay_events_of_their_own(house):
    stories = [Story(name, [Said()]) for name in ("a", "b", "c")]
    house.load(*stories)
    ids = [story.article_id for story in stories]
    groups = pl.DataFrame(
        {"article_id": ids, "syndication_id": ["syn_1", "syn_2", "syn_3"], "template_id": ["tpl_1", "tpl_1", None]}
    )
    with writer(house.home) as con:
        load_syndication(con, groups)
        found = dict(con.execute("SELECT article_id, template_id FROM core.syndication").fetchall())
    assert found == dict(zip(ids, ["tpl_1", "tpl_1", None], strict=True))
    house.publish()
    with reader(house.home) as con:
        flags = dict(con.execute("SELECT article_id, flags FROM marts.articles").fetchall())
    assert flags == dict(zip(ids, ["template", "template", ""], strict=True))
