"""`shopstub check URL`: check a backend, report, and exit with the verdict."""

from __future__ import annotations

import contextlib
import io
import signal
import sys
from typing import Any, NoReturn

import click

from contract_tests.harness import output, reports, simulator
from contract_tests.harness.cli_options import CheckCommand, check_options
from contract_tests.harness.config.errors import ConfigError
from contract_tests.harness.config.load import CheckConfig, load_config
from contract_tests.harness.output import Console, styled
from contract_tests.harness.pack_loader import PackLoader
from contract_tests.harness.preflight import NotABackend, run_preflight
from contract_tests.harness.run import Run
from contract_tests.harness.runner import Outcome, run_tests

COULD_NOT_RUN = 2


def build_command(loader: PackLoader) -> click.Command:
    """Return the command. loader: finds the packs that come along, and others."""

    @click.command(
        cls=CheckCommand,
        loader=loader,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    @click.argument("base_url", required=False)
    @check_options
    def main(with_stripe: bool, strict: bool, **options: Any) -> None:
        """Hold the backend at BASE_URL to the contract.

        Every rule ends kept, broken or not reached. Exit codes: 0 all kept, 1 broken, 2 it could
        not run, 3 with --strict: some were not reached.
        """
        files = reports.Files(*(options.pop(name) for name in ("junit", "json_", "html")))
        _prepare_process()
        console = Console()
        with contextlib.ExitStack() as stack:
            try:
                files.require_writable()
                config = load_config(options, loader)
                if with_stripe:
                    config = stack.enter_context(_with_simulator(config))
                with console.status(styled(f"Asking {config.target.base_url} …")):
                    config = run_preflight(config)
            except (ConfigError, simulator.SimulatorError, NotABackend) as error:
                could_not_run(str(error))
            except KeyboardInterrupt:
                could_not_run("Interrupted.")
            if config.target.profile != "fast":
                for line in _header(config):
                    console.write_line(line)
            run = Run(config)
            outcome = run_tests(run, console, files.junit)
        _finish(run, outcome, console, files, strict=strict)

    return main


def could_not_run(message: str) -> NoReturn:
    """Say why there is no verdict, and exit."""
    with output.workflow_commands_stopped():
        output.echo(f"contract tests: {message}", err=True)
    sys.exit(COULD_NOT_RUN)


def _finish(
    run: Run, outcome: Outcome, console: Console, files: reports.Files, *, strict: bool
) -> NoReturn:
    facts = reports.facts_of(run, outcome)
    reports.show(console, facts)
    try:
        files.write(facts)
    except OSError as error:
        could_not_run(f"{error.filename} can't be written: {error.strerror}.")
    if facts.stopped:
        could_not_run(facts.stopped)
    sys.exit(facts.exit_code(strict=strict))


def _prepare_process() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever a backend answers can be shown
            stream.reconfigure(errors="backslashreplace")
    sys.excepthook = output.show_crash
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a cancelled job ends as Ctrl+C


@contextlib.contextmanager
def _with_simulator(config: CheckConfig) -> Any:
    """Run the Stripe simulator, its webhooks going to the document's webhook operation."""
    webhook = config.document.webhook
    if webhook is None:
        raise ConfigError(f"--with-stripe: {config.document.path} has no webhook of Stripe's.")
    url, secret = config.target.base_url + webhook.path, config.target.webhook_secret or ""
    with simulator.running(url, secret) as stripe_url:
        yield config.with_target(config.target.with_stripe(stripe_url))


def _header(config: CheckConfig) -> list[str]:
    target = config.target
    states = target.state_url or target.state_command or "none: some rules will not be reached"
    return [
        "",
        f"  Backend   {target.base_url}",
        f"  Contract  {target.openapi}",
        f"  Pack      {config.pack.name}",
        f"  Stripe    {target.stripe_url or 'none: payments are told by our own webhooks'}",
        f"  States    {states}",
        "",
    ]
