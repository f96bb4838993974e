"""How the stub listens."""

from __future__ import annotations

import socket

import pytest

from stub_server import serving


@pytest.mark.rule("C-cus-6")
def test_nobody_can_pretend_to_come_from_elsewhere() -> None:
    assert serving._config(None).proxy_headers is False


def test_a_port_that_is_bound_is_taken_even_before_it_is_served() -> None:
    first = serving.bind_socket("127.0.0.1", 0, "--port")
    port = first.socket.getsockname()[1]
    with pytest.raises(serving.PortFault, match=rf"Port {port} on 127\.0\.0\.1 is taken.*--port"):
        serving.bind_socket("127.0.0.1", port, "--port")
    first.socket.close()


def test_a_host_that_is_none_of_this_machine_is_named() -> None:
    with pytest.raises(serving.PortFault, match=r"192\.0\.2\.1 is no address of this machine"):
        serving.bind_socket("192.0.2.1", 0, "--port")


def test_the_address_that_is_shown_can_be_opened() -> None:
    everywhere = serving.bind_socket("0.0.0.0", 0, "--port")
    assert everywhere.url.startswith("http://127.0.0.1:")
    with socket.create_connection(("127.0.0.1", everywhere.socket.getsockname()[1]), 2):
        pass
    everywhere.socket.close()
