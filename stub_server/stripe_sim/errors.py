"""Errors of the API, with Stripe's messages."""

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
"""Prefixes of the codes of errors that depend on the parameters alone."""

DOCS_URL = "https://stripe.com/docs/error-codes/"


class StripeError(Exception):
    """A response with an error status. `details`: further members of the error object.

    If it is raised, the changes of its request are rolled back; if a handler returns it, as for
    a declined payment, they are stored.
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
        """Whether a parameter is invalid: nothing was executed, and the response is not stored."""
        return self.code is not None and self.code.startswith(VALIDATION_CODES)

    def body(self) -> Json:
        """Return the error object without members that are null, as Stripe does."""
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
    """Return the StripeError 400 of an invalid request."""
    return StripeError(400, message, code=code, param=param)


def resource_missing(noun: str, identifier: str, param: str, *, in_path: bool) -> StripeError:
    """Return the StripeError 404 of an unknown id in the path, or 400 in a parameter."""
    return StripeError(
        404 if in_path else 400,
        f"No such {noun}: '{identifier}'",
        code="resource_missing",
        param=param,
    )


def missing_param(param: str) -> StripeError:
    """Return the StripeError 400 of a missing parameter."""
    return invalid_request(f"Missing required param: {param}.", param, "parameter_missing")


def unknown_params(params: Sequence[str], suggestion: str | None = None) -> StripeError:
    """Return the StripeError 400 of unknown parameters; its `param` is the first one."""
    noun = "parameter" if len(params) == 1 else "parameters"
    hint = f". Did you mean {suggestion}?" if suggestion else ""
    return invalid_request(
        f"Received unknown {noun}: {', '.join(params)}{hint}", params[0], "parameter_unknown"
    )
