"""`--with-stripe`: the offline Stripe, run as a process for the time of a run."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

PORT = 4601
LONGEST = 20.0
"""Seconds that it may take to start."""


class SimulatorError(Exception):
    """The simulator can't be run; the message says why."""


@contextlib.contextmanager
def running(webhook: str, secret: str, port: int = PORT) -> Iterator[str]:
    """Yield its address while it runs; its webhooks go to `webhook`, signed with `secret`.

    The backend must use that address as its Stripe. SimulatorError: shopstub is
    not installed here, or the port is taken.
    """
    if _taken(port):
        raise SimulatorError(
            f"port {port} is taken, and --with-stripe wants it: if a Stripe runs there, "
            f"--stripe-url http://127.0.0.1:{port} names it."
        )
    program = shutil.which("shopstub", path=None) or _beside()
    command = [program, "stripe", "--quiet", "--memory", "--stripe-port", str(port)]
    command += ["--webhook-to", webhook, "--webhook-secret", secret]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        url = f"http://127.0.0.1:{port}"
        _await(url, process)
        yield url
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        if process.poll() is None:
            process.kill()


def _taken(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _beside() -> str:
    found = shutil.which("shopstub", path=str(sys.prefix) + "/bin")
    if found is None:
        raise SimulatorError("--with-stripe wants shopstub itself: pip install shopstub")
    return found


def _await(url: str, process: subprocess.Popen[str]) -> None:
    parts = urlsplit(url)
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        if process.poll() is not None:
            said = (process.stdout.read() if process.stdout else "").strip()
            raise SimulatorError(f"the Stripe simulator did not start: {said}")
        with (
            contextlib.suppress(OSError),
            socket.create_connection((parts.hostname or "", parts.port or 80), 1),
        ):
            return
        time.sleep(0.05)
    raise SimulatorError(f"the Stripe simulator did not answer within {LONGEST:.0f} s")
