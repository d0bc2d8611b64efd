"""File and running node become what is wanted, with as little disturbance as Besu allows."""

from __future__ import annotations

import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quaychain.contracts.rpc import Rpc
from quaychain.contracts.types import BlockHead, to_address
from quaychain.node.enode import Enode
from quaychain.node.machine.allowlists import Allowlists
from quaychain.node.permissions.besu import (
    AllowlistAnswerError,
    BesuPermissions,
    PermissioningOffError,
    difference,
)
from quaychain.node.permissions.files import PermissionsNotWrittenError
from quaychain.node.permissions.sync import PermissionsNotTakenError, PermissionSync
from quaychain.node.permissions.wanted import Wanted
from tests.node.permissions.fake_besu import FakeBesu

REFERENCE = Path(__file__).resolve().parents[4] / "shared/reference/qbft"
HEAD = BlockHead(7, bytes(32), bytes(32), 1_000)


def enode(number: int, host: str = "127.0.0.1") -> Enode:
    return Enode(bytes([number]) * 64, host, 30_000 + number)


def account(number: int) -> Any:
    return to_address(bytes([0xAB, number]) * 10)


NODES = st.frozensets(st.integers(1, 6), max_size=5)
LISTS = st.builds(lambda nodes, accounts: Allowlists.of(map(enode, nodes), map(account, accounts)), NODES, NODES)


class Syncing(PermissionSync):
    """A PermissionSync that wants what the test says."""

    def __init__(self, folder: Path, besu: FakeBesu, lists: Allowlists) -> None:
        self._folder = cast(
            "Any", SimpleNamespace(permissions=folder / "permissions.toml", static_nodes=folder / "static-nodes.json")
        )
        rpc = besu.rpc()
        self._consortium = cast("Any", SimpleNamespace(rpc=rpc, reader=SimpleNamespace(head=lambda: HEAD)))
        self._own = enode(1)
        self._node = BesuPermissions(rpc)
        self.lists = lists

    def _wanted(self, head: BlockHead) -> Wanted:
        return Wanted(self.lists, {})


def started(folder: Path, lists: Allowlists) -> FakeBesu:
    """A Besu that began with these lists, whose nodes but its own are static."""
    file = folder / "permissions.toml"
    file.write_bytes(lists.permissions())
    return FakeBesu(file, tuple(node.url for node in lists.nodes if node != enode(1)))


