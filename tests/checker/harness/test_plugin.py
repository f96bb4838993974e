"""The pytest plug-in adds a group of options to other people's runs, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process
ROOT = Path(__file__).parents[3]
HEAVY = [
    "hypothesis",
    "schemathesis",
    "httpx",
    "jsonschema_rs",
    "pydantic",
    "yaml",
    "rich",
    "click",
]
TEST = f"""
import json, pathlib, sys, pytest

def test_it(request):
    loaded = [name for name in {HEAVY} if name in sys.modules]
    with pytest.raises(pytest.FixtureLookupError):
        request.getfixturevalue("states")
    found = {{"loaded": loaded}}
    found["rule"] = any(line.startswith("rule(") for line in request.config.getini("markers"))
    pathlib.Path("found.json").write_text(json.dumps(found))
"""


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    plugin = ["-p", "contract_tests.plugin"]  # as its entry point does
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [*command, *plugin],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_does_nothing_unless_asked(tmp_path: Path) -> None:
    (tmp_path / "test_other.py").write_text(TEST)
    done = run(tmp_path, "-q")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
    found = json.loads((tmp_path / "found.json").read_text())
    assert found == {"loaded": [], "rule": False}


def test_its_options_are_in_a_group_of_their_own(tmp_path: Path) -> None:
    text = run(tmp_path, "--help").stdout
    group = text.partition("\ncontract tests:\n")[2].partition("\n\n")[0]
    assert "--contract-webhook-timeout" in group
    assert "--contract-line-cap" in group
    assert text.count("--contract-") == group.count("--contract-")
