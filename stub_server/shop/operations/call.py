"""The server's requests and results, with the shop's session."""

from __future__ import annotations

from stub_server.server.plugin import Request, Result
from stub_server.shop.domain.session import Session

Call = Request[Session]
Answer = Result
