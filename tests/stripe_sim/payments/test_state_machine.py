"""The life cycle of a PaymentIntent, read aloud."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from stub_server.stripe_sim.payments import state_machine
from stub_server.stripe_sim.payments.state_machine import Happened, IllegalMoveError, Status

STATUSES: tuple[Status, ...] = get_args(Status)
HAPPENED: tuple[Happened, ...] = get_args(Happened)


@pytest.mark.parametrize(
    ("steps", "ending"),
    [
        (["method_given", "paid"], "succeeded"),
        (["method_given", "declined"], "requires_payment_method"),
        (["method_given", "declined", "method_given", "paid"], "succeeded"),
        (["method_given", "challenged", "paid"], "succeeded"),
        (["method_given", "challenged", "declined"], "requires_payment_method"),
        (["method_given", "challenged", "authenticated", "paid"], "succeeded"),
        (["method_given", "debited", "paid"], "succeeded"),
        (["method_given", "debited", "declined"], "requires_payment_method"),
        (["method_given", "authorized", "captured"], "succeeded"),
        (["method_given", "authorized", "canceled"], "canceled"),
        (["canceled"], "canceled"),
    ],
)
def test_a_payment_goes_its_way(steps: list[Happened], ending: Status) -> None:
    status = state_machine.NEW
    for step in steps:
        status = state_machine.after(status, step)
    assert status == ending


@pytest.mark.parametrize("ended", ["succeeded", "canceled"])
def test_what_has_ended_stays_so(ended: Status) -> None:
    for happened in HAPPENED:
        with pytest.raises(IllegalMoveError):
            state_machine.after(ended, happened)


def test_nobody_is_paid_without_a_confirmation() -> None:
    for status, happened in state_machine.MOVES:
        if happened in ("paid", "authorized", "debited", "challenged"):
            assert status != "requires_payment_method"


def test_what_may_be_canceled_is_what_the_table_says() -> None:
    possible = {status for status, happened in state_machine.MOVES if happened == "canceled"}
    assert possible == set(state_machine.CANCELABLE)


def test_what_may_be_confirmed_takes_a_method() -> None:
    possible = {status for status, happened in state_machine.MOVES if happened == "method_given"}
    assert possible == set(state_machine.OPEN)


def test_every_other_move_is_refused() -> None:
    illegal = set(product(STATUSES, HAPPENED)) - state_machine.MOVES.keys()
    assert len(illegal) == len(STATUSES) * len(HAPPENED) - len(state_machine.MOVES)
    for status, happened in illegal:
        with pytest.raises(IllegalMoveError, match=status):
            state_machine.after(status, happened)
