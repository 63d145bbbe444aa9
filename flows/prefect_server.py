"""The Prefect server of one run, as a process of its own: `python -m flows.prefect_server FD`.

It serves on the listening socket it inherits and ends when its standard input closes, that is when its parent is gone.
"""

from __future__ import annotations

import os
import signal
import sys
import threading


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Serve Prefect's API on the file descriptor named on the command line."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    import uvicorn  # after the watch has begun: these imports take seconds
    from prefect.server.api.server import create_app

    uvicorn.run(create_app(), fd=int(sys.argv[1]), log_level="error", lifespan="on")


if __name__ == "__main__":
    main()
