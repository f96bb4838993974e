"""`shopstub compile`: contract pages to openapi.yaml."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from stub_server import resources
from stub_server.cli.diagnostics_output import print_diagnostics
from stub_server.cli.errors import CannotRun
from stub_server.cli.output import echo, echo_file
from stub_server.contract import Page, PagesUnreadable, compile_pages, read_pages, to_yaml


def read_sources(sources: Sequence[Path]) -> list[Page]:
    """Return the pages; of docs/api if no sources are named. CannotRun: they can't be read."""
    default = Path(resources.PAGES)
    if not sources and not default.is_dir():
        raise CannotRun(f"There is no folder {default} here: name the pages, or a folder of them.")
    try:
        return read_pages(sources or [default])
    except PagesUnreadable as error:
        raise CannotRun(str(error)) from None


@click.command("compile")
@click.argument("pages", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write, `-` for standard output. Default: openapi.yaml.",
)
@click.option("--check", is_flag=True, help="Write nothing; fail if the file is stale.")
def command(pages: tuple[Path, ...], output: Path | None, check: bool) -> None:
    """Compile the contract's PAGES (files or folders; by default docs/api) to openapi.yaml.

    Exit code 1: the pages have errors, or with --check, the file differs from what they compile to.
    """
    target = output or Path(resources.DOCUMENT)
    if check and str(target) == "-":
        raise click.UsageError("--check compares a file: name one with -o, not standard output.")
    read = read_sources(pages)
    compilation = compile_pages(read)
    errors = print_diagnostics(compilation, read, problems_only=True)
    text = to_yaml(compilation.document, ", ".join(map(_source_name, pages)) or resources.PAGES)
    if str(target) == "-":
        echo_file(text)
    elif check:
        _compare(text, target, " ".join([*map(str, pages), "-o", str(target)]))
    else:
        if output is None:
            _check_default(target)
        _write(text, target)
        operations = sum(len(item) for item in compilation.document["paths"].values())
        counts = f"{_count_of(operations, 'operation')} of {_count_of(len(read), 'page')}"
        echo(f"{target}: {counts}.", err=True)
    if errors:
        raise SystemExit(1)


def _source_name(path: Path) -> str:
    """Return how the document names a source; an absolute path says nothing on other machines."""
    if path.parts[-2:] == Path(resources.PAGES).parts:
        return resources.PAGES
    return path.name if path.is_absolute() else path.as_posix()


def _count_of(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _compare(text: str, target: Path, arguments: str) -> None:
    try:
        problem = (
            "is stale: the pages say something else"
            if target.read_text(encoding="utf-8") != text
            else ""
        )
    except OSError as error:
        problem = f"can't be compared ({error.strerror})"
    except UnicodeDecodeError:
        problem = "is not a text"
    if problem:
        echo(f"{target} {problem}. Run `shopstub compile {arguments}`.", err=True)
        raise SystemExit(1)
    echo(f"{target} is what the pages say.", err=True)


def _check_default(target: Path) -> None:
    """Check the target if -o does not name it. CannotRun: it is a link out of the folder."""
    real = Path(os.path.realpath(target))
    if target.is_symlink() and not real.is_relative_to(Path.cwd().resolve()):
        raise CannotRun(
            f"{target} is a symbolic link to {real}, outside of this folder. Remove "
            f"the link, or name the file to write: -o {target}."
        )


def _write(text: str, target: Path) -> None:
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotRun(f"{target} can't be written: {error.strerror}.") from None
