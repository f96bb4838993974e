"""Caller, API version and operation of a request."""

from __future__ import annotations

from typing import NamedTuple

from stub_server.stripe_sim import router
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import Operation
from stub_server.stripe_sim.engine.simulation import Simulation
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.http import auth
from stub_server.stripe_sim.http.request import Request
from stub_server.stripe_sim.params import versions

TRAILING_SLASH = (
    "If you are trying to list objects, remove the trailing slash. If you are trying to retrieve "
    "an object, make sure you passed a valid (non-empty) identifier in your code. "
)


class Execution(NamedTuple):
    """An operation to run, with its context and the ids in its path."""

    ctx: Context
    operation: Operation
    ids: tuple[str, ...]


def find_operation(request: Request, request_id: str, simulation: Simulation) -> Execution:
    """Return the operation and its context.

    Raise StripeError 401 if the key is invalid, 403 if access is denied, 404 if there is none.
    """
    key = auth.key_of(request)
    caller = auth.caller_of(key)
    version = _version_of(request) or simulation.settings.default_version
    connected = request.header(b"stripe-account")
    if connected is not None and connected != caller.account:
        raise StripeError(
            403,
            f"The provided key '{auth.redact_key(key or '')}' does not have access to account "
            f"'{connected}' (or that account does not exist). Application access may have "
            "been revoked.",
            code="account_invalid",
        )
    match = router.find(request.method, request.path[4:]) if _is_v1(request.path) else None
    if match is None:
        hint = TRAILING_SLASH if request.path.endswith("/") else ""
        raise StripeError(
            404,
            f"Unrecognized request URL ({request.method}: {request.path}). {hint}Please see "
            "https://stripe.com/docs or we can help at https://support.stripe.com/.",
        )
    operation, ids = match
    browser = caller.rights == "publishable"
    if browser and not operation.browser:
        raise StripeError(403, auth.NOT_FOR_BROWSERS, code="secret_key_required")
    ctx = Context(
        simulation,
        caller.account,
        version,
        request_id=request_id,
        idempotency_key=request.header(b"idempotency-key"),
        publishable=browser,
        origin=request.origin,
    )
    return Execution(ctx, operation, ids)


def _version_of(request: Request) -> str | None:
    version = request.header(b"stripe-version")
    if version is None and b"_stripe_version" in request.body + request.query:
        version = request.param("_stripe_version")
    return versions.validate_version(version) if version else None


def _is_v1(path: str) -> bool:
    return path.startswith("/v1/")