@settings(max_examples=60)
@given(before=LISTS, after=st.lists(LISTS, min_size=1, max_size=3))
def test_whatever_was_permitted_becomes_what_is_wanted(
    before: Allowlists, after: list[Allowlists], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("node")
    besu = started(folder, before)
    for lists in after:
        syncing = Syncing(folder, besu, lists)
        report = syncing.sync()
        assert bool(report) == (difference(before, lists) != difference(lists, lists))
        assert Allowlists.parse(besu.file.read_bytes(), "file") == lists
        assert sorted(besu.nodes) == sorted(node.url for node in lists.nodes)
        assert sorted(besu.accounts) == sorted(one.lower() for one in lists.accounts)
        assert not syncing.compare()
        before = lists


@given(present=LISTS, wanted=LISTS)
def test_a_difference_is_just_what_is_missing_and_too_much(present: Allowlists, wanted: Allowlists) -> None:
    change = difference(present, wanted)
    nodes = (set(present.nodes) | set(change.add_nodes)) - set(change.remove_nodes)
    accounts = (set(present.accounts) | set(change.add_accounts)) - set(change.remove_accounts)
    assert Allowlists.of(nodes, accounts) == wanted
    assert not set(change.add_nodes) & set(present.nodes)
    assert not set(change.remove_nodes) - set(present.nodes)
    assert bool(change) is (present != wanted)
    assert len(change.lines()) == sum(map(len, (
        change.add_nodes, change.remove_nodes, change.add_accounts, change.remove_accounts
    )))  # fmt: skip


def test_accounts_that_come_and_go_need_no_reload(tmp_path: Path) -> None:
    """While Besu loads its file it permits nobody."""
    besu = started(tmp_path, Allowlists.of([enode(1), enode(2)], [account(1), account(2)]))
    Syncing(tmp_path, besu, Allowlists.of([enode(1), enode(2), enode(3)], [account(2), account(3)])).sync()
    assert "perm_reloadPermissionsFromFile" not in besu.methods
    assert besu.dialled == [enode(3).url]


def test_a_static_node_is_shut_out_too(tmp_path: Path) -> None:
    besu = started(tmp_path, Allowlists.of([enode(1), enode(2), enode(3)], [account(1)]))
    Syncing(tmp_path, besu, Allowlists.of([enode(1), enode(2)], [account(1)])).sync()
    assert besu.methods.count("perm_reloadPermissionsFromFile") == 1
    assert besu.hung_up == [enode(3).url]
    assert enode(3).url not in (tmp_path / "static-nodes.json").read_text()


def test_a_file_that_somebody_changed_is_put_right(tmp_path: Path) -> None:
    lists = Allowlists.of([enode(1), enode(2)], [account(1)])
    besu = started(tmp_path, lists)
    for damage in (b"", b"nodes-allowlist=[", Allowlists.of([enode(9)], []).permissions()):
        besu.file.write_bytes(damage)
        assert Syncing(tmp_path, besu, lists).sync().file
        assert Allowlists.parse(besu.file.read_bytes(), "file") == lists
        # And a change after that goes through.
        Syncing(tmp_path, besu, Allowlists.of([enode(1), enode(2)], [account(1), account(5)])).sync()
        Syncing(tmp_path, besu, lists).sync()


def test_comparing_changes_nothing(tmp_path: Path) -> None:
    besu = started(tmp_path, Allowlists.of([enode(1)], [account(1)]))
    before = besu.file.read_bytes()
    report = Syncing(tmp_path, besu, Allowlists.of([enode(1), enode(2)], [])).compare()
    assert report.node.lines() == [f"+ node {enode(2).url}", f"- account {account(1)}"]
    assert besu.file.read_bytes() == before
    assert set(besu.methods) == {"perm_getNodesAllowlist", "perm_getAccountsAllowlist"}


def test_a_node_with_another_file_is_named(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    besu = started(other, Allowlists.of([enode(1)], [account(1)]))
    with pytest.raises(PermissionsNotTakenError, match="does it use another file"):
        Syncing(tmp_path, besu, Allowlists.of([enode(1)], [account(2)])).sync()


def test_a_folder_that_takes_no_file(tmp_path: Path) -> None:
    besu = started(tmp_path, Allowlists.of([enode(1)], []))
    syncing = Syncing(tmp_path, besu, Allowlists.of([enode(1)], []))
    syncing._folder = cast(
        "Any", SimpleNamespace(permissions=besu.file, static_nodes=besu.file / "no folder" / "static-nodes.json")
    )
    with pytest.raises(PermissionsNotWrittenError):
        syncing.sync()


def test_a_name_and_the_address_it_has_are_one_node() -> None:
    named, shown = enode(1, "node.example.org"), enode(1, "10.1.2.3")
    assert not difference(Allowlists.of([shown], []), Allowlists.of([named], []))
    assert difference(Allowlists.of([enode(1, "10.1.2.4")], []), Allowlists.of([shown], []))


def test_a_node_that_permits_everybody_is_said_to(tmp_path: Path) -> None:
    besu = started(tmp_path, Allowlists.of([enode(1)], []))
    besu.enabled = False
    with pytest.raises(PermissioningOffError, match="has not been enabled"):
        BesuPermissions(besu.rpc()).read()


def test_an_answer_that_is_no_allowlist(tmp_path: Path) -> None:
    besu = started(tmp_path, Allowlists.of([enode(1)], []))
    besu.nodes = ["enode://nonsense"]
    with pytest.raises(AllowlistAnswerError):
        BesuPermissions(besu.rpc()).read()


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the recordings of a Besu network are not beside the checkout")
def test_the_recorded_refusals_are_understood() -> None:
    import json

    import httpx

    recorded = [
        json.loads((REFERENCE / f"rpc_perm_get{kind}Allowlist.json").read_text()) for kind in ("Nodes", "Accounts")
    ]

    def answer(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        return httpx.Response(200, json=[one | {"id": ask["id"]} for one, ask in zip(recorded, asked, strict=True)])

    with (
        Rpc("http://besu.test", transport=httpx.MockTransport(answer)) as rpc,
        pytest.raises(PermissioningOffError, match="Node allowlist has not been enabled"),
    ):
        BesuPermissions(rpc).read()


def test_what_is_written_is_what_besu_would_write(tmp_path: Path) -> None:
    """Accounts in lower case: Besu compares its file with its memory as text before each change."""
    lists = Allowlists.of([enode(1)], [account(1)])
    assert tomllib.loads(lists.permissions().decode())["accounts-allowlist"] == [account(1).lower()]
    assert Allowlists.parse(lists.permissions(), "file") == lists
