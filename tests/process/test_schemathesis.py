"""schemathesis, all its checks and phases, against the running stub: no failure, no 5xx."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.process
ROOT = Path(__file__).parents[2]
AS_A_CUSTOMER = (
    # What would end the session, or begin another.
    *("--exclude-operation-id", "logoutCustomer"),
    *("--exclude-operation-id", "loginCustomer"),
    *("--exclude-operation-id", "registerCustomer"),
)
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "15")


@pytest.mark.rule("C-conv-3", "C-conv-7")
@pytest.mark.parametrize("who", ["a stranger", "a customer"])
def test_schemathesis_finds_nothing(start: Any, checkout: Any, tmp_path: Path, who: str) -> None:
    stub = start()
    config = tmp_path / "schemathesis.toml"
    config.write_text((ROOT / "schemathesis.toml").read_text())
    more: list[str] = []
    if who == "a customer":
        token = _customers_session(stub, checkout)
        config.write_text(f'{config.read_text()}\n[auth.openapi.session]\napi_key = "{token}"\n')
        more = [*AS_A_CUSTOMER]
    found = subprocess.run(
        [
            str(Path(sys.executable).parent / "schemathesis"),
            "--config-file",
            str(config),
            "run",
            f"{stub.url}/openapi.yaml",
            "--checks",
            "all",
            "--max-examples",
            EXAMPLES,
            "--no-color",
            *more,
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-6000:]
    assert "/api/cart/items" in stub.printed()
    assert [it for it in stub.printed().splitlines() if " 500 " in it] == []
    if who == "a customer":
        lines = stub.printed().splitlines()
        assert [it for it in lines if "POST   /api/customers/me/addresses" in it and " 200 " in it]


def _customers_session(stub: Any, checkout: Any) -> str:
    """A session with a login, an order, an address and something in its cart."""
    with stub.buyer() as buyer:
        body = {"email": "demo@example.com", "password": "natron-demo-1"}
        assert buyer.post("/api/customers/login", json=body).status_code == 200
        checkout(buyer)
        return str(buyer.cookies["shop_session"])
