"""A click group that suggests the most similar command, and decides on colours."""

from __future__ import annotations

import os

import click

from stub_server.cli.errors import EscapingGroup
from stub_server.settings_file import did_you_mean


class SuggestingGroup(EscapingGroup):
    """A group that answers an unknown command with the most similar one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return name, command and the rest of the arguments. UsageError: there is none."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            hint = did_you_mean(args[0], self.list_commands(ctx))
            ctx.fail(
                f"There is no command “{args[0]}”.{hint} `{ctx.command_path} --help` lists all."
            )
        return super().resolve_command(ctx, args)


def set_colour(ctx: click.Context, _option: click.Parameter, choice: str) -> None:
    """Apply `--color`; `auto` follows NO_COLOR (https://no-color.org) and the terminal."""
    if choice == "always":
        os.environ.pop("NO_COLOR", None)
        os.environ["FORCE_COLOR"] = "1"
        ctx.color = True
    elif choice == "never" or os.environ.get("NO_COLOR"):
        os.environ["NO_COLOR"] = "1"
        os.environ.pop("FORCE_COLOR", None)
        ctx.color = False
