"""Validation of the settings of a Checkout Session's page: custom fields and branding."""

from __future__ import annotations

import re

from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.store.schema import Json

KEY_PATTERN = re.compile(r"[A-Za-z0-9_-]+")


def validate_page_settings(params: Json) -> None:
    """Raise StripeError 400 if a custom field or an image of the branding is invalid."""
    fields: list[Json] = params.get("custom_fields") or []
    for position, field in enumerate(fields):
        where = f"custom_fields[{position}]"
        _validate_key(field["key"], [other["key"] for other in fields[:position]], f"{where}[key]")
        if field["type"] == "dropdown":
            if "dropdown" not in field:
                raise missing_param(f"{where}[dropdown]")
            _validate_dropdown(field["dropdown"], f"{where}[dropdown]")
    _validate_images(params.get("branding_settings") or {})


def _validate_key(key: str, others: list[str], where: str) -> None:
    if not KEY_PATTERN.fullmatch(key):
        raise invalid_request(f"Invalid {where}: must be alphanumeric.", where)
    if key in others:
        raise invalid_request(f"Invalid {where}: must be unique.", where)


def _validate_dropdown(dropdown: Json, where: str) -> None:
    values = [option["value"] for option in dropdown["options"]]
    for position, value in enumerate(values):
        _validate_key(value, values[:position], f"{where}[options][{position}][value]")
    if dropdown.get("default_value", values[0]) not in values:
        raise invalid_request(
            f"Invalid {where}[default_value]: must match a `value` in the `options` array.",
            f"{where}[default_value]",
        )


def _validate_images(branding: Json) -> None:
    if "icon" in branding and "logo" in branding:
        raise invalid_request("You cannot set both `logo` and `icon`.", "branding_settings[logo]")
    for name in ("icon", "logo"):
        if (image := branding.get(name)) is not None:
            source = image["type"]
            where, other = f"branding_settings[{name}]", {"file": "url", "url": "file"}[source]
            if source not in image:
                raise missing_param(f"{where}[{source}]")
            if other in image:
                raise invalid_request(
                    f"You can not pass `{other}` with the type `{source}`.", f"{where}[{other}]"
                )
