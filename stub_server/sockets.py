"""The sockets that the ports listen on, and what is said when one can't be had."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass

LOCALHOST = "localhost"
ATTEMPTS = 20
"""How many free ports are tried until one is free by IPv4 and IPv6."""


class PortFault(Exception):
    """A port can't be listened on: says which, and what to do. is_taken: somebody else does."""

    def __init__(self, message: str, *, is_taken: bool = False) -> None:
        super().__init__(message)
        self.is_taken = is_taken


@dataclass(frozen=True, slots=True)
class Origin:
    """Sockets that are bound to one port, and the address that they are reached by."""

    sockets: tuple[socket.socket, ...]
    url: str

    @property
    def port(self) -> int:
        """The port."""
        port: int = self.sockets[0].getsockname()[1]
        return port


def bind(host: str, port: int, flag: str) -> Origin:
    """Return listening sockets; port 0 takes any. PortFault names the flag that chooses another.

    `localhost` is this machine by IPv4 and, where it has that, by IPv6: clients try either first.
    """
    if host != LOCALHOST:
        sock = _listen(host, port, flag)
        return Origin((sock,), f"http://{_shown_host(host)}:{sock.getsockname()[1]}")
    for attempt in range(ATTEMPTS):
        first = _listen("127.0.0.1", port, flag)
        found = first.getsockname()[1]
        try:
            sockets: tuple[socket.socket, ...] = (first, _listen("::1", found, flag))
        except PortFault as fault:
            if fault.is_taken:
                first.close()
                if port or attempt == ATTEMPTS - 1:
                    raise
                continue  # the port is free by IPv4 alone: take another one
            sockets = (first,)  # this machine has no IPv6
        return Origin(sockets, f"http://{LOCALHOST}:{found}")
    raise AssertionError("the last attempt returns or raises")


def _shown_host(host: str) -> str:
    """Return the host of a URL that leads to the address."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - it is compared, not bound
        return "[::1]" if host == "::" else "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _listen(host: str, port: int, flag: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        sock = socket.socket(family, socket.SOCK_STREAM)
    except OSError as fault:
        raise PortFault(_words(fault, host, port, flag)) from None
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(1024)
    except OSError as fault:
        sock.close()
        raise PortFault(
            _words(fault, host, port, flag), is_taken=fault.errno == errno.EADDRINUSE
        ) from None
    return sock


def _words(fault: OSError, host: str, port: int, flag: str) -> str:
    if fault.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken: perhaps shopstub runs already. "
            f"Stop that, or choose another port with {flag} (0 takes any that is free)."
        )
    if fault.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} may not be opened by this user. Choose one above 1023 with {flag}."
    return f"{host} is no address of this machine ({fault.strerror}). Choose one with --host."
