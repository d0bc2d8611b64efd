"""Folders as `init` makes them, and what became of them since."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from quaychain.contracts.bindings.types import AccountPurpose, MemberKind, Seat
from quaychain.contracts.rpc import Rpc
from quaychain.node.approval import approve
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import VALIDATOR
from quaychain.node.doctor.examine import NothingExpectedError, examine, expected_of
from quaychain.node.doctor.finding import Fault
from quaychain.node.founding import Founding as Founded
from quaychain.node.genesis import build_genesis
from quaychain.node.keys import RANDOM_PASSWORD
from quaychain.node.machine.create import NodePlan, create_node_folder
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.machine.settings import ListenSettings
from quaychain.node.member_keys import MemberKeys
from quaychain.node.process.state import NodeState, folder_lock, write_state
from tests.node.conftest import PASSWORD, Founding


@pytest.fixture
def folder(founding: Founding, tmp_path: Path) -> NodeFolder:
    """The folder of the first member's validator."""
    root = load_artifact("ConsortiumRoot")
    genesis = build_genesis(founding.charter, founding.cards, root)
    approvals = [
        approve(genesis, founding.cards, keys.member, keys.account(AccountPurpose.GOVERNANCE, PASSWORD))
        for keys in founding.keys[:4]
    ]
    founded = Founded.check(founding.charter, founding.cards, (genesis.data, "genesis.json"), approvals, root)
    password = tmp_path / "password"
    password.write_bytes(PASSWORD + b"\n")
    password.chmod(0o600)
    listen = ListenSettings(host="127.0.0.1", port=1), ListenSettings(host="127.0.0.1", port=2)
    plan = NodePlan(VALIDATOR, "a", "127.0.0.1", *listen)
    return create_node_folder(tmp_path / "a", founded, founding.keys[0], password, plan)


def deaf(url: str) -> Rpc:
    """A client of a node that doesn't run."""

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    return Rpc(url, patience=0.0, transport=httpx.MockTransport(refuse))


def faults(folder: NodeFolder, *, urls: tuple[str, ...] = ()) -> list[Fault]:
    return [finding.fault for finding in examine([folder], urls, [], lambda _: None, deaf).findings]


def test_a_new_folder_has_no_fault(folder: NodeFolder) -> None:
    result = examine([folder], [], [], lambda _: None, deaf)
    assert not result.findings
    assert (result.folders, result.running) == (["a"], [])


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda f: f.charter.unlink(), Fault.UNREADABLE_FILE),
        (lambda f: f.settings_file.write_text("{}"), Fault.UNREADABLE_FILE),
        (lambda f: f.besu_config.write_text("min-gas-price"), Fault.UNREADABLE_FILE),
        (lambda f: f.static_nodes.write_text("[1]"), Fault.UNREADABLE_FILE),
        (lambda f: f.permissions.write_bytes(b"\xff"), Fault.UNREADABLE_FILE),
        (lambda f: f.key.write_text("[]"), Fault.UNREADABLE_FILE),
        (lambda f: next(f.cards.iterdir()).write_text("no JSON"), Fault.UNREADABLE_FILE),
        (lambda f: f.key.chmod(0o640), Fault.OPEN_FILE_MODE),
        (lambda f: (f.root.parent / "password").write_bytes(b"\n"), Fault.MISSING_PASSWORD),
        (lambda f: f.genesis.write_bytes(f.genesis.read_bytes().replace(b"30000", b"30001")), Fault.OTHER_GENESIS),
        (lambda f: f.static_nodes.write_text("[]"), Fault.MISSING_STATIC_NODE),
    ],
)
def test_what_became_of_a_folder_is_named(
    spoil: Callable[[NodeFolder], object], fault: Fault, folder: NodeFolder
) -> None:
    spoil(folder)
    assert set(faults(folder)) == {fault}


def test_a_member_that_came_later_does_not_change_the_genesis(
    founding: Founding, folder: NodeFolder, tmp_path: Path
) -> None:
    keys = MemberKeys.create(tmp_path / "e", Seat.ACCOUNTING, PASSWORD, RANDOM_PASSWORD)
    places = keys.loopback_places(31_000)
    card = keys.make_card(founding.charter, "Newcomer", MemberKind.SUPPLIER, PASSWORD, places)
    (folder.cards / "newcomer.json").write_bytes(card.as_file())
    assert set(faults(folder)) == {Fault.MISSING_STATIC_NODE}


def test_a_node_that_should_answer_and_does_not(folder: NodeFolder) -> None:
    assert not faults(folder)
    write_state(folder, NodeState(pid=1, phase="running", since=0, besu="besu"))
    assert faults(folder) == [Fault.DEAD_SUPERVISOR]
    with folder_lock(folder):
        assert faults(folder) == [Fault.UNREACHABLE]
    assert faults(folder, urls=("http://127.0.0.1:3",)) == [Fault.DEAD_SUPERVISOR, Fault.UNREACHABLE]


def test_without_a_founding_nothing_can_be_said_of_a_node(folder: NodeFolder, founding: Founding) -> None:
    folder.genesis.unlink()
    for urls, cards in ((["http://127.0.0.1:3"], []), ([], [founding.cards[0]])):
        with pytest.raises(NothingExpectedError):
            examine([folder], urls, cards, lambda _: None, deaf)


def test_a_broken_genesis_is_nothing_to_go_by(founding: Founding) -> None:
    for data in (b"", b"[]", b"{}", b'{"config": {}}'):
        assert expected_of(founding.charter, data) is None
