"""Stubs with a fault, and the examiner on them, as processes that end with whoever started them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
SLOWEST_START = 60.0
"""Seconds that a stub may take to start."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A stub that runs. `url`, `stripe`: where it and its Stripe are; `folder`: for scratch."""

    url: str
    stripe: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Examined:
    """How an examination ended. `broken`: rule → its first finding; `code`: the exit code."""

    code: int
    broken: dict[str, str]
    seconds: float
    said: str
    record: dict[str, Any]


def environment() -> dict[str, str]:
    """The environment, with this checkout first and without what is set for Stripe or shopstub."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STRIPE_", "SHOPSTUB_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "160"}


@contextlib.contextmanager
def running(fault: str) -> Iterator[Wrong]:
    """The stub with that fault, its simulator beside it, on ports of their own."""
    port, stripe_port = free_ports(2)
    with tempfile.TemporaryDirectory(prefix="zoo-") as name:
        folder = Path(name)
        command = [sys.executable, "-m", "tests.examiner.wrong", fault, "--memory", "--quiet"]
        command += ["--port", str(port), "--stripe-port", str(stripe_port)]
        with (folder / "stub.log").open("w") as log:
            process = subprocess.Popen(
                command, cwd=folder, env=environment(), stdout=log, stderr=log
            )
        try:
            url = f"http://127.0.0.1:{port}"
            _await(url, process, folder / "stub.log")
            yield Wrong(url, f"http://127.0.0.1:{stripe_port}", folder)
        finally:
            process.kill()
            process.wait()


def examined(wrong: Wrong, *flags: str, seconds: float = 600) -> Examined:
    """What the examiner says of it."""
    report = wrong.folder / "report.json"
    command = [sys.executable, "-m", "contract_tests", wrong.url, "--stripe-url", wrong.stripe]
    command += ["--json", str(report), *flags]
    began = time.monotonic()
    try:
        done = subprocess.run(
            command,
            cwd=wrong.folder,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        code, said = done.returncode, done.stdout + done.stderr
    except subprocess.TimeoutExpired:
        code, said = -1, f"it took more than {seconds:.0f} s"
    record = json.loads(report.read_text("utf-8")) if report.exists() else {"rules": []}
    broken = {
        it["id"]: it["findings"][0]["message"]
        for it in record["rules"]
        if it["verdict"] == "broken"
    }
    return Examined(code, broken, time.monotonic() - began, said, record)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for it in sockets:
            it.bind(("127.0.0.1", 0))
        return [int(it.getsockname()[1]) for it in sockets]
    finally:
        for it in sockets:
            it.close()


def _await(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SLOWEST_START
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(f"{url}/_stub/health", trust_env=False, timeout=5)
            return
        time.sleep(0.05)
    raise RuntimeError(f"the stub did not start: {log.read_text('utf-8')[-2000:]}")
