"""What a run costs in which nothing is new, beside Prefect alone, in the same minutes on the same machine.

    python tests/benchmarks/bench_rerun.py [TABLE] [ROUNDS]

Prefect alone is a process of its own too: an empty flow with one empty task, once with the server Prefect starts by
itself and once with the server `communique` starts. Both keep their database between rounds.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
TABLE = PROJECT.parent / "shared" / "corpora" / "reuters-2017.parquet"
EMPTY = """
from prefect import flow, task
@task
def nothing(): pass
@flow
def empty(): nothing()
empty()
"""
OURS = f"""
import sys
from pathlib import Path
from flows import prefect_setup
prefect_setup.prepare_environment(is_quiet=True)
with prefect_setup.prefect_server(Path(sys.argv[1]) / "prefect.db") as server:
    server.begin()
    import prefect.main
    server.wait_until_ready()
    {EMPTY.strip().replace(chr(10), chr(10) + "    ")}
    server.end()
"""


def timed(words: list[str], folder: Path) -> tuple[float, float, str]:
    """Return seconds and processor seconds from start to end of a process and its children, and what it printed."""
    chosen = {
        "PREFECT_HOME": str(folder / "prefect-home"),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "DO_NOT_TRACK": "1",
    }
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"} | chosen
    began, worked = time.monotonic(), os.times()
    done = subprocess.run(
        [sys.executable, *words], env=environment, cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    now = os.times()
    spent = now.children_user + now.children_system - worked.children_user - worked.children_system
    return time.monotonic() - began, spent, done.stdout


def main() -> None:
    table, rounds = Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE, int((sys.argv[2:] or ["3"])[0])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = ["-m", "flows.cli", "run", str(table), "--home", str(folder / "home")]
        kinds = {
            "Prefect alone, its own server": ["-c", EMPTY],
            "Prefect alone, our server": ["-c", OURS, str(folder)],
            "a run with nothing new": run,
        }
        # the first of each makes databases and the warehouse
        for words in kinds.values():
            timed(words, folder)
        seconds: dict[str, list[float]] = {kind: [] for kind in kinds}
        processor: dict[str, list[float]] = {kind: [] for kind in kinds}
        for _ in range(rounds):
            for kind, words in kinds.items():
                took, spent, said = timed(words, folder)
                seconds[kind].append(took)
                processor[kind].append(spent)
                told = re.search(r"Took .*", said)
                print(f"{kind:32} {took:5.1f} s, {spent:5.1f} CPU s  {told[0] if told else ''}", flush=True)  # noqa: T201
        middle = {kind: statistics.median(found) for kind, found in seconds.items()}
        own, ours, whole = middle.values()
        print(f"medians: {own:.1f}, {ours:.1f}, {whole:.1f} s; beside Prefect {whole - own:.1f} s")  # noqa: T201
        own, ours, whole = (statistics.median(found) for found in processor.values())
        print(f"CPU: {own:.1f}, {ours:.1f}, {whole:.1f} s; beside Prefect {whole - own:.1f} s")  # noqa: T201
        print(f"load of the machine: {os.getloadavg()[0]:.1f}")  # noqa: T201


if __name__ == "__main__":
    main()
