from __future__ import annotations

import json
import multiprocessing
import os
import resource
import signal

import duckdb
import pytest
from warehouse_world import House, Said, Story

from warehouse import migrate
from warehouse.connection import STORAGE_VERSION, attach, home_lock, reader, writer
from warehouse.errors import ChangedMigrationError, HomeBusyError, HomeUnusableError, NewerWarehouseError
from warehouse.publish import publish


def hold(home, held, done) -> None:
    with home_lock(home):
        held.set()
        done.wait(60)


def test_a_second_process_is_refused_with_the_first_one_s_id(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    held, done = spawn.Event(), spawn.Event()
    other = spawn.Process(target=hold, args=(tmp_path, held, done))
    other.start()
    try:
        assert held.wait(60)
        with pytest.raises(HomeBusyError, match=rf"process {other.pid} .*--home"), writer(tmp_path):
            pass
    finally:
        done.set()
        other.join(60)
    with writer(tmp_path):  # free again
        pass


def test_one_process_may_take_its_lock_again(tmp_path):
    with home_lock(tmp_path), writer(tmp_path) as con:
        assert con.execute("SELECT count(*) FROM ops.runs").fetchone() == (0,)


def test_files_are_made_in_the_storage_format_readers_open(house):
    house.load(Story("a", [Said()]))
    for file in (house.home / "core" / "core.duckdb", house.publish().path):
        with duckdb.connect() as con:
            con.execute(f"ATTACH '{file}' AS f (READ_ONLY)")
            tags = con.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'f'").fetchone()[0]
        assert STORAGE_VERSION in tags["storage_version"]


def test_a_newer_warehouse_is_refused_and_left_alone(tmp_path):
    with writer(tmp_path) as con:
        con.execute("INSERT INTO main.schema_migrations VALUES (9999, 'later', 'x', now())")
    before = (tmp_path / "core" / "core.duckdb").read_bytes()
    with pytest.raises(NewerWarehouseError, match=r"9999.*Upgrade"), writer(tmp_path):
        pass
    assert (tmp_path / "core" / "core.duckdb").read_bytes() == before


def test_a_migration_changed_after_it_was_applied_is_refused(tmp_path):
    with writer(tmp_path) as con:
        con.execute("UPDATE main.schema_migrations SET checksum = 'other' WHERE version = 1")
    with pytest.raises(ChangedMigrationError, match="another form"), writer(tmp_path):
        pass


OLD_ROWS = """
INSERT INTO ops.runs (run_id, started_at, status) VALUES ('run_old', now(), 'completed');
INSERT INTO core.article_revisions BY NAME SELECT 'art_1' AS article_id, 'rev' AS content_hash, 'a' AS external_id,
  DATE '2026-03-02'::TIMESTAMPTZ AS published_at, 'day' AS published_precision, 'Chile sails.' AS text, 2 AS word_count,
  '' AS flags, 'l' AS location, now() AS recorded_at, 'run_old' AS run_id;
INSERT INTO core.articles VALUES ('art_1', 'rev', NULL, DATE '2026-03-02', 'h', '1', '1', 'run_old');
INSERT INTO core.sources VALUES ('art_1', 'syn_1', 'syn_1');
INSERT INTO core.positions BY NAME SELECT 'pos_1' AS position_id, 'art_1' AS article_id, 'rev' AS content_hash,
  'CHL' AS country_code, 'Chile' AS holder_name, 'government' AS holder_level, 'ships' AS issue_id,
  'p' AS proposition_text,
  'acts' AS commitment, 'support' AS stance, 3 AS strength, 'own' AS scope, 'narrator' AS attribution,
  'explicit' AS explicitness, 'current' AS temporality, 'none' AS date_precision, DATE '2026-03-02' AS published_on,
  'Chile sails.' AS evidence_text, 'Chile' AS actor_text, 'sails' AS trigger_text, 'r' AS rule_id, 'x' AS explain,
  now() AS recorded_at, 'run_old' AS run_id;
INSERT INTO core.position_evidence VALUES ('pos_1', 0, 'art_1', 0, 12, 'Chile sails.');
INSERT INTO core.issues VALUES ('ships', 'sending ships', NULL, 'ships', NULL, true);
INSERT INTO state.dirty VALUES ('CHL', 'ships', DATE '2026-02-23');
"""


@pytest.mark.parametrize("version", [v for v in migrate.migrations() if v < migrate.schema_version()] or [1])
def test_every_earlier_version_migrates_with_its_rows_and_publishes_them(tmp_path, version):
    (tmp_path / "core").mkdir()
    with duckdb.connect() as con:
        attach(con, tmp_path / "core" / "core.duckdb", "store")
        con.execute("USE store")
        migrate.migrate(con, up_to=version)
        con.execute(OLD_ROWS)
    with writer(tmp_path) as con:
        found = [row[0] for row in con.execute("SELECT version FROM main.schema_migrations ORDER BY 1").fetchall()]
        assert found == sorted(migrate.migrations())
        publish(con, tmp_path, run_id="run_new")
    with reader(tmp_path) as con:
        assert con.execute("SELECT run_id, status FROM ops.runs").fetchall() == [("run_old", "completed")]
        spells = con.execute("SELECT country_code, commitment, holder_name, first_position_id FROM position_spells")
        assert spells.fetchall() == [("CHL", "acts", "Chile", "pos_1")]


def test_a_migration_that_fails_leaves_no_part_of_itself(monkeypatch):
    real = migrate.migrations()
    broken = {**real, 9000: ("9000_broken.sql", "CREATE TABLE main.half (i INTEGER); SELECT nonsense FROM nowhere")}
    monkeypatch.setattr(migrate, "migrations", lambda: broken)
    with duckdb.connect() as con:
        with pytest.raises(duckdb.Error):
            migrate.migrate(con)
        names = {row[0] for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert "half" not in names
    assert "articles" in names


def test_a_home_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way")
    for home in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(HomeUnusableError, match="Cannot write to the home"), writer(home):
            pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_home(tmp_path):
    tmp_path.chmod(0o555)
    with pytest.raises(HomeUnusableError, match="read-only"), writer(tmp_path):
        pass


def load_on_full_disk(home, answer) -> None:
    """A file-size limit stands for the full disk: writes beyond it fail with an error of the operating system."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    house = House(home)
    house.load(Story("a", [Said()]))
    limit = (home / "core" / "core.duckdb").stat().st_size + 100_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        house.load(*(Story(f"s{i}", [Said(proposition=os.urandom(300).hex())] * 3) for i in range(800)))
    except HomeUnusableError as error:
        answer.put(str(error))
    else:
        answer.put("no error")


def test_a_full_disk_loses_nothing_loaded_before(house):
    spawn = multiprocessing.get_context("spawn")
    answer = spawn.Queue()
    child = spawn.Process(target=load_on_full_disk, args=(house.home, answer))
    child.start()
    message = answer.get(timeout=120)
    child.join(60)
    assert "What was loaded before is unharmed" in message
    with writer(house.home) as con:
        assert con.execute("SELECT count(*) FROM core.articles").fetchone() == (1,)


def test_readers_speak_utc_and_cannot_write(house):
    house.load(Story("a", [Said()]))
    house.publish()
    with reader(house.home) as con:
        assert str(con.execute("SELECT published_at FROM articles").fetchone()[0]) == "2026-03-02 12:00:00+00:00"
        with pytest.raises(duckdb.Error, match="read-only"):
            con.execute("CREATE TABLE marts.x (i INTEGER)")


def test_the_owner_of_the_lock_is_written_beside_it(tmp_path):
    with home_lock(tmp_path):
        assert json.loads((tmp_path / "lock.owner").read_text())["pid"] == os.getpid()


def test_nothing_is_printed_by_slow_queries(house):
    house.load(Story("a", [Said()]))
    house.publish()
    ask = "SELECT value FROM duckdb_settings() WHERE name = 'enable_progress_bar'"
    with reader(house.home) as con, con.cursor() as cursor:
        assert (con.execute(ask).fetchone(), cursor.execute(ask).fetchone()) == (("false",), ("false",))
    with writer(house.home) as con:
        assert con.execute(ask).fetchone() == ("false",)
