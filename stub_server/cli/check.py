"""`shopstub check`: the checker, as a program of its own: checker and checked share nothing."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

import click

WANTED = ("pytest", "hypothesis", "schemathesis", "jinja2")


@click.command(
    "check",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Hold the backend at a URL to the contract, whoever wrote it; --help says how.

    Exit codes: 0 all rules are kept, 1 some are broken, 2 it could not run, 3 with --strict: some
    were not reached.
    """
    lacking = [name for name in WANTED if find_spec(name) is None]
    if lacking:
        names = ", ".join(name.replace("_", "-") for name in lacking)
        raise click.ClickException(f"`check` needs {names}: pip install 'shopstub[contract]'")
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "contract_tests", *arguments])  # noqa: S606
