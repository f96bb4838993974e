"""Mandates: a buyer's permission to debit an account, or to charge a method later."""

from __future__ import annotations

import re

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.types import Enum, Hash, Int, Opaque, Str
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import Json

TABLE = "mandates"
RETRIEVE = declared_params("GET mandates/*")
MANDATE_DATA = Hash(
    {
        "customer_acceptance": Hash(
            {
                "accepted_at": Int(),
                "offline": Opaque(),
                "online": Hash(
                    {"infer_from_client": Opaque(), "ip_address": Str(), "user_agent": Str()},
                    unset=True,
                ),
                "type": Enum(("offline", "online")),
            },
            required=("type",),
        )
    },
    required=("customer_acceptance",),
    unset=True,
)
"""The parameter `mandate_data`: the buyer's acceptance."""

PREFIX_PATTERN = re.compile(r"(?!STRIPE)[A-Z0-9][A-Z0-9 ./&_-]{0,11}\Z")
INVALID_PREFIX = (
    "The `reference_prefix` must be at most 12 characters long and can only contain "
    "uppercase letters, numbers, spaces, or the special characters `/`, `_`, `-`, `&`, and "
    "`.`. It can't begin with `STRIPE`."
)


def reference_prefix_of(options: Json | None) -> str:
    """Return the `reference_prefix` of SEPA mandates, or an empty string.

    StripeError 400: it is invalid.
    """
    mandate_options = ((options or {}).get("sepa_debit") or {}).get("mandate_options") or {}
    prefix: str = mandate_options.get("reference_prefix") or ""
    if prefix and not PREFIX_PATTERN.match(prefix):
        raise invalid_request(
            INVALID_PREFIX,
            "payment_method_options[sepa_debit][mandate_options][reference_prefix]",
            "invalid_sepa_mandate_reference_prefix_format",
        )
    return prefix


def validate_mandate_data(data: Json | None) -> None:
    """Raise StripeError 400 if an online acceptance lacks its `online` hash."""
    acceptance = (data or {}).get("customer_acceptance", {})
    if acceptance.get("type") == "online" and acceptance.get("online") is None:
        raise missing_param("mandate_data[customer_acceptance][online]")


def create_mandate(
    ctx: Context, method: Json, consent: Json, *, single_use: Json | None = None, prefix: str = ""
) -> str:
    """Store an active mandate for the method and return its id.

    `single_use`: amount in the smallest currency unit, and currency; without it the mandate is for
    multiple uses. `prefix`: the beginning of its reference.
    """
    identifier = ctx.new_id("mandate")
    acceptance = consent["customer_acceptance"]
    method_type = method["type"]
    record: Json = new_object(
        "mandate",
        private={"account": ctx.account},
        id=identifier,
        customer_acceptance={
            "accepted_at": acceptance.get("accepted_at", ctx.now()),
            **_build_acceptance(acceptance),
        },
        **{"single_use": single_use} if single_use else {"multi_use": {}},
        payment_method=method["id"],
        payment_method_details={
            method_type: _build_method_details(ctx, method_type, prefix),
            "type": method_type,
        },
        status="active",
        type="single_use" if single_use else "multi_use",
    )
    ctx.simulation.objects.store.put(TABLE, f"{ctx.account}/{identifier}", record)
    return identifier


def _build_acceptance(acceptance: Json) -> Json:
    """Return the members of `customer_acceptance` that depend on its type."""
    if acceptance["type"] == "offline":
        return {"offline": {}, "type": "offline"}
    online = acceptance.get("online") or {}
    if online.get("infer_from_client"):
        online = {"ip_address": "127.0.0.1", "user_agent": "Mozilla/5.0", **online}
    members = {name: value for name, value in online.items() if name != "infer_from_client"}
    path = "mandate/customer_acceptance/online"
    return {"online": complete(path, members), "type": "online"}


def _build_method_details(ctx: Context, method_type: str, prefix: str) -> Json:
    """Return the mandate's details of a payment method type."""
    if method_type == "sepa_debit":
        reference = prefix + ctx.ids.token(24 - len(prefix) if prefix else 16).upper()
        return {"reference": reference, "url": f"https://hooks.stripe.com/adapter/{reference}"}
    if method_type == "paypal":
        return {"billing_agreement_id": None, "payer_id": None}
    return {}


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one mandate."""
    return ctx.get(TABLE, identifier, "mandate", "mandate", in_path=True)


RESOURCE = Resource(
    object="mandate", table=TABLE, operations={"GET mandates/*": operation(retrieve, RETRIEVE)}
)
