"""Enode URLs are read and written as Besu does, and nothing that can't be dialled passes."""

from __future__ import annotations

import ipaddress
import json
from pathlib import Path

import pytest
from eth_keys.datatypes import PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from quaychain.node.enode import Enode, EnodeError, Place, PlaceError

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "qbft"
KEY = PrivateKey(b"\x01" * 32).public_key.to_bytes()

names = st.lists(st.from_regex(r"[a-z]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True), min_size=1, max_size=4).map(
    ".".join
)
hosts = st.one_of(st.ip_addresses().map(str).filter(lambda ip: _dialable(ip)), names)
ports = st.integers(1, 65_535)


def _dialable(text: str) -> bool:
    address = ipaddress.ip_address(text)
    return not address.is_unspecified and not address.is_multicast


@given(st.binary(min_size=64, max_size=64), hosts, ports)
def test_what_is_written_is_read(key: bytes, host: str, port: int) -> None:
    enode = Enode(key, host, port)
    assert Enode.parse(enode.url) == enode


@given(hosts, ports)
def test_places_are_read_as_people_write_them(host: str, port: int) -> None:
    assert Place.parse(f"[{host}]:{port}" if ":" in host else f"{host}:{port}") == Place(host, port)


@given(st.text(max_size=80))
def test_any_text_is_an_enode_or_one_clear_line(text: str) -> None:
    for read, error in ((Enode.parse, EnodeError), (Place.parse, PlaceError)):
        try:
            read(text)
        except error as caught:
            assert "\n" not in str(caught)


def test_a_node_of_a_real_network_is_read() -> None:
    path = REFERENCE / "rpc_admin_nodeInfo.json"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    info = json.loads(path.read_text())["result"]
    enode = Enode.parse(info["enode"])
    assert enode.url == info["enode"]
    assert enode.public_key.hex() == info["id"]
    assert (enode.host, enode.port) == (info["ip"], info["ports"]["listener"])
    # It was one of the network's validators.
    validators = json.loads((REFERENCE / "validators_by_block.json").read_text())
    assert enode.address.lower() in json.dumps(validators).lower()


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("0.0.0.0", "no address that a peer can dial"),
        ("224.0.0.1", "no address that a peer can dial"),
        ("::", "no address that a peer can dial"),
        ("2001:DB8::1", "write 2001:DB8::1 as 2001:db8::1"),
        ("1.2.3", "no IP address and no host name"),
        ("1.2.3.400", "no IP address and no host name"),
        ("Node.example", "lower case"),
        ("-a.example", "no host name"),
        ("a..b", "no host name"),
        ("a" * 64, "no host name"),
        ("a b", "no host name"),
    ],
)
def test_hosts_that_nobody_can_dial(host: str, said: str) -> None:
    with pytest.raises(PlaceError, match=said):
        Place.parse(f"[{host}]:30303" if ":" in host else f"{host}:30303")


@pytest.mark.parametrize("text", ["", "host", "host:", ":30303", "host:0", "host:65536", "host:x", "host:²"])
def test_places_without_host_or_port(text: str) -> None:
    with pytest.raises(PlaceError, match="HOST:PORT"):
        Place.parse(text)


@pytest.mark.parametrize(
    "url",
    [
        f"http://{KEY.hex()}@127.0.0.1:30303",
        f"enode://{KEY.hex()}@127.0.0.1",
        f"enode://{KEY.hex()[:-2]}@127.0.0.1:30303",
        f"enode://{'zz' * 64}@127.0.0.1:30303",
        f"enode://{KEY.hex()}@127.0.0.1:99999",
        f"enode://{KEY.hex()}@0.0.0.0:30303",
    ],
)
def test_urls_that_are_no_enodes(url: str) -> None:
    with pytest.raises(EnodeError):
        Enode.parse(url)


def test_the_address_is_the_keys() -> None:
    assert Enode(KEY, "127.0.0.1", 1).address == PrivateKey(b"\x01" * 32).public_key.to_checksum_address()
    assert Enode(KEY, "node.example", 1).is_named
    assert not Enode(KEY, "2001:db8::1", 1).is_named
