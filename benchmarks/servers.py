"""The servers that are measured: how each is started, and when it is ready."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
RIVALS = ROOT / "benchmarks" / "rivals"
DOCUMENT = ROOT / "openapi.yaml"


@dataclass(frozen=True, slots=True)
class Server:
    """A server by name; `{port}` and `{other}` in its command become free ports."""

    name: str
    command: tuple[str, ...]
    there: bool = True


def servers(folder: Path) -> list[Server]:
    """The stub, on disk and in memory, and the rivals that are installed."""
    facts = ("--fixtures", str(_boundless(folder)))
    stub = (str(Path(sys.executable).parent / "shopstub"), "serve", "--quiet", *facts)
    ports = ("--port", "{port}", "--stripe-port", "{other}")
    prism = RIVALS / "node_modules" / ".bin" / "prism"
    backend = RIVALS / "node_modules" / "openapi-backend"
    node = shutil.which("node") or "node"
    return [
        Server("shopstub", (*stub, *ports, "--state-dir", str(folder / "state"))),
        Server("shopstub --memory", (*stub, *ports, "--memory")),
        Server(
            "Prism, silent",
            (str(prism), "mock", "-p", "{port}", "-v", "silent", str(DOCUMENT)),
            prism.exists(),
        ),
        Server(
            "openapi-backend",
            (node, str(RIVALS / "openapi_backend.mjs"), str(DOCUMENT), "{port}"),
            backend.exists(),
        ),
    ]


def _boundless(folder: Path) -> Path:
    """The fixtures without a cap on carts, so that each measured POST really writes."""
    target = folder / "fixtures"
    shutil.copytree(ROOT / "fixtures", target)
    shop = json.loads((target / "shop.json").read_text())
    shop["caps"] = {"line": 10**9, "cart": 10**9}
    (target / "shop.json").write_text(json.dumps(shop))
    return target


@contextmanager
def running(server: Server) -> Iterator[tuple[str, float]]:
    """The server's address, and the seconds from its start to its first answer to GET /api/cart."""
    port, other = _free_port(), _free_port()
    command = [part.format(port=port, other=other) for part in server.command]
    url = f"http://127.0.0.1:{port}"
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    try:
        _await(f"{url}/api/cart", process)
        yield url, time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + 20
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise SystemExit(f"{process.args!r} ended with {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=5).read()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.003)
        else:
            return
    raise SystemExit(f"{url} did not answer within 20 s")


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
