"""The ports that `make demo` takes: the usual ones, or free ones beside another stub."""

from __future__ import annotations

import socket

from scripts import free_port


def test_a_port_that_is_taken_is_replaced_by_a_free_one() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        found = free_port.find(taken)
        assert found != taken
    assert free_port.find(found) == found
