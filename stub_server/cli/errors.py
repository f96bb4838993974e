"""Errors that end a command with a message: escaped, and with what to do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import click

from stub_server.escaping import for_terminal


class CannotRun(click.ClickException):
    """The command could not do its work: exit code 2.

    reason: a str is one line; an exception may have a line for each problem.
    """

    exit_code = 2

    def __init__(self, reason: object) -> None:
        super().__init__(for_terminal(str(reason), keep_newlines=isinstance(reason, Exception)))


class EscapingGroup(click.Group):
    """A group that escapes errors before click prints them, since they echo arguments."""

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Parse the group's own arguments."""
        with _escaped_errors():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Parse the command's arguments and run it."""
        with _escaped_errors():
            return super().invoke(ctx)


@contextlib.contextmanager
def _escaped_errors() -> Iterator[None]:
    try:
        yield
    except CannotRun:
        raise
    except click.ClickException as error:
        vars(error)["message"] = for_terminal(error.message)
        raise
