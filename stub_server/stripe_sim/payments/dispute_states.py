"""Transition table of disputes."""

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
DisputeEvent = Literal["answered", "won", "lost", "escalated", "closed"]

TRANSITIONS: dict[tuple[Status, DisputeEvent], Status] = {
    ("needs_response", "answered"): "under_review",
    ("needs_response", "closed"): "lost",
    ("under_review", "answered"): "under_review",
    ("under_review", "won"): "won",
    ("under_review", "lost"): "lost",
    ("under_review", "closed"): "lost",
    # inquiries: the bank has withdrawn no funds yet
    ("warning_needs_response", "answered"): "warning_under_review",
    ("warning_needs_response", "closed"): "warning_closed",
    ("warning_under_review", "answered"): "warning_under_review",
    ("warning_under_review", "won"): "warning_closed",
    ("warning_under_review", "lost"): "warning_closed",
    ("warning_under_review", "escalated"): "needs_response",
    ("warning_under_review", "closed"): "warning_closed",
}

CLOSED: tuple[Status, ...] = ("won", "lost", "warning_closed")

VERDICTS: dict[str, DisputeEvent] = {
    "winning_evidence": "won",
    "losing_evidence": "lost",
    "escalate_inquiry_evidence": "escalated",
}
"""`uncategorized_text` of the evidence → verdict of the bank; other texts lead to none."""


def next_status(status: Status, event: DisputeEvent) -> Status | None:
    """Return the next status, or None if the table has no transition."""
    return TRANSITIONS.get((status, event))


def is_inquiry(status: str) -> bool:
    """Return whether the dispute is an inquiry, without withdrawn funds."""
    return status.startswith("warning_")
