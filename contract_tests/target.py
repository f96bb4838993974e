"""The backend under examination, and what may be asked of it, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Depth = Literal["fast", "default", "thorough"]
WEBHOOK_SECRET = "whsec_shopstub1234567890abcdef"
SECRET_KEY = "sk_test_shopstub1234567890abcdef"


@dataclass(frozen=True, slots=True)
class Target:
    """Where the backend is and what goes with it.

    `timeout`: seconds for one answer. `settle`: seconds that a webhook of Stripe's may take.
    `products`: ids that the backend sells. `line_cap`, `cart_cap`: pieces (C-cart-6).
    `tax`: percent; `shipping`, `free_from`: EUR (C-ord-4); None: not named.
    `attempts`: logins a minute that the backend allows at least (C-cus-6). `insecure`: any
    certificate of the backend's is taken. `token`: what a stub on a network wants of its provider
    states and control calls.
    """

    base_url: str
    openapi: Path
    stripe_url: str | None = None
    stripe_key: str = SECRET_KEY
    webhook_secret: str | None = WEBHOOK_SECRET
    state_url: str | None = None
    state_command: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    products: tuple[str, ...] = ()
    line_cap: int = 99
    cart_cap: int = 500
    tax: str | None = None
    shipping: str | None = None
    free_from: str | None = None
    attempts: tuple[int, int] = (5, 20)
    insecure: bool = False
    timeout: float = 10.0
    settle: float = 15.0
    depth: Depth = "default"
    seed: int = 0
    token: str | None = None

    @property
    def authorization(self) -> dict[str, str]:
        """The header with the token, or none."""
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    def deep(self, *, fast: int, default: int, thorough: int) -> int:
        """How many examples, of three numbers."""
        return {"fast": fast, "default": default, "thorough": thorough}[self.depth]
