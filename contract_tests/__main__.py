"""`python -m contract_tests URL`: examine a backend, report, and exit with the verdict."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import click
import pytest

from contract_tests import choices, output, preflight, simulator
from contract_tests.escaping import for_json
from contract_tests.examination import NAME, Examination
from contract_tests.options import CHOICES
from contract_tests.output import Console, styled
from contract_tests.progress import Progressing
from contract_tests.report import facts as of
from contract_tests.report import terminal
from contract_tests.report.facts import Facts

HERE = Path(__file__).parent
COULD_NOT = 2


def _options(command: Any) -> Any:
    for choice in reversed(CHOICES):
        if choice.name == "base_url":
            continue
        command = click.option(
            choice.flag,
            choice.name,
            multiple=choice.many,
            is_flag=choice.switch,
            help=choice.help,
        )(command)
    return command


@click.command(
    cls=output.EscapingCommand,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.argument("base_url", required=False)
@_options
@click.option("--with-stripe", is_flag=True, help="Run the Stripe simulator beside it (port 4601).")
@click.option("--junit", type=click.Path(dir_okay=False), help="Write JUnit's XML to this file.")
@click.option("--json", "json_", type=click.Path(dir_okay=False), help="Write JSON to this file.")
@click.option(
    "--html", type=click.Path(dir_okay=False), help="Write one page of HTML to this file."
)
@click.option("--strict", is_flag=True, help="Exit with 3 if a rule was not reached.")
def main(
    base_url: str | None,
    with_stripe: bool,
    junit: str | None,
    json_: str | None,
    html: str | None,
    strict: bool,
    **given: Any,
) -> None:
    """Hold the backend at BASE_URL to the contract.

    Every rule ends kept, broken or not reached. Exit codes: 0 all kept, 1 broken, 2 it could not
    run, 3 with --strict: some were not reached.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever a backend answers can be shown
            stream.reconfigure(errors="backslashreplace")
    sys.excepthook = output.show_crash
    console = Console()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a job that is cancelled is heard
    with contextlib.ExitStack() as stack:
        try:
            for report in (junit, json_, html):
                _writable(report)
            target, document, picked = choices.chosen({**given, "base_url": base_url})
            if with_stripe:
                hook = target.base_url + document.operations["receiveStripeEvent"].path
                url = stack.enter_context(simulator.running(hook, target.webhook_secret or ""))
                target = choices.with_stripe(target, url)
            with console.status(styled(f"Asking {target.base_url} …")):
                examination = Examination(preflight.met(target, document), document, picked)
        except (choices.ChoiceError, simulator.NoSimulator, preflight.Unfit) as error:
            _could_not(str(error))
        except KeyboardInterrupt:
            _could_not("Interrupted.")
        if target.depth != "fast":
            for line in _header(examination):
                console.write_line(line)
        progress = Progressing(console, examination.desk.ledger)
        began = time.monotonic()
        code = _run(examination, progress, junit)
        seconds = time.monotonic() - began
    ledger = examination.desk.ledger
    chosen = [
        it for it in ledger.standings() if picked.has((it.rule.id,)) or it.verdict == "broken"
    ]
    stopped = examination.stopped or _ended(code)
    facts = Facts(
        examination.desk.target, chosen, ledger, progress.tests, seconds, bool(picked.only), stopped
    )
    if progress.tests:
        with output.workflow_commands_stopped():
            terminal.told(console, facts)
    if output.on_github():
        for line in terminal.annotated(facts):
            output.echo(line)
    try:
        if json_:
            text = json.dumps(of.record(facts), indent=2, ensure_ascii=False) + "\n"
            Path(json_).write_text(for_json(text), "utf-8")
        if html:
            from contract_tests.report import page

            page.written(facts, Path(html))
    except OSError as error:
        _could_not(f"{error.filename} can't be written: {error.strerror}.")
    if stopped:
        _could_not(stopped)
    sys.exit(facts.exit_code(strict=strict))


def _ended(code: int) -> str:
    """Why pytest came to no verdict; nothing if it did."""
    if code in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        return ""
    if code == pytest.ExitCode.INTERRUPTED:
        return "Interrupted."
    if code == pytest.ExitCode.NO_TESTS_COLLECTED:
        return "No test was run: --only and --skip leave none."
    return f"pytest ended with {code}."


def _header(examination: Examination) -> list[str]:
    target = examination.desk.target
    states = target.state_url or target.state_command or "none: some rules will not be reached"
    return [
        "",
        f"  Backend   {target.base_url}",
        f"  Contract  {target.openapi}",
        f"  Stripe    {target.stripe_url or 'none: payments are told by our own webhooks'}",
        f"  States    {states}",
        "",
    ]


def _run(examination: Examination, progress: Progressing, junit: str | None) -> int:
    class Enter:
        @pytest.hookimpl(tryfirst=True)
        def pytest_load_initial_conftests(self, early_config: pytest.Config) -> None:
            early_config.pluginmanager.register(examination, NAME)

    arguments = [str(HERE), "-c", str(HERE / "pytest.ini"), f"--rootdir={HERE}"]
    arguments += ["-p", "no:terminal", "-p", "no:cacheprovider", "--import-mode=importlib"]
    if junit:
        arguments.append(f"--junitxml={Path(junit).absolute()}")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    return int(pytest.main(arguments, plugins=[Enter(), progress]))


def _writable(report: str | None) -> None:
    """What can't be written had better be known before than after."""
    if report is None:
        return
    path = Path(report)
    try:
        there = path.exists()
        path.open("ab").close()
        if not there:
            path.unlink()
    except OSError as error:
        raise choices.ChoiceError(f"{report} can't be written: {error.strerror}.") from None


def _could_not(message: str) -> None:
    with output.workflow_commands_stopped():
        output.echo(f"contract tests: {message}", err=True)
    sys.exit(COULD_NOT)


if __name__ == "__main__":
    main(prog_name="contract-tests")
