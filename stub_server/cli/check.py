"""`shopstub check`: the checker, as a program of its own: checker and checked share nothing."""

from __future__ import annotations

import os
import sys

import click


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
    sys.stdout.flush()
    # -P: nothing is imported from the working directory
    command = [sys.executable, "-P", "-m", "contract_tests", *arguments]
    os.execv(sys.executable, command)  # noqa: S606
