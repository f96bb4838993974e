"""docs/cli.md has every option of `shopstub check`."""

from __future__ import annotations

import re

import click
import pytest

from contract_tests.__main__ import main
from contract_tests.harness.config.options import OPTIONS
from contract_tests.shop.options import SHOP_OPTIONS
from scripts.generate import cli_page
from tests.checker.processes import ROOT


@pytest.fixture
def section() -> str:
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    return page.partition("\n## shopstub check\n")[2].partition("\n## ")[0]


def test_the_page_is_current() -> None:
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == cli_page()


def test_no_option_is_missing(section: str) -> None:
    shown = set(re.findall(r"^  (?:-h, )?(--[\w-]+)", section, re.MULTILINE))
    with click.Context(main) as context:
        flags = {
            name
            for parameter in main.get_params(context)
            if isinstance(parameter, click.Option) and not parameter.hidden
            for name in parameter.opts
            if name.startswith("--")
        }
    assert flags == shown
    named = {option.flag for option in (*OPTIONS, *SHOP_OPTIONS)} - {"--base-url"}
    assert named <= shown


def test_the_action_uses_options_that_exist(section: str) -> None:
    used = set(re.findall(r"(?<![\w-])--[a-z-]+", (ROOT / "action.yml").read_text("utf-8")))
    assert "--summary" in used
    assert used - {"--quiet"} <= set(re.findall(r"--[\w-]+", section))  # --quiet is pip's
