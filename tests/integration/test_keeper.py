"""The keeper on a real chain: positions that are anchored are told of, withheld data is challenged and shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.order_fulfilment import OrderFulfilment
from quaychain.contracts.bindings.types import AccountPurpose, ChallengeStatus
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.events.batch_data import BatchEvent
from quaychain.contracts.events.envelope import EventKind, SignedEvent, parse_message
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.ports import free_port
from quaychain.contracts.proofs.anchored import event_tree
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sealing import DisclosureClass
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.stores import DirectoryContentStore, DirectoryWrapStore
from quaychain.node.embedded.chain import EmbeddedChain
from quaychain.node.embedded.server import EmbeddedChainServer
from quaychain.oracles.keeper.anchored import AnchoredLogs, BatchReader
from quaychain.oracles.keeper.availability import AvailabilityDuty, AvailabilitySettings, challenged_sequence
from quaychain.oracles.keeper.book import Book
from quaychain.oracles.keeper.challenges import AnswerDuty, AnswerNotHereError, ChainChallenger
from quaychain.oracles.keeper.delivery import DeliveryDuty, FileTarget
from quaychain.oracles.keeper.fences import Fence
from quaychain.oracles.keeper.messages import MessageDuty
from quaychain.oracles.vault import SealedBatchVault
from quaychain.scripts.demo.consortium import deploy, found, member_keys, password
from quaychain.scripts.demo.story_chain import EmbeddedStoryChain
from quaychain.scripts.main import main
from quaychain.scripts.wiring.home import Home

from ..oracles.signing import Signer

pytestmark = pytest.mark.integration

START = 1_772_409_600
STREAM = b"\x07" * 32
HARBOUR = Fence.model_validate(
    {"name": "harbour", "circle": {"center": {"latitude": 51.95, "longitude": 4.02}, "radius": 2_000}}
)


@dataclass
class Ledger:
    home: Home
    deployment: Deployment
    reader: ChainReader
    chain: EmbeddedChain

    def sender(self, name: str, purpose: AccountPurpose) -> TransactionSender:
        signer = member_keys(self.home, name).account(purpose, password(self.home, name))
        path = self.home.outbox / f"{signer.address}.sqlite"
        outbox = Outbox(path, signer.address, self.deployment.chain_id, self.deployment.genesis)
        return TransactionSender(self.reader.rpc, signer, outbox, chain_id=self.deployment.chain_id)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    home = Home(tmp_path_factory.mktemp("keeper"))
    home.create()
    charter, cards = found(home, START)
    port = free_port()
    with EmbeddedChainServer(home.chain, port) as server, Rpc(server.url) as rpc:
        chain = EmbeddedChain(home.chain, rpc)
        deployment = deploy(home, charter, cards, rpc, EmbeddedStoryChain(chain))
        yield Ledger(home, deployment, ChainReader(rpc), chain)


def positions(seq: int, *places: tuple[float, float]) -> BatchEvent:
    """A vessel's places, a minute apart."""
    reports = [
        {"mmsi": 1, "time": f"2026-03-02T{seq:02}:{minute:02}:00Z", "latitude": latitude, "longitude": longitude}
        for minute, (latitude, longitude) in enumerate(places)
    ]
    body = json.dumps({"positions": reports}).encode()
    signed = parse_message(Signer(1).document(0, seq, EventKind.AIS, body), max_bytes=10**6)
    return BatchEvent(seq, START, SignedEvent(signed.signed, signed.signature, body))


def told_by_command(ledger: Ledger, folder: Path) -> None:
    """The same by the command, with a book of its own: once, and nothing the second time."""
    watch = {
        "certificates": {},
        "fences": [HARBOUR.model_dump(mode="json", exclude_none=True)],
        "availability": {},
        "targets": [{"name": "log", "file": "command.jsonl"}],
    }
    (folder / "watch.json").write_text(json.dumps(watch))
    arguments = [
        *("--deployment", str(ledger.home.deployment), "--rpc", ledger.reader.rpc.url),
        *("--account", str(ledger.home.keys / "buyer" / "operations.json")),
        *("--password-file", str(ledger.home.keys / "buyer.password")),
        *("--transactions", str(folder / "buyer.sqlite"), "--keys", str(ledger.home.keys)),
        *("--content", str(folder / "content"), "--wraps", str(folder / "wraps")),
        *("--watch", str(folder / "watch.json"), "--book", f"sqlite:///{folder / 'command.sqlite'}", "--once"),
    ]
    for _ in range(2):
        assert main(["oracle", "keeper", *arguments]) == 0
    lines = (folder / "command.jsonl").read_text().splitlines()
    assert [json.loads(line)["type"] for line in lines] == ["fence.entered", "fence.left"]


