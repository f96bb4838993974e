"""Entry points of forked processes: a mutant's server, the checker, schemathesis.

Imports everything at once, so that a process forked from here starts without imports.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from pathlib import Path

import hypothesis.stateful  # noqa: F401 - imported once, before the fork
import pytest  # noqa: F401
from schemathesis import cli

from contract_tests import __main__ as checker
from contract_tests.harness.cli import NAME
from contract_tests.harness.reports import page  # noqa: F401
from stub_server import app, stripe_sim  # noqa: F401
from stub_server.stripe_sim import app as stripe_app  # noqa: F401
from tests.checker.mutants import mutant_server


def serve_mutant(folder: Path, given: list[str]) -> None:
    """Serve a mutant; its output goes to `stub.log`."""
    _start(folder, "stub.log")
    sys.argv = ["mutant_server", *given]
    mutant_server.main()


def run_checker(folder: Path, given: list[str]) -> None:
    """Run the checker and exit with its code; its output goes to `checker.log`."""
    _start(folder, "checker.log")
    checker.main(given, prog_name=NAME)


def run_checker_split(folder: Path, given: list[str]) -> None:
    """Run the checker with its output in two files, `stdout` and `stderr`."""
    _start(folder, "stdout", "stderr")
    checker.main(given, prog_name=NAME)


def run_schemathesis(folder: Path, given: list[str]) -> None:
    """Run the command of schemathesis; its output goes to `schemathesis.log`."""
    _start(folder, "schemathesis.log")
    cli.schemathesis(given, prog_name="schemathesis")


def _start(folder: Path, output: str, errors: str = "") -> None:
    threading.Thread(target=_exit_with_parent, daemon=True).start()
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


def _exit_with_parent() -> None:
    """Exit when the parent process ends, even if it was killed and could clean up nothing."""
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)
