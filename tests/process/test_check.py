"""`shopstub check` on the running stub: every rule is kept; what can't be examined is said."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.process


def examined(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "stub_server", "check", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_stub_keeps_every_rule(start: Any, tmp_path: Path) -> None:
    stub = start()
    out = tmp_path / "report.json"
    flags = ("--fast", "--strict", "--stripe-url", stub.stripe, "--json", str(out))
    done = examined(tmp_path, stub.url, *flags)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr
    rules = json.loads(out.read_text())["rules"]
    assert {it["verdict"] for it in rules} == {"kept"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("http://127.0.0.1:1",), "can't be reached"),
        ((), "no backend is named"),
        (("http://127.0.0.1:1", "--only", "C-none-1"), "no rule"),
        (("http://127.0.0.1:1", "--stripe-key", "sk_live_1234567890"), "live key"),
        (("http://127.0.0.1:1", "--openapi", "nowhere.yaml"), "nowhere.yaml"),
        (("http://127.0.0.1:1", "--fast", "--thorough"), "can't be used together"),
    ],
    ids=str,
)
def test_what_can_not_be_examined_is_said_in_a_line(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = examined(tmp_path, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
