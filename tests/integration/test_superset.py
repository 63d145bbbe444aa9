"""Apache Superset on a published warehouse: installed, started on loopback, asked by its API while runs publish.

Its environment has pandas too, which ours has not.

Slow: installing takes minutes. SUPERSET_ENVIRONMENT names an environment that has it already.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import httpx
import pytest

from warehouse import tables, versions

PINS = (
    "apache-superset==6.1.0", "duckdb-engine==0.17.0", "duckdb==1.5.5", "rich", "cachetools", "flask-caching==2.3.1",
)  # fmt: skip
PYTHON = "3.11"  # of Superset 6.1, whatever the project runs on
PASSWORD = secrets.token_hex(8)
CONFIG = f"""
SECRET_KEY = "{secrets.token_hex(21)}"
SQLALCHEMY_DATABASE_URI = "sqlite:///{{folder}}/superset.db"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
"""
START_SECONDS = 600  # it imports for half a minute on an idle machine
SPEAKERS = {"Chile": "CHL", "Norway": "NOR", "Peru": "PER"}
VERSIONS = 4
STORIES = 3  # that each version has more than the one before
BY_COUNTRY = "SELECT country_code, count(*) AS n FROM {} GROUP BY country_code"
AS_OF = "positions_as_of('2026-12-31')"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> Path:
    """The folder of programs of an environment with Superset in it."""
    if given := os.environ.get("SUPERSET_ENVIRONMENT"):
        return Path(given) / "bin"
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    folder = tmp_path_factory.mktemp("superset") / "environment"
    if uv is None or subprocess.run([uv, "venv", "-q", "--python", PYTHON, folder], check=False).returncode:
        pytest.skip(f"Superset 6.1 needs uv and Python {PYTHON}")
    subprocess.run([uv, "pip", "install", "-q", "--python", folder / "bin" / "python", *PINS], check=True)
    return folder / "bin"


@pytest.fixture(scope="module")
def superset(environment, tmp_path_factory) -> Iterator[httpx.Client]:
    """A logged-in client of a Superset server that lives as long as the module's tests."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "superset_config.py").write_text(CONFIG.format(folder=folder), encoding="utf-8")
    variables = {
        **os.environ,
        "SUPERSET_CONFIG_PATH": str(folder / "superset_config.py"),
        "SUPERSET_HOME": str(folder),
        "FLASK_APP": "superset.app:create_app()",
        "PYTHONPATH": "",
    }
    program = str(environment / "superset")
    admin = ["--username", "admin", "--firstname", "A", "--lastname", "B", "--email", "a@example.org"]
    for command in (["db", "upgrade"], ["fab", "create-admin", *admin, "--password", PASSWORD], ["init"]):
        subprocess.run([program, *command], env=variables, cwd=folder, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "server.log").open("wb") as log:
        command = [program, "run", "--host", "127.0.0.1", "--port", str(port), "--with-threads"]
        server = subprocess.Popen(command, env=variables, cwd=folder, stdout=log, stderr=log)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
            wait_for(client, server, folder / "server.log")
            login = {"username": "admin", "password": PASSWORD, "provider": "db", "refresh": False}
            token = client.post("/api/v1/security/login", json=login).raise_for_status().json()["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            yield client
    finally:
        server.terminate()
        server.wait(60)


def wait_for(client: httpx.Client, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text(encoding="utf-8")[-2000:]
        try:
            if client.get("/health").text == "OK":
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    pytest.fail(log.read_text(encoding="utf-8")[-2000:])


@pytest.fixture
def run(communique, tmp_path):
    """A function that runs `communique run`, with all its steps, on so many versions' stories."""

    def refresh(version: int) -> None:
        table = tmp_path / "stories.jsonl"
        table.write_text("".join(json.dumps(story(n)) + "\n" for n in range(STORIES * version)), encoding="utf-8")
        done = communique.run(table, home=tmp_path / "home", COMMUNIQUE_PIPELINE="transforms.pipeline:STEPS")
        assert done.returncode == 0, done.stderr

    return refresh


def story(number: int) -> dict[str, str]:
    """An article in which each country's foreign minister takes a position of its own."""
    verbs = ("rejected", "backed", "ruled out")
    said = [
        f"{country}'s foreign minister, {name}, said on Tuesday that her country {verbs[(number + n) % 3]} "
        "sending ships to the strait."
        for n, (country, name) in enumerate(zip(SPEAKERS, ("Ana Ruiz", "Kari Lund", "Rosa Quispe"), strict=True))
    ]
    text = f"The strait is narrow, and story {number} says so.\n\n" + "\n\n".join(said)
    return {"id": f"story-{number}", "text": text, "published": f"2026-03-{number + 2:02}", "outlet": "Harbour Post"}


def created(client: httpx.Client, kind: str, what: dict[str, object]) -> int:
    answer = client.post(f"/api/v1/{kind}/", json=what)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def ask_chart(client: httpx.Client, dataset: int) -> dict[str, int]:
    """Rows by country, as a chart asks a dataset for them."""
    query = {"columns": ["country_code"], "metrics": ["count"], "filters": [], "row_limit": 100}
    source = {"id": dataset, "type": "table"}
    asked = {"datasource": source, "queries": [query], "force": True, "result_format": "json", "result_type": "full"}
    answer = client.post("/api/v1/chart/data", json=asked)
    assert answer.status_code == 200, answer.text
    return {row["country_code"]: row["count"] for row in answer.json()["result"][0]["data"]}


def ask_sql_lab(client: httpx.Client, database: int, sql: str) -> dict[str, int]:
    """Rows by country, as an analyst asks for them in SQL Lab."""
    asked = {"database_id": database, "sql": sql, "runAsync": False, "queryLimit": 100}
    answer = client.post("/api/v1/sqllab/execute/", json=asked)
    assert answer.status_code == 200, answer.text
    return {row["country_code"]: row["n"] for row in answer.json()["data"]}


def read_file(file: Path, relation: str) -> dict[str, int]:
    with duckdb.connect(str(file.resolve()), read_only=True) as con:
        return dict(con.execute(BY_COUNTRY.format(relation)).fetchall())


def test_charts_and_sql_lab_read_the_files_numbers_while_runs_publish(superset, run, tmp_path):
    run(1)
    home = tmp_path / "home"
    current = home / "published" / "current" / "warehouse.duckdb"
    address = f"duckdb:///{current}?access_mode=READ_ONLY"
    database = created(superset, "database", {"database_name": "communique", "sqlalchemy_uri": address})
    table = created(superset, "dataset", {"database": database, "schema": "marts", "table_name": "positions"})
    columns = superset.get(f"/api/v1/dataset/{table}").raise_for_status().json()["result"]["columns"]
    described = {c["column_name"]: c["description"] for c in columns}
    meanings = tables.descriptions()
    assert described == {column: meanings.column("positions", column) for column in described}
    assert described.keys() >= {"country_code", "commitment", "evidence_text"}
    virtual = {"database": database, "schema": "marts", "table_name": "now", "sql": f"SELECT * FROM {AS_OF}"}
    macro = created(superset, "dataset", virtual)
    for dataset in (table, macro):
        chart = {"slice_name": "by country", "viz_type": "table", "datasource_id": dataset, "datasource_type": "table"}
        created(superset, "chart", chart)

    def ask() -> dict[str, dict[str, int]]:
        return {
            "chart of a table": ask_chart(superset, table),
            "chart of a macro": ask_chart(superset, macro),
            "SQL Lab": ask_sql_lab(superset, database, BY_COUNTRY.format(AS_OF)),
        }

    def read(file: Path) -> dict[str, dict[str, int]]:
        rows, spells = read_file(file, "marts.positions"), read_file(file, AS_OF)
        return {"chart of a table": rows, "chart of a macro": spells, "SQL Lab": spells}

    assert set(read(current)["chart of a table"]) == set(SPEAKERS.values())
    assert ask() == read(current)

    failed: list[BaseException] = []

    def refresh() -> None:
        try:
            for version in range(2, VERSIONS + 1):
                run(version)
        except BaseException as error:  # noqa: BLE001, told by the test itself
            failed.append(error)

    running = threading.Thread(target=refresh)
    running.start()
    seen = []
    while running.is_alive():
        seen.append(ask())
    running.join()
    assert not failed
    published = [read(version.file) for version in versions.versions(home)]
    assert len(published) == VERSIONS
    assert ask() == read(current) == published[-1]
    for name in published[0]:
        # each answer is that of one whole version, none older than the one before it
        numbers = [[version[name] for version in published].index(answer[name]) for answer in seen]
        assert numbers == sorted(numbers)
    assert len({str(version["chart of a table"]) for version in published}) == VERSIONS


def test_pandas_reads_what_connect_says(environment, run, tmp_path):
    run(1)
    published = tmp_path / "home" / "published" / "current"
    script = f"""
import duckdb, pandas
con = duckdb.connect("{published}/warehouse.duckdb", read_only=True)
print(len(con.sql("FROM {AS_OF}").df()), len(pandas.read_parquet("{published}/parquet/positions.parquet")))
"""
    done = subprocess.run([environment / "python", "-c", script], check=True, capture_output=True, text=True)
    file = published / "warehouse.duckdb"
    wanted = [sum(read_file(file, relation).values()) for relation in (AS_OF, "marts.positions")]
    assert [int(n) for n in done.stdout.split()] == wanted
