"""Transition tables of PaymentIntents and SetupIntents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Status = Literal[
    "requires_payment_method",
    "requires_confirmation",
    "requires_action",
    "processing",
    "requires_capture",
    "canceled",
    "succeeded",
]
IntentEvent = Literal[
    "method_set",
    "method_removed",
    "action_required",
    "amount_changed",
    "debit_started",
    "authorized",
    "paid",
    "declined",
    "authenticated",
    "captured",
    "canceled",
    "set_up",
]

INITIAL: Status = "requires_payment_method"

OPEN_TRANSITIONS: dict[tuple[Status, IntentEvent], Status] = {
    ("requires_payment_method", "method_set"): "requires_confirmation",
    ("requires_confirmation", "method_set"): "requires_confirmation",
    ("requires_action", "method_set"): "requires_confirmation",
    ("requires_payment_method", "method_removed"): "requires_payment_method",
    ("requires_confirmation", "method_removed"): "requires_payment_method",
    ("requires_action", "method_removed"): "requires_payment_method",
    # confirmation
    ("requires_confirmation", "action_required"): "requires_action",
    ("requires_confirmation", "declined"): "requires_payment_method",
    ("requires_action", "declined"): "requires_payment_method",
    # cancellation
    ("requires_payment_method", "canceled"): "canceled",
    ("requires_confirmation", "canceled"): "canceled",
    ("requires_action", "canceled"): "canceled",
}
"""Transitions of open intents, for PaymentIntents and SetupIntents alike."""

TRANSITIONS: dict[tuple[Status, IntentEvent], Status] = {
    **OPEN_TRANSITIONS,
    ("requires_confirmation", "debit_started"): "processing",
    ("requires_confirmation", "authorized"): "requires_capture",
    ("requires_confirmation", "paid"): "succeeded",
    # another amount: the next action is void
    ("requires_action", "amount_changed"): "requires_confirmation",
    # after the next action
    ("requires_action", "authenticated"): "requires_confirmation",
    ("requires_action", "debit_started"): "processing",
    ("requires_action", "authorized"): "requires_capture",
    ("requires_action", "paid"): "succeeded",
    # after a debit or an authorization
    ("processing", "paid"): "succeeded",
    ("processing", "declined"): "requires_payment_method",
    ("requires_capture", "captured"): "succeeded",
    ("requires_capture", "canceled"): "canceled",
}

SETUP_TRANSITIONS: dict[tuple[Status, IntentEvent], Status] = {
    **OPEN_TRANSITIONS,
    ("requires_confirmation", "set_up"): "succeeded",
    ("requires_action", "set_up"): "succeeded",
}
"""A SetupIntent moves no funds: it succeeds at once or after a next action."""

OPEN: tuple[Status, ...] = (
    "requires_payment_method",
    "requires_confirmation",
    "requires_action",
)
"""Statuses in which an intent may be confirmed, updated and canceled."""

CANCELABLE: tuple[Status, ...] = (
    "requires_payment_method",
    "requires_capture",
    "requires_confirmation",
    "requires_action",
)


class IllegalTransitionError(Exception):
    """The table has no such transition: the caller must validate the status first."""


def next_status(
    status: Status,
    event: IntentEvent,
    transitions: Mapping[tuple[Status, IntentEvent], Status] = TRANSITIONS,
) -> Status:
    """Return the next status. IllegalTransitionError: the table has no transition."""
    try:
        return transitions[status, event]
    except KeyError:
        raise IllegalTransitionError(f"{status} has no transition for {event}") from None
