"""`shopstub check URL`: the command with its options and its help; runs without the extra."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Any, NoReturn

import click

from contract_tests.harness import output
from contract_tests.harness.cli_options import CheckCommand, check_options
from contract_tests.harness.pack_loader import PackLoader

NAME = "shopstub check"
COULD_NOT_RUN = 2
WANTED = ("hypothesis", "jinja2", "pytest", "schemathesis")
"""What a run needs beside the installation without extras."""
EXAMPLES = """
Examples:

\b
  shopstub check http://localhost:8000 --with-stripe
  shopstub check http://localhost:8000 --fast --html report.html --junit report.xml
  shopstub check http://localhost:8000 --only C-chk-9 --seed 4711
  shopstub check http://localhost:8000 --openapi openapi.yaml --pack tests/contract
"""


def build_command(loader: PackLoader) -> click.Command:
    """Return the command. loader: finds the packs that come along, and others."""

    @click.command(
        "check",
        cls=CheckCommand,
        loader=loader,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        epilog=EXAMPLES,
    )
    @click.argument("base_url", required=False)
    @check_options
    def main(**options: Any) -> None:
        """Hold the backend at BASE_URL to the contract.

        Every rule ends kept, broken or not reached. Exit codes: 0 all kept, 1 broken, 2 it could
        not run, 3 with --strict: some were not reached.

        Options may also stand in the table [check] of ./shopstub.toml. SHOPSTUB_TOKEN is the token
        that a stub on a network wants.
        """
        missing = [name for name in WANTED if find_spec(name) is None]
        if missing:
            could_not_run(
                f"{', '.join(missing)} {'are' if len(missing) > 1 else 'is'} not installed; "
                f"run {sys.executable} -m pip install {' '.join(missing)}"
            )
        from contract_tests.harness.check import NoVerdict, check  # needs the extra

        try:
            code = check(options, loader)
        except NoVerdict as error:
            could_not_run(str(error))
        except KeyboardInterrupt:
            could_not_run("Interrupted.")
        except Exception as error:
            output.show_crash(type(error), error, error.__traceback__)
            could_not_run("the checker itself failed, as shown above; please report it.")
        sys.exit(code)

    return main


def could_not_run(message: str) -> NoReturn:
    """Say why there is no verdict, and exit."""
    with output.workflow_commands_stopped():
        output.echo(f"{NAME}: {message}", err=True)
    sys.exit(COULD_NOT_RUN)
