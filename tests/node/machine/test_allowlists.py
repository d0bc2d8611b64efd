"""The lists follow from the cards, in one order, and are read back from the file as Besu leaves it."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quaychain.contracts.types import to_address
from quaychain.node.enode import Enode
from quaychain.node.machine.allowlists import Allowlists, PermissionsFileError, static_nodes

from ..conftest import Founding

nodes = st.builds(
    Enode,
    st.binary(min_size=64, max_size=64),
    st.sampled_from(["127.0.0.1", "2001:db8::1", "node.example"]),
    st.integers(1, 65_535),
)
accounts = st.binary(min_size=20, max_size=20).filter(any).map(to_address)


@given(st.lists(nodes, max_size=5), st.lists(accounts, max_size=5))
def test_what_is_written_is_read(enodes: list[Enode], addresses: list[str]) -> None:
    lists = Allowlists.of(enodes, addresses)  # type: ignore[arg-type]
    assert lists == Allowlists.of(enodes[::-1] * 2, addresses[::-1] * 2)  # type: ignore[arg-type]
    assert Allowlists.parse(lists.permissions(), "permissions.toml") == lists


def test_all_nodes_and_senders_of_all_cards_are_let_in(founding: Founding) -> None:
    lists = Allowlists.of_cards(card.card for card in founding.cards)
    assert len(lists.nodes) == 5  # four validators, one query node
    for card in founding.cards:
        assert set(card.card.enodes) <= set(lists.nodes)
        assert {account.address for account in card.card.accounts} <= set(lists.accounts)
        assert card.card.recovery in lists.accounts
        if card.card.validator is not None:
            assert card.card.validator.address not in lists.accounts
    assert Allowlists.of_cards(card.card for card in founding.cards[::-1]) == lists


def test_a_node_dials_all_others(founding: Founding) -> None:
    lists = Allowlists.of_cards(card.card for card in founding.cards)
    own = founding.cards[0].card.enodes[0]
    dialled = json.loads(lists.static_nodes(own.public_key))
    assert own.url not in dialled
    assert len(dialled) == len(lists.nodes) - 1
    # Besu doesn't start where a static node is not on the list.
    assert set(dialled) < set(tomllib.loads(lists.permissions().decode())["nodes-allowlist"])
    assert json.loads(static_nodes([])) == []


def test_besus_own_writing_is_read() -> None:
    """As it leaves the file after a start: accounts first or last, no line end between the lists."""
    key = "ab" * 64
    data = f'nodes-allowlist=["enode://{key}@127.0.0.1:30303?discport=0"]\naccounts-allowlist=["0x{"cd" * 20}"]'
    lists = Allowlists.parse(data.encode(), "permissions.toml")
    assert lists.nodes == (Enode(bytes.fromhex(key), "127.0.0.1", 30_303),)
    assert lists.accounts == (to_address("0x" + "cd" * 20),)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"nodes-allowlist=[]",
        b"nodes-allowlist=1\naccounts-allowlist=[]",
        b"nodes-allowlist=[1]\naccounts-allowlist=[]",
        b'nodes-allowlist=["enode://00@127.0.0.1:1"]\naccounts-allowlist=[]',
        b'nodes-allowlist=[]\naccounts-allowlist=["0x00"]',
        b"nodes-allowlist=[\n",
    ],
)
def test_what_besu_would_not_take_is_named_in_one_line(data: bytes) -> None:
    with pytest.raises(PermissionsFileError, match=r"^here is no permissions file: ") as caught:
        Allowlists.parse(data, "here")
    assert "\n" not in str(caught.value)
