"""Old names of options, which still work for one release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from stub_server.cli import output


class RenamedOptionsCommand(click.Command):
    """A command that accepts old names of its options, which its help does not list.

    renamed: the new name of each old one, `{"--settle": "--bank-confirms"}`.
    """

    def __init__(self, *args: Any, renamed: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self._renamed = renamed

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the new names in the place of the old ones, and tell about it."""
        end = args.index("--") if "--" in args else len(args)
        return super().parse_args(ctx, [*map(self._new_name, args[:end]), *args[end:]])

    def _new_name(self, argument: str) -> str:
        name, equals, value = argument.partition("=")
        if name not in self._renamed:
            return argument
        new = self._renamed[name]
        output.echo(f"{name} is called {new} now; the next release drops the old name.", err=True)
        return f"{new}{equals}{value}"