def test_positions_are_told_of_and_withheld_data_is_challenged_and_answered(ledger: Ledger, tmp_path: Path) -> None:
    anchor = ledger.deployment.contract(EventAnchor)
    oracle = ledger.sender("mfr", AccountPurpose.ORACLE)
    content, wraps = DirectoryContentStore(tmp_path / "content"), DirectoryWrapStore(tmp_path / "wraps")
    keys = member_keys(ledger.home, "mfr")
    key = keys.encryption_key(password(ledger.home, "mfr"))
    readers = {DisclosureClass.LOGISTICS: [key.reader()]}
    vault = SealedBatchVault(ledger.deployment.chain_id, keys.member, oracle.signer, lambda: readers, content, wraps)
    oracle.send(anchor.open_stream(STREAM, b"\x08" * 32))
    away, within = (51.90, 4.02), (51.951, 4.021)
    anchored = [
        [positions(1, away, within), positions(2, within)],
        [positions(3, within), positions(4, away), positions(5, away)],
        [positions(6, away)],
    ]
    for events in anchored:
        cid = vault.store(STREAM, events[0].seq, events)
        root = event_tree(STREAM, events).root
        oracle.send(anchor.anchor(STREAM, 1, events[0].seq, len(events), root, cid))

    logs = AnchoredLogs(ledger.reader, anchor, from_block=ledger.deployment.block)
    book = Book(f"sqlite:///{tmp_path / 'book.sqlite'}", ("log",))
    head = ledger.reader.rpc.block_number
    opened = BatchReader(ledger.deployment.chain_id, content, wraps, [key])
    orders = ledger.deployment.contract(OrderFulfilment)
    keepers = [
        MessageDuty(ledger.reader, logs, opened, orders, book, head, arrivals=(), fences=(HARBOUR,)) for _ in range(2)
    ]
    told = [done.about for keeper in keepers for done in keeper.look(START)]
    assert [text.split(",")[0] for text in told] == ["mmsi:1 is in harbour", "mmsi:1 has left harbour"]
    alerts = tmp_path / "alerts.jsonl"
    assert len(list(DeliveryDuty(book, {"log": FileTarget(alerts)}).look(START))) == 2
    assert [json.loads(line)["type"] for line in alerts.read_text().splitlines()] == ["fence.entered", "fence.left"]

    told_by_command(ledger, tmp_path)

    # The second batch's data goes.
    second = list(logs.batches(0, head()))[1]
    (path,) = [path for path in (tmp_path / "content").rglob(f"*{second.cid}*") if path.is_file()]
    path.chmod(0o600)
    kept = path.read_bytes()
    path.unlink()
    challenger = ChainChallenger(ledger.reader, ledger.sender("buyer", AccountPurpose.OPERATIONS), anchor, logs)
    settings = AvailabilitySettings(tries=1, patience=0)
    watching = AvailabilityDuty(settings, logs, content, book, head, challenger)
    now = ledger.reader.now()
    assert [done.what for done in watching.look(now)] == ["notice", "challenge"]
    assert [done.what for done in watching.look(now)] == []
    sequence = challenged_sequence(second)
    challenge = ledger.reader.read(anchor.challenge_of(STREAM, sequence))
    assert challenge.status is ChallengeStatus.OPEN and challenge.root == second.root
    # The days to answer pass.
    ledger.chain.advance_to(challenge.answer_until)
    assert [done.what for done in watching.look(challenge.answer_until)] == ["flag"]
    assert [done.what for done in watching.look(challenge.answer_until)] == []

    # Without the batch its holder has no answer; with it, it has.
    nothing = AnswerDuty(ledger.reader, oracle, anchor, logs, keys.member, [opened.events])
    with pytest.raises(AnswerNotHereError):
        list(nothing.look(now))
    answering = AnswerDuty(ledger.reader, oracle, anchor, logs, keys.member, [opened.events, lambda _: anchored[1]])
    assert [done.about for done in answering.look(now)] == [f"{STREAM.hex()}/{sequence}"]
    assert list(answering.look(now)) == []
    answered = ledger.reader.read(anchor.challenge_of(STREAM, sequence))
    assert answered.status is ChallengeStatus.ANSWERED and answered.flagged_at
    path.write_bytes(kept)
    assert [done.what for done in watching.look(now)] == ["notice"]
