"""What a control call is refused with."""

from __future__ import annotations

from typing import Any


class ControlError(Exception):
    """The control call cannot be done: status, reason, and what else Stripe says to it."""

    def __init__(self, status: int, reason: str, **more: Any) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.members = more
