"""The account of the API key: in the EU, settled in EUR."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate_items
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.params.currencies import SETTLEMENT_CURRENCY
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.store.schema import Json

RETRIEVE = declared_params("GET account")
RETRIEVE_BY_ID = declared_params("GET accounts/*")
LIST = declared_params("GET accounts")
ACTIVE_CAPABILITIES = (
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
STATEMENT_DESCRIPTOR = "SHOPSTUB"


def retrieve(ctx: Context) -> Json:
    """Return the account of the key."""
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
        "capabilities": dict.fromkeys(ACTIVE_CAPABILITIES, "active"),
        "charges_enabled": True,
        "controller": {"type": "account"},
        "country": "DE",
        "created": 1_700_000_000,
        "default_currency": SETTLEMENT_CURRENCY,
        "details_submitted": True,
        "email": "owner@example.com",
        "metadata": {},
        "payouts_enabled": True,
        "settings": _build_settings(),
        "type": "standard",
    }


def _build_settings() -> Json:
    """Return the account's `settings`."""
    return {
        "bacs_debit_payments": {"display_name": None, "service_user_number": None},
        "branding": {"icon": None, "logo": None, "primary_color": None, "secondary_color": None},
        "card_issuing": {"tos_acceptance": {"date": None, "ip": None}},
        "card_payments": {
            "decline_on": {"avs_failure": False, "cvc_failure": False},
            "statement_descriptor_prefix": STATEMENT_DESCRIPTOR,
            "statement_descriptor_prefix_kana": None,
            "statement_descriptor_prefix_kanji": None,
        },
        "dashboard": {"display_name": "shopstub", "timezone": "Europe/Berlin"},
        "invoices": {"default_account_tax_ids": None, "hosted_payment_method_save": "offer"},
        "payments": {
            "statement_descriptor": STATEMENT_DESCRIPTOR,
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


def retrieve_by_id(ctx: Context, identifier: str) -> Json:
    """Return the account of the key by its id. StripeError 403: it is another account."""
    if identifier != ctx.account:
        raise StripeError(
            403,
            f"The provided key does not have access to account '{identifier}' (or that "
            "account does not exist). Application access may have been revoked.",
            code="account_invalid",
        )
    return retrieve(ctx)


def list_accounts(ctx: Context) -> Json:
    """List connected accounts; there are none, because the account is no platform."""
    return paginate_items([], ctx.params, "/v1/accounts")


OPERATIONS = {
    "GET accounts": operation(list_accounts, LIST),
    "GET accounts/*": operation(retrieve_by_id, RETRIEVE_BY_ID),
    "GET account": operation(retrieve, RETRIEVE),
}
