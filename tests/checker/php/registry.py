"""Every mutant of the PHP backend by its id."""

from __future__ import annotations

from tests.checker.php import cart, checkout, customers
from tests.checker.php.mutant import PhpMutant

MUTANTS: dict[str, PhpMutant] = {
    mutant.id: mutant for mutant in (*cart.MUTANTS, *checkout.MUTANTS, *customers.MUTANTS)
}
