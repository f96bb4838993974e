"""The shop as a plug-in of the server."""

from __future__ import annotations

from functools import partial

from stub_server.server.plugin import Plugin
from stub_server.shop import serializers
from stub_server.shop.context import ShopContext
from stub_server.shop.control_routes import control_routes
from stub_server.shop.handlers import HANDLERS, RULES
from stub_server.shop.operations.sessions import ShopSessions
from stub_server.shop.seed import seed

NAME = "shop"


def create_plugin(shop: ShopContext, *, offers_states: bool) -> Plugin:
    """Return the plug-in of this shop. offers_states: whether tests may set provider states."""
    return Plugin(
        name=NAME,
        handlers=HANDLERS,
        context=shop,
        serialize=serializers.to_json,
        sessions=ShopSessions(shop),
        control_routes=control_routes(shop, offers_states=offers_states),
        rules=RULES,
        seed=partial(seed, shop),
        retention=shop.retention,
    )
