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
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "15")


@pytest.mark.rule("C-conv-3", "C-conv-7")
@pytest.mark.parametrize("who", ["a stranger", "a customer"])
def test_schemathesis_finds_nothing(start: Any, checkout: Any, tmp_path: Path, who: str) -> None:
    stub = start()
    headers = ["-H", f"Cookie: {_customers_cookie(stub, checkout)}"] if who == "a customer" else []
    found = subprocess.run(
        [
            str(Path(sys.executable).parent / "schemathesis"),
            "--config-file",
            str(ROOT / "schemathesis.toml"),
            "run",
            f"{stub.url}/openapi.yaml",
            "--checks",
            "all",
            "--max-examples",
            EXAMPLES,
            "--no-color",
            *headers,
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


def _customers_cookie(stub: Any, checkout: Any) -> str:
    """A session with a login, an order, an address and something in its cart."""
    with stub.buyer() as buyer:
        body = {"email": "demo@example.com", "password": "natron-demo-1"}
        assert buyer.post("/api/customers/login", json=body).status_code == 200
        checkout(buyer)
        return "; ".join(f"{it.name}={it.value}" for it in buyer.cookies.jar)
