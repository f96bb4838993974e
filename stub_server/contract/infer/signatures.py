"""The header that carries the signature of a signed body."""

from __future__ import annotations

from stub_server.contract.model import Operation


def signature_header(operation: Operation) -> str:
    """Return the header's name; empty where the body is not signed or no cell names the header.

    Stripe's header needs no cell.
    """
    if not operation.body.signed:
        return ""
    if "stripe" in f"{operation.path} {operation.summary} {operation.id}".lower():
        return "Stripe-Signature"
    return next((name for name in operation.headers if "signature" in name.lower()), "")
