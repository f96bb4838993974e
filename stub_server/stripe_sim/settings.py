"""Settings of the simulator: predefined keys, versions, webhook targets and durations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stub_server.trust import TrustPolicy

WebhookTargets = Literal["loopback", "private", "any"]
"""Allowed targets of webhook endpoints of the API: this machine, private networks too, or all.
Link-local and unspecified addresses are never called."""

STRIPE_HOSTS = ("*.stripe.com",)
STRIPE_ORIGINS = ("https://*.stripe.com", "http://*.stripe.com")
"""Stripe's names: browsers of tests are directed from them to the simulator."""

LOOPBACK_ONLY = TrustPolicy()

SECRET_KEY = "sk_test_shopstub1234567890abcdef"  # noqa: S105  # known, and worth nothing
PUBLISHABLE_KEY = "pk_test_shopstub1234567890abcdef"
WEBHOOK_SECRET = "whsec_shopstub1234567890abcdef"  # noqa: S105

LATEST_VERSION = "2026-10-28.endive"
"""The API version of the simulated objects, which current SDKs pin."""

ACCOUNT_VERSION = "2026-06-24.dahlia"
"""The version of a request without Stripe-Version: older, so that the Stripe CLI's
`payment_method_types` is accepted."""

RETRY_WAITS = (3.0, 10, 30, 120, 600, 3600, 10_800, 21_600, 43_200, 86_400, 86_400)
"""Waits between attempts of a delivery in s: short at first, and three days in all."""


@dataclass(frozen=True, slots=True)
class SimSettings:
    """`webhook_to`: pairs of URL and signing secret that get every event, besides the endpoints
    made over the API. `public_url`: the origin in redirect URLs (empty: that of the request).
    `settle_seconds`: how long a SEPA debit is processing. `retry_waits`: seconds, see RETRY_WAITS.
    `webhook_version`: the api_version of events to `webhook_to`. `policy`: who may call what; the
    simulator also answers for Stripe's names, and trusts them."""

    webhook_to: tuple[tuple[str, str], ...] = ()
    public_url: str = ""
    default_version: str = ACCOUNT_VERSION
    webhook_version: str = LATEST_VERSION
    settle_seconds: float = 15
    retry_waits: tuple[float, ...] = RETRY_WAITS
    delivery_timeout: float = 30
    webhook_targets: WebhookTargets = "loopback"
    policy: TrustPolicy = LOOPBACK_ONLY
