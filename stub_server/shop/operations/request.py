"""The server's request, with the shop's session."""

from __future__ import annotations

from stub_server.server.plugin import Request
from stub_server.shop.domain.session import Session

ShopRequest = Request[Session]
