"""A taken port is named, and those that are given out are nobody's, nor ever an outgoing connection's."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

import pytest

from quaychain.contracts.ports import PortTakenError, free_port, free_ports, require_free_port

_OUTGOING = Path("/proc/sys/net/ipv4/ip_local_port_range")


@pytest.mark.integration
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port_is_named(host: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"port {port} \\(API\\) is taken"):
            require_free_port(port, "API", host)
    require_free_port(port, "API", host)


@pytest.mark.integration
def test_free_ports_are_all_different_and_take_a_server() -> None:
    ports = free_ports(20)
    assert len(set(ports)) == 20
    with contextlib.ExitStack() as servers:
        for port in ports:
            servers.enter_context(socket.create_server(("127.0.0.1", port)))
        assert free_port() not in ports


@pytest.mark.integration
@pytest.mark.skipif(not _OUTGOING.exists(), reason="only Linux says which ports outgoing connections get")
def test_no_outgoing_connection_gets_a_free_port() -> None:
    first = int(_OUTGOING.read_text().split()[0])
    assert max(free_ports(200)) < first
