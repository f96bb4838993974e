"""Stripe's errors: one type, in Stripe's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from stub_server.stripe_sim.store.schema import Json

VALIDATION_CODES = (
    "parameter_",
    "amount_too_",
    "email_invalid",
    "url_invalid",
    "property_expansion_",
)
"""How the codes begin that speak of parameters alone, whatever there is."""

DOCS_URL = "https://stripe.com/docs/error-codes/"


class StripeError(Exception):
    """An answer that is no 2xx. `details` are further members of the error object.

    Raised, it undoes what its request has written so far; returned by a handler, as a declined
    payment is, it leaves what was written.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        error_type: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.error_type = error_type
        self.code = code
        self.param = param
        self.details = dict(details or {})

    @property
    def before_execution(self) -> bool:
        """Whether a parameter did not fit: then nothing has been executed, and nothing is kept."""
        return self.code is not None and self.code.startswith(VALIDATION_CODES)

    def body(self) -> Json:
        """The error object: members that say nothing are left out, as Stripe does."""
        members = {
            "code": self.code,
            "doc_url": DOCS_URL + self.code.replace("_", "-") if self.code else None,
            "message": self.message,
            "param": self.param,
            **self.details,
            "type": self.error_type,
        }
        return {name: value for name, value in members.items() if value is not None}


def invalid_request(message: str, param: str | None = None, code: str | None = None) -> StripeError:
    """400: the request makes no sense as it is."""
    return StripeError(400, message, code=code, param=param)


def resource_missing(noun: str, identifier: str, param: str, *, in_path: bool) -> StripeError:
    """404 for an id in the path, 400 for one in a parameter."""
    return StripeError(
        404 if in_path else 400,
        f"No such {noun}: '{identifier}'",
        code="resource_missing",
        param=param,
    )


def missing_param(param: str) -> StripeError:
    """400: a required parameter is not there."""
    return invalid_request(f"Missing required param: {param}.", param, "parameter_missing")


def unknown_params(params: Sequence[str], suggestion: str | None = None) -> StripeError:
    """400: parameters that the call does not have; the first is named as the culprit."""
    noun = "parameter" if len(params) == 1 else "parameters"
    hint = f". Did you mean {suggestion}?" if suggestion else ""
    return invalid_request(
        f"Received unknown {noun}: {', '.join(params)}{hint}", params[0], "parameter_unknown"
    )
