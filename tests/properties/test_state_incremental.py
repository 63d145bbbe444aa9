"""Spells and changes kept up by MERGE equal a full rebuild, whatever was inserted, corrected or deleted before."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warehouse_world import Said, Story, frames

from transforms.schemas import COMMITMENTS
from warehouse import derive, load, sources
from warehouse.migrate import migrate
from warehouse.settings import mark_dirty

START = date(2026, 3, 1)
TABLES = {
    # numbers are given in order of arrival: rows are compared by what they stand for
    "reports": "SELECT position_id, country_code, issue_key, said_on, statement_id FROM state.reports "
    "JOIN state.pairs USING (pair)",
    "statements": "SELECT s.* EXCLUDE (pair, holder, name_code, sources), country_code, issue_key, holder_key, "
    "holder_name, (SELECT list(source_key ORDER BY source_key) FROM state.source_keys WHERE source IN s.sources) "
    "FROM state.statements s JOIN state.pairs USING (pair) JOIN state.holders h USING (holder) "
    "JOIN state.names n USING (name_code)",
    "spells": "SELECT * EXCLUDE (pair, name_code, holder) FROM state.spells JOIN state.pairs USING (pair) "
    "JOIN state.names USING (name_code)",
    "changes": "SELECT * EXCLUDE (pair) FROM state.changes JOIN state.pairs USING (pair)",
}
# few values and close days, so that reports meet, holders disagree and spells are split and joined
days = st.integers(0, 12).map(lambda n: START + timedelta(n))
said = st.builds(
    Said,
    country=st.sampled_from(["CHL", "NOR"]),
    commitment=st.sampled_from(sorted(COMMITMENTS)),
    issue=st.sampled_from(["ships", "grain", None]),
    holder=st.sampled_from(["Ana Ruiz", "Bo Lund"]),
    level=st.sampled_from(["head_of_government", "minister", "government", "anonymous_official"]),
    on=st.none() | days,
    attribution=st.sampled_from(["self_quoted", "narrator", "attributed_by_other"]),
    explicitness=st.sampled_from(["explicit", "explicit", "implicit"]),
    temporality=st.sampled_from(["current", "current", "past"]),
)
stories = st.builds(
    Story,
    name=st.sampled_from(["a", "b", "c", "d", "e"]),
    said=st.lists(said, max_size=3),
    outlet=st.sampled_from(["Harbour Post", "Valley News", None]),
    published=st.none() | days,
    lead=st.sampled_from(["The strait is narrow.", "Ships waited."]),
)
inserts = st.lists(stories, min_size=1, max_size=3, unique_by=lambda s: s.name).map(lambda found: ("load", found))
deletions = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=2).map(lambda names: ("delete", names))
copies = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(["syn_1", "syn_2"]), min_size=1).map(
    lambda groups: ("copies", groups)
)
derives = st.just(("derive", None))


def fresh() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    migrate(con)
    return con


def apply(con: duckdb.DuckDBPyConnection, number: int, step: tuple[str, object]) -> None:
    kind, what = step
    if kind == "load":
        load.load_partition(
            con, run_id="r", partition_id=str(number), extractor_version="1", registry_hash="1", frames=frames(what)
        )
    elif kind == "delete":
        load.retire_articles(con, run_id="r", article_ids=[Story(name, ()).article_id for name in what])
    elif kind == "copies":
        groups = [(Story(name, ()).article_id, group) for name, group in what.items()]
        sources.load_syndication(con, pl.DataFrame(groups, schema=["article_id", "syndication_id"], orient="row"))
    else:
        derive.refresh(con)


def state(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple]]:
    return {name: sorted(con.execute(query).fetchall(), key=repr) for name, query in TABLES.items()}


rows = st.fixed_dictionaries(
    {
        "position_id": st.sampled_from(["p1", "p2", "p3", "p4", "p5", "p6"]),
        "holder_name": st.sampled_from(["Ana Ruiz", "Bo Lund"]),
        "commitment": st.sampled_from(["rules_out", "advocates", "withholds"]),
        "stated_on": st.none() | days,
        "published_on": st.none() | days,
    }
)
edits = st.lists(rows | st.sampled_from(["p1", "p2", "p3"]), min_size=1, max_size=3)


def edit(con: duckdb.DuckDBPyConnection, row: dict[str, object] | str) -> None:
    """Put one row into core.positions, or take one out, as loading does: what it said and says is marked."""
    position_id = row if isinstance(row, str) else row["position_id"]
    marked = f"SELECT * FROM core.positions WHERE position_id = '{position_id}'"
    mark_dirty(con, marked)
    con.execute(f"DELETE FROM core.positions WHERE position_id = '{position_id}'")
    if isinstance(row, dict):
        stance, strength = COMMITMENTS[row["commitment"]]
        con.execute(
            "INSERT INTO core.positions BY NAME SELECT $position_id AS position_id, 'a' AS article_id, "
            "'h' AS content_hash, 'CHL' AS country_code, $holder_name AS holder_name, 'minister' AS holder_level, "
            "'ships' AS issue_id, 'x' AS proposition_text, $commitment AS commitment, $stance AS stance, "
            "$strength AS strength, 'own' AS scope, 'narrator' AS attribution, 'explicit' AS explicitness, "
            "'current' AS temporality, $stated_on::DATE AS stated_on, 'day' AS date_precision, "
            "$published_on::DATE AS published_on, 'e' AS evidence_text, 'a' AS actor_text, 't' AS trigger_text, "
            "'r' AS rule_id, 'x' AS explain, now() AS recorded_at, 'r' AS run_id",
            {**row, "stance": stance, "strength": strength},
        )
        mark_dirty(con, marked)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batches=st.lists(edits, min_size=2, max_size=5))
def test_every_batch_of_edits_equals_rebuild(batches: list[list[dict[str, object] | str]]) -> None:
    with fresh() as con:
        con.execute("INSERT INTO core.sources VALUES ('a', 'syn_a', 'Harbour Post')")
        derive.refresh(con)
        for batch in batches:
            for row in batch:
                edit(con, row)
            derive.refresh(con)
        kept_up = state(con)
        derive.rebuild(con)
        assert kept_up == state(con)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(inserts | inserts | deletions | copies | derives, min_size=1, max_size=7))
def test_incremental_equals_rebuild(steps: list[tuple[str, object]]) -> None:
    with fresh() as con:
        derive.refresh(con)
        for number, step in enumerate(steps):
            apply(con, number, step)
        derive.refresh(con)
        kept_up = state(con)
        derive.rebuild(con)
        assert kept_up == state(con)


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(found=st.lists(stories, min_size=2, max_size=5, unique_by=lambda s: s.name), data=st.data())
def test_order_of_arrival_does_not_matter(found: list[Story], data: st.DataObject) -> None:
    results = []
    for order in (found, data.draw(st.permutations(found))):
        with fresh() as con:
            derive.refresh(con)
            for number, story in enumerate(order):
                apply(con, number, ("load", [story]))
                derive.refresh(con)
            results.append(state(con))
    assert results[0] == results[1]
