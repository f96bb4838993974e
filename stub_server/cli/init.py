"""`shopstub init`: a folder with a first page, fixtures and settings."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from stub_server import resources
from stub_server.cli.errors import CannotRun
from stub_server.cli.output import echo
from stub_server.settings_file import FILE, STATE_DIR

STARTER = Path(__file__).parent / "starter"
IGNORED = f"{STATE_DIR}/"


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--shop", is_flag=True, help="Begin with the shop's pages and fixtures.")
def command(folder: Path, shop: bool) -> None:
    """Write a first contract page, its fixtures and settings to FOLDER (by default this one).

    Files that are there already are kept as they are.

    \b
    Example: shopstub init tasks && cd tasks && shopstub serve
    """
    from stub_server.contract import PagesUnreadable, compile_pages, read_pages, to_yaml

    try:
        has_pages = any((folder / resources.PAGES).glob("*.md"))
        if not has_pages:
            root = resources.root() if shop else STARTER
            for part in (resources.PAGES, "fixtures"):
                _copy_folder(root / part, folder / part)
        _copy_file(STARTER / FILE, folder / FILE)
        _ignore_state(folder / ".gitignore")
        document = folder / resources.DOCUMENT
        if document.exists():
            _say("Kept", document)
        elif any((folder / resources.PAGES).glob("*.md")):
            compilation = compile_pages(read_pages(folder / resources.PAGES))
            document.write_text(to_yaml(compilation.document), encoding="utf-8")
            _say("Created", document, "compiled from the pages")
    except PagesUnreadable as error:
        raise CannotRun(str(error)) from None
    except OSError as error:
        raise CannotRun(f"{error.filename or folder}: {error.strerror}.") from None
    place = "" if folder == Path() else f"cd {folder}, then "
    echo()
    echo(f"Next: {place}shopstub serve. In a terminal it serves each page that you change at once.")


def _copy_folder(source: Path, target: Path) -> None:
    for file in sorted(source.iterdir()):
        if file.is_file():
            _copy_file(file, target / file.name)


def _copy_file(source: Path, target: Path) -> None:
    """Copy a file, unless there is one already. OSError: it can't be written."""
    if target.is_symlink() or target.exists():
        _say("Kept", target)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    _say("Created", target)


def _ignore_state(file: Path) -> None:
    """Have Git ignore the state: it is data of one machine."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if IGNORED in text.split():
        _say("Kept", file)
        return
    gap = "" if not text or text.endswith("\n") else "\n"
    file.write_text(f"{text}{gap}{IGNORED}\n", encoding="utf-8")
    _say("Changed" if text else "Created", file, f"ignores {IGNORED}")


def _say(verb: str, path: Path, remark: str = "") -> None:
    echo(f"{verb:<8} {path}", f"  {remark}" if remark else "")
