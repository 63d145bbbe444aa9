"""Real processes for integration tests: a Prefect server on loopback, and the command line as its users start it."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from flows.prefect_setup import prepare_environment

HERE = Path(__file__).parent
REGISTRY = """
issues:
  - {id: ships, proposition: "Sending ships to the strait", keywords: [ships]}
  - {id: grain, proposition: "Buying grain together", keywords: [grain]}
"""
COUNTRIES = ("CHL", "PER", "ARG", "URY", "BOL")
COMMITMENTS = ("rules_out", "commits", "open_to", "advocates", "objects")


@dataclass(frozen=True)
class CommandLine:
    """Starts `communique` against one Prefect server, with the little pipeline."""

    api_url: str
    registry: Path

    def environment(self, **more: str) -> dict[str, str]:
        chosen = {
            "PREFECT_API_URL": self.api_url,
            "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parents[1])]),
            "COMMUNIQUE_PIPELINE": "little_pipeline:STEPS",
            "COMMUNIQUE_WORKERS": "1",
            "DO_NOT_TRACK": "1",
        }
        return os.environ | chosen | more

    def start(self, *words: object, stderr: int = subprocess.PIPE, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "flows.cli", *map(str, words)],
            env=self.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            cwd=self.registry.parent,
        )

    def run(self, *sources: object, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        words = ("run", *sources, "--issues", self.registry, "--home", home)
        with self.start(*words, **environment) as process:
            output, errors = process.communicate(timeout=240)
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


@pytest.fixture(scope="session")
def prefect_api(tmp_path_factory) -> Iterator[str]:
    """The address of a whole Prefect server, with its scheduler, on a free port of loopback."""
    folder = tmp_path_factory.mktemp("prefect")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    prepare_environment(is_quiet=False)
    environment = os.environ | {
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{folder / 'prefect.db'}",
        "PREFECT_UI_ENABLED": "0",
        # look for due runs often, so that a test need not wait
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
    }
    environment.pop("PREFECT_API_URL", None)
    url = f"http://127.0.0.1:{port}/api"
    command = [sys.executable, "-m", "uvicorn", "--factory", "prefect.server.api.server:create_app"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port), "--log-level", "error"],
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            wait_for(lambda: answers(f"{url}/health"), 280)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.fixture(scope="session")
def communique(prefect_api, tmp_path_factory) -> CommandLine:
    registry = tmp_path_factory.mktemp("registry") / "issues.yaml"
    registry.write_text(REGISTRY, encoding="utf-8")
    return CommandLine(prefect_api, registry)


@pytest.fixture(scope="session")
def write_stories():
    """A function that writes a table of so many articles, each with two positions."""

    def write(path: Path, count: int) -> Path:
        chance = random.Random(7)  # noqa: S311, invented stories
        path.write_text("".join(json.dumps(story(n, chance)) + "\n" for n in range(count)), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def finished(communique, write_stories, tmp_path_factory):
    """A home after one run over twelve stories: the stories, the home, and what the run printed. Not to be changed."""
    folder = tmp_path_factory.mktemp("finished")
    stories = write_stories(folder / "stories.jsonl", 12)
    done = communique.run(stories, home=folder / "home")
    assert done.returncode == 0, done.stderr
    return stories, folder / "home", done


@pytest.fixture
def stories(tmp_path, write_stories) -> Path:
    return write_stories(tmp_path / "stories.jsonl", 12)


def story(number: int, chance: random.Random) -> dict[str, str]:
    said = [
        f"Ana Ruiz of {chance.choice(COUNTRIES)} said it {chance.choice(COMMITMENTS)} {issue}."
        for issue in ("ships", "grain")
    ]
    day = f"2026-{1 + number % 9:02}-{1 + number % 27:02}"
    text = f"The strait is narrow, story {number} says.\n\n{' '.join(said)}"
    return {"id": f"story-{number}", "text": text, "published": day, "outlet": f"Outlet {number % 4}"}


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def wait_for(is_so, seconds: float, every: float = 0.2) -> None:
    """Wait until something is so; fail the test when it does not become so."""
    give_up = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(every)
