"""pytest's plugin: gives `pytest --pyargs contract_tests` its options, and does nothing else.

`--base-url` is as everywhere; the others begin with `--contract-`, as other plugins have a
`--timeout` or a `--seed` of their own. Every run of pytest loads it:
it imports nothing heavy.
"""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from contract_tests.harness.config.options import OPTIONS
from contract_tests.shop.options import SHOP_OPTIONS


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add a group with each option; pytest-base-url's is shared with it."""
    group = parser.getgroup("contract tests")
    for option in (*OPTIONS, *SHOP_OPTIONS):
        if option.name == "base_url" and find_spec("pytest_base_url"):
            continue
        names = [option.flag] if option.name == "base_url" else [f"--contract{option.flag[1:]}"]
        names += [f"--contract-{option.alias}"] if option.alias else []
        group.addoption(
            *names,
            action="append" if option.many else "store_true" if option.switch else "store",
            dest=option.dest,
            default=[] if option.many else False if option.switch else None,
            help=option.help,
        )
