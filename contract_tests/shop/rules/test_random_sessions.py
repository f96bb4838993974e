"""Buyers at random, several sessions at once, held to the model; what fails is shrunk."""

from __future__ import annotations

import pytest
from hypothesis import seed
from hypothesis.stateful import (
    run_state_machine_as_test,
)

from contract_tests.harness.examples import Examples
from contract_tests.harness.rules import rule
from contract_tests.harness.session import CheckSession
from contract_tests.shop.products import Products
from contract_tests.shop.random_walk import Walk


@rule("C-cart-9", "C-ord-1", "C-chk-11", "C-chk-13", "C-cus-2", "C-cus-3")
@pytest.mark.filterwarnings("ignore")
def test_buyers_at_random_see_what_the_contract_says(
    session: CheckSession, products: Products
) -> None:
    examples = Examples(session)
    members = {"session": session, "products": products, "examples": examples}
    walk = seed(session.target.seed)(type("Walk", (Walk,), members))
    count = session.target.by_profile(fast=6, default=80, thorough=500)
    steps = session.target.by_profile(fast=15, default=25, thorough=40)
    settings = examples.settings(count, steps)
    examples.run(lambda: run_state_machine_as_test(walk, settings=settings, _min_steps=5))
