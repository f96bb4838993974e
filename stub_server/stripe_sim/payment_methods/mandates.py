"""Mandates: the buyer's permission to debit an account, or to charge later."""

from __future__ import annotations

import re

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.types import Enum, Hash, Int, Opaque, Str
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import Json

KIND = "mandates"
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
"""What callers say of the buyer's consent."""

PREFIX = re.compile(r"(?!STRIPE)[A-Z0-9][A-Z0-9 ./&_-]{0,11}\Z")
BAD_PREFIX = (
    "The `reference_prefix` must be at most 12 characters long and can only contain uppercase "
    "letters, numbers, spaces, or the special characters `/`, `_`, `-`, `&`, and `.`. It can't "
    "begin with `STRIPE`."
)


def prefix_of(options: Json | None) -> str:
    """How the options want a debit's mandate reference to begin. StripeError 400: it cannot."""
    wanted = ((options or {}).get("sepa_debit") or {}).get("mandate_options") or {}
    prefix: str = wanted.get("reference_prefix") or ""
    if prefix and not PREFIX.match(prefix):
        raise invalid_request(
            BAD_PREFIX,
            "payment_method_options[sepa_debit][mandate_options][reference_prefix]",
            "invalid_sepa_mandate_reference_prefix_format",
        )
    return prefix


def check_consent(given: Json | None) -> None:
    """StripeError 400: a consent given online that doesn't say from where."""
    acceptance = (given or {}).get("customer_acceptance", {})
    if acceptance.get("type") == "online" and acceptance.get("online") is None:
        raise missing_param("mandate_data[customer_acceptance][online]")


def made(
    ctx: Context,
    method: Json,
    consent: Json,
    *,
    single_use: Json | None = None,
    prefix: str = "",
) -> str:
    """File an active mandate over the method; its id.

    `single_use`: amount and currency. `prefix`: how its reference begins.
    """
    identifier = ctx.new_id("mandate")
    acceptance = consent["customer_acceptance"]
    kind = method["type"]
    record: Json = new_object(
        "mandate",
        private={"account": ctx.account},
        id=identifier,
        customer_acceptance={
            "accepted_at": acceptance.get("accepted_at", ctx.now()),
            **_acceptance(acceptance),
        },
        **{"single_use": single_use} if single_use else {"multi_use": {}},
        payment_method=method["id"],
        payment_method_details={kind: _details(ctx, kind, prefix), "type": kind},
        status="active",
        type="single_use" if single_use else "multi_use",
    )
    ctx.simulation.objects.store.put(KIND, f"{ctx.account}/{identifier}", record)
    return identifier


def _acceptance(given: Json) -> Json:
    if given["type"] == "offline":
        return {"offline": {}, "type": "offline"}
    online = given.get("online") or {}
    if online.get("infer_from_client"):
        online = {"ip_address": "127.0.0.1", "user_agent": "Mozilla/5.0", **online}
    shown = {name: value for name, value in online.items() if name != "infer_from_client"}
    path = "mandate/customer_acceptance/online"
    return {"online": complete(path, shown), "type": "online"}


def _details(ctx: Context, kind: str, prefix: str) -> Json:
    if kind == "sepa_debit":
        reference = prefix + ctx.ids.token(24 - len(prefix) if prefix else 16).upper()
        return {"reference": reference, "url": f"https://hooks.stripe.com/adapter/{reference}"}
    if kind == "paypal":
        return {"billing_agreement_id": None, "payer_id": None}
    return {}


def retrieve(ctx: Context, identifier: str) -> Json:
    """One mandate."""
    return ctx.get(KIND, identifier, "mandate", "mandate", in_path=True)


RESOURCE = Resource(
    object="mandate",
    table=KIND,
    operations={
        "GET mandates/*": operation(retrieve, RETRIEVE),
    },
)
