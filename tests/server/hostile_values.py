"""JSON values that have broken servers, and bodies with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

HUGE = "9" * 400
VALUES = {
    "1e400": "1e400",
    "-1e400": "-1e400",
    "1e-400": "1e-400",
    "400 digits": HUGE,
    "-400 digits": f"-{HUGE}",
    "5,000 digits": "9" * 5000,
    "above 64 bits": "18446744073709551616",
    "below 64 bits": "-9223372036854775809",
    "above 53 bits": "9007199254740993",
    "a long fraction": f"0.{HUGE}",
    "1e308": "1e308",
    "-0": "-0",
    "-0.0": "-0.0",
    "NaN": "NaN",
    "Infinity": "Infinity",
    "-Infinity": "-Infinity",
    "10,000 levels of lists": "[" * 10_000 + "]" * 10_000,
    "10,000 levels of objects": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "1,000 levels of lists": "[" * 1000 + "]" * 1000,
    "a lone surrogate": '"\\ud800"',
    "surrogates in the wrong order": '"\\udc00\\ud800"',
    "a name with a lone surrogate": '{"\\ud800": 1}',
    "NUL": '"\\u0000"',
    "a long text": json.dumps("x" * 500_000),
    "the last code point": '"\\udbff\\udfff"',
    "a text of digits": f'"{HUGE}"',
    "null": "null",
    "true": "true",
    "an empty list": "[]",
    "an empty object": "{}",
    "an empty text": '""',
    "a name twice": '{"a": 1, "a": 2}',
}
"""JSON texts, and some that are nearly JSON."""

SAMPLES: dict[str, Any] = {
    "productId": "kaiser-natron-bad-500-g",
    "quantity": 1,
    "email": "ada@example.com",
    "password": "long enough a word",
    "name": "Ada",
    "token": "x",
    "orderId": "ord_x",
    "acceptsMarketing": False,
    "price": 1.5,
    "stock": 3,
    "title": "A title",
    "trackingUrl": "https://example.com",
}


def bodies(members: list[str], value: str, fixed: dict[str, Any]) -> Iterator[str]:
    """Yield JSON texts: the value alone, and as each of the members beside usual values."""
    yield value
    for hostile in members:
        usual = {name: SAMPLES[name] for name in members if name in SAMPLES} | fixed
        usual.pop(hostile, None)
        beside = "".join(f",{json.dumps(name)}:{json.dumps(usual[name])}" for name in usual)
        yield f"{{{json.dumps(hostile)}:{value}{beside}}}"
