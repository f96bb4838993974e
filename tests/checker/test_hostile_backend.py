"""S4: a hostile backend takes over neither the terminal nor the reports nor GitHub's log."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.checker.conftest import Command, Responder
from tests.checker.processes import environment
from tests.hostile import HOSTILE, assert_harmless, assert_no_controls

pytestmark = pytest.mark.process
Start = Callable[[Responder], str]
ONLY = ("--fast", "--only", "C-conv-7", "--only", "C-cart-1", "--timeout", "5", "--seed", "1")
CART = {"items": [], "count": 0, "subtotal": 0, "updatedAt": HOSTILE, HOSTILE: HOSTILE}


def hostile(request: BaseHTTPRequestHandler) -> None:
    """Respond with a cart to GET /api/cart, and otherwise with an error that has a hostile code."""
    request.rfile.read(int(request.headers.get("content-length") or 0))
    is_cart = request.command == "GET" and request.path == "/api/cart"
    error = {"code": HOSTILE, "message": HOSTILE, "field": HOSTILE}
    body = json.dumps(CART if is_cart else {"error": error}, ensure_ascii=False)
    content = body.encode("utf-8")
    request.send_response(200 if is_cart else 400)
    request.send_header("content-type", "application/json")
    request.send_header("content-length", str(len(content)))
    request.end_headers()
    request.wfile.write(content)


def test_terminal_and_reports_show_it_escaped(check: Command, backend: Start) -> None:
    reports = ("--html", "r.html", "--json", "r.json", "--junit", "r.xml")
    done = check(backend(hostile), *ONLY, *reports)
    assert done.returncode == 2, done.stdout + done.stderr
    html, document, junit = ((check.folder / reports[at]).read_text("utf-8") for at in (1, 3, 5))
    for shown in (done.stdout, done.stderr, document):
        assert_harmless(shown)
    for shown in (html, junit):
        assert_no_controls(shown)
    for shown in (done.stdout, done.stderr, html, junit):
        assert r"\x9b31m\u202egnp.exe" in shown
    assert "<script>alert" not in html
    assert "javascript:" not in html
    findings = [finding for rule in json.loads(document)["rules"] for finding in rule["findings"]]
    assert any("pwned" in finding["message"] for finding in findings)
    assert ElementTree.fromstring(junit).find(".//failure") is not None


def test_github_runs_no_command_of_the_backend(backend: Start, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "contract_tests", backend(hostile), *ONLY],
        cwd=tmp_path,
        env={**environment(), "GITHUB_ACTIONS": "true", "COLUMNS": "40"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2, done.stdout
    commands = list(commands_of(done.stdout))
    assert commands, done.stdout
    assert all(line.startswith("::error title=C-conv-3 broken::the error") for line in commands)
    assert "::error::pwned" not in "".join(commands).replace(r"\n::error::pwned", "")
    assert_harmless("\n".join(commands))


def commands_of(log: str) -> Iterator[str]:
    """Yield the lines that GitHub's runner reads as commands, unless commands are stopped there."""
    resume = ""
    for line in log.split("\n"):
        if resume:
            resume = "" if line.strip() == f"::{resume}::" else resume
        elif line.startswith("::stop-commands::"):
            resume = line.removeprefix("::stop-commands::")
        elif re.match(r"\s*::[a-z-]+( .*)?::", line) or re.search(r"##\[[a-z-]+", line):
            yield line
    assert not resume, "commands stay stopped"
