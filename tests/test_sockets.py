"""How the stub listens."""

from __future__ import annotations

import socket

import pytest

from stub_server import serving, sockets


@pytest.mark.rule("C-cus-6")
def test_nobody_can_pretend_to_come_from_elsewhere() -> None:
    assert serving._config(None).proxy_headers is False


def test_a_port_that_is_bound_is_taken_even_before_it_is_served() -> None:
    first = sockets.bind("127.0.0.1", 0, "--port")
    port = first.port
    with pytest.raises(sockets.PortFault, match=rf"Port {port} on 127\.0\.0\.1 is taken.*--port"):
        sockets.bind("127.0.0.1", port, "--port")
    first.sockets[0].close()


def test_a_host_that_is_none_of_this_machine_is_named() -> None:
    with pytest.raises(sockets.PortFault, match=r"192\.0\.2\.1 is no address of this machine"):
        sockets.bind("192.0.2.1", 0, "--port")


def test_the_address_that_is_shown_can_be_opened() -> None:
    everywhere = sockets.bind("0.0.0.0", 0, "--port")
    assert everywhere.url.startswith("http://127.0.0.1:")
    with socket.create_connection(("127.0.0.1", everywhere.port), 2):
        pass
    everywhere.sockets[0].close()


def test_localhost_is_this_machine_by_ipv4_and_ipv6_at_one_port() -> None:
    origin = sockets.bind("localhost", 0, "--port")
    assert origin.url == f"http://localhost:{origin.port}"
    hosts = [sock.getsockname()[:2] for sock in origin.sockets]
    assert hosts == [("127.0.0.1", origin.port), ("::1", origin.port)]
    for host in ("127.0.0.1", "::1"):
        with socket.create_connection((host, origin.port), 2):
            pass
    close(origin)


def test_a_port_that_is_taken_by_ipv6_alone_is_told() -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as other:
        other.bind(("::1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(sockets.PortFault, match=f"Port {port} on ::1 is taken"):
            sockets.bind("localhost", port, "--port")


def test_a_machine_without_ipv6_is_reached_by_ipv4(monkeypatch: pytest.MonkeyPatch) -> None:
    listen = sockets._listen

    def refuse(host: str, port: int, flag: str) -> socket.socket:
        if ":" in host:
            raise sockets.PortFault("::1 is no address of this machine")
        return listen(host, port, flag)

    monkeypatch.setattr(sockets, "_listen", refuse)
    origin = sockets.bind("localhost", 0, "--port")
    assert len(origin.sockets) == 1
    close(origin)


def close(origin: sockets.Origin) -> None:
    for sock in origin.sockets:
        sock.close()
