"""A node's folder is made whole or not at all, from a founding that was checked and the member's own keys."""

from __future__ import annotations

import stat
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.bindings.types import MemberKind, Seat
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import VALIDATOR
from quaychain.node.documents import DocumentError
from quaychain.node.folders import FolderExistsError, FolderNotWritableError
from quaychain.node.founding import Founding as CheckedFounding
from quaychain.node.governance.cards import read_known_cards
from quaychain.node.keys import RANDOM_PASSWORD, KeyFileError, PasswordFileError, load_account
from quaychain.node.machine import create
from quaychain.node.machine.allowlists import Allowlists
from quaychain.node.machine.create import (
    NodePlan,
    NoProgramError,
    NotOnCardError,
    besu_program,
    create_node_folder,
)
from quaychain.node.machine.folder import NodeFolder
from quaychain.node.machine.settings import listen_on
from quaychain.node.member_keys import MemberKeys

from ..conftest import PASSWORD, Founded, Founding

PLAN = NodePlan(
    node=VALIDATOR, name="quay", interface=None, rpc=listen_on("rpc", 8545), metrics=listen_on("metrics", 9545)
)


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_bytes(PASSWORD + b"\n")
    path.chmod(0o600)
    return path


def test_holds_all_that_the_node_needs(
    founding: Founding, founded: Founded, tmp_path: Path, password_file: Path
) -> None:
    folder = create_node_folder(tmp_path / "node", founded.checked, founding.keys[0], password_file, PLAN)
    settings = folder.read_settings()
    own = founding.cards[0].card
    assert own.validator is not None
    assert (settings.name, settings.role, settings.member) == ("quay", "validator", own.member)
    assert (settings.address, settings.enode) == (own.validator.address, own.validator.enode)
    assert settings.p2p.interface == "127.0.0.1"  # where its card's host is
    assert folder.read_charter() == founding.charter
    assert folder.genesis.read_bytes() == founded.genesis.data
    assert {card.card.member for card in folder.read_cards()} == {card.card.member for card in founding.cards}
    assert len(list(folder.approvals.iterdir())) == 4
    assert load_account(folder.key, PASSWORD).address == settings.address
    assert folder.password_file(settings) == password_file
    assert stat.S_IMODE(folder.root.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.key.stat().st_mode) == 0o600
    config = tomllib.loads(folder.besu_config.read_text())
    for name in ("genesis-file", "static-nodes-file", "permissions-nodes-config-file", "data-path"):
        assert Path(config[name]).exists(), name
    assert PASSWORD not in b"".join(path.read_bytes() for path in folder.root.rglob("*") if path.is_file())
    # Nothing is left beside it.
    assert {path.name for path in tmp_path.iterdir()} == {"node", "password"}


def test_a_query_node_has_its_own_key(
    founding: Founding, founded: Founded, tmp_path: Path, password_file: Path
) -> None:
    plan = replace(PLAN, node="query-1")
    settings = create_node_folder(
        tmp_path / "query", founded.checked, founding.keys[0], password_file, plan
    ).read_settings()
    assert settings.role == "query"
    assert settings.enode == founding.cards[0].card.nodes[0].enode


def test_only_the_nodes_own_key_is_needed(
    founding: Founding, founded: Founded, tmp_path: Path, password_file: Path
) -> None:
    """The machine of a node holds neither the accounts nor the recovery key."""
    folder = tmp_path / "keys"
    folder.mkdir()
    for name in ("member.json", "validator.json"):
        (folder / name).write_bytes((founding.keys[1].folder / name).read_bytes())
        (folder / name).chmod(0o600)
    keys = replace(founding.keys[1], folder=folder)
    made = create_node_folder(tmp_path / "node", founded.checked, keys, password_file, PLAN)
    assert made.read_settings().member == keys.member


def test_moved_it_is_written_anew(founding: Founding, founded: Founded, tmp_path: Path, password_file: Path) -> None:
    folder = create_node_folder(tmp_path / "node", founded.checked, founding.keys[0], password_file, PLAN)
    moved = NodeFolder(folder.root.rename(tmp_path / "elsewhere"))
    moved.write_besu_config()
    config = tomllib.loads(moved.besu_config.read_text())
    assert config["data-path"] == str(tmp_path / "elsewhere" / "data")


