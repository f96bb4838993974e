"""Start-up and requests a second, the stub beside the mock servers that people know.

python -m benchmarks.requests: needs wrk (Debian: apt-get install wrk); the rivals with
`npm install` in benchmarks/rivals. Two minutes at the most, loopback only.
"""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.servers import Server, running, servers

SECONDS = 4
STARTS = 5
POST = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Cookie"] = "{cookie}"
wrk.body = '{{"productId": "kaiser-natron-bad-500-g", "quantity": 1}}'
"""
PATCH = POST.replace('"POST"', '"PATCH"').replace('"productId": "kaiser-natron-bad-500-g", ', "")
GET = 'wrk.headers["Cookie"] = "{cookie}"'


def main() -> None:
    """Print the table."""
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed: apt-get install wrk")
    table = Table(
        "server",
        "first answer, ms",
        "GET cart c1",
        "c16",
        "POST item c1",
        "c16",
        "PATCH item c1",
        "c16",
    )
    with tempfile.TemporaryDirectory() as folder:
        for server in servers(Path(folder)):
            if server.there:
                table.add_row(server.name, *_measured(server))
            else:
                table.add_row(server.name, "not installed")
    Console().print(table)


def _measured(server: Server) -> list[str]:
    starts = []
    for _ in range(STARTS):
        with running(server) as (_, seconds):
            starts.append(seconds * 1000)
    cells = [f"{statistics.median(starts):.0f}"]
    with running(server) as (url, _):
        cookie = _cookie(url)
        for script, path in (
            (GET, "/api/cart"),
            (POST, "/api/cart/items"),
            (PATCH, "/api/cart/items/kaiser-natron-bad-500-g"),
        ):
            text = script.format(cookie=cookie)
            cells += [_wrk(url + path, text, connections) for connections in (1, 16)]
    return cells


def _cookie(url: str) -> str:
    """A session with three lines in its cart, where the server keeps such a thing."""
    import httpx

    with httpx.Client(base_url=url, trust_env=False) as buyer:
        for product in (
            "kaiser-natron-bad-500-g",
            "kaiser-natron-tabletten-100-g-dose",
            "linda-fleckenweg-200-ml-tube",
        ):
            buyer.post("/api/cart/items", json={"productId": product, "quantity": 1})
        return "; ".join(f"{it.name}={it.value}" for it in buyer.cookies.jar) or "session=none"


def _wrk(url: str, script: str, connections: int) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "-s", file.name, url]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    total = re.search(r"(\d+) requests in", output)
    share = int(refused[1]) / int(total[1]) if refused and total else 0
    return f"{float(rate[1]):,.0f}" + (f" ({share:.0%} refused)" if share else "") if rate else "?"


if __name__ == "__main__":
    main()
