"""The backend that is checked, and how it may be asked, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

Profile = Literal["fast", "default", "thorough"]
WEBHOOK_SECRET = "whsec_shopstub1234567890abcdef"
SECRET_KEY = "sk_test_shopstub1234567890abcdef"


@dataclass(frozen=True, slots=True)
class Target:
    """Where the backend is and what goes with it.

    `timeout`: seconds for one response. `webhook_timeout`: seconds that a webhook of Stripe's may
    take. `insecure`: any certificate of the backend is accepted. `token`: what a stub on a network
    wants of its provider states and control calls.
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
    insecure: bool = False
    timeout: float = 10.0
    webhook_timeout: float = 15.0
    profile: Profile = "default"
    seed: int = 0
    token: str | None = None

    @property
    def authorization(self) -> dict[str, str]:
        """The header with the token, or none."""
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    def with_stripe(self, url: str) -> Target:
        """Return the same with a Stripe."""
        return replace(self, stripe_url=url)

    def by_profile(self, *, fast: int, default: int, thorough: int) -> int:
        """Choose one of three numbers of examples."""
        return {"fast": fast, "default": default, "thorough": thorough}[self.profile]
