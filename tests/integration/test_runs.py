"""Runs as their users start them: what they print, how they end, and what a second one does."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import duckdb
import httpx
import psutil
import pytest
from conftest import wait_for

from warehouse.connection import home_lock


def rows(home, query):
    with duckdb.connect(str(home / "published" / "current" / "warehouse.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


def flow_runs(communique, tag):
    """The flow runs at the server that have the tag, newest first."""
    wanted = {"sort": "START_TIME_DESC", "flow_runs": {"tags": {"all_": [tag]}}}
    return httpx.post(f"{communique.api_url}/flow_runs/filter", json=wanted, timeout=30).json()


def reports(communique, run):
    wanted = {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}}
    found = httpx.post(f"{communique.api_url}/artifacts/filter", json=wanted, timeout=30).json()
    return "\n".join(artifact["data"] for artifact in found if artifact["key"] == "refresh-report")


def test_a_run_publishes_and_reports(communique, finished):
    _, home, done = finished
    assert "12 articles loaded, 0 rejected" in done.stdout
    assert "communique sql" in done.stdout
    assert "INFO" not in done.stderr
    assert rows(home, "SELECT count(*) FROM marts.positions") == [(24,)]
    run_id = done.stdout.split(":")[0].replace("_", r"\_")
    run = next(run for run in flow_runs(communique, "communique") if run_id in reports(communique, run))
    assert run["name"].startswith("refresh-20")
    assert run["state"]["type"] == "COMPLETED"
    assert "12 new or changed documents" in reports(communique, run)
    wanted = {"logs": {"flow_run_id": {"any_": [run["id"]]}}}
    logs = httpx.post(f"{communique.api_url}/logs/filter", json=wanted, timeout=30).json()
    assert any("Finished in state" in log["message"] for log in logs), "the server's log pane is empty"


def test_an_identical_run_changes_nothing(communique, finished, tmp_path):
    stories, home, _ = finished
    version = (home / "published" / "current").resolve()
    second = communique.run(stories, home=home)
    assert second.returncode == 0, second.stderr
    assert "0 new or changed documents, 12 unchanged; 0 articles loaded" in second.stdout
    assert (home / "published" / "current").resolve() == version


def test_a_second_run_is_refused_while_one_is_running(communique, finished, tmp_path):
    with home_lock(tmp_path / "home"):
        second = communique.run(finished[0], home=tmp_path / "home")
    assert second.returncode == 1
    assert str(os.getpid()) in second.stderr
    assert "Wait until that run ends" in second.stderr
    assert "Traceback" not in second.stderr


def test_bad_documents_cost_only_themselves_and_a_run_can_wait(communique, write_stories, tmp_path):
    home, table = tmp_path / "home", write_stories(tmp_path / "stories.jsonl", 3)
    with table.open("a", encoding="utf-8") as lines:
        for name in ("CRASH", "HANG", "FAIL"):
            text = f"This page makes a step of the little pipeline {name}, which is a word of ours."
            lines.write(json.dumps({"id": name, "text": text}) + "\n")
    words = ("run", table, "--issues", communique.registry, "--home", home)
    with home_lock(home):
        waiting = communique.start(*words, COMMUNIQUE_LOCK_SECONDS="120", COMMUNIQUE_JOB_SECONDS="5")
        time.sleep(3)
        assert waiting.poll() is None
    output, errors = waiting.communicate(timeout=240)
    assert waiting.returncode == 0, errors
    assert "3 articles loaded, 3 rejected" in output
    found = rows(home, "SELECT external_id, stage, reason FROM ops.rejects ORDER BY 1")
    assert found == [("CRASH", "clean", "crashed"), ("FAIL", "extract", "failed"), ("HANG", "clean", "timed_out")]


@pytest.mark.slow
def test_a_step_that_fails_on_every_document_fails_the_run(communique, write_stories, tmp_path):
    home, table = tmp_path / "home", write_stories(tmp_path / "stories.jsonl", 2)
    rows = [json.loads(line) for line in table.read_text(encoding="utf-8").splitlines()]
    bad = "".join(json.dumps(row | {"text": f"{row['text']} FAIL"}) + "\n" for row in rows)
    assert communique.run(table, home=home).returncode == 0
    version = (home / "published" / "current").resolve()
    table.write_text(bad, encoding="utf-8")
    failed = communique.run(table, home=home)
    assert failed.returncode == 1
    assert "extract failed on all 2 documents it was given, e.g. failed: extract: ValueError" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert (home / "published" / "current").resolve() == version
    with duckdb.connect(str(home / "core" / "core.duckdb"), read_only=True) as con:
        statuses = con.execute("SELECT status FROM ops.runs ORDER BY started_at").fetchall()
        assert statuses == [("completed",), ("failed",)]
        assert con.execute("SELECT count(*) FROM core.core.positions").fetchone() == (4,)


PROGRESS = """
import time
from types import SimpleNamespace
from prefect import flow
from flows import artifacts
from flows.progress import Progress
from flows.sources import Fetched
@flow
def long():
    run = SimpleNamespace(progress=Progress(), artifact_id=None)
    run.progress.begin("reading", "documents")
    run.progress._began -= 100
    run.progress._begun_phase -= 100
    for done in (20, 40):
        run.progress._told_at -= 100
        run.progress.fetched(Fetched(done, 3, 80 - done))
        artifacts.tell_progress(run)
