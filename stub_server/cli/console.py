"""A rich console that escapes what it prints. Imported only by commands with tables and panels."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import rich.console
from rich.highlighter import JSONHighlighter
from rich.segment import Segment
from rich.text import Text

from stub_server.escaping import for_json, for_terminal


class Console(rich.console.Console):
    """Console that shows a str as one line, without markup, and escapes every segment."""

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, emoji=False, highlight=False, **options)

    def render_str(self, text: str, **options: Any) -> Text:
        """Escape a str before its width is measured."""
        return super().render_str(for_terminal(text), **options)

    def render(
        self,
        renderable: rich.console.RenderableType,
        options: rich.console.ConsoleOptions | None = None,
    ) -> Iterable[Segment]:
        """Escape the text of each segment, except the newlines between lines."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else _escape(segment)


def styled(text: object, style: str) -> Text:
    """Return one line or cell in a style."""
    return Text(for_terminal(str(text)), style=style)


def json_text(value: object) -> Text:
    """Return a value as JSON, indented and in colours."""
    text = JSONHighlighter()(for_json(json.dumps(value, indent=2, ensure_ascii=False)))
    text.no_wrap = True
    return text


def _escape(segment: Segment) -> Segment:
    return segment._replace(text=for_terminal(segment.text, keep_newlines=True))
