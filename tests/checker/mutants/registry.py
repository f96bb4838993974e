"""Every mutant by its id."""

from __future__ import annotations

from tests.checker.mutants import (
    cart,
    checkout,
    conventions,
    customers,
    naive,
    orders,
    payment,
    subtle,
)
from tests.checker.mutants.mutant import Mutant

FAMILIES = {
    "cart": cart.MUTANTS,
    "checkout": checkout.MUTANTS,
    "payment": payment.MUTANTS,
    "orders": orders.MUTANTS,
    "customers": customers.MUTANTS,
    "conventions": conventions.MUTANTS,
    "subtle": subtle.MUTANTS,
    "naive": naive.MUTANTS,
}
MUTANTS: dict[str, Mutant] = {
    mutant.id: mutant for family in FAMILIES.values() for mutant in family
}
