"""What goes wrong, as a person is told it: one message, an exit code, no traceback."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pydantic import ValidationError

FAILED = 1
BAD_USAGE = 2
INTERRUPTED = 130
TERMINATED = 143
_GO_ON = "What was loaded stays; run again to go on."


class Terminated(BaseException):
    """SIGTERM: the process is asked to end."""


@contextmanager
def told() -> Iterator[None]:
    """Turn an exception into its message on standard error and an exit code; `COMMUNIQUE_DEBUG=1` shows tracebacks."""
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    except KeyboardInterrupt:
        _end_now(f"Interrupted. {_GO_ON}", INTERRUPTED)
    except Terminated:
        _end_now(f"Ended as asked. {_GO_ON}", TERMINATED)
    except BrokenPipeError:
        # the reader of our output (head, less) has seen enough; the interpreter must not flush into it again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _end("", 0)
    except Exception as error:
        if os.environ.get("COMMUNIQUE_DEBUG"):
            raise
        _end(*_message(error))
    finally:
        signal.signal(signal.SIGTERM, before)


def _message(error: Exception) -> tuple[str, int]:
    """Return what to say of an error, and the exit code."""
    if isinstance(error, ValidationError):
        prefix = "COMMUNIQUE_FETCH_" if error.title == "FetchSettings" else "COMMUNIQUE_"
        wrong = (f"{prefix}{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())
        return "; ".join(wrong), BAD_USAGE
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if kinds & _WRONG_USE:
        return str(error), BAD_USAGE
    if kinds & _TOLD:
        return str(error), FAILED
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror or error}{where}. What was loaded before is unharmed; run again to go on.", FAILED
    return f"{type(error).__name__}: {error}\nThis is a defect. COMMUNIQUE_DEBUG=1 shows where it happened.", FAILED


# by name, so that telling of an error imports nothing
_WRONG_USE = {"BadSource", "RegistryError", "SeedError"}
# errors whose message is written for a person; duckdb's is about the query that person wrote
_TOLD = {"WarehouseError", "ServerError", "NoServerError", "BrokenStepError", "DuckDBError", "Error"}


def hear_interrupts() -> None:
    """Let Ctrl-C wake a thread that waits; call it once polars is imported.

    Polars takes SIGINT with a handler that lets interrupted waits go on: a run that waits for its workers would hear
    of it when they are done.
    """
    signal.siginterrupt(signal.SIGINT, True)


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated


def _end_now(message: str, code: int) -> None:
    """End without waiting for threads that hang in a request or a job; all that matters is closed by now."""
    sys.stdout.flush()
    print(f"communique: {message}", file=sys.stderr, flush=True)  # noqa: T201, the command line's own output
    os._exit(code)


def _end(message: str, code: int) -> None:
    if message:
        print(f"communique: {message}", file=sys.stderr)  # noqa: T201, the command line's own output
    raise SystemExit(code)
