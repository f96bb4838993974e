"""Every mutant by its id."""

from __future__ import annotations

import importlib

from tests.checker.mutants.mutant import Mutant

MODULES = {
    "cart": ("cart.lines", "cart.quantities", "cart.contents"),
    "checkout": (
        "checkout.addresses",
        "checkout.stock",
        "checkout.confirmation",
        "checkout.intents",
    ),
    "payment": ("payment.signatures", "payment.transitions", "payment.fulfilment"),
    "orders": ("orders.access", "orders.amounts", "orders.numbers", "orders.details"),
    "customers": (
        "customers.sessions",
        "customers.passwords",
        "customers.rate_limits",
        "customers.resets",
        "customers.accounts",
        "customers.addresses",
    ),
    "conventions": (
        "conventions.bodies",
        "conventions.cookies",
        "conventions.errors",
        "conventions.values",
    ),
    "subtle": ("subtle.storage", "subtle.orders", "subtle.leaks"),
    "naive": ("naive",),
}
"""The modules of each family; each has a list `MUTANTS`."""


def load_family(modules: tuple[str, ...]) -> list[Mutant]:
    """Import the modules of a family and return their mutants."""
    return [
        mutant
        for name in modules
        for mutant in importlib.import_module(f"tests.checker.mutants.{name}").MUTANTS
    ]


FAMILIES: dict[str, list[Mutant]] = {
    family: load_family(modules) for family, modules in MODULES.items()
}
MUTANTS: dict[str, Mutant] = {
    mutant.id: mutant for mutants in FAMILIES.values() for mutant in mutants
}
