"""Run the PHP backend and its services as processes: MariaDB, Stripe's simulator, PHP."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from tests.checker.processes import ROOT, free_ports

BACKEND = ROOT / "examples" / "php-backend"
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"
"""Debian installs servers in a folder that is only on root's PATH."""
EXTENSIONS = {"pdo_mysql": "php-mysql", "curl": "php-curl", "mbstring": "php-mbstring"}
KEYS = {
    "STRIPE_SECRET_KEY": "sk_test_shopstub1234567890abcdef",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_shopstub1234567890abcdef",
    "STRIPE_WEBHOOK_SECRET": "whsec_shopstub1234567890abcdef",
}


class StartFailed(Exception):
    """A process ended or did not respond in time; the message shows its output."""


def missing_packages() -> list[str]:
    """Return the Debian packages that the backend needs and this machine lacks."""
    found = [] if shutil.which("mariadbd", path=PATH) else ["mariadb-server"]
    if not shutil.which("php"):
        return ["php-cli", *EXTENSIONS.values(), *found]
    loaded = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout
    names = {name.lower() for name in loaded.split()}
    return [package for name, package in EXTENSIONS.items() if name not in names] + found


@contextlib.contextmanager
def _run_process(command: Sequence[str | Path], log: Path, **environment: str) -> Iterator[Any]:
    """Run a process in its own group, and end the whole group afterwards."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("STRIPE_", "SHOPSTUB_"))}
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(word) for word in command],
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
        for signal_number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal_number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)


@contextlib.contextmanager
def run_database() -> Iterator[str]:
    """Run MariaDB in a temporary folder; yield its DSN without the name of a database.

    The folder has a short path, because the path of a socket is limited in length.
    """
    folder = Path(tempfile.mkdtemp(prefix="sql-", dir="/tmp"))
    try:
        with _run_process([BACKEND / "bin" / "database", folder], folder / "out.log"):
            yield f"mysql:unix_socket={folder}/data/sql.sock;charset=utf8mb4"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def run_stripe(shop_port: int, log: Path) -> Iterator[str]:
    """Run the simulator with webhooks to the shop on that port; yield its URL."""
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "stub_server", "stripe", "--quiet", "--memory"]
    command += ["--stripe-port", str(port), "--webhook-to"]
    command += [f"http://127.0.0.1:{shop_port}/api/webhooks/stripe"]
    with _run_process(command, log) as process:
        url = f"http://127.0.0.1:{port}"
        _wait_until_up(url + "/v1/balance", process, log)
        yield url


@contextlib.contextmanager
def run_backend(code: Path, dsn: str, stripe_url: str, port: int, log: Path) -> Iterator[str]:
    """Run the backend in the folder `code`; yield its URL. `dsn`: with the name of a database."""
    environment = {
        **KEYS,
        "DATABASE_DSN": dsn,
        "STRIPE_URL": stripe_url,
        "FIXTURES": str(ROOT / "fixtures"),
        "PROVIDER_STATES": "1",
    }
    with _run_process(["php", code / "bin" / "setup.php"], log, **environment) as setup:
        if setup.wait(60):
            raise StartFailed(log.read_text("utf-8", "replace"))
    with _run_process([code / "bin" / "php", str(port)], log, **environment) as process:
        url = f"http://127.0.0.1:{port}"
        _wait_until_up(url + "/api/cart", process, log)
        yield url


def run_checker(url: str, stripe_url: str, report: Path, *options: str) -> dict[str, Any]:
    """Run the checker and return its JSON report. StartFailed: it could not check."""
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
        raise StartFailed(f"the checker ended with {done.returncode}: {done.stderr[-800:]}")
    content: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return content


def _wait_until_up(
    url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 30
) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx.HTTPError):
            httpx.get(url, timeout=5, trust_env=False)
            return
        time.sleep(0.02)
    raise StartFailed(log.read_text("utf-8", "replace")[-2000:])
