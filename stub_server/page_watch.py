"""Contract pages that change while the stub serves: compiled, and the result served."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stub_server import resources
from stub_server.runtime.events import EventBus
from stub_server.server import document_file
from stub_server.server.document import Document, DocumentError
from stub_server.settings import Settings

if TYPE_CHECKING:  # the compiler is imported with the first change
    from stub_server.contract import Diagnostic

DEBOUNCE = 100
"""Milliseconds in which changes are taken together: editors write a file in several steps."""

Replace = Callable[[Document], None]
"""Serves a document from now on. DocumentError: it can't, and the one before is served on."""


class Result(NamedTuple):
    """Pages, compiled. document: in YAML; "" if they can't be read or have errors. reason: why."""

    document: str
    problems: list[Diagnostic]
    reason: str = ""


def _compile(folder: Path) -> Result:
    """Compile the pages of a folder."""
    from stub_server.contract import PagesUnreadable, compile_pages, read_pages, to_yaml

    try:
        compilation = compile_pages(read_pages(folder))
    except PagesUnreadable as error:
        return Result("", [], str(error))
    problems = [found for found in compilation.diagnostics if found.severity != "info"]
    if any(problem.severity == "error" for problem in problems):
        return Result("", problems, "The pages have errors.")
    return Result(to_yaml(compilation.document), problems)


def obstacle(settings: Settings) -> str | None:
    """Return why the pages of the document can't be watched; None: they can."""
    document = settings.document
    if settings.pages == resources.pages() or not settings.pages.is_dir():
        return f"there is no folder {document.parent / resources.PAGES}"
    if not resources.compiled_from_pages(document):
        return f"{document} was not compiled from {resources.PAGES}"
    if document.is_symlink():
        return f"{document} is a symbolic link"
    return None


class PageWatch:
    """Watches a folder of pages; publishes `pages.compiled`, `pages.problem`, `pages.refused`."""

    def __init__(self, folder: Path, target: Path, replace: Replace, events: EventBus) -> None:
        self._folder = folder
        self._target = target
        self._replace = replace
        self._events = events

    async def run(self) -> None:
        """Compile when a page changes, until this is cancelled; at once if one is newer."""
        from watchfiles import awatch

        try:
            if self._is_stale():
                await self._compile()
            async for changes in awatch(self._folder, debounce=DEBOUNCE, recursive=False):
                if any(path.endswith(".md") for _, path in changes):
                    await self._compile()
            self._refuse("The folder is gone: it is not watched any more.")
        except (OSError, RuntimeError) as error:
            self._refuse(f"It can't be watched ({error}). Compile with `shopstub compile`.")

    def _is_stale(self) -> bool:
        compiled = self._target.stat().st_mtime
        return any(page.stat().st_mtime > compiled for page in self._folder.glob("*.md"))

    async def _compile(self) -> None:
        """Compile beside the requests; serve and write the result if it can be served."""
        result = await asyncio.to_thread(_compile, self._folder)
        for problem in result.problems:
            self._report(problem)
        if result.reason:
            self._refuse(result.reason)
        else:
            await self._serve(result.document)

    async def _serve(self, text: str) -> None:
        try:
            if text == self._target.read_text(encoding="utf-8"):
                self._target.touch()
                return
            content = text.encode()
            document = await asyncio.to_thread(document_file.parse, str(self._target), content)
            self._replace(document)
            self._target.write_bytes(content)
        except DocumentError as error:
            self._refuse(str(error))
        except OSError as error:
            self._refuse(f"{self._target}: {error.strerror}.")
        else:
            self._events.publish(
                "pages.compiled",
                document=str(self._target),
                operations=len(document.operations),
            )

    def _report(self, problem: Diagnostic) -> None:
        self._events.publish(
            "pages.problem",
            place=f"{problem.path}:{problem.line}:{problem.column}",
            severity=problem.severity,
            message=problem.message,
        )

    def _refuse(self, reason: str) -> None:
        self._events.publish("pages.refused", folder=str(self._folder), reason=reason)
