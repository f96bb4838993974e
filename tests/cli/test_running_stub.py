"""The commands that drive a running stub say what they did, to which stub, and cut nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import Result

ORDER = {
    "id": "ord_01234567890123456789",
    "number": "2026-000001-ABCDEF",
    "status": "paid",
    "fulfilmentStatus": "unfulfilled",
    "items": [{"quantity": 1}],
    "total": 1.29,
    "email": "a-rather-long-address-of-a-buyer@example.com",
}
HEALTH = {"stripe": "http://stripe.test", "stripeMode": "test-mode", "webhook": "/api/hook"}


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[httpx.Request]:
    """The requests to a stub with two mails and a paid order; the stub answers them."""
    sent: list[httpx.Request] = []
    mail = {"to": "a@example.com", "subject": "s", "text": "t", "sentAt": "now"}
    answers: dict[str, Any] = {
        "/_stub/health": HEALTH,
        "/_stub/orders": {"orders": [ORDER]},
        "/_stub/outbox": {"mails": [mail, mail]},
        "/__contract/state": {},
    }

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        if request.url.params.get("to"):
            return httpx.Response(200, json={"mails": []})
        return httpx.Response(200, json=answers[request.url.path])

    real = httpx.Client
    monkeypatch.setattr(
        httpx,
        "Client",
        lambda **options: real(**options, transport=httpx.MockTransport(answer)),
    )
    return sent


Run = Callable[..., Result]


def test_an_address_without_scheme_is_taken(run: Run, requests: list[httpx.Request]) -> None:
    assert run("orders", "--url", "localhost:4700").exit_code == 0
    assert str(requests[0].url).startswith("http://localhost:4700/")


def test_ids_are_not_cut(run: Run, requests: list[httpx.Request]) -> None:
    shown = run("orders", "--url", "localhost:4600").stdout
    assert all(str(ORDER[name]) in shown for name in ("id", "number", "email"))


def test_outbox_says_how_many_mails_go_to_others(run: Run, requests: list[httpx.Request]) -> None:
    ended = run("outbox", "--to", "x@example.com", "--url", "localhost:4600")
    assert ended.stdout == "No mail to x@example.com is among the 2 in the outbox.\n"


def test_pay_takes_no_order_that_is_paid(run: Run, requests: list[httpx.Request]) -> None:
    ended = run("pay", "--url", "localhost:4600")
    assert ended.exit_code == 2
    assert "None of the newest 1 orders can be paid" in ended.stderr


def test_reset_acts_on_no_stub_that_is_not_named(run: Run, requests: list[httpx.Request]) -> None:
    ended = run("reset")
    assert (ended.exit_code, requests) == (2, [])
    assert "shopstub reset --url http://localhost:4600" in ended.stderr


def test_reset_names_what_it_reset(run: Run, requests: list[httpx.Request]) -> None:
    ended = run("reset", "--url", "localhost:4700")
    assert ended.exit_code == 0
    assert "The shop at http://localhost:4700 is back to its fixtures" in ended.stdout


def test_an_unknown_command_gets_the_most_similar(run: Run) -> None:
    ended = run("ordres")
    assert ended.exit_code == 2
    assert "There is no command “ordres”. Did you mean “orders”?" in ended.stderr


@pytest.mark.parametrize("name", ["orders", "outbox", "pay", "trigger", "reset"])
def test_each_help_has_an_example(run: Run, name: str) -> None:
    assert f"Example: shopstub {name}" in " ".join(run(name, "--help").stdout.split())


@pytest.mark.parametrize(
    ("arguments", "variables", "coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {}, False),
    ],
)
def test_colours_are_as_asked_for(
    run: Run,
    requests: list[httpx.Request],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    variables: dict[str, str],
    coloured: bool,
) -> None:
    monkeypatch.setenv("NO_COLOR", variables.get("NO_COLOR", ""))
    monkeypatch.setenv("FORCE_COLOR", "")
    ended = run(*arguments, "outbox", "--url", "localhost:4600")
    assert ("\x1b[" in ended.output) is coloured
