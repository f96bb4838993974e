"""Stubs with a fault, and the examiner on them, as processes that end with whoever started them."""

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

from tests.examiner import forked

ROOT = Path(__file__).parents[2]
KILLED = 255
"""What multiprocessing says of a process whose end nobody saw."""
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


FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.examiner.forked"])
"""Each process is forked from one that has imported everything: two seconds less a fault."""


@contextlib.contextmanager
def running(fault: str, *flags: str) -> Iterator[Wrong]:
    """The stub with that fault, its simulator beside it, on ports of their own."""
    port, stripe_port = free_ports(2)
    with tempfile.TemporaryDirectory(prefix="zoo-") as name:
        folder = Path(name)
        given = [fault, "--memory", "--quiet", "--port", str(port)]
        given += ["--stripe-port", str(stripe_port), *flags]
        process = FORKS.Process(target=forked.stub, args=(folder, given), daemon=True)
        process.start()
        try:
            url = f"http://127.0.0.1:{port}"
            _await(url, process, folder / "stub.log")
            yield Wrong(url, f"http://127.0.0.1:{stripe_port}", folder)
        finally:
            process.kill()
            process.join()


def examined(wrong: Wrong, *flags: str, seconds: float = 600) -> Examined:
    """What the examiner says of it."""
    report = wrong.folder / "report.json"
    given = [wrong.url, "--stripe-url", wrong.stripe, "--json", str(report), *flags]
    began = time.monotonic()
    process = FORKS.Process(target=forked.examiner, args=(wrong.folder, given), daemon=True)
    process.start()
    process.join(seconds)
    code = process.exitcode if process.exitcode is not None else -1
    if process.is_alive():
        process.kill()
        process.join()
    if code == KILLED:
        raise RuntimeError("the examiner was killed")
    said = (wrong.folder / "examiner.log").read_text("utf-8")
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


def _await(url: str, process: Any, log: Path) -> None:
    until = time.monotonic() + SLOWEST_START
    while time.monotonic() < until and process.is_alive():
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(f"{url}/_stub/health", trust_env=False, timeout=5, verify=False)
            return
        time.sleep(0.05)
    said = log.read_text("utf-8")[-2000:] if log.exists() else ""
    raise RuntimeError(f"the stub did not start: {said}")
