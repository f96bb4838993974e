"""What stored payments take: memory live and after a restart, seconds of a restart, folder size.

python -m benchmarks.memory --payments 100000. A payment is a PaymentIntent made and confirmed over
HTTP at `shopstub stripe`, with idempotency keys: without an order of the shop, and without
webhooks. Linux only; 20,000 take about a minute. Times of one run on one machine.
"""

from __future__ import annotations

import argparse
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.payers import Load, paid

KEY = "sk_test_shopstub1234567890abcdef"
STEADY = 6.0
"""Seconds without less memory, after which packing is over."""


class Server:
    """`shopstub stripe` over a state folder. seconds: from its start to its first answer."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        options = ("--quiet", "--stripe-port", str(port), "--state-dir", str(folder))
        start = time.perf_counter()
        self.process = subprocess.Popen(
            (sys.executable, "-m", "stub_server", "stripe", *options), stdout=subprocess.DEVNULL
        )
        self._wait()
        self.seconds = time.perf_counter() - start

    def _wait(self) -> None:
        request = urllib.request.Request(
            f"{self.url}/v1/balance", headers={"Authorization": f"Bearer {KEY}"}
        )
        while self.process.poll() is None:
            try:
                urllib.request.urlopen(request, timeout=60).read()
            except OSError:
                time.sleep(0.01)
            else:
                return
        raise SystemExit(f"the server ended with {self.process.returncode}")

    def memory(self) -> int:
        """Return the bytes of memory that the process holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) * 1024 if found else 0

    def idle_memory(self) -> tuple[int, float]:
        """Wait until memory no longer falls; return its bytes, and the seconds until then."""
        start = lowest_at = time.perf_counter()
        lowest = self.memory()
        while time.perf_counter() - lowest_at < STEADY:
            time.sleep(0.5)
            if self.memory() < lowest - 100_000:
                lowest, lowest_at = self.memory(), time.perf_counter()
        return self.memory(), lowest_at - start

    def stop(self, number: signal.Signals) -> None:
        """Send the signal and wait for the end."""
        self.process.send_signal(number)
        self.process.wait()


def size_of(folder: Path) -> float:
    """Return the size of the folder's files in MB."""
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payments", type=int, default=10_000)
    payments = parser.parse_args().payments
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "state"
        server = Server(folder)
        empty = server.memory()

        def show(what: str) -> None:
            busy = server.memory()
            idle, seconds = server.idle_memory()
            kilobytes = [(value - empty) / payments / 1000 for value in (busy, idle)]
            print(
                f"{what}: {kilobytes[0]:.1f} kB a payment, {kilobytes[1]:.1f} kB after "
                f"{seconds:.0f} s without writes",
                flush=True,
            )

        result = paid(Load(server.url, KEY, 16, payments))
        if result.refused is not None:
            raise SystemExit(f"a request was refused: {result.refused!r}")
        show("live")
        server.stop(signal.SIGKILL)
        server = Server(folder)
        print(f"restart after a kill: {server.seconds:.1f} s", flush=True)
        server.stop(signal.SIGTERM)
        server = Server(folder)
        print(f"restart after a stop: {server.seconds:.1f} s", flush=True)
        show("after a restart")
        print(f"folder: {size_of(folder):.1f} MB")
        server.stop(signal.SIGTERM)


if __name__ == "__main__":
    main()
