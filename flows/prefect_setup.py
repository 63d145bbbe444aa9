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
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

START_SECONDS = 120.0
"""A busy machine takes up to 22 s; the first start of a home creates the database and takes longer."""

ANSWER_SECONDS = 30.0
"""A server that somebody else started is there, or about to be."""

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


class Server:
    """The Prefect API a command uses: the configured one, or one started here that ends with the command."""

    def __init__(self, url: str, database: Path, child: subprocess.Popen[bytes] | None = None) -> None:
        """`child` is the process of our own server; it imports, and writes nothing before `begin`."""
        self.url = url
        self._log = database.with_name("server.log")
        self._child = child

    def begin(self) -> None:
        """Let our own server make its database and serve; the home's lock is held by now."""
        if self._child is None or self._child.stdin is None:
            return
        self._log.parent.mkdir(parents=True, exist_ok=True)
        # a child that has ended is told of by `wait_until_ready`
        with suppress(BrokenPipeError):
            self._child.stdin.write(f"{self._log}\n".encode())
            self._child.stdin.flush()

    def wait_until_ready(self) -> None:
        """Wait until the API answers.

        Raises ServerError when it does not in time, or when our own server has ended.
        """
        seconds = START_SECONDS if self._child else ANSWER_SECONDS
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up and not self._has_ended():
            try:
                if httpx.get(f"{self.url}/health", timeout=5).status_code == httpx.codes.OK:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.05)
        said = self._log.read_text(encoding="utf-8", errors="replace")[-2000:] if self._log.exists() else ""
        if self._has_ended():
            raise ServerError(f"the Prefect server of this run ended at its start. {said}".rstrip())
        if self._child is None:
            raise ServerError(
                f"no Prefect server answered at {self.url} within {seconds:.0f} s. Start it, or unset PREFECT_API_URL "
                "(in the environment or the Prefect profile): then a run starts a server of its own."
            )
        raise ServerError(f"no Prefect server answered at {self.url} within {seconds:.0f} s. {said}".rstrip())

    def end(self) -> None:
        """End our own server; nothing is lost, its database is SQLite's."""
        if self._child is None or self._child.poll() is not None:
            return
        self._child.terminate()
        try:
            self._child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _has_ended(self) -> bool:
        return self._child is not None and self._child.poll() is not None


@contextmanager
def prefect_server(database: Path) -> Iterator[Server]:
    """Yield a Prefect API: the configured one, else one started here that ends with the block.

    Our own begins to import at once; call `begin` when it may write, and `wait_until_ready` before the first flow.
    """
    if url := configured_api_url():
        yield Server(url, database)
        return
    chosen = {
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{database}",
        "PREFECT__SERVER_EPHEMERAL": "1",
        "PREFECT__SERVER_FINAL": "1",
        "PREFECT_UI_ENABLED": "0",
    }
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
        child = subprocess.Popen(  # noqa: S603, our own module in our own interpreter
            [sys.executable, "-m", "flows.prefect_server", str(listener.fileno())],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[listener.fileno()],
            env=os.environ | chosen,
            # Ctrl-C is for the run, which still has its end to tell to the server
            start_new_session=True,
        )
    server = Server(url, database, child)
    os.environ["PREFECT_API_URL"] = url
    try:
        yield server
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        server.end()
