"""Types of single settings, and the prefixes of keys."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Days = Annotated[int, Field(ge=1, le=3650)]
Port = Annotated[int, Field(ge=0, le=65535)]
Origin = Annotated[str, Field(pattern=r"^(\*|https?://[^/\s;,]+)$")]
PublicUrl = Annotated[str, Field(pattern=r"^https?://[^/\s?#@;,]+$")]
HostName = Annotated[str, Field(pattern=r"^(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$")]
Token = Annotated[str, Field(min_length=16, pattern=r"^[!-~]+$")]
LIVE = ("sk_live_", "rk_live_", "pk_live_")
TEST_PREFIXES = {
    "secret_key": ("sk_test_", "rk_test_"),
    "publishable_key": ("pk_test_",),
    "webhook_secret": ("whsec_",),
}


def live_key_message(key: str) -> str:
    """Return what is wrong with a key that would move real money (C-str-4), without the key."""
    return (
        f"is a live key ({key[:8]}…). shopstub works with test keys only (C-str-4): take "
        f"the one that begins with {key[:2]}_test_ from Stripe's dashboard, in test mode."
    )
