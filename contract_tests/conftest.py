"""`pytest --pyargs contract_tests --base-url …`: a run with the options of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import pytest

from contract_tests.harness import fixtures
from contract_tests.harness.config.errors import ConfigError
from contract_tests.harness.config.load import load_config
from contract_tests.harness.config.options import OPTIONS, Option
from contract_tests.harness.escaping import for_terminal
from contract_tests.harness.preflight import NotABackend, run_preflight
from contract_tests.harness.run import Run, find_run, run_of
from contract_tests.packs import LOADER
from contract_tests.shop.options import SHOP_OPTIONS

SHOP = Path(__file__).parent / "shop"


def pytest_configure(config: pytest.Config) -> None:
    """Unless `python -m contract_tests` has made one, make the run."""
    if find_run(config):
        return
    options = {option.name: _value(config, option) for option in (*OPTIONS, *SHOP_OPTIONS)}
    try:
        run = Run(run_preflight(load_config(options, LOADER)))
    except (ConfigError, NotABackend) as error:
        _exit(str(error))
    config.pluginmanager.register(run)
    config.pluginmanager.register(fixtures)
    folder = run.session.pack.folder
    arguments = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    if (
        folder
        and folder != SHOP
        and folder not in [*arguments, *(file.parent for file in arguments)]
    ):
        words = f"name the pack's folder too: pytest --pyargs contract_tests {folder} …"
        _exit(words)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the shop's tests out where another pack, or none, is used."""
    is_shop = collection_path == SHOP and run_of(config).session.pack.folder != SHOP
    return True if is_shop else None


def _exit(message: str) -> NoReturn:
    pytest.exit(for_terminal(f"pytest --pyargs contract_tests: {message}"), returncode=2)


def _value(config: pytest.Config, option: Option) -> Any:
    value = getattr(config.option, option.dest, None)
    if value is None and option.name == "base_url":
        return getattr(config.option, "base_url", None)  # pytest-base-url's
    return value