def test_later_cards_count_and_are_kept(
    founding: Founding, founded: Founded, tmp_path: Path, password_file: Path
) -> None:
    """A member that came after the founding, and one that has moved."""
    newcomer = MemberKeys.create(tmp_path / "keys", Seat.ACCOUNTING, PASSWORD, RANDOM_PASSWORD)
    joined = newcomer.make_card(
        founding.charter, "Newcomer", MemberKind.SUPPLIER, PASSWORD, newcomer.loopback_places(31_000)
    )
    places = founding.keys[1].loopback_places(31_100)
    moved = founding.keys[1].make_card(founding.charter, "Member 1", MemberKind.SUPPLIER, PASSWORD, places)
    checked = CheckedFounding.check(
        founding.charter,
        founding.cards,
        (founded.genesis.data, "genesis.json"),
        founded.approvals,
        load_artifact("ConsortiumRoot"),
        [joined, moved],
    )
    folder = create_node_folder(tmp_path / "node", checked, newcomer, password_file, PLAN)
    assert folder.read_settings().enode == joined.card.enodes[0]
    assert folder.genesis.read_bytes() == founded.genesis.data
    lists = Allowlists.parse(folder.permissions.read_bytes(), "permissions.toml")
    assert {*joined.card.enodes, *moved.card.enodes} < set(lists.nodes)
    assert not set(founding.cards[1].card.enodes) & set(lists.nodes)
    assert set(joined.card.senders) < set(lists.accounts)
    # Where the commands about members look for them, with the founders' cards beside them.
    known = read_known_cards(folder.cards, founding.charter)
    assert known.newest(newcomer.member) == joined.card
    assert known.newest(founding.keys[1].member) == moved.card
    assert len(folder.read_cards()) == len(founding.cards)


def test_refuses_and_leaves_nothing(founding: Founding, founded: Founded, tmp_path: Path, password_file: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("another password\n")
    wrong.chmod(0o600)
    open_to_all = tmp_path / "open"
    open_to_all.write_bytes(PASSWORD)
    open_to_all.chmod(0o644)
    stranger = replace(founding.keys[0], member=b"\x07" * 16)
    swapped = replace(founding.keys[0], folder=founding.keys[1].folder)
    cases: list[tuple[type[Exception], dict[str, Any]]] = [
        (KeyFileError, {"password": wrong}),
        (PasswordFileError, {"password": open_to_all}),
        (PasswordFileError, {"password": tmp_path / "none"}),
        (NotOnCardError, {"keys": stranger}),
        (NotOnCardError, {"keys": swapped}),
        (NotOnCardError, {"keys": founding.keys[4]}),
        (NotOnCardError, {"plan": replace(PLAN, node="query-9")}),
        (DocumentError, {"plan": replace(PLAN, name="No name")}),
        (DocumentError, {"plan": replace(PLAN, interface="eth0")}),
        (DocumentError, {"plan": replace(PLAN, besu="besu")}),
    ]
    before = set(tmp_path.iterdir())
    for error, changes in cases:
        given = {"keys": founding.keys[0], "password": password_file, "plan": PLAN, **changes}
        with pytest.raises(error) as caught:
            create_node_folder(tmp_path / "node", founded.checked, given["keys"], given["password"], given["plan"])
        assert "\n" not in str(caught.value)
        assert set(tmp_path.iterdir()) == before


def test_what_is_there_stays(founding: Founding, founded: Founded, tmp_path: Path, password_file: Path) -> None:
    (tmp_path / "node").mkdir()
    (tmp_path / "node" / "mine").write_text("x")
    (tmp_path / "file").write_text("x")
    for name in ("node", "file"):
        with pytest.raises(FolderExistsError):
            create_node_folder(tmp_path / name, founded.checked, founding.keys[0], password_file, PLAN)
    assert [path.name for path in (tmp_path / "node").iterdir()] == ["mine"]
    with pytest.raises(FolderNotWritableError):
        create_node_folder(tmp_path / "file" / "node", founded.checked, founding.keys[0], password_file, PLAN)


def test_a_full_disk_leaves_nothing(
    founding: Founding, founded: Founded, tmp_path: Path, password_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = create.write_atomic
    written: list[Path] = []

    def full(path: Path, data: bytes, mode: int = 0o644) -> None:
        if len(written) == 5:
            raise OSError(28, "No space left on device")
        written.append(path)
        write(path, data, mode)

    monkeypatch.setattr(create, "write_atomic", full)
    with pytest.raises(FolderNotWritableError, match="No space left on device"):
        create_node_folder(tmp_path / "node", founded.checked, founding.keys[0], password_file, PLAN)
    assert {path.name for path in tmp_path.iterdir()} == {"password"}


def test_besu_is_looked_for_at_once(tmp_path: Path) -> None:
    program = tmp_path / "besu"
    for found in (program, tmp_path):
        with pytest.raises(NoProgramError):
            besu_program(str(found))
    program.write_text("#!/bin/sh\n")
    with pytest.raises(NoProgramError):
        besu_program(str(program))
    program.chmod(0o755)
    assert besu_program(str(program)) == str(program)
    assert besu_program("docker:besu:1") == "docker:besu:1"
    assert besu_program("") is None
