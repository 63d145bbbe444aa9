"""Mistakes of users: each ends with a message that helps, an exit code, and no traceback; nothing is written."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr

import duckdb
import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from flows.cli import app
from flows.configuration import check_configuration
from warehouse.connection import writer

REGISTRY = "issues:\n  - {id: ships, proposition: Sending ships, keywords: [ships]}\n"


@pytest.fixture
def registry(tmp_path):
    path = tmp_path / "issues.yaml"
    path.write_text(REGISTRY)
    return path


def call(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def refused(code, *words):
    done = call(*words)
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    return done.output


def test_no_such_path(tmp_path, registry):
    assert "no such file or folder" in refused(
        2, "run", tmp_path / "absent", "--issues", registry, "--home", tmp_path / "h"
    )
    assert not (tmp_path / "h").exists()


def test_an_empty_table(tmp_path, registry):
    table = tmp_path / "empty.jsonl"
    table.touch()
    assert "is empty" in refused(2, "run", table, "--issues", registry, "--home", tmp_path / "h")
    assert not (tmp_path / "h").exists()


def test_a_table_without_text(tmp_path, registry):
    table = tmp_path / "table.csv"
    table.write_text("id,headline\n1,Hello\n")
    assert "neither a `text` nor an `html` column" in refused(2, "run", table, "--issues", registry)


def test_a_folder_without_pages(tmp_path, registry):
    (tmp_path / "folder").mkdir()
    assert "folder" in refused(2, "run", tmp_path / "folder", "--issues", registry)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("issues:\n  - {id: a, proposition: p, keywords: [k], colour: red}\n", ":2: an issue has an unknown key"),
        (
            "issues:\n  - {id: a, proposition: p, keywords: [k]}\n  - {id: a, proposition: q, keywords: [l]}\n",
            ":3: id 'a'",
        ),
        ("issues:\n  - {id: a, proposition: p, keywords: []}\n", ":2: 'keywords' is empty"),
    ],
)
def test_a_wrong_registry_stops_before_anything_is_written(tmp_path, text, told):
    path = tmp_path / "issues.yaml"
    path.write_text(text)
    table = tmp_path / "t.jsonl"
    table.write_text('{"id": 1, "text": "Hello."}\n')
    assert told in refused(2, "run", table, "--issues", path, "--home", tmp_path / "h")
    assert not (tmp_path / "h").exists()
    assert told in refused(2, "issues", "check", path)


def test_a_good_registry(registry):
    done = call("issues", "check", registry)
    assert done.exit_code == 0
    assert "1 issues, no errors" in done.output


def test_the_seed_tables_are_good():
    assert "no errors" in refused(0, "seeds", "check")


def test_a_home_that_is_a_file(tmp_path, registry):
    table, home = tmp_path / "t.jsonl", tmp_path / "home"
    table.write_text('{"id": 1, "text": "Hello."}\n')
    home.write_text("in the way")
    assert "Cannot write to the home" in refused(1, "run", table, "--issues", registry, "--home", home)


def test_a_read_only_home(tmp_path, registry):
    table = tmp_path / "t.jsonl"
    table.write_text('{"id": 1, "text": "Hello."}\n')
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    # the superuser may write anywhere but here
    place = home if os.geteuid() else "/proc/communique"
    assert "Cannot write to the home" in refused(1, "run", table, "--issues", registry, "--home", place)


def test_a_warehouse_of_a_newer_version(tmp_path, registry):
    from flows.launch import check_configuration
    from flows.refresh import refresh
    from warehouse.errors import NewerWarehouseError

    home = tmp_path / "home"
    with writer(home) as con:
        row = con.execute("FROM main.schema_migrations ORDER BY 1 DESC LIMIT 1").fetchone()
        con.execute(f"INSERT INTO main.schema_migrations VALUES ({','.join('?' * len(row))})", [9999, *row[1:]])
    table = tmp_path / "t.jsonl"
    table.write_text('{"id": 1, "text": "Hello."}\n')
    check_configuration([str(table)], registry)
    with pytest.raises(NewerWarehouseError, match="Upgrade communique"):
        refresh.fn([str(table)], str(registry), str(home))


def test_a_wrong_setting(monkeypatch):
    monkeypatch.setenv("COMMUNIQUE_WORKERS", "many")
    assert "COMMUNIQUE_WORKERS: Input should be a valid integer" in refused(2, "status")


def test_a_wrong_setting_of_fetching_stops_before_anything_is_written(monkeypatch, tmp_path, registry):
    from flows.fetch.settings import FetchSettings
    from flows.problems import told

    monkeypatch.setenv("COMMUNIQUE_FETCH_HOST_DELAY", "soon")
    with pytest.raises(ValidationError):
        check_configuration([str(tmp_path)], registry)
    said = io.StringIO()
    with pytest.raises(SystemExit), redirect_stderr(said), told():
        FetchSettings()
    assert "COMMUNIQUE_FETCH_HOST_DELAY: Input should be a valid number" in said.getvalue()


def test_queries_before_the_first_run(tmp_path):
    assert "communique run" in refused(1, "sql", "SELECT 1", "--home", tmp_path)
    assert "communique run" in refused(0, "status", "--home", tmp_path)


@pytest.fixture
def published(tmp_path):
    file = tmp_path / "published" / "current" / "warehouse.duckdb"
    file.parent.mkdir(parents=True)
    with duckdb.connect(str(file)) as con:
        con.execute("CREATE SCHEMA marts; CREATE TABLE marts.t AS SELECT 1 AS a, 'x, \"y\"' AS b, NULL AS c")
        con.execute(
            "CREATE TABLE marts.times AS SELECT TIMESTAMPTZ '2026-01-02 03:04:05+00' AS at, DATE '2026-01-02' AS d"
        )
    return tmp_path


def test_sql_prints_csv(published):
    assert (
        call("sql", "SELECT * FROM marts.t", "--format", "csv", "--home", published).output == 'a,b,c\n1,"x, ""y""",\n'
    )


def test_sql_prints_json(published):
    done = call("sql", "SELECT *, [1, 2] AS l FROM marts.t", "--format", "json", "--home", published)
    assert done.output == '[\n{"a": 1, "b": "x, \\"y\\"", "c": null, "l": [1, 2]}\n]\n'
    empty = call("sql", "SELECT * FROM marts.t WHERE false", "--format", "json", "--home", published)
    assert empty.output == "[]\n"
    times = call("sql", "FROM marts.times", "--format", "json", "--home", published)
    assert times.output == '[\n{"at": "2026-01-02T03:04:05+00:00", "d": "2026-01-02"}\n]\n'


def test_sql_prints_a_table(published):
    done = call("sql", "SELECT * FROM t", "--home", published)
    assert "NULL" in done.output


def test_sql_is_read_only_and_tells_wrong_queries(published):
    assert "read-only" in refused(1, "sql", "DROP TABLE marts.t", "--home", published)
    assert "syntax error" in refused(1, "sql", "SELEKT 1", "--home", published)


def test_every_command_shows_an_example():
    for words in (["run"], ["sql"], ["serve"], ["status"], ["explain"], ["reextract"], ["diff"], ["issues", "check"]):
        assert "Example" in call(*words, "--help").output, words


def test_reading_commands_do_not_import_what_is_slow():
    script = (
        "import sys, flows.cli, flows.queries; print([m for m in ('prefect', 'spacy', 'polars') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
