"""The shop's whole site: the document's routes, the stub's own, and an envelope for the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException

from stub_server.shop.operations.shop import Shop
from stub_server.trust import TrustPolicy
from stub_server.web import control, pages
from stub_server.web.binding import bind
from stub_server.web.document import Document
from stub_server.web.exchange import Exchanges
from stub_server.web.guard import Guard, TrustedOrigins


def create_site(
    document: Document,
    shop: Shop,
    *,
    folder: Path,
    policy: TrustPolicy,
    offers_states: bool,
    facts: dict[str, Any],
) -> FastAPI:
    """The ASGI app of the shop.

    folder: the contract's pages, to be read at `/_stub/docs/`. policy: who may call what.
    facts: what `/_stub/health` says beside `ok`.
    """
    site = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Nobody traces a stub, and spans would cost a tenth of each request.
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )
    exchanges = Exchanges(document, shop.events)
    site.add_middleware(TrustedOrigins, policy=policy)  # around everything, a 404's envelope too
    site.add_middleware(Guard, policy=policy, exchanges=exchanges)  # the last one added runs first
    bind(site, document, shop, exchanges)
    site.router.routes.append(control.health_route(facts))
    site.router.routes.extend(pages.routes(document, folder, exchanges))
    site.router.routes.extend(control.routes(shop, exchanges))
    if offers_states:
        site.router.routes.append(control.state_route(shop, exchanges))
    for fault in (HTTPException, Exception):
        site.add_exception_handler(fault, exchanges.unrouted)
    return site
