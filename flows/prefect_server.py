"""The Prefect server of one run, as a process of its own: `python -m flows.prefect_server FD`.

It imports at once, which takes seconds, but writes nothing before it is told to: the first line of its standard input
is the path of its log. It serves on the listening socket it inherits and ends when its standard input closes, that is
when its parent is gone.
"""

from __future__ import annotations

import os
import signal
import sys
import threading


def _obey_parent(may_write: threading.Event) -> None:
    log = sys.stdin.readline().rstrip("\n")
    if log:
        file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(file, sys.stdout.fileno())
        os.dup2(file, sys.stderr.fileno())
        may_write.set()
        sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Serve Prefect's API on the file descriptor named on the command line."""
    may_write = threading.Event()
    threading.Thread(target=_obey_parent, args=(may_write,), daemon=True).start()
    import uvicorn
    from prefect.server.api.server import create_app

    may_write.wait()
    uvicorn.run(create_app(), fd=int(sys.argv[1]), log_level="error", lifespan="on")


if __name__ == "__main__":
    main()
