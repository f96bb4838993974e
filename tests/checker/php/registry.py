"""Every mutant of the PHP backend by its id."""

from __future__ import annotations

from tests.checker.php import cart, checkout, customers, http, orders, payment
from tests.checker.php.mutant import PhpMutant

FAMILIES = (
    cart.MUTANTS,
    checkout.MUTANTS,
    payment.MUTANTS,
    orders.MUTANTS,
    customers.MUTANTS,
    http.MUTANTS,
)
MUTANTS: dict[str, PhpMutant] = {mutant.id: mutant for family in FAMILIES for mutant in family}
