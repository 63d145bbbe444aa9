"""One reader process of test_warehouse_readers: `warehouse_reader.py HOME STOP`, alone so that it starts fast."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from warehouse.connection import reader

PAUSE = 1.0  # seconds between reads: eight readers leave the cores to the publisher


def read_until(home: Path, stop: Path) -> tuple[int, list[str]]:
    """Open the current version again and again as a new reader does; every count must belong to one version."""
    reads, errors, test = 0, [], os.getppid()
    while reads == 0 or not (stop.exists() or os.getppid() != test):  # ends with a test that was killed, too
        try:
            with reader(home) as con:
                articles, positions, spells = con.execute(
                    "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM positions), "
                    "(SELECT count(*) FROM positions_as_of('2026-12-31'))"
                ).fetchone()
                if not (positions == articles and spells == 1):
                    errors.append(f"torn: {articles} articles, {positions} positions, {spells} spells")
        except Exception as error:  # noqa: BLE001  # whatever a reader meets is what the test is about
            errors.append(repr(error))
        reads += 1
        if reads == 1:
            print("reading", flush=True)  # noqa: T201  # the test publishes only when all readers are at work
        time.sleep(PAUSE)
    return reads, errors


if __name__ == "__main__":
    print(json.dumps(read_until(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201
