"""Runs a check's tests with pytest, alone in its process."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from contract_tests.harness import fixtures
from contract_tests.harness.output import Console
from contract_tests.harness.progress import ProgressBar
from contract_tests.harness.run import Run

SCHEMA_CHECKS = Path(__file__).parent / "schema"
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the tests ended. `stopped`: why there is no verdict, or only one so far."""

    tests: int
    seconds: float
    stopped: str


def run_tests(run: Run, console: Console) -> Outcome:
    """Run the schema checks and the pack's tests."""
    progress = ProgressBar(console, run.session.results)
    folder = run.session.pack.folder
    folders = [*([folder] if folder else []), SCHEMA_CHECKS]
    arguments = [str(path) for path in folders]
    arguments += ["-c", str(ROOT / "pytest.ini"), f"--rootdir={ROOT}", "--import-mode=importlib"]
    arguments.append(f"--confcutdir={folders[0]}")  # no conftest of the project around a pack
    arguments += ["-p", "no:terminal", "-p", "no:cacheprovider"]
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):  # meant for the tests of the project around
        os.environ.pop(name, None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    began = time.monotonic()
    code = int(pytest.main(arguments, plugins=[run, fixtures, progress]))
    stopped = run.stopped or progress.collection_error or _problem(code)
    return Outcome(progress.tests, time.monotonic() - began, stopped)


def _problem(code: int) -> str:
    """Say why pytest came to no verdict; empty if it did."""
    if code in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        return ""
    if code == pytest.ExitCode.INTERRUPTED:
        return "Interrupted."
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        return "No test was run: --only and --skip leave none."
    return f"pytest ended with {code}."
