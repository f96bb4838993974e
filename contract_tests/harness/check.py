"""Check a backend: read the options, run the tests, report, and return the exit code."""

from __future__ import annotations

import contextlib
import io
import signal
import sys
from collections.abc import Iterator
from typing import Any

from contract_tests.harness import output, reports, simulator
from contract_tests.harness.config.errors import ConfigError
from contract_tests.harness.config.load import CheckConfig, load_config
from contract_tests.harness.output import Console, styled
from contract_tests.harness.pack_loader import PackLoader
from contract_tests.harness.packs import NO_PACK
from contract_tests.harness.preflight import NotABackend, run_preflight
from contract_tests.harness.run import Run
from contract_tests.harness.runner import Outcome, run_tests


class NoVerdict(Exception):
    """The check could not run, or not to its end; the message says why."""


def check(options: dict[str, Any], loader: PackLoader) -> int:
    """Return the exit code. NoVerdict: there is none. options: of the command line, by name."""
    files = reports.Files(*(options.pop(name) for name in ("junit", "json_", "html", "summary")))
    with_stripe, strict = options.pop("with_stripe"), options.pop("strict")
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
            raise NoVerdict(str(error)) from None
        except KeyboardInterrupt:
            raise NoVerdict("Interrupted.") from None
        lacking = loader.lacking(config.document) if config.pack is NO_PACK else ""
        if lacking and not options.get("pack"):
            console.write_line(
                f"{config.document.path} is checked without rules of its own: {lacking}.", wrap=True
            )
        if config.target.profile != "fast":
            for line in _header(config):
                console.write_line(line)
        run = Run(config)
        outcome = run_tests(run, console)
    return _report(run, outcome, console, files, strict=strict)


def _report(
    run: Run, outcome: Outcome, console: Console, files: reports.Files, *, strict: bool
) -> int:
    facts = reports.facts_of(run, outcome)
    try:
        files.write(facts)
    except OSError as error:
        raise NoVerdict(f"{error.filename} can't be written: {error.strerror}.") from None
    finally:
        reports.show(console, facts)
    if facts.stopped:
        raise NoVerdict(facts.stopped)
    return facts.exit_code(strict=strict)


def _prepare_process() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # whatever a backend answers can be shown
            stream.reconfigure(errors="backslashreplace")
    sys.excepthook = output.show_crash
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a cancelled job ends as Ctrl+C


@contextlib.contextmanager
def _with_simulator(config: CheckConfig) -> Iterator[CheckConfig]:
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
        f"  States    {reports.Secrets(target).mask(states)}",
        "",
    ]
