from __future__ import annotations

import signal
import subprocess
import sys

import pytest

WAITS = """
import os, signal, threading
signal.signal(signal.SIGINT, signal.default_int_handler)
import polars
from flows.problems import hear_interrupts, told
with told():
    hear_interrupts()
    threading.Timer(0.5, os.kill, (os.getpid(), signal.{name})).start()
    threading.Event().wait(30)
"""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_wakes_a_thread_that_waits(name, code):
    done = subprocess.run(
        [sys.executable, "-c", WAITS.format(name=name)], capture_output=True, text=True, timeout=25, check=False
    )
    assert done.returncode == code, done.stderr
    assert "run again to go on" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_process_handles_signals_as_before_when_a_command_has_ended():
    from flows.problems import told

    before = signal.getsignal(signal.SIGTERM)
    with told():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
