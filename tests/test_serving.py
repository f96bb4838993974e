"""How the stub listens."""

from __future__ import annotations

import errno
import socket

import pytest

from stub_server import serving, sockets


@pytest.mark.rule("C-cus-6")
def test_nobody_can_pretend_to_come_from_elsewhere() -> None:
    assert serving._config(None).proxy_headers is False


def test_a_port_that_is_bound_is_taken_even_before_it_is_served() -> None:
    first = sockets.bind("127.0.0.1", 0, "--port")
    with pytest.raises(
        sockets.PortFault, match=rf"Port {first.port} on 127\.0\.0\.1 is taken.*--port"
    ):
        sockets.bind("127.0.0.1", first.port, "--port")
    _close(first)


def test_a_host_that_is_none_of_this_machine_is_named() -> None:
    with pytest.raises(sockets.PortFault, match=r"192\.0\.2\.1 is no address of this machine"):
        sockets.bind("192.0.2.1", 0, "--port")


def test_the_address_that_is_shown_can_be_opened() -> None:
    everywhere = sockets.bind("0.0.0.0", 0, "--port")
    assert everywhere.url == f"http://localhost:{everywhere.port}"
    assert everywhere.direct_url == f"http://127.0.0.1:{everywhere.port}"
    with socket.create_connection(("localhost", everywhere.port), 2):
        pass
    _close(everywhere)


def test_localhost_is_both_loopback_addresses_with_one_port() -> None:
    both = sockets.bind("localhost", 0, "--port")
    assert both.url == f"http://localhost:{both.port}"
    hosts = [one.getsockname()[:2] for one in both.sockets]
    if _has_ipv6():
        assert hosts == [("127.0.0.1", both.port), ("::1", both.port)]
    for host, port in hosts:
        with socket.create_connection((host, port), 2):
            pass
    _close(both)


@pytest.mark.parametrize("missing", [errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL])
def test_a_machine_without_ipv6_listens_on_ipv4(
    missing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sockets._listen

    def listen(host: str, port: int) -> socket.socket:
        if ":" in host:
            raise OSError(missing, "no IPv6", host)
        return real(host, port)

    monkeypatch.setattr(sockets, "_listen", listen)
    only = sockets.bind("localhost", 0, "--port")
    assert [one.getsockname()[0] for one in only.sockets] == ["127.0.0.1"]
    _close(only)


@pytest.mark.parametrize("host", sockets.LOOPBACK)
def test_a_port_that_is_taken_on_one_family_is_named_with_its_address(host: str) -> None:
    if ":" in host and not _has_ipv6():
        pytest.skip("this machine has no IPv6")
    taken = sockets.bind(host, 0, "--port")
    with pytest.raises(sockets.PortFault, match=rf"Port {taken.port} on {host} is taken"):
        sockets.bind("localhost", taken.port, "--port")
    _close(taken)


def test_a_free_port_that_is_taken_in_ipv6_only_is_not_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, refused = sockets._listen, list[int]()

    def listen(host: str, port: int) -> socket.socket:
        if ":" in host and not refused:
            refused.append(port)
            raise OSError(errno.EADDRINUSE, "in use", host)
        return real(host, port)

    monkeypatch.setattr(sockets, "_listen", listen)
    both = sockets.bind("localhost", 0, "--port")
    assert refused
    assert {one.getsockname()[1] for one in both.sockets} == {both.port}
    _close(both)


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def _close(origin: sockets.Origin) -> None:
    for one in origin.sockets:
        one.close()
