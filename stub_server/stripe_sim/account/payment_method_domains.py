"""Payment method domains for wallets and buttons. The simulator verifies every domain."""

from __future__ import annotations

import re

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import Json

TABLE = "payment_method_domains"
NOUN = "payment_method_domain"
DOMAIN_NAME = re.compile(
    r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9-]*[a-z0-9]\Z", re.I
)
METHODS = ("amazon_pay", "apple_pay", "google_pay", "klarna", "link", "paypal")


def create(ctx: Context) -> Json:
    """Register a domain; a domain that is registered already is returned as it is."""
    if "domain_name" not in ctx.params:
        raise missing_param("domain_name")
    name = ctx.params["domain_name"]
    if not DOMAIN_NAME.match(name):
        raise invalid_request(f"Invalid domain name: {name}", "domain_name")
    index = ctx.index(TABLE)
    for position in index.positions_of({"domain_name": name}, 0, len(index.ids)):
        registered = ctx.find(TABLE, index.ids[position] or "")
        if registered:
            return registered
    record = new_object(
        NOUN,
        private={"account": ctx.account},
        id=ctx.new_id("pmd"),
        created=ctx.now(),
        domain_name=name,
        enabled=ctx.params.get("enabled", True),
        **{method: {"status": "active"} for method in METHODS},
    )
    ctx.save(TABLE, record)
    return record


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one domain."""
    return ctx.get(TABLE, identifier, NOUN, NOUN, in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Enable or disable a domain."""
    domain = retrieve(ctx, identifier)
    changed = {**domain, "enabled": ctx.params.get("enabled", domain["enabled"])}
    if changed != domain:
        ctx.save(TABLE, changed)
    return changed


def list_domains(ctx: Context) -> Json:
    """List the account's domains."""
    return paginate(ctx, TABLE, f"/v1/{TABLE}")


RESOURCE = Resource(
    object=NOUN,
    table=TABLE,
    operations={
        f"POST {TABLE}": operation(create, declared_params(f"POST {TABLE}")),
        f"GET {TABLE}": operation(list_domains, declared_params(f"GET {TABLE}")),
        f"GET {TABLE}/*": operation(retrieve, declared_params(f"GET {TABLE}/*")),
        f"POST {TABLE}/*": operation(update, declared_params(f"POST {TABLE}/*")),
        f"POST {TABLE}/*/validate": operation(
            retrieve, declared_params(f"POST {TABLE}/*/validate")
        ),
    },
    filters=("domain_name", "enabled"),
)
