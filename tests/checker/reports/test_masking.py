"""No report shows a secret: each is a variable, the same one wherever the secret stands."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest

from contract_tests.harness.failures import Evidence
from contract_tests.harness.output import Console
from contract_tests.harness.reports.junit import junit_xml
from contract_tests.harness.reports.masking import Secrets
from contract_tests.harness.reports.page import write_page
from contract_tests.harness.reports.record import record
from contract_tests.harness.reports.summary import summary
from contract_tests.harness.reports.terminal import github_annotations, show
from contract_tests.harness.target import SECRET_KEY
from tests.checker.reports.samples import TARGET, exchange, facts

GATE = "Bearer gate-credentials-1"
SESSION = "0123456789abcdef"
PASSWORD = "correct horse battery"
RESET = "reset-token-0123456789"
CLIENT_SECRET = "pi_3ABC_secret_DEF456789"
KEY = "sk_test_someoneElses1234"
TOKEN = "control-token-987"
WEBHOOK = "whsec_someoneElses5678"
SHOWN = [GATE, "gate-credentials-1", SESSION, PASSWORD, RESET, CLIENT_SECRET, KEY, TOKEN, WEBHOOK]
WITH_SECRETS = replace(
    TARGET,
    headers={"authorization": GATE, "accept-language": "de"},
    cookies={"gate": "open-sesame"},
    stripe_key=KEY,
    webhook_secret=WEBHOOK,
    token=TOKEN,
    state_url="http://127.0.0.1/state?key=state-key-42",
)
EXCHANGES = (
    exchange(
        "POST",
        f"/api/password/reset?token={RESET}",
        {"email": "a@example.com", "password": PASSWORD, "token": RESET},
        {"clientSecret": CLIENT_SECRET, "echo": [PASSWORD, GATE, TOKEN, WEBHOOK]},
        request_headers={"authorization": GATE, "cookie": f"sid={SESSION}; gate=open-sesame"},
        headers={"x-debug": f"session {SESSION}"},
        set_cookies=(f"sid={SESSION}; HttpOnly; Path=/",),
    ),
    exchange(
        "POST",
        "/v1/payment_intents/pi_3ABC/confirm",
        f"client_secret={CLIENT_SECRET}&payment_method=pm_card_visa".encode(),
        service="Stripe",
        request_headers={
            "content-type": "application/x-www-form-urlencoded",
            "authorization": f"Bearer {KEY}",
        },
    ),
)


@pytest.fixture
def reports(tmp_path: object) -> dict[str, str]:
    found = facts(
        f"the token {RESET} works twice, says {TOKEN}",
        Evidence({"password": PASSWORD}, {"password": "", "session": SESSION}),
        EXCHANGES,
        target=WITH_SECRETS,
        missing=f"the hook {WITH_SECRETS.state_url} says {WEBHOOK}",
        stopped=f"it answered {KEY}",
    )
    path = tmp_path / "r.html"  # type: ignore[operator]
    write_page(found, path)
    console = Console(file=io.StringIO(), width=200)
    show(console, found)
    return {
        "html": path.read_text("utf-8"),
        "json": json.dumps(record(found)),
        "junit": junit_xml(found).decode(),
        "summary": summary(found),
        "github": "\n".join(github_annotations(found)),
        "terminal": console.file.getvalue(),  # type: ignore[attr-defined]
    }


@pytest.mark.parametrize("name", ["html", "json", "junit", "summary", "github", "terminal"])
def test_no_report_shows_a_secret(reports: dict[str, str], name: str) -> None:
    shown = [
        secret for secret in [*SHOWN, "open-sesame", "state-key-42"] if secret in reports[name]
    ]
    assert shown == []
    assert "SHOPSTUB_" in reports[name]


def test_the_same_secret_has_the_same_name_everywhere() -> None:
    secrets = Secrets(WITH_SECRETS, EXCHANGES)
    assert secrets.mask(f"{SESSION} {PASSWORD}") == ("$SHOPSTUB_COOKIE_SID $SHOPSTUB_BODY_PASSWORD")
    assert secrets.set_cookie(f"sid={SESSION}; HttpOnly") == "sid=$SHOPSTUB_COOKIE_SID; HttpOnly"
    names = [variable.name for variable in secrets.variables]
    assert len(names) == len(set(names))


def test_another_value_of_the_same_member_has_a_name_of_its_own() -> None:
    secrets = Secrets(TARGET)
    assert secrets.mask('{"password": "one"}') == '{"password": "$SHOPSTUB_BODY_PASSWORD"}'
    assert secrets.mask('{"password": "two"}') == '{"password": "$SHOPSTUB_BODY_PASSWORD_2"}'


def test_a_short_secret_is_masked_where_it_stands_and_in_no_word() -> None:
    secrets = Secrets(replace(TARGET, cookies={"gate": "open"}))
    assert secrets.mask("the order is open") == "the order is open"
    parts = secrets.header_parts("cookie", "gate=open")
    assert [part.text for part in parts] == ["gate=", "SHOPSTUB_COOKIE_GATE"]


@pytest.mark.parametrize(
    "text",
    [
        f"Bearer {SECRET_KEY}",  # the simulator's own, as its documentation has it
        "Bearer pk_test_1234567890",
        '{"field": "password", "token": null, "secret": ""}',
        "an order without a password",
    ],
)
def test_what_is_no_secret_is_shown(text: str) -> None:
    assert Secrets(TARGET).mask(text) == text


def test_a_publishable_key_is_shown_though_a_header_of_that_name_is_configured() -> None:
    parts = Secrets(WITH_SECRETS).header_parts("authorization", "Bearer pk_test_1234567890")
    assert [part.text for part in parts] == ["Bearer pk_test_1234567890"]


def test_a_name_from_outside_is_a_valid_variable() -> None:
    secrets = Secrets(TARGET)
    secrets.set_cookie("a b'$(id)€=0123456789; Path=/")
    assert secrets.variables[0].name == "SHOPSTUB_COOKIE_A_B_ID"
