"""The life cycles of PaymentIntents and SetupIntents, as tables; what is not there is refused."""

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
Happened = Literal[
    "method_given",
    "method_taken",
    "challenged",
    "changed",
    "debited",
    "authorized",
    "paid",
    "declined",
    "authenticated",
    "captured",
    "canceled",
    "set_up",
]

NEW: Status = "requires_payment_method"

OPEN_MOVES: dict[tuple[Status, Happened], Status] = {
    ("requires_payment_method", "method_given"): "requires_confirmation",
    ("requires_confirmation", "method_given"): "requires_confirmation",
    ("requires_action", "method_given"): "requires_confirmation",
    ("requires_payment_method", "method_taken"): "requires_payment_method",
    ("requires_confirmation", "method_taken"): "requires_payment_method",
    ("requires_action", "method_taken"): "requires_payment_method",
    # confirmed, or tried so
    ("requires_confirmation", "challenged"): "requires_action",
    ("requires_confirmation", "declined"): "requires_payment_method",
    ("requires_action", "declined"): "requires_payment_method",
    # given up
    ("requires_payment_method", "canceled"): "canceled",
    ("requires_confirmation", "canceled"): "canceled",
    ("requires_action", "canceled"): "canceled",
}
"""What goes for both kinds of intent, until it is done."""

MOVES: dict[tuple[Status, Happened], Status] = {
    **OPEN_MOVES,
    ("requires_confirmation", "debited"): "processing",
    ("requires_confirmation", "authorized"): "requires_capture",
    ("requires_confirmation", "paid"): "succeeded",
    # another amount: what the buyer was asked does not hold any more
    ("requires_action", "changed"): "requires_confirmation",
    # the buyer came back from the challenge
    ("requires_action", "authenticated"): "requires_confirmation",
    ("requires_action", "debited"): "processing",
    ("requires_action", "authorized"): "requires_capture",
    ("requires_action", "paid"): "succeeded",
    # the bank has spoken
    ("processing", "paid"): "succeeded",
    ("processing", "declined"): "requires_payment_method",
    ("requires_capture", "captured"): "succeeded",
    ("requires_capture", "canceled"): "canceled",
}

SETUP_MOVES: dict[tuple[Status, Happened], Status] = {
    **OPEN_MOVES,
    ("requires_confirmation", "set_up"): "succeeded",
    ("requires_action", "set_up"): "succeeded",
}
"""A SetupIntent moves no money: what can be set up is, at once or after a challenge."""

OPEN: tuple[Status, ...] = (
    "requires_payment_method",
    "requires_confirmation",
    "requires_action",
)
"""While an intent is in one of these, it may be confirmed, changed and canceled."""

CANCELABLE: tuple[Status, ...] = (
    "requires_payment_method",
    "requires_capture",
    "requires_confirmation",
    "requires_action",
)


class IllegalMoveError(Exception):
    """The table has no such move: whoever asked should have refused the request before."""


def after(
    status: Status,
    happened: Happened,
    moves: Mapping[tuple[Status, Happened], Status] = MOVES,
) -> Status:
    """The status that follows. IllegalMoveError: nothing does."""
    try:
        return moves[status, happened]
    except KeyError:
        raise IllegalMoveError(f"{status} does not go anywhere when {happened}") from None
