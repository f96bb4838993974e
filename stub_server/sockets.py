"""Listening sockets: of an address, or of both loopback addresses."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass
from pathlib import Path

Tls = tuple[Path, Path]

LOOPBACK = ("127.0.0.1", "::1")
"""What `localhost` stands for; browsers and programs try either first."""

WITHOUT_FAMILY = (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.EPROTONOSUPPORT)
"""Errors of a machine that lacks IPv4 or IPv6, in its kernel or on its interfaces."""

ATTEMPTS = 20
"""How many free ports are tried until one is free on both loopback addresses."""


class PortFault(Exception):
    """A port can't be listened on: says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Sockets that are bound, and the address that they are reached by.

    url: for people and pages. direct_url: for our own calls, without resolution of a name.
    tls: files of certificate and key, None for plain HTTP.
    """

    sockets: tuple[socket.socket, ...]
    url: str
    direct_url: str
    tls: Tls | None = None

    @property
    def port(self) -> int:
        """The port, the same on all sockets."""
        port: int = self.sockets[0].getsockname()[1]
        return port


def bind(host: str, port: int, flag: str, tls: Tls | None = None) -> Origin:
    """Return sockets that listen; port 0 takes any. PortFault names the flag that chooses another.

    `localhost` is both loopback addresses, with the same port, or the one that the machine has.
    """
    try:
        if host.lower() == "localhost":
            bound = _bind_loopback(port)
            shown, direct = "localhost", bound[0].getsockname()[0]
        else:
            bound = (_listen(host, port),)
            is_any = host in ("0.0.0.0", "::")  # noqa: S104 - it is compared, not bound
            shown = "localhost" if is_any else host
            direct = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    except OSError as error:
        raise PortFault(_words(error, host, port, flag)) from None
    number = bound[0].getsockname()[1]
    scheme = "https" if tls else "http"
    return Origin(bound, _url(scheme, shown, number), _url(scheme, direct, number), tls)


def _bind_loopback(port: int) -> tuple[socket.socket, ...]:
    """Return a socket on each loopback address that the machine has. OSError: a port is taken."""
    for attempt in range(1, ATTEMPTS + 1):
        bound: list[socket.socket] = []
        number = port
        try:
            for host in LOOPBACK:
                try:
                    bound.append(_listen(host, number))
                except OSError as error:
                    if error.errno not in WITHOUT_FAMILY or (not bound and host == LOOPBACK[-1]):
                        raise
                    continue
                number = bound[0].getsockname()[1]
            return tuple(bound)
        except OSError as error:
            for one in bound:
                one.close()
            if port or error.errno != errno.EADDRINUSE or attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket. OSError: its filename is the address that could not be bound."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        sock = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise OSError(error.errno, error.strerror, host) from None
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0 if host == "::" else 1)
        sock.bind((host, port))
        sock.listen(1024)
    except OSError as error:
        sock.close()
        raise OSError(error.errno, error.strerror, host) from None
    return sock


def _url(scheme: str, host: str, port: int) -> str:
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _words(error: OSError, host: str, port: int, flag: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {error.filename or host} is taken: perhaps shopstub runs already. "
            f"Stop that, or choose another port with {flag} (0 takes any that is free)."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} may not be opened by this user. Choose one above 1023 with {flag}."
    return f"{host} is no address of this machine ({error.strerror}). Choose one with --host."
