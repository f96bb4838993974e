"""Denials: why the trust model refuses a request, in words that say what to do."""

from __future__ import annotations

from dataclasses import dataclass

from stub_server.origins import host_name, split_origin


@dataclass(frozen=True, slots=True)
class Denial:
    """Why a request is refused before anything runs. status: 401, 403 or 421."""

    status: int
    code: str
    message: str


def unknown_host(host: str) -> Denial:
    """Return the denial of a request for a host name that is not served."""
    name = (host_name(host) or "")[:200]
    advice = f", or start it with --allow-host {name}" if name else ""
    shown = f"the host name “{name}”" if name else "that host name"
    return Denial(
        421,
        "stub.hostNotAllowed",
        f"This stub does not answer for {shown}. Call it at localhost or an IP address{advice}.",
    )


def foreign_origin(origin: str | None) -> Denial:
    """Return the denial of a request from a page that is not trusted."""
    if origin is not None and split_origin(origin) is not None:
        origin = origin[:200]
        words = (
            f"Pages of {origin} may not do this. If it is your frontend, start the stub with "
            f"--origin {origin}."
        )
    else:
        words = (
            "Pages of other sites, and pages without an origin (files, sandboxed frames), may not "
            "do this. Serve your frontend at http://localhost."
        )
    return Denial(403, "stub.originNotAllowed", words)


NO_TOKEN = Denial(
    401,
    "stub.tokenRequired",
    "This stub can be reached by other machines, so control calls need its token: send "
    "`Authorization: Bearer TOKEN` with the token that it printed at its start, or set "
    "SHOPSTUB_TOKEN for shopstub's own commands.",
)
