"""The shop as a plug-in of the server."""

from __future__ import annotations

from functools import partial

from stub_server.server.plugin import Plugin
from stub_server.shop import serializers
from stub_server.shop.context import ShopContext
from stub_server.shop.control_routes import control_routes
from stub_server.shop.domain.session import Session
from stub_server.shop.handlers import HANDLERS, RULES
from stub_server.shop.operations import sessions
from stub_server.shop.seed import seed

NAME = "shop"


class ShopSessions:
    """The shop's implementation of the session port."""

    def __init__(self, shop: ShopContext) -> None:
        self._shop = shop

    def load_or_start(self, token: str | None, *, keep: bool) -> Session:
        """Return the session of the token, or a guest's; see `sessions.load_or_start`."""
        return sessions.load_or_start(self._shop, token, keep=keep)

    def is_logged_in(self, session: Session) -> bool:
        """Whether the session is a customer's."""
        return session.customer_id is not None

    def key_of(self, session: Session) -> str:
        """Return the key that the session's data is stored under."""
        return session.key


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
    )
