"""A stub that other machines can reach: its token, read by its own commands and the checker."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.process
TOKEN = "a-token-of-the-tests"


@pytest.fixture
def network(start: Any) -> Any:
    """A stub on every address of this machine, with states on and a token that it made itself."""
    return start("--host", "0.0.0.0", "--provider-states", "--allow-host", "stub.test")


def test_commands_in_the_folder_find_the_token(network: Any, checkout: Any) -> None:
    assert "SHOPSTUB_TOKEN" in network.printed()
    assert "--allow-host NAME" in network.printed()
    with network.buyer() as buyer:
        assert buyer.get("/_stub/orders").status_code == 401
        assert buyer.post(f"{network.stripe}/_stub/reset").status_code == 401
        assert buyer.get("/api/cart", headers={"host": "stub.test"}).status_code == 200
        assert buyer.get("/api/cart", headers={"host": "other.test"}).status_code == 421
        checkout(buyer)
    paid = network.runs("pay", "--card", "3ds")
    assert (paid.returncode, "is paid" in paid.stdout) == (0, True), paid.stdout + paid.stderr
    assert network.runs("orders").returncode == 0
    assert "is back to its fixtures; its Stripe at" in network.runs("reset").stdout


def test_commands_elsewhere_and_the_checker_read_it_from_the_environment(
    start: Any, run: Any
) -> None:
    stub = start("--host", "0.0.0.0", "--provider-states", SHOPSTUB_TOKEN=TOKEN)
    refused = run("orders", "--url", stub.url)
    assert refused.returncode == 2
    assert "SHOPSTUB_TOKEN" in refused.stderr
    assert run("orders", "--url", stub.url, SHOPSTUB_TOKEN=TOKEN).returncode == 0
    check = ["check", stub.url, "--stripe-url", stub.stripe, "--fast", "--only", "C-cus-6"]
    assert run(*check, SHOPSTUB_TOKEN=TOKEN).returncode == 0
