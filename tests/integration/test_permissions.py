"""Allowlists follow the registry of a real chain, block by block; the node that keeps them is a Besu in memory."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest

from quaychain.contracts.bindings.types import AccountPurpose, Seat
from quaychain.contracts.types import to_address
from quaychain.node.governance import members
from quaychain.node.governance.cards import accept_card
from quaychain.node.governance.consortium import open_consortium
from quaychain.node.governance.follow import wait_by_moving
from quaychain.node.machine.allowlists import Allowlists
from quaychain.node.machine.settings import ListenSettings, NodeSettings, P2pSettings
from quaychain.node.permissions.sync import PermissionSync
from quaychain.scripts.main import main
from tests.integration.governed import Governed, governed_chain
from tests.node.permissions.fake_besu import FakeBesu

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("anvil") is None, reason="anvil is not installed: start through ./qc"),
]


@pytest.fixture(scope="module")
def governed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Governed]:
    with governed_chain(tmp_path_factory.mktemp("governed")) as running:
        yield running


class Node:
    """One node with its folder; member 0's."""

    def __init__(self, governed: Governed, folder: Path) -> None:
        lists = Allowlists.of_cards(card.card for card in governed.cards)
        file = folder / "permissions.toml"
        file.write_bytes(lists.permissions())
        own = governed.cards[0].card.enodes[0]
        self.besu = FakeBesu(
            file,
            tuple(node.url for node in lists.nodes if node != own),
            lambda method, parameters: governed.rpc.call(method, *parameters),
        )
        self.cards = folder / "cards"
        shutil.copytree(governed.folder / "cards", self.cards)
        place = SimpleNamespace(
            permissions=file,
            static_nodes=folder / "static-nodes.json",
            cards=self.cards,
            read_settings=lambda: SimpleNamespace(enode=own),
        )
        self.clock = 0.0
        self.consortium = open_consortium(self.besu.rpc(), governed.charter)
        self.sync = PermissionSync(cast("Any", place), self.consortium, lambda: self.clock)

    @property
    def file(self) -> Allowlists:
        return Allowlists.parse(self.besu.file.read_bytes(), "file")


def test_a_consortiums_changes_arrive(governed: Governed, tmp_path: Path) -> None:
    """An admission, its card, its validator, a rotation, an account for a time, a suspension, a removal."""
    node = Node(governed, tmp_path)
    consortium, registry = governed.consortium, governed.consortium.registry()
    wait = wait_by_moving(consortium)
    assert not node.sync.sync()

    keys, card = governed.new_member("newcomer", Seat.ACCOUNTING, 31_500)
    governed.decide(governed.decisions(0).propose([members.admission(consortium, card)]))
    report = node.sync.sync()
    assert set(report.node.add_accounts) == set(card.card.senders)
    assert not report.node.add_nodes
    accept_card(node.consortium, card, node.cards)
    assert node.sync.sync().node.add_nodes == card.card.enodes
    assert node.besu.dialled == [card.card.enodes[0].url]
    assert not node.sync.sync()

    # Known by its events alone: an account that takes the place of another, and one that is valid for a time.
    successor, later = to_address(b"\x11" * 20), to_address(b"\x12" * 20)
    oracle = governed.keys[4].account(AccountPurpose.ORACLE, b"password").address
    now = consortium.reader.now()
    governed.act(4, AccountPurpose.GOVERNANCE, registry.rotate_account(oracle, successor, 0))
    governed.act(4, AccountPurpose.GOVERNANCE, registry.add_account(later, AccountPurpose.ORACLE, now + 500, now + 900))
    report = node.sync.sync()
    assert (report.node.add_accounts, report.node.remove_accounts) == ((successor,), (oracle,))
    wait(now + 500)
    assert node.sync.sync().node.add_accounts == (later,)
    wait(now + 900)
    assert node.sync.sync().node.remove_accounts == (later,)
    assert "perm_reloadPermissionsFromFile" not in node.besu.methods

    governed.decide(governed.decisions(0).propose([members.entry(consortium, card)]))
    assert not node.sync.sync()
    governed.decide(governed.decisions(0).propose([members.suspension(consortium, keys.member, 1)]))
    report = node.sync.sync()
    assert set(report.node.remove_accounts) == set(card.card.senders) - {to_address(card.card.recovery)}
    assert card.card.enodes[0] in node.file.nodes  # it seals until it is voted out
    validator = card.card.enodes[0].address
    governed.decide(governed.decisions(0).propose([members.exclusion(consortium, validator)]))
    assert node.sync.sync().node.remove_nodes == card.card.enodes
    assert node.besu.hung_up == [card.card.enodes[0].url]
    governed.decide(governed.decisions(0).propose([members.removal(consortium, keys.member, 1)]))
    assert node.sync.sync().node.remove_accounts == (to_address(card.card.recovery),)
    assert sorted(node.besu.accounts) == sorted(one.lower() for one in node.file.accounts)
    assert sorted(node.besu.nodes) == sorted(one.url for one in node.file.nodes)