long()
"""


def test_the_server_hears_of_progress(communique):
    done = subprocess.run(
        [sys.executable, "-c", PROGRESS], env=communique.environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    wanted = {"artifacts": {"key": {"any_": ["refresh-progress"]}}}
    found = httpx.post(f"{communique.api_url}/artifacts/filter", json=wanted, timeout=30).json()
    (artifact,) = [one for one in found if "addresses" in one["description"]]
    assert artifact["type"] == "progress"
    assert artifact["data"] == 50
    assert re.match(r"fetching: 40 of 80 addresses, 3 rejected, .*/min, 0:01:4\d left", artifact["description"])


@pytest.mark.parametrize(("told", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_told_to_end_does_so_at_once(communique, write_stories, tmp_path, told, code):
    """In the middle of a job that would go on for ten minutes, and leaves a home that the next run can use."""
    home, table = tmp_path / "home", write_stories(tmp_path / "stories.jsonl", 3)
    with table.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": "slow", "text": "This page makes a step of the little pipeline HANG."}) + "\n")
    words = ("run", table, "--issues", communique.registry, "--home", home)
    # a suite in the background of a shell ignores Ctrl-C, and so would all it starts
    signal.signal(signal.SIGINT, signal.default_int_handler)
    process = communique.start(*words, COMMUNIQUE_JOB_SECONDS="600")
    wait_for(lambda: process.poll() is not None or list(home.glob("work/run_*/00000/000/documents.parquet")), 120)
    wait_for(lambda: process.poll() is not None or workers(process), 60)
    family = workers(process)
    time.sleep(2)
    process.send_signal(told)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == code, errors
    assert "run again" in errors
    assert "Traceback" not in errors
    assert not psutil.wait_procs(family, timeout=10)[1]
    with duckdb.connect(str(home / "core" / "core.duckdb"), read_only=True) as con:
        assert con.execute("SELECT status FROM ops.runs").fetchall() == [("killed",)]
        assert con.execute("SELECT count(*) FROM ops.rejects").fetchone() == (0,)
    assert not list(home.glob("work/run_*"))


def workers(process) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        return [child for child in psutil.Process(process.pid).children() if "spawn_main" in " ".join(child.cmdline())]
    return []


def test_a_full_disk_fails_clearly(communique, stories, tmp_path):
    """A limit on the size of files stands for the full disk: writing ends in the same kind of error."""
    home = tmp_path / "home"
    words = ["run", str(stories), "--issues", str(communique.registry), "--home", str(home)]
    limited = subprocess.run(
        ["bash", "-c", 'ulimit -f 300; exec "$@"', "bash", sys.executable, "-m", "flows.cli", *words],
        env=communique.environment(),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert limited.returncode == 1, limited.stdout
    assert "Traceback" not in limited.stderr
    assert "space" in limited.stderr or "too large" in limited.stderr


@pytest.mark.slow
def test_a_run_without_a_server_works_and_leaves_no_process(communique, stories, tmp_path):
    home = tmp_path / "home"
    environment = {"PREFECT_API_URL": "", "PREFECT_HOME": str(tmp_path / "no-profile")}
    process = communique.start("run", stories, "--issues", communique.registry, "--home", home, **environment)
    family = set()
    while process.poll() is None:
        with suppress(psutil.NoSuchProcess):
            family.update(psutil.Process(process.pid).children(recursive=True))
        time.sleep(0.5)
    output, errors = process.communicate()
    assert process.returncode == 0, errors
    assert "12 articles loaded" in output
    assert (home / "prefect" / "prefect.db").exists()
    assert family
    assert not psutil.wait_procs(list(family), timeout=30)[1]


@pytest.mark.slow
def test_the_own_server_ends_when_its_run_is_killed(communique, stories, tmp_path):
    home = tmp_path / "home"
    environment = {"PREFECT_API_URL": "", "PREFECT_HOME": str(tmp_path / "no-profile")}
    process = communique.start("run", stories, "--issues", communique.registry, "--home", home, **environment)
    while not (home / "prefect" / "server.log").exists():
        assert process.poll() is None
        time.sleep(0.2)
    time.sleep(2)
    family = psutil.Process(process.pid).children(recursive=True)
    assert family
    process.kill()
    process.wait(timeout=30)
    assert not psutil.wait_procs(family, timeout=30)[1]


def test_a_scheduled_run_fires_and_completes(communique, stories, tmp_path):
    home = tmp_path / "home"
    words = ("serve", stories, "--issues", communique.registry, "--home", home, "--every", "20")
    log = (tmp_path / "serve.log").open("wb")
    serving = communique.start(*words, stderr=log)
    try:
        give_up = time.monotonic() + 270
        ended = []
        while not ended:
            assert serving.poll() is None, (tmp_path / "serve.log").read_text()
            assert time.monotonic() < give_up, (tmp_path / "serve.log").read_text()
            time.sleep(2)
            with suppress(httpx.TimeoutException):  # a busy machine
                ended = [r for r in flow_runs(communique, "scheduled") if r["state"]["type"] == "COMPLETED"]
    finally:
        serving.terminate()
        serving.communicate(timeout=60)
    deployment = httpx.get(f"{communique.api_url}/deployments/{ended[0]['deployment_id']}", timeout=30).json()
    assert deployment["name"] == "hourly"
    assert rows(home, "SELECT count(*) FROM marts.articles") == [(12,)]


def test_serve_without_a_server_says_how_to_start_one(communique, stories, tmp_path):
    environment = {"PREFECT_API_URL": "", "PREFECT_HOME": str(tmp_path)}
    with communique.start("serve", stories, "--home", tmp_path / "home", **environment) as serving:
        _, errors = serving.communicate(timeout=120)
    assert serving.returncode == 1
    assert "prefect server start" in errors


def test_reextract_renews_from_stored_text(communique, finished, tmp_path):
    _, done_home, _ = finished
    home = tmp_path / "home"
    shutil.copytree(done_home, home, symlinks=True)
    registry = tmp_path / "other.yaml"
    registry.write_text(communique.registry.read_text() + "  - {id: new, proposition: A new thing, keywords: [new]}\n")
    with communique.start("reextract", "--issues", registry, "--home", home) as process:
        output, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors
    assert "12 new or changed documents" in output
    everything = "SELECT position_id, issue_id FROM marts.positions ORDER BY ALL"
    assert rows(home, everything) == rows(done_home, everything)
    assert ("new",) in rows(home, "SELECT issue_id FROM marts.issues")
