from __future__ import annotations

import duckdb
import pytest
import sqlalchemy
from warehouse_world import Said, Story

from warehouse import tables
from warehouse.connection import reader
from warehouse.dictionary import FILE, dictionary

CONTRACT = {
    "articles": "article_id external_id outlet url canonical_url title authors published_at published_precision "
    "date_source language text word_count syndication_id flags",
    "quotes": "quote_id article_id kind quote_text cue cue_class speaker_text speaker_name person_id speaker_role "
    "speaker_country is_anonymous on_behalf_of reported_by venue published_on outlet url rule_id",
    "quote_spans": "quote_id role ordinal char_start char_end",
    "positions": "position_id article_id quote_id country_code country_name holder_name holder_role holder_level "
    "issue_id commitment stance strength scope attribution explicitness condition_text temporality on_behalf_of "
    "reported_by date_text stated_on date_precision published_on outlet url evidence_text rule_id",
    "position_evidence": "position_id ordinal char_start char_end evidence_text",
    "issues": "issue_id proposition description parent_issue_id",
    "countries": "country_code",
    "people": "person_id",
    "organisations": "organisation_code",
    "organisation_members": "organisation_code country_code",
    "position_spells": "country_code issue_id valid_from valid_to commitment stance strength holder_name holder_level "
    "n_statements n_sources first_position_id last_seen_on",
    "position_changes": "country_code issue_id changed_on kind from_commitment to_commitment",
}


@pytest.fixture
def published(house):
    house.load(Story("a", [Said()]))
    return house.publish().path


@pytest.mark.parametrize("table", CONTRACT)
def test_the_contract_s_columns_come_first_and_in_order(published, table):
    wanted = CONTRACT[table].split()
    with duckdb.connect(str(published), read_only=True) as con:
        found = [row[0] for row in con.execute(f"DESCRIBE marts.{table}").fetchall()]
    assert found[: len(wanted)] == wanted


def test_every_table_and_column_has_a_comment_and_a_plain_type(house, published):
    with reader(house.home) as con:
        bare = con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL UNION ALL "
            "SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
        ).fetchall()
        nested = con.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'marts' "
            "AND (data_type LIKE '%[]' OR data_type LIKE 'STRUCT%' OR data_type LIKE 'ENUM%')"
        ).fetchall()
    assert (bare, nested) == ([], [])


def test_every_description_is_of_something(house, published):
    with reader(house.home) as con:
        names = {
            row[0] for row in con.execute("SELECT column_name FROM duckdb_columns() WHERE NOT internal").fetchall()
        }
        macros = {
            row[0]
            for row in con.execute(
                "SELECT function_name FROM duckdb_functions() WHERE schema_name = 'marts'"
            ).fetchall()
        }
    known = tables.descriptions()
    assert set(known.glossary) - names == set()
    assert {signature.split("(")[0] for signature in known.macros} == macros == set(tables.MACROS)
    assert set(known.tables) == {*tables.MARTS, *tables.OPS}


def test_the_data_dictionary_is_not_stale():
    assert FILE.read_text(encoding="utf-8") == dictionary(), "run: python -m warehouse.dictionary"


def test_sqlalchemy_reflects_every_mart_with_its_comments(published):
    engine = sqlalchemy.create_engine(f"duckdb:///{published}", connect_args={"read_only": True})
    inspector = sqlalchemy.inspect(engine)
    try:
        assert set(inspector.get_table_names(schema="marts")) >= set(tables.MARTS)
        for name in tables.MARTS:
            assert inspector.get_table_comment(name, schema="marts")["text"] == tables.descriptions().tables[name].row
            for column in inspector.get_columns(name, schema="marts"):
                assert column["comment"] == tables.descriptions().column(name, column["name"])
    finally:
        engine.dispose()
