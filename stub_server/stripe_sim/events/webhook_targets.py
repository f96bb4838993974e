"""Allowed targets of webhooks: loopback by default, other addresses by a setting."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from stub_server.origins import is_loopback
from stub_server.stripe_sim.settings import WebhookTargets

Address = IPv4Address | IPv6Address
Resolve = Callable[[str], Awaitable[Iterable[str]]]
"""Host name → its IP addresses; raises OSError if it has none."""

LOOPBACK = ("127.0.0.1", "::1")
THIS_NETWORK = ip_network("0.0.0.0/8")
NAT64 = IPv6Network("64:ff9b::/96")
NO_SCHEME = "An explicit scheme (such as https) must be provided."
SETTING = "Start the simulator with --webhook-targets {} to allow it."


class TargetError(Exception):
    """The URL is not allowed; the message has the reason, and the setting that allows it."""


def validate_url(url: str, allowed: WebhookTargets) -> None:
    """Validate a URL without resolving its host name.

    Raise TargetError if it is no HTTP URL, has credentials, or names an IP address that is not
    allowed, in any notation (`http://2130706433/` is 127.0.0.1).
    """
    for address in _numeric(_host(url)):
        _validate_address(address, allowed)


async def allowed_addresses(
    url: str, allowed: WebhookTargets, resolve: Resolve | None = None
) -> list[str]:
    """Return the allowed IP addresses of the URL's host, in the order to try them.

    Raise TargetError if none is allowed, OSError if the host has no address.
    """
    host = _host(url)
    addresses: Iterable[str] = _numeric(host)
    if not addresses:
        addresses = LOOPBACK if is_loopback(host) else await (resolve or _resolve)(host)
    allowed_ones, reason = [], TargetError(f"{host} has no address.")
    for address in dict.fromkeys(addresses):
        try:
            _validate_address(address, allowed)
            allowed_ones.append(address)
        except TargetError as error:
            reason = error
    if not allowed_ones:
        raise reason
    return allowed_ones


def _host(url: str) -> str:
    """Return the URL's host. Raise TargetError if the URL is invalid."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise TargetError("Not a valid URL") from None
    if parts.scheme not in ("http", "https"):
        raise TargetError(NO_SCHEME)
    if not host or any(not sign.isprintable() or sign == " " for sign in url):
        raise TargetError("Not a valid URL")
    if "@" in parts.netloc:
        raise TargetError("A URL with a user name or password in it is never called.")
    return host


def _validate_address(text: str, allowed: WebhookTargets) -> None:
    """Raise TargetError if the address is never called, or not with this setting."""
    address = _unwrap(ip_address(text))
    if _is_never_called(address):
        raise TargetError(f"{address} is an address that is never called.")
    if address.is_loopback or allowed == "any" or (allowed == "private" and not address.is_global):
        return
    setting = "any" if address.is_global else "private"
    raise TargetError(f"{address} is not on this machine. {SETTING.format(setting)}")


def _is_never_called(address: Address) -> bool:
    return (
        address.is_link_local
        or address.is_unspecified
        or address.is_multicast
        or (address.version == 4 and (address in THIS_NETWORK or address.is_reserved))
    )


def _unwrap(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address contains, else the address."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address


def _numeric(host: str) -> list[str]:
    """Return the addresses of a numeric host, in any notation; empty for a name."""
    try:
        addresses = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except OSError:
        return []
    return [str(entry[4][0]) for entry in addresses]


async def _resolve(host: str) -> Iterable[str]:
    loop = asyncio.get_running_loop()
    addresses = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in addresses]
