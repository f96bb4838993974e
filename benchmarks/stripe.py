"""Payments a second: the simulator beside the fakes of Stripe that people know, in one run.

python -m benchmarks.stripe. A pair is a PaymentIntent made and confirmed over HTTP, with the SDK's
idempotency keys; each server has one core, the client another. Rivals are measured if they are
there: `npm install` in benchmarks/rivals (emulate, and Node 22 for it), and localstripe with
`python -m venv benchmarks/rivals/.venv && benchmarks/rivals/.venv/bin/pip install localstripe`.
Loopback only, two minutes at the most.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.payers import CONFIRM, CREATE, Load, paid

ROOT = Path(__file__).parent.parent
RIVALS = ROOT / "benchmarks" / "rivals"
KEY = "sk_test_shopstub1234567890abcdef"
CONNECTIONS = (1, 16)
ROUNDS, SECONDS = 3, 1.2
STORED, LONGEST_FILL = 50_000, 45.0
LOCALSTRIPE = (
    "import sys; from aiohttp import web; from localstripe.server import app; "
    "web.run_app(app, host='127.0.0.1', port=int(sys.argv[1]), access_log=None, print=None)"
)
"""Its own command listens on every interface."""


@dataclass(slots=True)
class Server:
    """A server by name; `{port}` in its command becomes a free port."""

    name: str
    command: tuple[str, ...]
    there: bool = True
    create: bytes = CREATE
    confirm: bytes = CONFIRM
    key_lasts: int = 0
    url: str = ""
    process: subprocess.Popen[bytes] | None = None
    rates: dict[int, list[float]] = field(default_factory=dict)
    refused: str = ""

    def load(self, connections: int, *, seconds: float = 0, pairs: int = 0) -> Load:
        """What is asked of it."""
        return Load(
            self.url,
            KEY,
            connections,
            pairs,
            seconds,
            self.create,
            self.confirm,
            lasts=self.key_lasts,
        )

    def resident(self) -> int:
        """Bytes of memory that it holds."""
        assert self.process
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) * 1024 if found else 0


def servers(folder: Path) -> list[Server]:
    """The simulator, on disk and in memory, and the rivals."""
    ours = (sys.executable, "-m", "stub_server", "stripe", "--quiet", "--stripe-port", "{port}")
    modules = RIVALS / "node_modules"
    emulate = modules / "emulate" / "dist" / "index.js"
    node = modules / ".bin" / "node"
    python = RIVALS / ".venv" / "bin" / "python"
    return [
        Server("shopstub stripe, on disk", (*ours, "--state-dir", str(folder / "disk"))),
        Server("shopstub stripe, in memory", (*ours, "--memory")),
        Server(
            "emulate 0.12.2",
            (str(node), str(emulate), "start", "-s", "stripe", "-p", "{port}"),
            emulate.exists() and node.exists(),
            key_lasts=2000,  # it lets a key do 5,000 requests an hour
        ),
        Server(
            "localstripe",
            (str(python), "-c", LOCALSTRIPE, "{port}"),
            python.exists(),
            # It takes a method only when the PaymentIntent is made.
            CREATE + b"&payment_method=pm_card_visa",
            b"",
        ),
    ]


def main() -> None:
    """Print the tables."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        os.sched_setaffinity(0, {cores[1]})
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        found = servers(Path(folder))
        there = [server for server in found if server.there]
        for server in there:
            stack.enter_context(_running(server, cores[0]))
        for _ in range(ROUNDS):
            for server in there:
                for connections in CONNECTIONS:
                    _measure(server, connections)
        Console().print(_table(found))
        _fill(there[0])


def _measure(server: Server, connections: int) -> None:
    result = paid(server.load(connections, seconds=SECONDS))
    server.rates.setdefault(connections, []).append(result.rate)
    if result.refused is not None:
        server.refused = result.refused.decode("utf-8", "replace")[:200]


def _table(found: list[Server]) -> Table:
    table = Table(
        "pairs a second",
        *(f"{it} connection{'s' * (it > 1)}" for it in CONNECTIONS),
        "beside the first",
        title=f"create + confirm, medians of {ROUNDS} rounds",
    )
    first = found[0]
    for server in found:
        if not server.there:
            table.add_row(server.name, "not installed")
            continue
        medians = [statistics.median(server.rates[it]) for it in CONNECTIONS]
        against = [statistics.median(first.rates[it]) for it in CONNECTIONS]
        ratios = [f"{mine / its:.2f}" for mine, its in zip(medians, against, strict=True)]
        table.add_row(server.name, *(f"{it:,.0f}" for it in medians), " / ".join(ratios))
        if server.refused:
            table.add_row("", f"refused: {server.refused}")
    return table


def _fill(server: Server) -> None:
    """How fast it is with many payments stored, and what each takes."""
    console = Console()
    before, empty = server.resident(), statistics.median(server.rates[16])
    stored, began = 0, time.perf_counter()
    while stored < STORED and time.perf_counter() - began < LONGEST_FILL:
        stored += paid(server.load(16, pairs=5_000)).pairs
    taken = time.perf_counter() - began
    full = paid(server.load(16, seconds=2 * SECONDS)).rate
    grown = (server.resident() - before) / stored
    console.print(
        f"{server.name}: {stored:,} more pairs in {taken:.0f} s, {grown / 1000:.1f} kB of memory "
        f"for each; then {full:,.0f} pairs a second on 16 connections, "
        f"{full / empty:.2f} of what it was."
    )


@contextlib.contextmanager
def _running(server: Server, core: int) -> Iterator[None]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [part.format(port=port) if "{port}" in part else part for part in server.command]
    server.url = f"http://127.0.0.1:{port}"
    quiet = subprocess.DEVNULL
    server.process = process = subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=ROOT)
    os.sched_setaffinity(process.pid, {core})
    try:
        _await(port, process)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + 20
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise SystemExit(f"{process.args!r} ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise SystemExit(f"{process.args!r} did not listen within 20 s")


if __name__ == "__main__":
    main()
