"""Prefect made quiet, offline and ready: its settings, and a server of our own when none is configured.

Prefect would start a temporary server itself. Ours is the same application, but it starts while the rest is still
being imported, keeps its database in the home folder (so two homes never share one), and ends with the run even when
the run is killed, because it watches a pipe that only the run holds open.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

START_SECONDS = 120.0
"""A busy machine takes up to 22 s; the first start of a home creates the database and takes longer."""

# Prefect reads its settings from the environment when it is imported; what the user has set stays
_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
    # the server's zombie watch marks runs without heartbeats as crashed
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
}
# the terminal shows our own progress; the server still gets every record
_QUIET = {
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    # Prefect's own threads: after an interrupted run they find the server gone
    "PREFECT_LOGGING_LOGGERS_PREFECT_INTERNAL_LEVEL": "CRITICAL",
}


class ServerError(RuntimeError):
    """The local Prefect server did not start; the message says what it wrote."""


class NoServerError(RuntimeError):
    """No Prefect server is configured; the message says how to start one."""


def prepare_environment(*, is_quiet: bool) -> None:
    """Set Prefect's defaults in this process's environment; call it before `prefect` is imported."""
    for name, value in (_DEFAULTS | (_QUIET if is_quiet else {})).items():
        os.environ.setdefault(name, value)


def configured_api_url() -> str | None:
    """Return the Prefect server the user chose, by `PREFECT_API_URL` or in the active Prefect profile."""
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    folder = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    path = Path(os.environ.get("PREFECT_PROFILES_PATH", folder / "profiles.toml"))
    try:
        profiles = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    active = os.environ.get("PREFECT_PROFILE", profiles.get("active"))
    url = profiles.get("profiles", {}).get(active, {}).get("PREFECT_API_URL")
    return url if isinstance(url, str) else None


@contextmanager
def prefect_server(database: Path) -> Iterator[str]:
    """Yield the address of a Prefect API: the configured one, else one started here that ends with the block.

    Start-up goes on in the background: call `wait_until_ready` before the first flow.
    """
    if url := configured_api_url():
        yield url
        return
    database.parent.mkdir(parents=True, exist_ok=True)
    log = database.with_name("server.log")
    chosen = {
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{database}",
        "PREFECT__SERVER_EPHEMERAL": "1",
        "PREFECT__SERVER_FINAL": "1",
        "PREFECT_UI_ENABLED": "0",
    }
    with socket.socket() as listener, log.open("wb") as output:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
        child = subprocess.Popen(  # noqa: S603, our own module in our own interpreter
            [sys.executable, "-m", "flows.prefect_server", str(listener.fileno())],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[listener.fileno()],
            env=os.environ | chosen,
        )
    os.environ["PREFECT_API_URL"] = url
    try:
        yield url
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        child.terminate()
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def wait_until_ready(url: str, database: Path) -> None:
    """Wait until the API at `url` answers.

    Raises ServerError when it does not within START_SECONDS.
    """
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        try:
            if httpx.get(f"{url}/health", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    log = database.with_name("server.log")
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""
    raise ServerError(f"no Prefect server answered at {url} within {START_SECONDS:.0f} s. {said}".rstrip())
