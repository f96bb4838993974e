"""The PHP backend with what it needs, run as processes: MariaDB, Stripe's simulator, PHP."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[3]
BACKEND = ROOT / "examples" / "php-backend"
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
"""Debian keeps servers where only root looks for programs."""
EXTENSIONS = {"pdo_mysql": "php-mysql", "curl": "php-curl", "mbstring": "php-mbstring"}
KEYS = {
    "STRIPE_SECRET_KEY": "sk_test_shopstub1234567890abcdef",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_shopstub1234567890abcdef",
    "STRIPE_WEBHOOK_SECRET": "whsec_shopstub1234567890abcdef",
}


class DidNotStart(Exception):
    """A process ended, or did not answer in time; the message shows what it printed."""


def missing() -> list[str]:
    """Debian's packages that the backend needs and this machine lacks."""
    found = [] if shutil.which("mariadbd", path=PATH) else ["mariadb-server"]
    if not shutil.which("php"):
        return ["php-cli", *EXTENSIONS.values(), *found]
    loaded = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout
    names = {name.lower() for name in loaded.split()}
    return [package for name, package in EXTENSIONS.items() if name not in names] + found


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        port: int = it.getsockname()[1]
        return port


@contextlib.contextmanager
def _process(command: Sequence[str | Path], log: Path, **environment: str) -> Iterator[Any]:
    """A process in a group of its own; the whole group is ended."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("STRIPE_", "SHOPSTUB_"))}
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(it) for it in command],
            cwd=ROOT,
            env={**clean, "PATH": PATH, **environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        for how in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)


@contextlib.contextmanager
def database() -> Iterator[str]:
    """A MariaDB of its own in a temporary folder: the DSN, without a database's name.

    The folder's path is short, as a socket's must be.
    """
    folder = Path(tempfile.mkdtemp(prefix="sql-", dir="/tmp"))
    try:
        with _process([BACKEND / "bin" / "database", folder], folder / "out.log"):
            yield f"mysql:unix_socket={folder}/data/sql.sock;charset=utf8mb4"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def stripe(shop_port: int, log: Path) -> Iterator[str]:
    """The simulator's address; its webhooks go to the shop of that port."""
    port = free_port()
    command = [sys.executable, "-m", "stub_server", "stripe", "--quiet", "--memory"]
    command += ["--stripe-port", str(port), "--webhook-to"]
    command += [f"http://127.0.0.1:{shop_port}/api/webhooks/stripe"]
    with _process(command, log) as process:
        url = f"http://127.0.0.1:{port}"
        _await(url + "/v1/balance", process, log)
        yield url


@contextlib.contextmanager
def backend(code: Path, dsn: str, stripe_url: str, port: int, log: Path) -> Iterator[str]:
    """The shop's address; `code`: the backend's folder, `dsn`: with a database's name."""
    environment = {
        **KEYS,
        "DATABASE_DSN": dsn,
        "STRIPE_URL": stripe_url,
        "FIXTURES": str(ROOT / "fixtures"),
        "CONTRACT_STATES": "1",
    }
    with _process(["php", code / "bin" / "setup.php"], log, **environment) as setup:
        if setup.wait(60):
            raise DidNotStart(log.read_text("utf-8", "replace"))
    with _process([code / "bin" / "php", str(port)], log, **environment) as process:
        url = f"http://127.0.0.1:{port}"
        _await(url + "/api/cart", process, log)
        yield url


def examined(url: str, stripe_url: str, report: Path, *options: str) -> dict[str, Any]:
    """The examiner's report on it, as JSON. DidNotStart: it could not examine."""
    command = [sys.executable, "-m", "contract_tests", url, "--stripe-url", stripe_url]
    done = subprocess.run(
        [*command, "--json", str(report), *options],
        cwd=ROOT,
        env={**os.environ, "PATH": PATH},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode not in (0, 1, 3):
        raise DidNotStart(f"the examiner ended with {done.returncode}: {done.stderr[-800:]}")
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def _await(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(url, timeout=5, trust_env=False)
            return
        time.sleep(0.02)
    raise DidNotStart(log.read_text("utf-8", "replace")[-2000:])
