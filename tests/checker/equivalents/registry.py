"""Every equivalent mutant by its id."""

from __future__ import annotations

from tests.checker.equivalents import cookies, responses, shop, surroundings
from tests.checker.mutants.mutant import Mutant

EQUIVALENTS: dict[str, Mutant] = {
    mutant.id: mutant
    for mutant in (
        *cookies.EQUIVALENTS,
        *responses.EQUIVALENTS,
        *shop.EQUIVALENTS,
        *surroundings.EQUIVALENTS,
    )
}

CHECKER_OPTIONS = {
    "equivalent-other-key": ("--stripe-key", "sk_test_51OtherAccount0000000000"),
    "equivalent-small-caps": ("--line-cap", "24", "--cart-cap", "60"),
    "equivalent-named-terms": ("--tax", "7", "--shipping", "3.95", "--free-from", "49"),
}
"""Options that tell the checker about a difference."""
