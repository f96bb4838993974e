"""The only place where the checker prints: everything is escaped here."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

import click
import rich.console
from rich.segment import Segment
from rich.text import Text

from contract_tests.harness.escaping import for_terminal

Part = str | tuple[str, str]
"""A part of a line: text, or text with its style."""


class Console(rich.console.Console):
    """Reads no markup in a str and shows it as one line; escapes every segment."""

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, emoji=False, highlight=False, **options)

    def write_line(self, *parts: Part, style: str = "", wrap: bool = False) -> None:
        """Print one line; newlines within a part are shown as `\\n`. wrap: at the right edge."""
        self.print(styled(*parts), style=style or None, soft_wrap=not wrap)

    def on_broken_pipe(self) -> None:
        """Print nothing more where nobody reads on (`| head`): the exit code is the verdict's."""
        self.quiet = True
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())

    def render_str(self, text: str, **options: Any) -> Text:
        """Escape a str before its width is measured."""
        return super().render_str(for_terminal(text), **options)

    def render(
        self,
        renderable: rich.console.RenderableType,
        options: rich.console.ConsoleOptions | None = None,
    ) -> Iterable[Segment]:
        """Escape the text of each segment; the newlines that divide lines stay."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else _escaped(segment)


class EscapingCommand(click.Command):
    """A command whose usage errors are escaped before click prints them: they echo arguments."""

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Parse the arguments."""
        try:
            return super().make_context(*args, **more)
        except click.ClickException as error:
            vars(error)["message"] = for_terminal(error.message)
            raise


def styled(*parts: Part) -> Text:
    """One line of these parts."""
    pairs = ((part, "") if isinstance(part, str) else part for part in parts)
    return Text.assemble(*((for_terminal(text), style) for text, style in pairs))


def echo(text: str, *, err: bool = False) -> None:
    """Print one line without a style."""
    click.echo(for_terminal(text), err=err)


def echo_text(text: str) -> None:
    """Print a text of several lines on standard error."""
    with workflow_commands_stopped():
        click.echo(for_terminal(text, keep_newlines=True), err=True)


def show_crash(
    kind: type[BaseException], fault: BaseException, trace: TracebackType | None
) -> None:
    """Print the traceback of an exception that nobody caught (`sys.excepthook`)."""
    from traceback import format_exception

    echo_text("".join(format_exception(kind, fault, trace)).rstrip("\n"))


def on_github() -> bool:
    """Whether this runs in GitHub Actions."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


@contextlib.contextmanager
def workflow_commands_stopped() -> Iterator[None]:
    """In GitHub Actions, nothing that is printed meanwhile is read as a workflow command.

    The runner looks for commands in every line, behind blanks and in the middle too, so that
    escaping alone would not do. Only who knows the token can make it listen again.
    """
    if not on_github():
        yield
        return
    token = secrets.token_hex(16)
    click.echo(f"::stop-commands::{token}")
    try:
        yield
    finally:
        click.echo(f"::{token}::")


def _escaped(segment: Segment) -> Segment:
    return segment._replace(text=for_terminal(segment.text, keep_newlines=True))
