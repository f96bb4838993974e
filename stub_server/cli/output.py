"""Output of the commands, on standard output and error: escaped, then styled."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable
from types import TracebackType
from typing import NamedTuple

import click

from stub_server.escaping import for_json, for_terminal


class Styled(NamedTuple):
    """Part of a line, in a colour or weight. keep_newlines: it is a text of several lines."""

    text: object
    fg: str | None = None
    bold: bool | None = None
    dim: bool | None = None
    keep_newlines: bool = False


Line = tuple[object, ...]
"""Parts of a line: each is Styled, or shown as a str."""


def echo(*parts: object, err: bool = False) -> None:
    """Print one line; newlines within a part are shown as `\\n`."""
    click.echo(_compose(parts), err=err)


def echo_text(text: str) -> None:
    """Print a text of several lines."""
    click.echo(for_terminal(text, keep_newlines=True))


def echo_json(value: object) -> None:
    """Print a value as JSON, for scripts."""
    import json

    echo_json_document(json.dumps(value, indent=2, ensure_ascii=False))


def echo_json_document(document: str) -> None:
    """Print a JSON document."""
    click.echo(for_json(document))


def echo_file(content: str) -> None:
    """Print the content of a file unchanged; on a terminal, escaped."""
    if sys.stdout.isatty():
        content = for_terminal(content, keep_newlines=True)
    click.echo(content, nl=False)


def wants_colour() -> bool:
    """Return whether standard output gets colours: by --color, NO_COLOR, or as a terminal."""
    context = click.get_current_context(silent=True)
    if context is not None and context.color is not None:
        return context.color
    return sys.stdout.isatty()


def confirm(question: str) -> None:
    """Ask a question on the terminal. click.Abort: the answer is no."""
    click.confirm(for_terminal(question), abort=True)


def write_lines(lines: Iterable[Line], *, colour: bool) -> None:
    """Print many lines at once. A closed terminal is not an error."""
    text = "".join(f"{_compose(line, colour=colour)}\n" for line in lines)
    with contextlib.suppress(OSError):
        sys.stdout.write(text)
        sys.stdout.flush()


def show_crash(
    exception_type: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Print the traceback of an uncaught exception (`sys.excepthook`)."""
    from traceback import format_exception

    text = "".join(format_exception(exception_type, error, trace))
    click.echo(for_terminal(text, keep_newlines=True), err=True, nl=False)


def _compose(parts: Line, *, colour: bool = True) -> str:
    return "".join(_show(part, colour) for part in parts)


def _show(part: object, colour: bool) -> str:
    if not isinstance(part, Styled):
        return for_terminal(str(part))
    text = for_terminal(str(part.text), keep_newlines=part.keep_newlines)
    return click.style(text, fg=part.fg, bold=part.bold, dim=part.dim) if colour else text
