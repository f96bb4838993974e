"""`shopstub compile`: pages in, openapi.yaml out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from stub_server import resources
from stub_server.cli.fault import CannotRun
from stub_server.cli.output import echo, echo_file
from stub_server.cli.report import print_diagnostics
from stub_server.contract import Page, PagesUnreadable, compile_pages, read_pages, to_yaml


def pages_in(sources: Sequence[Path]) -> list[Page]:
    """The pages that were named; docs/api when none was. CannotRun: they can't be read."""
    own = Path(resources.PAGES)
    if not sources and not own.is_dir():
        raise CannotRun(f"There is no folder {own} here: name the pages, or a folder of them.")
    try:
        return read_pages(sources or [own])
    except PagesUnreadable as fault:
        raise CannotRun(str(fault)) from None


@click.command("compile")
@click.argument("pages", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write, `-` for standard output. Default: openapi.yaml.",
)
@click.option("--check", is_flag=True, help="Write nothing; fail when the file is stale.")
def command(pages: tuple[Path, ...], output: Path | None, check: bool) -> None:
    """Compile the contract's PAGES (files or folders; docs/api) to openapi.yaml.

    Exit code 1: the pages have errors, or with --check, the file is not what they compile to.
    """
    target = output or Path(resources.DOCUMENT)
    if check and str(target) == "-":
        raise click.UsageError("--check compares a file: name one with -o, not standard output.")
    read = pages_in(pages)
    compilation = compile_pages(read)
    errors = print_diagnostics(compilation, read, errors_only=True)
    text = to_yaml(compilation.document)
    if str(target) == "-":
        echo_file(text)
    elif check:
        _compare(text, target, " ".join([str(page) for page in pages] + ["-o", str(target)]))
    else:
        if output is None:
            _check_default(target)
        _write(text, target)
        operations = sum(len(item) for item in compilation.document["paths"].values())
        echo(f"{target}: {operations} operations of {len(read)} pages.", err=True)
    if errors:
        raise SystemExit(1)


def _compare(text: str, target: Path, arguments: str) -> None:
    try:
        stale = (
            "is stale: the pages say something else"
            if target.read_text(encoding="utf-8") != text
            else ""
        )
    except OSError as fault:
        stale = f"can't be compared ({fault.strerror})"
    except UnicodeDecodeError:
        stale = "is no text"
    if stale:
        echo(f"{target} {stale}. Run `shopstub compile {arguments}`.", err=True)
        raise SystemExit(1)
    echo(f"{target} is what the pages say.", err=True)


def _check_default(target: Path) -> None:
    """Write through a link only where -o asks for it. CannotRun: the link leads out of here."""
    real = Path(os.path.realpath(target))
    if target.is_symlink() and not real.is_relative_to(Path.cwd().resolve()):
        raise CannotRun(
            f"{target} is a symbolic link to {real}, outside of this folder. Remove "
            f"the link, or name the file to write: -o {target}."
        )


def _write(text: str, target: Path) -> None:
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise CannotRun(f"{target} can't be written: {fault.strerror}.") from None
