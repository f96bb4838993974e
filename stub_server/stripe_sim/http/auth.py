"""API keys: the account of a request, and its rights."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from stub_server.runtime.ids import ALPHABET
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.http.request import Request

Rights = Literal["secret", "restricted", "publishable"]

WELL_FORMED = re.compile(r"(sk|rk|pk)_test_(\w{4,250})\Z", re.ASCII)
LIVE = re.compile(r"(sk|rk|pk)_live_")
RIGHTS: dict[str, Rights] = {"sk": "secret", "rk": "restricted", "pk": "publishable"}

NO_KEY = (
    "You did not provide an API key. You need to provide your API key in the Authorization header, "
    "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See "
    "https://stripe.com/docs/api#authentication for details, or we can help at "
    "https://support.stripe.com/."
)
NOT_FOR_BROWSERS = (
    "This API call cannot be made with a publishable API key. Please use a secret API key. You can "
    "find a list of your API keys at https://dashboard.stripe.com/account/apikeys."
)


@dataclass(frozen=True, slots=True)
class Caller:
    """The account of a key, and the rights of the key."""

    account: str
    rights: Rights


@lru_cache(maxsize=4096)
def key_in(authorization: str | None) -> str | None:
    """Return the key of an Authorization header, Bearer or Basic (user name), or None."""
    scheme, _, value = (authorization or "").partition(" ")
    value = value.strip()
    if scheme.lower() == "bearer":
        return value or None
    if scheme.lower() == "basic":
        try:
            decoded = base64.b64decode(value, validate=True).decode("utf-8", "replace")
        except binascii.Error:
            return None
        return decoded.partition(":")[0] or None
    return None


def key_of(request: Request) -> str | None:
    """Return the key of a request, from its Authorization header or its parameters, or None."""
    key = key_in(request.header(b"authorization"))
    return key if key is not None else request.param("key") or None


@lru_cache(maxsize=4096)
def caller_of(key: str | None) -> Caller:
    """Return the caller. Raise StripeError 401 if the key is no test key, or missing (C-str-4)."""
    if key is None:
        raise StripeError(401, NO_KEY)
    if LIVE.match(key):
        raise StripeError(
            401,
            f"Invalid API Key provided: {redact_key(key)}. This is a simulator, and that key moves "
            "real money: use a test key (sk_test_…).",
        )
    match = WELL_FORMED.match(key)
    if not match:
        raise StripeError(401, f"Invalid API Key provided: {redact_key(key)}")
    return Caller(account_of(match[2]), RIGHTS[match[1]])


def account_of(tail: str) -> str:
    """Return the account of all keys with this tail."""
    number = int.from_bytes(hashlib.sha256(tail.encode()).digest(), "big")
    characters = []
    for _ in range(15):
        number, rest = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[rest])
    return "acct_1" + "".join(characters)


def redact_key(key: str) -> str:
    """Return the key for error messages: its prefix and its last four characters."""
    head = "_".join(key.split("_")[:2]) + "_" if key.count("_") >= 2 else key[:2]
    tail = key[-4:] if len(key) > len(head) + 4 else ""
    return head + "*" * max(len(key) - len(head) - len(tail), 0) + tail
