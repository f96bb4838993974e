"""No parameter breaks the simulator, whatever it is given: never a 5xx."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from stub_server.stripe_sim import SECRET_KEY, StripeApp, router
from stub_server.stripe_sim.http.request import Request
from stub_server.stripe_sim.params.types import Array, Either, Hash, ParamType
from stub_server.stripe_sim.settings import LATEST_VERSION

ODD = (
    ("", ""),
    ("", "abc"),
    ("", "-1"),
    ("", "0"),
    ("", "9" * 17),
    ("", "9" * 4400),
    ("", "²"),
    ("", "٣"),
    ("", "true"),
    ("", "ü\x00🎉"),
    ("", "x" * 6000),
    ("", "1.5"),
    ("", "http://"),
    ("", "https://[bad"),
    ("", "pm_card_visa"),
    ("[]", ""),
    ("[]", "a"),
    ("[x]", "1"),
    ("[x][y]", "z"),
    ("[0][a][]", "1"),
    (f"[{'9' * 4400}]", "a"),
)
"""What is put behind a parameter's name, and what it is set to."""
EACH = 6
NEEDED = {
    "payment_intents": {"amount": "1000", "currency": "eur"},
    "payment_methods": {"type": "card", "card[token]": "tok_visa"},
    "products": {"name": "Tea"},
    "setup_intents": {
        "confirm": "true",
        "payment_method": "pm_card_visa",
        "return_url": "https://shop.example",
    },
    "webhook_endpoints": {"url": "https://shop.example", "enabled_events[]": "*"},
}
"""Without these a call gets no further than to say that they are missing."""


def names(param_type: ParamType, prefix: str = "", depth: int = 0) -> Iterator[str]:
    """The parameters as they stand in a form, down to those in hashes in lists in hashes."""
    if depth > 3:
        return
    if isinstance(param_type, Hash):
        for name, inner in param_type.fields.items():
            full = f"{prefix}[{name}]" if prefix else name
            yield full
            yield from names(inner, full, depth + 1)
    elif isinstance(param_type, Array):
        yield from names(param_type.of, f"{prefix}[0]", depth + 1)
    elif isinstance(param_type, Either):
        yield from names(param_type.nested, prefix, depth + 1)


async def ask(app: StripeApp, method: str, path: str, params: dict[str, str]) -> Any:
    text = urlencode(params).encode()
    headers = {
        b"authorization": b"Bearer " + SECRET_KEY.encode(),
        b"stripe-version": LATEST_VERSION.encode(),
        b"content-type": b"application/x-www-form-urlencoded",
    }
    query, body = (b"", text) if method == "POST" else (text, b"")
    request = Request(method, f"/v1/{path}", query, headers, body, "http")
    return await app._server.reply(request)


@pytest.mark.parametrize("where", sorted(router.operations()))
async def test_no_parameter_breaks_a_call(make_app: Any, where: str) -> None:
    app, (method, path) = make_app(), where.split(" ")
    kept = path.split("/")[0]
    if "*" in path and kept in NEEDED:
        made = await ask(app, "POST", kept, NEEDED[kept])
        path = path.replace("*", made.body.decode().split('"id": "')[1].split('"')[0], 1)
    path = path.replace("*", "none")
    chance = random.Random(where)  # the same each time
    for name in dict.fromkeys(names(Hash(router.operations()[where].params.fields))):
        for behind, value in chance.sample(ODD, EACH):
            params = {**NEEDED.get(path, {}), f"{name}{behind}": value}
            answer = await ask(app, method, path, params)
            assert answer.status < 500, (params, answer.body)


@pytest.mark.parametrize(
    ("path", "params", "param"),
    [
        ("customers", {f"expand[{'9' * 4400}]": "a"}, None),
        ("customers", {"expand[٣]": "a"}, "expand"),
        ("payment_intents", {"amount": "٣٣٣", "currency": "eur"}, "amount"),
        ("tokens", {"card[number]": "4242424242424242", "card[exp_month]": "²"}, "card[exp_month]"),
    ],
)
async def test_digits_are_ascii_and_of_any_number(
    api: Any, path: str, params: dict[str, str], param: str | None
) -> None:
    """Python's `int` refuses more than 4,300 digits, and takes those of other scripts."""
    error = await api.get_error("POST", path, params)
    assert (error["status"], error.get("param")) == (400, param)


async def test_a_fault_is_a_year_late_at_most(api: Any) -> None:
    answer = await api.control("deliveries/faults", {"kind": "late", "seconds": 1e300})
    assert answer.status_code == 400
    assert "a number from 0 to 31622400" in answer.json()["error"]["message"]
