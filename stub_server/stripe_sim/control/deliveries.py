"""`GET /_stub/deliveries`: pages of the deliveries with their attempts, newest first."""

from __future__ import annotations

from stub_server.stripe_sim.control_errors import ControlError
from stub_server.stripe_sim.engine.delivery import Deliveries
from stub_server.stripe_sim.params import form
from stub_server.stripe_sim.store.schema import Json

DEFAULT_LIMIT, MAX_LIMIT = 100, 1000
PARAMS = {"limit", "starting_after"}


def list_deliveries(deliveries: Deliveries, query: bytes) -> Json:
    """Return a page as Stripe's lists are. ControlError 400: a parameter is unknown or invalid.

    query: `limit` (1 to 1,000, by default 100) and `starting_after` (the id of a delivery).
    """
    params = dict(form.parse_pairs(query))
    unknown = sorted(params.keys() - PARAMS)
    if unknown:
        raise ControlError(400, f"Unknown parameter: {unknown[0]}. Known: limit, starting_after.")
    limit = _parse_limit(params.get("limit", str(DEFAULT_LIMIT)))
    after = params.get("starting_after")
    try:
        records = deliveries.page(limit + 1, after)
    except KeyError:
        raise ControlError(400, f"starting_after: there is no delivery {after}.") from None
    return {
        "object": "list",
        "url": "/_stub/deliveries",
        "has_more": len(records) > limit,
        "data": records[:limit],
    }


def _parse_limit(text: str) -> int:
    digits = text if text.isascii() and text.isdecimal() and len(text) < 5 else "0"
    if not 1 <= int(digits) <= MAX_LIMIT:
        raise ControlError(400, f"limit must be an integer from 1 to {MAX_LIMIT}.")
    return int(digits)