def test_a_node_that_catches_up_shuts_nobody_out(governed: Governed, tmp_path: Path) -> None:
    """Its head is old: it has yet to hear of whom it would not permit."""
    node = Node(governed, tmp_path)
    node.sync.sync()
    strange = to_address(b"\x44" * 20)
    lists = node.file
    node.besu.file.write_bytes(Allowlists.of(lists.nodes, [*lists.accounts, strange]).permissions())
    node.clock = governed.consortium.reader.now() + 301
    node.sync.sync()
    assert strange in node.file.accounts
    assert strange.lower() in node.besu.accounts
    node.clock -= 2
    node.sync.sync()
    assert strange not in node.file.accounts
    assert strange.lower() not in node.besu.accounts


def test_watching_follows_block_by_block(governed: Governed, tmp_path: Path) -> None:
    node = Node(governed, tmp_path)
    node.sync.sync()
    watching = node.sync.watch(poll=0.01)
    registry = governed.consortium.registry()
    account = to_address(b"\x55" * 20)
    block = governed.rpc.block_number()
    governed.act(1, AccountPurpose.GOVERNANCE, registry.add_account(account, AccountPurpose.OPERATIONS, 0, 0))
    report = next(watching)
    assert not isinstance(report, Exception)
    assert (report.block, report.node.add_accounts) == (block + 1, (account,))
    assert account in node.file.accounts


@contextmanager
def served(besu: FakeBesu) -> Iterator[int]:
    """The Besu behind a port of the loopback interface."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = besu._answer(httpx.Request("POST", "http://besu.test", content=body)).content
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


def write_settings(governed: Governed, folder: Path, port: int) -> None:
    """node.json of member 0's validator, whose Besu answers at a port."""
    validator = governed.cards[0].card.validator
    assert validator is not None
    (folder / "charter.json").write_bytes(governed.charter.as_file())
    listen = ListenSettings(host="127.0.0.1", port=port)
    settings = NodeSettings(
        format="quaychain-node-1",
        name="validator",
        role="validator",
        member=governed.cards[0].card.member,
        chain_id=governed.charter.chain_id,
        root_address=governed.charter.root_address,
        address=validator.address,
        public_key=validator.public_key,
        p2p=P2pSettings(host=validator.host, interface="127.0.0.1", port=validator.port),
        rpc=listen,
        metrics=listen,
        password_file="password",
    )
    (folder / "node.json").write_bytes(settings.as_file())


def test_the_commands(governed: Governed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    node = Node(governed, tmp_path)
    stranger = to_address(b"\x66" * 20)
    with served(node.besu) as port:
        write_settings(governed, tmp_path, port)
        place = ["--node", str(tmp_path)]
        node.sync.sync()
        assert main(["node", "permissions", "show", *place]) == 0
        assert capsys.readouterr().out.endswith("file and node permit what the members decided\n")
        node.besu.accounts.remove(lost := node.besu.accounts[0])
        node.besu.accounts.append(stranger.lower())
        assert main(["node", "permissions", "show", "--json", *place]) == 1
        shown = json.loads(capsys.readouterr().out)
        assert [one.lower() for one in shown["node"]["addAccounts"]] == [lost]
        assert not any(shown["file"].values())
        # This chain's time is far behind the machine's: what is missing is added, what is too much stays.
        assert main(["node", "permissions", "sync", *place]) == 0
        assert f"+ account {to_address(lost)}" in capsys.readouterr().out
        node.besu.enabled = False
        assert main(["node", "permissions", "show", *place]) == 1
        assert "does not keep allowlists (Node allowlist has not been enabled)" in capsys.readouterr().err
