"""Patches that several mutants of this family share."""

from __future__ import annotations

from typing import Any

from stub_server.shop.domain import payment
from stub_server.shop.domain.payment import TRANSITIONS
from tests.checker.mutants.patches import wrapper


def change_transitions(changes: dict[Any, Any]) -> Any:
    """Return a patch of the table of transitions; None as target removes a transition."""

    def apply() -> None:
        for transition, target in changes.items():
            if target is None:
                TRANSITIONS.pop(transition, None)
            else:
                TRANSITIONS[transition] = target

    return apply


def patch_transition(change: Any) -> Any:
    """Return a patch of `apply_event`; `change` gets the order before and after."""

    def settle(original: Any, order: Any, happened: str, at: Any) -> Any:
        return change(order, original(order, happened, at), happened, at)

    return wrapper(payment.apply_event, settle)
