"""Errors of control calls."""

from __future__ import annotations

from typing import Any


class ControlError(Exception):
    """A failed control call: HTTP status, reason, and further members of the error object."""

    def __init__(self, status: int, reason: str, **more: Any) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.members = more
