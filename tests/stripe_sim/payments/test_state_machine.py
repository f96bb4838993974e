"""The life cycle of a PaymentIntent, read aloud."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from stub_server.stripe_sim.payments import state_machine
from stub_server.stripe_sim.payments.state_machine import (
    IllegalTransitionError,
    IntentEvent,
    Status,
)

STATUSES: tuple[Status, ...] = get_args(Status)
HAPPENED: tuple[IntentEvent, ...] = get_args(IntentEvent)


@pytest.mark.parametrize(
    ("steps", "ending"),
    [
        (["method_set", "paid"], "succeeded"),
        (["method_set", "declined"], "requires_payment_method"),
        (["method_set", "declined", "method_set", "paid"], "succeeded"),
        (["method_set", "action_required", "paid"], "succeeded"),
        (["method_set", "action_required", "declined"], "requires_payment_method"),
        (["method_set", "action_required", "authenticated", "paid"], "succeeded"),
        (["method_set", "debit_started", "paid"], "succeeded"),
        (["method_set", "debit_started", "declined"], "requires_payment_method"),
        (["method_set", "authorized", "captured"], "succeeded"),
        (["method_set", "authorized", "canceled"], "canceled"),
        (["canceled"], "canceled"),
    ],
)
def test_a_payment_goes_its_way(steps: list[IntentEvent], ending: Status) -> None:
    status = state_machine.INITIAL
    for step in steps:
        status = state_machine.next_status(status, step)
    assert status == ending


@pytest.mark.parametrize("ended", ["succeeded", "canceled"])
def test_what_has_ended_stays_so(ended: Status) -> None:
    for happened in HAPPENED:
        with pytest.raises(IllegalTransitionError):
            state_machine.next_status(ended, happened)


def test_nobody_is_paid_without_a_confirmation() -> None:
    for status, happened in state_machine.TRANSITIONS:
        if happened in ("paid", "authorized", "debit_started", "action_required"):
            assert status != "requires_payment_method"


def test_what_may_be_canceled_is_what_the_table_says() -> None:
    possible = {status for status, happened in state_machine.TRANSITIONS if happened == "canceled"}
    assert possible == set(state_machine.CANCELABLE)


def test_what_may_be_confirmed_takes_a_method() -> None:
    possible = {
        status for status, happened in state_machine.TRANSITIONS if happened == "method_set"
    }
    assert possible == set(state_machine.OPEN)


def test_every_other_move_is_refused() -> None:
    illegal = set(product(STATUSES, HAPPENED)) - state_machine.TRANSITIONS.keys()
    assert len(illegal) == len(STATUSES) * len(HAPPENED) - len(state_machine.TRANSITIONS)
    for status, happened in illegal:
        with pytest.raises(IllegalTransitionError, match=status):
            state_machine.next_status(status, happened)
