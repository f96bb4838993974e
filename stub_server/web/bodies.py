"""A body's JSON, whatever numbers are in it."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

import orjson

from stub_server.shop.domain.refusal import Refusal

BEYOND = 10**309
"""Stands for a number that no float can hold: whoever judges it finds it too large."""


def json_of(raw: bytes) -> Any:
    """The value in the bytes; Refusal `request.invalid` when they are not JSON (C-conv-7)."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as fault:
        if not raw:
            raise Refusal("request.invalid", "The body is missing.", rule="C-conv-7") from None
        return _with_large_numbers(raw, fault)


def _with_large_numbers(raw: bytes, fault: orjson.JSONDecodeError) -> Any:
    """JSON has no largest number, orjson has: 1e400 is an integer all the same (C-cart-4)."""
    try:
        value = json.loads(raw.decode(), parse_constant=_none, parse_float=_number)
        json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate is no text
    except (ValueError, RecursionError):
        words = f"The body is not JSON: {fault}."
        raise Refusal("request.invalid", words, rule="C-conv-7") from None
    return value


def _number(text: str) -> float | int:
    number = float(text)
    if isfinite(number):
        return number
    return BEYOND if number > 0 else -BEYOND


def _none(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
