"""What makes a statement, a spell and a change, each rule on the smallest example."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest
from warehouse_world import Said, Story, frames

from warehouse import derive, load
from warehouse.migrate import migrate


@pytest.fixture
def con():
    with duckdb.connect() as con:
        migrate(con)
        yield con


def tell(con, *stories: Story) -> None:
    for story in stories:
        number = con.execute("SELECT count(*) FROM ops.partitions").fetchone()[0]
        load.load_partition(
            con, run_id="r", partition_id=f"p{number}", extractor_version="1", registry_hash="1",
            frames=frames([story]),
        )  # fmt: skip
    derive.refresh(con)


def told(
    day: int, *said: Said, name: str | None = None, outlet: str = "Harbour Post", lead: str = "Ships waited."
) -> Story:
    return Story(name or f"d{day}", said, outlet, date(2026, 3, day), lead)


def spells(con) -> list[tuple]:
    return con.execute(
        "SELECT day(valid_from), day(valid_to), commitment, n_statements, n_sources, day(last_seen_on) "
        "FROM state.spells JOIN state.pairs USING (pair) JOIN state.commitments USING (commitment_code) "
        "ORDER BY country_code, issue_key, valid_from"
    ).fetchall()


def changes(con) -> list[tuple]:
    return con.execute(
        "SELECT day(changed_on), kind, f.commitment, t.commitment FROM state.changes c "
        "LEFT JOIN state.commitments f ON f.commitment_code = c.from_commitment_code "
        "JOIN state.commitments t ON t.commitment_code = c.to_commitment_code ORDER BY changed_on, kind"
    ).fetchall()


def test_spells_are_half_open_and_end_where_the_next_begins(con):
    tell(
        con,
        told(2, Said(commitment="rules_out")),
        told(5, Said(commitment="rules_out")),
        told(9, Said(commitment="open_to")),
    )
    assert spells(con) == [(2, 9, "rules_out", 2, 1, 5), (9, None, "open_to", 1, 1, 9)]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("advocates", "open_to", "hardened"),
        ("open_to", "commits", "softened"),
        ("commits", "rules_out", "reversed"),
        ("not_planning", "open_to", "reversed"),
        ("not_ruling_out", "objects", "hardened"),
        ("acts", "commits", "reaffirmed"),
        ("objects", "objects", "reaffirmed"),
    ],
)
def test_kinds_of_change(con, before, after, kind):
    tell(con, told(2, Said(commitment=before)), told(5, Said(commitment=after)))
    assert changes(con) == [(2, "first", None, before), (5, kind, before, after)]


def test_declining_to_say_clouds_and_keeps_the_spell(con):
    tell(con, told(2, Said(commitment="objects")), told(5, Said(commitment="withholds")))
    assert spells(con) == [(2, None, "objects", 1, 1, 2)]
    assert changes(con) == [(2, "first", None, "objects"), (5, "clouded", "objects", "withholds")]


def test_falling_short_neither_opens_nor_ends_a_spell(con):
    tell(
        con,
        told(2, Said(commitment="falls_short")),
        told(4, Said(commitment="commits")),
        told(6, Said(commitment="falls_short")),
    )
    assert spells(con) == [(4, None, "commits", 1, 1, 4)]


@pytest.mark.parametrize(
    "kept_apart",
    [
        Said(attribution="attributed_by_other"),
        Said(attribution="anonymous_source"),
        Said(level="anonymous_official"),
        Said(country="GRP:WEST", level="group"),
        Said(explicitness="implicit"),
        Said(issue=None),
        Said(temporality="past"),  # past and undated: nobody knows when
    ],
)
def test_what_makes_no_default_state(con, kept_apart):
    tell(con, told(2, kept_apart))
    assert spells(con) == []
    assert con.execute("SELECT count(*) FROM state.statements").fetchone() == (1,)


def test_head_of_government_counts_before_a_minister_of_the_same_stance(con):
    tell(
        con,
        told(2, Said(commitment="acts"), Said(commitment="advocates", holder="Bo Lund", level="head_of_government")),
    )
    assert spells(con)[0][2] == "advocates"
    assert changes(con) == [(2, "first", None, "advocates")]


def test_two_holders_who_disagree_are_a_split_signal_and_the_strongest_shows(con):
    tell(
        con,
        told(2, Said(commitment="rules_out"), Said(commitment="open_to", holder="Bo Lund", level="head_of_government")),
    )
    assert spells(con)[0][2] == "rules_out"
    assert changes(con) == [(2, "first", None, "rules_out"), (2, "split_signal", "open_to", "rules_out")]


def test_one_statement_in_two_outlets_and_twice_in_one_article(con):
    tell(
        con,
        told(3, Said(on=date(2026, 3, 2)), Said(), name="a"),
        told(4, Said(on=date(2026, 3, 2)), name="b", outlet="Valley News", lead="Elsewhere."),
    )
    assert con.execute("SELECT n_reports, len(sources), day(said_on) FROM state.statements").fetchall() == [(3, 2, 2)]


def test_copies_of_a_wire_story_are_one_source(con):
    tell(con, told(3, Said(), name="a"), told(3, Said(), name="b", outlet="Valley News"))
    assert con.execute("SELECT n_reports, len(sources) FROM state.statements").fetchall() == [(2, 1)]


def test_a_late_dated_report_takes_over_the_undated_one_and_gives_back_what_the_earlier_had(con):
    tell(con, told(2, Said(on=date(2026, 3, 2)), name="a"), told(6, Said(), name="b", lead="Later."))
    assert con.execute("SELECT day(said_on), n_reports FROM state.statements").fetchall() == [(2, 2)]
    tell(con, told(4, Said(on=date(2026, 3, 4)), name="c", lead="Late arrival."))
    found = con.execute("SELECT day(said_on), n_reports FROM state.statements ORDER BY 1").fetchall()
    assert found == [(2, 1), (4, 2)]


def test_a_misread_future_date_counts_as_the_day_of_publication(con):
    tell(con, told(2, Said(on=date(2026, 3, 20))))
    assert spells(con)[0][0] == 2


def test_deleting_the_middle_spell_joins_its_neighbours(con):
    tell(con, told(2, Said()), told(5, Said(commitment="acts")), told(9, Said()))
    assert len(spells(con)) == 3
    load.retire_articles(con, run_id="r", article_ids=[told(5).article_id])
    derive.refresh(con)
    assert spells(con) == [(2, None, "rules_out", 2, 1, 9)]


def test_changed_rules_derive_everything_again(con):
    tell(con, told(2, Said()))
    con.execute("UPDATE ops.settings SET value = 'older rules' WHERE name = 'state_rules'; DELETE FROM state.spells")
    derive.refresh(con)
    assert len(spells(con)) == 1


@pytest.mark.parametrize("step", [derive.refresh, derive.rebuild])
def test_what_was_cut_off_between_statements_and_spells_is_done_the_next_time(con, monkeypatch, step):
    tell(con, told(2, Said(commitment="rules_out")), told(9, Said(commitment="open_to")))
    with monkeypatch.context() as broken:
        write = derive._write

        def cut_off(con, target, *given, full):
            if target is derive.SPELLS:
                raise KeyboardInterrupt
            return write(con, target, *given, full=full)

        broken.setattr(derive, "_write", cut_off)
        with pytest.raises(KeyboardInterrupt):
            tell(con, told(5, Said(commitment="acts")))
        with pytest.raises(KeyboardInterrupt):
            step(con)
    derive.refresh(con)
    found = spells(con), changes(con)
    assert found[0] == [
        (2, 5, "rules_out", 1, 1, 2), (5, 9, "acts", 1, 1, 5), (9, None, "open_to", 1, 1, 9)
    ]  # fmt: skip
    derive.rebuild(con)
    assert (spells(con), changes(con)) == found
