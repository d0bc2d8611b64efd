"""node.json is read as it was written, and says in one line what it can't be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.node.documents import DocumentError, parse_document
from quaychain.node.machine.settings import NodeSettings

from .settings import settings

ports = st.integers(1, 65_535)
ip_addresses = st.ip_addresses(v=4).map(str)


@given(
    st.binary(min_size=16, max_size=16),
    ports,
    ports,
    st.integers(100, 1_000_000),
    st.floats(0, 1, exclude_min=True),
    st.sampled_from([None, "/opt/besu/bin/besu", "docker:hyperledger/besu:26.8.0"]),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50),
    ip_addresses,
)
def test_is_read_as_it_was_written(
    member: bytes, p2p: int, rpc: int, size: int, share: float, besu: str | None, password: str, interface: str
) -> None:
    node = settings(
        member=member,
        p2p={"host": "127.0.0.1", "interface": interface, "port": p2p},
        rpc={"host": interface, "port": rpc},
        pool={"transactions": size, "account_share": share},
        besu=besu,
        password_file=password,
    )
    assert parse_document(node.as_file(), NodeSettings, "node.json") == node


def test_names_are_those_of_the_format() -> None:
    content = json.loads(settings().as_file())
    assert list(content) == [
        "format",
        "name",
        "role",
        "member",
        "chainId",
        "rootAddress",
        "address",
        "publicKey",
        "p2p",
        "rpc",
        "metrics",
        "besu",
        "javaOptions",
        "passwordFile",
        "pool",
    ]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"name": "No name"}, "name: "),
        ({"role": "bootnode"}, "role: "),
        ({"chainId": 0}, "chainId: "),
        ({"chainId": "4711"}, "chainId: "),
        ({"besu": "besu"}, "neither an absolute path nor docker:IMAGE"),
        ({"besu": "docker:"}, "docker: needs an image"),
        ({"passwordFile": ""}, "passwordFile: "),
        ({"p2p": {"host": "127.0.0.1", "interface": "eth0", "port": 1}}, "no IP address of this machine"),
        ({"p2p": {"host": "node.example", "interface": "0.0.0.0", "port": 1}}, "its IP address too"),
        ({"rpc": {"host": "127.0.0.1", "port": 70_000}}, "rpc.port: "),
        ({"rpc": {"host": "127.0.0.1", "port": 1, "allowedHosts": ["*"]}}, "no host name"),
        ({"pool": {"transactions": 5, "accountShare": 0.5}}, "pool.transactions: "),
        ({"pool": {"transactions": 500, "accountShare": 1.5}}, "pool.accountShare: "),
        ({"key": "0x11"}, "key: "),
    ],
)
def test_says_in_one_line_what_can_not_be(edit: dict[str, Any], said: str) -> None:
    content = json.loads(settings().as_file()) | edit
    with pytest.raises(DocumentError, match=r"^node\.json") as caught:
        parse_document(json.dumps(content).encode(), NodeSettings, "node.json")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_where_a_client_of_this_machine_asks() -> None:
    for host, url in (
        ("127.0.0.1", "http://127.0.0.1:1"),
        ("0.0.0.0", "http://127.0.0.1:1"),
        ("::", "http://[::1]:1"),
        ("10.1.2.3", "http://10.1.2.3:1"),
    ):
        assert settings(rpc={"host": host, "port": 1}).rpc.url == url


def test_the_image_is_told_from_the_program() -> None:
    assert settings(besu="docker:hyperledger/besu:26.8.0").docker_image == "hyperledger/besu:26.8.0"
    assert settings(besu="/opt/besu/bin/besu").docker_image is None
    assert settings().docker_image is None
