"""Equivalent mutants that differ in what surrounds a backend: keys, provider states."""

from __future__ import annotations

from collections.abc import Callable

from stub_server.shop import provider_states
from tests.checker.equivalents.equivalent import equivalent


def _unchanged() -> None:
    """Change nothing: the checker's options differ."""


def _without_states(*names: str) -> Callable[[], None]:
    """Refuse these provider states."""

    def remove() -> None:
        left = {name: state for name, state in provider_states.STATES.items() if name not in names}
        provider_states.STATES = left

    return remove


EQUIVALENTS = [
    equivalent("other-key", "C-str-1", "the checker has another secret key than the backend", _unchanged),
    equivalent("no-product-state", "C-chk-3", "the provider state product is not offered", _without_states("product")),
    equivalent("no-stock-states", "C-chk-3", "neither product nor product-stock is offered", _without_states("product", "product-stock")),
]  # fmt: skip
