"""The flags of `shopstub check`: those of every contract, and those of its pack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from contract_tests.harness import output
from contract_tests.harness.config.errors import ConfigError
from contract_tests.harness.config.options import OPTIONS, Option, flag_of
from contract_tests.harness.config.settings import CheckSettings
from contract_tests.harness.config.toml import read_table
from contract_tests.harness.pack_loader import PackError, PackLoader

REPORTS = (
    ("--junit", "junit", "Write JUnit's XML to this file."),
    ("--json", "json_", "Write JSON to this file."),
    ("--html", "html", "Write one page of HTML to this file."),
    ("--summary", "summary", "Write a summary in Markdown to this file, $GITHUB_STEP_SUMMARY say."),
)


def check_options(command: Any) -> Any:
    """Decorate a command with the flags that every contract has."""
    flags = [_flag(option, CheckSettings) for option in OPTIONS if option.name != "base_url"]
    words = "Run the Stripe simulator beside it (port 4601)."
    flags.append(click.Option(["--with-stripe"], is_flag=True, help=words))
    for flag, name, words in REPORTS:
        kind = click.Path(dir_okay=False)
        flags.append(click.Option([flag, name], type=kind, help=words))
    words = "Exit with 3 if a rule was not reached."
    flags.append(click.Option(["--strict"], is_flag=True, help=words))
    former = [(option.alias, option.name) for option in OPTIONS if option.alias]
    flags += [click.Option([flag_of(alias), name], hidden=True) for alias, name in former]
    command.__click_params__ = [*reversed(flags), *getattr(command, "__click_params__", [])]
    return command


class CheckCommand(output.EscapingCommand):
    """A command that also has the options of the pack that it is to use."""

    def __init__(self, *args: Any, loader: PackLoader, **more: Any) -> None:
        super().__init__(*args, **more)
        self._loader = loader
        self._pack_flags: list[click.Parameter] | None = None

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return all parameters, those of the pack among them: until it is known, the first's."""
        if self._pack_flags is None:
            self._find_flags(next(iter(self._loader.names)))
        return [*super().get_params(ctx), *(self._pack_flags or [])]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Find the pack first, since it has options of its own."""
        try:
            self._find_flags(_pack_name(args) or next(iter(self._loader.names)))
        except (PackError, ConfigError):
            self._pack_flags = []  # said later, beside what else is wrong
        return super().parse_args(ctx, args)

    def _find_flags(self, name: str) -> None:
        pack = self._loader.find(name)
        self._pack_flags = [_flag(option, pack.settings) for option in pack.options]


def _pack_name(args: Sequence[str]) -> str:
    """Return what `--pack` names, on the command line or in the file; "": nothing."""
    for flag, value in zip(args, [*args[1:], ""], strict=False):
        if flag == "--pack":
            return value
        if flag.startswith("--pack="):
            return flag.partition("=")[2]
    return str(read_table().get("pack", ""))


def _flag(option: Option, settings: Any) -> click.Option:
    """Build the flag of an option. settings: the model with its default."""
    default = settings.model_fields[option.name].default if settings else None
    shown = f" Default: {default:g}." if isinstance(default, int | float) and default else ""
    return click.Option(
        [option.flag, option.name],
        multiple=option.many,
        is_flag=option.switch,
        help=option.help + shown + (" Repeatable." if option.many else ""),
    )
