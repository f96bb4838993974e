"""Requests to services beside the backend, Stripe say: recorded, so that findings show them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

import httpx

from contract_tests.harness.exchange import Exchange
from contract_tests.harness.http_transport import HttpResponse, HttpTransport, trust
from contract_tests.harness.results import Results

SHOWN = ("authorization", "content-type", "stripe-version", "stripe-account", "idempotency-key")
"""The request's headers that a finding shows."""


def ask_service(
    results: Results,
    service: str,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    timeout: float,
    **content: Any,
) -> HttpResponse:
    """Send one request and record it. content: httpx's `data` or `json`; timeout in seconds.

    httpx.HTTPError: there is no whole response.
    """
    transport = HttpTransport(timeout, verify=trust(url))
    try:
        request = transport.http.build_request(method, url, headers=dict(headers), **content)
        shown = {name: value for name, value in request.headers.items() if name in SHOWN}
        body = request.read() or None
        describe = partial(Exchange, method, url, "", shown, body, service=service)
        began = time.monotonic()
        try:
            response = transport.send(request)
        except httpx.HTTPError as error:
            failure = f"{type(error).__name__}: {error}"
            results.add_exchange(describe(0, {}, b"", time.monotonic() - began, failure))
            raise
        elapsed = time.monotonic() - began
        recorded = describe(response.status, dict(response.headers), response.body, elapsed)
        results.add_exchange(recorded)
        return response
    finally:
        transport.close()
