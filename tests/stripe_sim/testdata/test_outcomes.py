"""The test data and the code keep in step, both ways."""

from __future__ import annotations

from typing import get_args

import pytest

from stub_server.stripe_sim.testdata import outcomes
from stub_server.stripe_sim.testdata.files import read
from stub_server.stripe_sim.testdata.method_types import Flow, known_method_types

CARDS = outcomes.cards()


def test_every_card_number_is_right_and_stands_once() -> None:
    rows = read("cards")
    assert len({row["number"] for row in rows}) == len(rows)
    assert all(outcomes.has_luhn_digit(row["number"]) for row in rows)


def test_every_name_means_one_card() -> None:
    names = [name for card in CARDS.values() for name in card.names]
    assert len(names) == len(set(names)) == len(outcomes.cards_by_name())


def test_every_decline_has_a_card_and_every_declined_card_a_decline() -> None:
    on_cards = {card.decline for card in CARDS.values() if card.decline}
    # No card declines like this by itself: a challenge that nobody is there to answer does.
    assert on_cards | {"authentication_required"} == set(outcomes.declines())


def test_every_way_to_authenticate_has_a_card() -> None:
    assert {card.authentication for card in CARDS.values()} == set(outcomes.AUTHENTICATIONS)


def test_every_risk_has_a_card() -> None:
    assert {card.risk for card in CARDS.values()} == set(outcomes.RISKS)


DOCUMENTED = """
visa visa_debit mastercard mastercard_debit mastercard_prepaid amex discover diners jcb unionpay
visa_cartesBancaires mastercard_cartesBancaires visa_debit_eftposAuCoBranded
mastercard_debit_eftposAuCoBranded us ar br ca cl co cr ec mx pa py pe uy ae ae_mastercard at be
bg by hr cy cz dk ee fi fr de gi gr hu ie it lv li lt lu mt nl no pl pt ro si sk es se ch gb
gb_debit gb_mastercard au cn hk in jp my nz sg tw th_credit th_debit debit_visaFsaProductCode
debit_visaHsaProductCode mastercard_debit_mastercardFsaProductCode
credit_disableEnterpriseCardFeatures visa_chargeDeclined visa_chargeDeclinedInsufficientFunds
visa_debit_chargeDeclinedInsufficientFunds visa_chargeDeclinedLostCard
visa_chargeDeclinedStolenCard chargeDeclinedExpiredCard visa_chargeDeclinedExpiredCard
visa_chargeDeclinedFraudulent chargeDeclinedIncorrectCvc visa_chargeDeclinedIncorrectCvc
chargeDeclinedProcessingError visa_chargeDeclinedProcessingError
visa_chargeDeclinedVelocityLimitExceeded chargeCustomerFail visa_chargeCustomerFail
visa_chargeCustomerFailLostCard visa_chargeCustomerFailStolenCard radarBlock riskLevelHighest
riskLevelElevated cvcCheckFail avsZipFail cvcCheckFailElevatedRisk avsZipFailElevatedRisk
avsLine1Fail avsFail avsUnchecked createDispute createDisputeProductNotReceived
createDisputeInquiry createIssuerFraudRecord createMultipleDisputes createCe3EligibleDispute
createComplianceDispute pendingRefund refundFail bypassPending bypassPendingInternational
authenticationRequiredOnSetup authenticationRequired authenticationRequiredSetupForOffSession
authenticationRequiredChargeDeclinedInsufficientFunds threeDSecure2Required
threeDSecureRequiredChargeDeclined threeDSecureRequiredProcessingError threeDSecureOptional
threeDSecureOptionalProcessingError amex_threeDSecureNotSupported
"""
"""What follows `pm_card_` and `tok_` on the page of Stripe's documentation on testing."""

COUNTRIES = "AT BE HR EE FI FR DE GI IE LI LT LU NL NO PT ES SE CH GB"
"""Whose test accounts Stripe's page on SEPA debits lists."""


def test_every_documented_name_has_its_card() -> None:
    assert sorted(set(DOCUMENTED.split()) - set(outcomes.cards_by_name())) == []


def test_every_country_has_an_account_for_every_ending() -> None:
    ended: dict[str, list[str]] = {}
    for iban, ending in outcomes.ibans().items():
        ended.setdefault(iban[:2], []).append(ending)
    assert ended.pop("IT") == ["success", "failed"]
    known = sorted({*outcomes.DEBIT_FAILURES, *outcomes.DEBIT_SUCCESSES})
    assert {country: sorted(endings) for country, endings in ended.items()} == dict.fromkeys(
        COUNTRIES.split(), known
    )


def test_country_cards_say_their_country_in_their_number() -> None:
    numbers = {"DE": "276", "FR": "250", "GB": "826", "IE": "372", "IT": "380", "AT": "040"}
    for country, digits in numbers.items():
        card = outcomes.cards_by_name()[country.lower()]
        assert card.country == country
        assert card.number[6:9] == digits


def test_every_account_number_is_an_iban_and_ends_in_a_known_way() -> None:
    known = {*outcomes.DEBIT_FAILURES, *outcomes.DEBIT_SUCCESSES}
    assert set(outcomes.ibans().values()) == known
    assert all(outcomes.is_iban(iban) for iban in outcomes.ibans())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DE",
        "DE89370400440532013001",
        "DE893704004405320130",
        "XX00!",
        "8937040044053201",
        "SA0380000000608010167519",  # an IBAN, and not of SEPA
    ],
)
def test_what_is_no_iban_is_none(text: str) -> None:
    assert not outcomes.is_iban(text)


def test_every_way_to_pay_has_a_flow_that_the_code_knows() -> None:
    assert {method["flow"] for method in known_method_types().values()} == set(get_args(Flow))
