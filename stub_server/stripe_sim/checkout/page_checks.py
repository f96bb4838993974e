"""Whether what a new Checkout Session's page is told makes sense: its questions, its pictures."""

from __future__ import annotations

import re

from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.store.schema import Json

WORD = re.compile(r"[A-Za-z0-9_-]+")


def check_page(params: Json) -> None:
    """StripeError 400: a question cannot be asked like that, or a picture is none."""
    fields: list[Json] = params.get("custom_fields") or []
    for position, field in enumerate(fields):
        where = f"custom_fields[{position}]"
        _check_word(field["key"], [other["key"] for other in fields[:position]], f"{where}[key]")
        if field["type"] == "dropdown":
            if "dropdown" not in field:
                raise missing_param(f"{where}[dropdown]")
            _check_answers(field["dropdown"], f"{where}[dropdown]")
    _check_pictures(params.get("branding_settings") or {})


def _check_word(word: str, others: list[str], where: str) -> None:
    if not WORD.fullmatch(word):
        raise invalid_request(f"Invalid {where}: must be alphanumeric.", where)
    if word in others:
        raise invalid_request(f"Invalid {where}: must be unique.", where)


def _check_answers(dropdown: Json, where: str) -> None:
    values = [option["value"] for option in dropdown["options"]]
    for position, value in enumerate(values):
        _check_word(value, values[:position], f"{where}[options][{position}][value]")
    if dropdown.get("default_value", values[0]) not in values:
        raise invalid_request(
            f"Invalid {where}[default_value]: must match a `value` in the `options` array.",
            f"{where}[default_value]",
        )


def _check_pictures(branding: Json) -> None:
    if "icon" in branding and "logo" in branding:
        raise invalid_request("You cannot set both `logo` and `icon`.", "branding_settings[logo]")
    for name in ("icon", "logo"):
        if (picture := branding.get(name)) is not None:
            kind = picture["type"]
            where, other = f"branding_settings[{name}]", {"file": "url", "url": "file"}[kind]
            if kind not in picture:
                raise missing_param(f"{where}[{kind}]")
            if other in picture:
                raise invalid_request(
                    f"You can not pass `{other}` with the type `{kind}`.", f"{where}[{other}]"
                )
