"""Pages from files: the only place of the compiler that touches a disk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from stub_server.contract.parse.page import Page


class PagesUnreadable(Exception):
    """The pages cannot be read; the message names the path and the reason."""


def read_pages(
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
) -> list[Page]:
    """The pages of a folder (its `*.md`, sorted), of a file, or of several of either.

    Raises PagesUnreadable for a path that is missing, is not UTF-8 or cannot be read, and for a
    folder without pages.
    """
    sources = [source] if isinstance(source, (str, os.PathLike)) else list(source)
    found = [file for source in sources for file in _files(Path(source))]
    if not found:
        raise PagesUnreadable("No pages were named.")
    return [Page(file.as_posix(), _text(file)) for file in dict.fromkeys(found)]


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise PagesUnreadable(f"{path} does not exist.")
    if not path.is_dir():
        return [path]
    try:
        files = sorted(file for file in path.iterdir() if file.suffix == ".md" and file.is_file())
    except OSError as wrong:
        raise PagesUnreadable(f"{path} cannot be read: {wrong.strerror or wrong}.") from wrong
    if not files:
        raise PagesUnreadable(f"{path} has no pages (*.md).")
    return files


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        raise PagesUnreadable(f"{path} is not UTF-8 (byte {wrong.start}).") from wrong
    except OSError as wrong:
        raise PagesUnreadable(f"{path} cannot be read: {wrong.strerror or wrong}.") from wrong
