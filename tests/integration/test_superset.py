"""Apache Superset on a published warehouse: installed, started on loopback, asked by its API while a run publishes.

Slow: installing takes minutes. SUPERSET_ENVIRONMENT names an environment that has it already.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import httpx
import pytest
from warehouse_world import House, Said, Story

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
COUNTRIES = ("CHL", "NOR", "PER")

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
def house(tmp_path_factory) -> House:
    house = House(tmp_path_factory.mktemp("house"))
    house.load(story(0))
    house.publish("run_0")
    return house


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


def story(number: int) -> Story:
    """Each version has one more article, with one more position of each country."""
    said = [Said(country=country, holder=f"Holder {country}") for country in COUNTRIES]
    return Story(f"s{number}", said, published=date(2026, 1, 1 + number), lead=f"Story {number}.")


def created(client: httpx.Client, kind: str, what: dict[str, object]) -> int:
    answer = client.post(f"/api/v1/{kind}/", json=what)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def ask_chart(client: httpx.Client, dataset: int) -> dict[str, int]:
    """Positions by country, as the chart asks for them."""
    query = {"columns": ["country_code"], "metrics": ["count"], "filters": [], "row_limit": 100}
    source = {"id": dataset, "type": "table"}
    asked = {"datasource": source, "queries": [query], "force": True, "result_format": "json", "result_type": "full"}
    answer = client.post("/api/v1/chart/data", json=asked)
    assert answer.status_code == 200, answer.text
    return {row["country_code"]: row["count"] for row in answer.json()["result"][0]["data"]}


def read_file(house: House) -> dict[str, int]:
    file = house.home / "published" / "current" / "warehouse.duckdb"
    with duckdb.connect(str(file.resolve()), read_only=True) as con:
        return dict(con.execute("SELECT country_code, count(*) FROM marts.positions GROUP BY ALL").fetchall())


def test_a_chart_reads_the_same_numbers_while_versions_are_published(superset, house):
    address = f"duckdb:///{house.home / 'published' / 'current' / 'warehouse.duckdb'}?access_mode=READ_ONLY"
    database = created(superset, "database", {"database_name": "communique", "sqlalchemy_uri": address})
    dataset = created(superset, "dataset", {"database": database, "schema": "marts", "table_name": "positions"})
    columns = superset.get(f"/api/v1/dataset/{dataset}").raise_for_status().json()["result"]["columns"]
    assert {c["column_name"] for c in columns} >= {"country_code", "commitment", "evidence_text"}
    chart = {"slice_name": "by country", "viz_type": "table", "datasource_id": dataset, "datasource_type": "table"}
    created(superset, "chart", chart)
    assert ask_chart(superset, dataset) == read_file(house) == dict.fromkeys(COUNTRIES, 1)

    publishes = 6

    def refresh() -> None:
        for number in range(1, publishes + 1):
            house.load(story(number))
            house.publish(f"run_{number}")

    running = threading.Thread(target=refresh)
    running.start()
    seen = []
    while running.is_alive():
        counts = ask_chart(superset, dataset)
        assert set(counts) == set(COUNTRIES)
        assert len(set(counts.values())) == 1  # one whole version: every country has as many
        seen.append(counts[COUNTRIES[0]])
    running.join()
    assert seen == sorted(seen)
    assert ask_chart(superset, dataset) == read_file(house) == dict.fromkeys(COUNTRIES, publishes + 1)
