"""Log output of `serve` and `stripe`: on standard error, escaped."""

from __future__ import annotations

import logging
import sys
from typing import Any

from stub_server.escaping import for_log

FORMAT = "%(levelname)s %(name)s: %(message)s"


class EscapingFormatter(logging.Formatter):
    """Formats an entry as one line, and its traceback as indented lines."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        """Format the entry without the traceback that another formatter has stored in it."""
        record.exc_text = None
        try:
            return super().format(record)
        finally:
            record.exc_text = None

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Escape the line of the entry."""
        return for_log(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        """Escape the traceback, line by line."""
        return for_log(super().formatException(ei), keep_newlines=True)

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 - logging's name
        """Escape the stack, line by line."""
        return for_log(super().formatStack(stack_info), keep_newlines=True)


def install() -> None:
    """Print warnings and errors of every logger, uvicorn's and asyncio's too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(EscapingFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
