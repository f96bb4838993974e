"""The life cycle of a dispute, as a table; what is not in it is refused."""

from __future__ import annotations

from typing import Literal

Status = Literal[
    "needs_response",
    "under_review",
    "won",
    "lost",
    "warning_needs_response",
    "warning_under_review",
    "warning_closed",
]
Happened = Literal["answered", "won", "lost", "escalated", "closed"]

MOVES: dict[tuple[Status, Happened], Status] = {
    ("needs_response", "answered"): "under_review",
    ("needs_response", "closed"): "lost",
    ("under_review", "answered"): "under_review",
    ("under_review", "won"): "won",
    ("under_review", "lost"): "lost",
    ("under_review", "closed"): "lost",
    # an inquiry: the bank only asks, and has taken no money yet
    ("warning_needs_response", "answered"): "warning_under_review",
    ("warning_needs_response", "closed"): "warning_closed",
    ("warning_under_review", "answered"): "warning_under_review",
    ("warning_under_review", "won"): "warning_closed",
    ("warning_under_review", "lost"): "warning_closed",
    ("warning_under_review", "escalated"): "needs_response",
    ("warning_under_review", "closed"): "warning_closed",
}

OVER: tuple[Status, ...] = ("won", "lost", "warning_closed")

VERDICTS: dict[str, Happened] = {
    "winning_evidence": "won",
    "losing_evidence": "lost",
    "escalate_inquiry_evidence": "escalated",
}
"""What the bank decides, by the words that stand in the evidence; other words decide nothing."""


def after(status: Status, happened: Happened) -> Status | None:
    """The status that follows, or None: nothing does."""
    return MOVES.get((status, happened))


def is_inquiry(status: str) -> bool:
    """Whether the bank only asks."""
    return status.startswith("warning_")
