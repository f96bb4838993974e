"""The shop's whole site: the document's routes, the stub's own, and an envelope for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from stub_server.operations.shop import Shop
from stub_server.web import control, pages
from stub_server.web.binding import bind
from stub_server.web.document import Document
from stub_server.web.exchange import Exchanges


def create_site(
    document: Document,
    shop: Shop,
    *,
    folder: Path,
    origins: Sequence[str],
    offers_states: bool,
    facts: dict[str, Any],
) -> FastAPI:
    """The ASGI app of the shop.

    folder: the contract's pages, to be read at `/_stub/docs/`. origins: frontends that a browser
    lets in, with credentials. facts: what `/_stub/health` says beside `ok`.
    """
    site = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Nobody traces a stub, and spans would cost a tenth of each request.
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )
    # CORS stands around everything, the envelope of a 404 too; `*` can't go with credentials.
    every = "*" in origins
    site.add_middleware(
        CORSMiddleware,
        allow_origins=() if every else tuple(origins),
        allow_origin_regex=".*" if every else None,
        allow_credentials=True,
        allow_methods=("GET", "POST", "PATCH", "PUT", "DELETE"),
        allow_headers=("*",),  # HTTP wrappers add all sorts; the origins are what matters
        expose_headers=("Retry-After",),
        max_age=600,
    )
    exchanges = Exchanges(document, shop.journal)
    bind(site, document, shop, exchanges)
    site.router.routes.append(control.health_route(facts))
    site.router.routes.extend(pages.routes(document, folder, exchanges))
    if offers_states:
        site.router.routes.extend(control.routes(shop, exchanges, origins))
    for fault in (HTTPException, Exception):
        site.add_exception_handler(fault, exchanges.unrouted)
    return site
