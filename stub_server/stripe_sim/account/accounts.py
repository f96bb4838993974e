"""The account that the key belongs to: in the EU, settling in EUR."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate_items
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.params.currencies import SETTLEMENT_CURRENCY
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.store.schema import Json

RETRIEVE = declared_params("GET account")
RETRIEVE_NAMED = declared_params("GET accounts/*")
LIST = declared_params("GET accounts")
ACTIVE = (
    "amazon_pay_payments",
    "bancontact_payments",
    "blik_payments",
    "card_payments",
    "cartes_bancaires_payments",
    "eps_payments",
    "ideal_payments",
    "klarna_payments",
    "link_payments",
    "p24_payments",
    "revolut_pay_payments",
    "sepa_debit_payments",
    "transfers",
)
DESCRIPTOR = "SHOPSTUB"


def retrieve(
    ctx: Context,
) -> Json:  # a handler's shape
    """Its own account."""
    return {
        "id": ctx.account,
        "object": "account",
        "business_profile": {
            "annual_revenue": None,
            "estimated_worker_count": None,
            "mcc": "5734",
            "minority_owned_business_designation": None,
            "name": "shopstub",
            "product_description": None,
            "specified_commercial_transactions_act_url": None,
            "support_address": None,
            "support_email": None,
            "support_phone": None,
            "support_url": None,
            "url": None,
        },
        "business_type": "company",
        "capabilities": dict.fromkeys(ACTIVE, "active"),
        "charges_enabled": True,
        "controller": {"type": "account"},
        "country": "DE",
        "created": 1_700_000_000,
        "default_currency": SETTLEMENT_CURRENCY,
        "details_submitted": True,
        "email": "owner@example.com",
        "metadata": {},
        "payouts_enabled": True,
        "settings": _settings(),
        "type": "standard",
    }


def _settings() -> Json:
    return {
        "bacs_debit_payments": {"display_name": None, "service_user_number": None},
        "branding": {
            "icon": None,
            "logo": None,
            "primary_color": None,
            "secondary_color": None,
        },
        "card_issuing": {"tos_acceptance": {"date": None, "ip": None}},
        "card_payments": {
            "decline_on": {"avs_failure": False, "cvc_failure": False},
            "statement_descriptor_prefix": DESCRIPTOR,
            "statement_descriptor_prefix_kana": None,
            "statement_descriptor_prefix_kanji": None,
        },
        "dashboard": {"display_name": "shopstub", "timezone": "Europe/Berlin"},
        "invoices": {"default_account_tax_ids": None, "hosted_payment_method_save": "offer"},
        "payments": {
            "statement_descriptor": DESCRIPTOR,
            "statement_descriptor_kana": None,
            "statement_descriptor_kanji": None,
            "statement_descriptor_prefix_kana": None,
            "statement_descriptor_prefix_kanji": None,
        },
        "payouts": {
            "debit_negative_balances": True,
            "schedule": {"delay_days": 7, "interval": "daily"},
            "statement_descriptor": None,
        },
        "sepa_debit_payments": {},
    }


def retrieve_named(ctx: Context, identifier: str) -> Json:
    """Its own account by id. StripeError 403: somebody else's."""
    if identifier != ctx.account:
        raise StripeError(
            403,
            "The provided key does not have access to account "
            f"'{identifier}' (or that account does not exist). Application access may have been "
            "revoked.",
            code="account_invalid",
        )
    return retrieve(ctx)


def many(
    ctx: Context,
) -> Json:  # a handler's shape
    """The accounts connected to it: who is no platform has none."""
    return paginate_items([], ctx.params, "/v1/accounts")


OPERATIONS = {
    "GET accounts": operation(many, LIST),
    "GET accounts/*": operation(retrieve_named, RETRIEVE_NAMED),
    "GET account": operation(retrieve, RETRIEVE),
}
