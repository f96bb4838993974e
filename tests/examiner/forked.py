"""What runs in a forked process: a stub with a fault, an examiner. Imports all of all."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from pathlib import Path

import hypothesis.stateful  # noqa: F401 - imported once, for all
import pytest  # noqa: F401
from schemathesis import cli

from contract_tests import __main__ as checker
from contract_tests.harness.reports import page  # noqa: F401
from stub_server import app, stripe_sim  # noqa: F401
from stub_server.stripe_sim import api, sim  # noqa: F401
from tests.examiner import wrong


def stub(folder: Path, given: list[str]) -> None:
    """Serve a stub, its output in `stub.log`."""
    _begin(folder, "stub.log")
    sys.argv = ["wrong", *given]
    wrong.main()


def examiner(folder: Path, given: list[str]) -> None:
    """Examine, its output in `examiner.log`; ends with the exit code."""
    _begin(folder, "examiner.log")
    checker.main(given, prog_name="contract-tests")


def alone(folder: Path, given: list[str]) -> None:
    """Likewise; its output in `stdout` and `stderr`."""
    _begin(folder, "stdout", "stderr")
    checker.main(given, prog_name="contract-tests")


def schemathesis(folder: Path, given: list[str]) -> None:
    """schemathesis's own command, its output in `schemathesis.log`."""
    _begin(folder, "schemathesis.log")
    cli.schemathesis(given, prog_name="schemathesis")


def _begin(folder: Path, output: str, errors: str = "") -> None:
    threading.Thread(target=_end_with_starter, daemon=True).start()
    os.chdir(folder)
    with (folder / output).open("w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    if errors:
        with (folder / errors).open("w") as file:
            os.dup2(file.fileno(), 2)
    for name in list(os.environ):
        if name.startswith(("STRIPE_", "SHOPSTUB_", "GITHUB_")):
            del os.environ[name]
    os.environ["COLUMNS"] = "160"


def _end_with_starter() -> None:
    """Even if that was killed, and could end nobody."""
    starter = multiprocessing.parent_process()
    assert starter
    starter.join()
    os._exit(1)
