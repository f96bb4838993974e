"""The trust policy of the simulator, applied before any operation."""

from __future__ import annotations

from dataclasses import replace

from stub_server.denials import Denial
from stub_server.page_notices import PageNotices
from stub_server.stripe_sim.http import auth, stripe_js
from stub_server.stripe_sim.http.request import Request
from stub_server.stripe_sim.http.response import HTML, Reply
from stub_server.stripe_sim.settings import STRIPE_HOSTS, STRIPE_ORIGINS
from stub_server.trust import Access, TrustPolicy, is_browser

PUBLISHABLE = "pk_"
BANK_PAGES = ("/authorize/", "/3d_secure_2_test/")
"""Pages for buyers; their paths contain a nonce."""


class Guard:
    """Applies the trust policy, extended by Stripe's host names and origins."""

    def __init__(self, policy: TrustPolicy) -> None:
        self.policy = replace(
            policy,
            hosts=(*policy.hosts, *STRIPE_HOSTS),
            origins=(*policy.origins, *STRIPE_ORIGINS),
        )
        self._notices = PageNotices()

    def denial(self, request: Request) -> Denial | None:
        """Return the denial of a request, or None."""
        access = _access(request)
        denial = self.policy.denial_of(request.method, request.headers, access)
        if denial is not None:
            self._notices.tell_denial(request.headers, denial)
        return denial

    def restrict_framing(self, reply: Reply) -> Reply:
        """Return the reply; only trusted pages may embed its page in a frame."""
        if (b"content-type", HTML) in reply.head:
            reply.head.append((b"content-security-policy", self.policy.frame_ancestors.encode()))
        return reply


def _access(request: Request) -> Access:
    path = request.path
    if path.startswith(("/v1/", "/v2/")):
        if request.method == "OPTIONS" or not is_browser(request.headers):
            return "api"  # a preflight shows no key
        return "api" if (auth.key_of(request) or "").startswith(PUBLISHABLE) else "secret"
    if path == "/_stub" or (path.startswith("/_stub/") and path != "/_stub/health"):
        return "control"
    if path.startswith(BANK_PAGES) or stripe_js.is_known_path(path):
        return "page"
    return "api"
