"""pytest's plugin: gives `pytest --pyargs contract_tests` its options, and does nothing else.

`--base-url` is as everywhere; the others begin with `--contract-`, as other plugins have a
`--timeout` or a `--seed` of their own.
"""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from contract_tests.options import CHOICES


def pytest_addoption(parser: pytest.Parser) -> None:
    """Each option; pytest-base-url's is shared with it."""
    group = parser.getgroup("contract tests")
    for choice in CHOICES:
        if choice.name == "base_url" and find_spec("pytest_base_url"):
            continue
        group.addoption(
            choice.flag if choice.name == "base_url" else f"--contract{choice.flag[1:]}",
            action="append" if choice.many else "store_true" if choice.switch else "store",
            dest=choice.dest,
            default=[] if choice.many else False if choice.switch else None,
            help=choice.help,
        )
