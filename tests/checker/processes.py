"""Start mutants and the checker as processes that end with the process that started them."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import socket
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.checker import worker
from tests.checker.check_report import Finding, broken_rules

ROOT = Path(__file__).parents[2]
KILLED = 255
"""The exit code that multiprocessing reports for a process whose end it did not see."""
START_TIMEOUT = 60.0
"""Seconds that a stub may take to start."""


class CheckFailed(Exception):
    """A stub did not start, or the checker did not run to its end."""


@dataclass(frozen=True, slots=True)
class Backend:
    """A running stub. `url`, `stripe_url`: shop and Stripe; `folder`: for logs and reports."""

    url: str
    stripe_url: str
    folder: Path


@dataclass(frozen=True, slots=True)
class CheckRun:
    """A finished run of the checker. `broken`: rule → first finding; `report`: its JSON report."""

    exit_code: int
    broken: dict[str, Finding]
    seconds: float
    output: str
    report: dict[str, Any]


def environment() -> dict[str, str]:
    """Return the environment with this checkout first and no settings of Stripe or shopstub."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STRIPE_", "SHOPSTUB_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "160"}


FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.checker.worker"])
"""Forks from a process that has imported everything: saves two seconds a mutant."""


@contextlib.contextmanager
def serve_mutant(mutant_id: str, *flags: str) -> Iterator[Backend]:
    """Serve a mutant and its simulator on free ports. CheckFailed: it does not start."""
    port, stripe_port = free_ports(2)
    with tempfile.TemporaryDirectory(prefix="mutant-") as name:
        folder = Path(name)
        given = [mutant_id, "--memory", "--quiet", "--port", str(port)]
        given += ["--stripe-port", str(stripe_port), *flags]
        process = FORKS.Process(target=worker.serve_mutant, args=(folder, given), daemon=True)
        process.start()
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_healthy(url, process, folder / "stub.log")
            yield Backend(url, f"http://127.0.0.1:{stripe_port}", folder)
        finally:
            process.kill()
            process.join()


def run_checker(backend: Backend, *flags: str, seconds: float = 600) -> CheckRun:
    """Run the checker against a backend for at most `seconds`. CheckFailed: it was killed."""
    report = backend.folder / "report.json"
    given = [backend.url, "--stripe-url", backend.stripe_url, "--json", str(report), *flags]
    start = time.monotonic()
    process = FORKS.Process(target=worker.run_checker, args=(backend.folder, given), daemon=True)
    process.start()
    process.join(seconds)
    exit_code = process.exitcode if process.exitcode is not None else -1
    if process.is_alive():
        process.kill()
        process.join()
    if exit_code == KILLED:
        raise CheckFailed("the checker was killed")
    output = (backend.folder / "checker.log").read_text("utf-8")
    content = json.loads(report.read_text("utf-8")) if report.exists() else {"rules": []}
    return CheckRun(exit_code, broken_rules(content), time.monotonic() - start, output, content)


def free_ports(count: int) -> list[int]:
    """Return ports on which nothing listens."""
    servers = [socket.socket() for _ in range(count)]
    try:
        for server in servers:
            server.bind(("127.0.0.1", 0))
        return [int(server.getsockname()[1]) for server in servers]
    finally:
        for server in servers:
            server.close()


def _wait_until_healthy(url: str, process: Any, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.is_alive():
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(f"{url}/_stub/health", trust_env=False, timeout=5, verify=False)
            return
        time.sleep(0.05)
    output = log.read_text("utf-8")[-2000:] if log.exists() else ""
    raise CheckFailed(f"the stub did not start: {output}")
