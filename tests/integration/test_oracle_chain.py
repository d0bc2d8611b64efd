"""The whole way in on a real chain: devices and a carrier, broker, `quaychain oracle run`, anchors, sealed data."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.event_anchor import BatchAnchored, EventAnchor
from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.cid import Cid
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.events.batch_data import BatchEvent, batch_record, decode_lines
from quaychain.contracts.outbox import Outbox as TransactionOutbox
from quaychain.contracts.ports import free_port, free_ports
from quaychain.contracts.proofs.anchored import event_tree
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sealing import ExpectedRecord, open_sealed, read_header
from quaychain.contracts.sealing.errors import NotAReaderError
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.stores import DirectoryContentStore, DirectoryWrapStore
from quaychain.contracts.types import Call, to_hex
from quaychain.node.embedded.chain import EmbeddedChain
from quaychain.node.embedded.server import EmbeddedChainServer
from quaychain.node.keys import RANDOM_PASSWORD, SeedKind, create_seed
from quaychain.oracles.queue.database import open_queue
from quaychain.oracles.queue.listing import Listing
from quaychain.scripts.demo.consortium import deploy, found, member_keys, password, password_file
from quaychain.scripts.demo.story_chain import EmbeddedStoryChain
from quaychain.scripts.wiring.home import Home

from ..oracles.capture.test_app import EPCIS
from ..oracles.signing import reading

pytestmark = pytest.mark.integration

START = 1_772_409_600


@dataclass
class Ledger:
    """An embedded consortium, its chain, and how to run `quaychain oracle` on it."""

    home: Home
    server: EmbeddedChainServer
    deployment: Deployment
    reader: ChainReader
    broker: int
    http: int
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def command(self, verb: str, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "quaychain.scripts.main", "oracle", verb, *arguments]

    def on_chain(self) -> list[str]:
        return [
            *("--deployment", str(self.home.deployment), "--rpc", self.server.url),
            *("--account", str(self.home.keys / "mfr" / "oracle.json")),
            *("--password-file", str(password_file(self.home, "mfr"))),
            *("--transactions", str(self.home.outbox / "oracle.sqlite"), "--chain-folder", str(self.home.chain)),
        ]

    def start_oracle(self) -> subprocess.Popen[str]:
        readers = self.home.oracle / "readers.json"
        ids = [to_hex(member_keys(self.home, name).member) for name in ("mfr", "buyer")]
        readers.write_text(json.dumps({"technical": ids, "logistics": ids[:1]}))
        return self.start(
            "run",
            *self.on_chain(),
            *("--queue", str(self.queue), "--readers", str(readers), "--wraps", str(self.home.wraps)),
            *("--content", str(self.home.content), "--broker", f"127.0.0.1:{self.broker}"),
            *("--http", f"127.0.0.1:{self.http}", "--batch-count", "50", "--batch-age", "0.3"),
        )

    def start(self, verb: str, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(self.command(verb, *arguments), stdout=subprocess.PIPE, text=True)
        self.started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    def start_device(self, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(self.command("device", *arguments), stdout=subprocess.DEVNULL, text=True)
        self.started.append(process)
        return process

    def once(self, verb: str, *arguments: str) -> str:
        done = subprocess.run(self.command(verb, *arguments), capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def queue(self) -> Path:
        return self.home.oracle / "queue.sqlite"

    def signing(self, name: str, owner: str) -> list[str]:
        path = self.home.devices / f"{name}.key"
        seed = create_seed(path, SeedKind.ED25519, password(self.home, owner), RANDOM_PASSWORD)
        public = bytes(SigningKey(seed).verify_key)
        registry = self.deployment.contract(DeviceRegistry)
        self.send(owner, registry.register(public, os.urandom(32), 0, 0), f"register {name}")
        return [
            *("--key", str(path), "--password-file", str(password_file(self.home, owner))),
            *("--chain-id", str(self.deployment.chain_id)),
            *("--outbox", str(self.home.devices / f"{name}.sqlite")),
        ]

    def device(self, name: str, signing: list[str], owner: str, count: int, *more: str) -> list[str]:
        source = self.home.devices / f"{name}.jsonl"
        with source.open("a") as file:
            for number in range(count):
                file.write(json.dumps(reading(float(number))) + "\n")
        member = to_hex(member_keys(self.home, owner).member)
        return [
            *signing,
            "--member",
            member,
            "--broker",
            f"127.0.0.1:{self.broker}",
            *more,
            "--until-anchored",
            str(source),
        ]

    def send(self, owner: str, call: Call, key: str) -> None:
        signer = member_keys(self.home, owner).account(AccountPurpose.OPERATIONS, password(self.home, owner))
        path = self.home.outbox / f"{signer.address}.sqlite"
        outbox = TransactionOutbox(path, signer.address, self.deployment.chain_id, self.deployment.genesis)
        TransactionSender(self.reader.rpc, signer, outbox, chain_id=self.deployment.chain_id).send(
            call, idempotency_key=key
        )
        outbox.close()

    def persist(self) -> None:
        EmbeddedChain(self.home.chain, self.reader.rpc).persist()

    def batches(self) -> list[BatchAnchored]:
        anchor = self.deployment.contract(EventAnchor)
        query = {"address": anchor.address, "topics": [to_hex(BatchAnchored.TOPIC)], "fromBlock": "0x0"}
        return [event for log in self.reader.rpc.logs(query) if isinstance(event := anchor.decode(log), BatchAnchored)]

    def opened(self, batch: BatchAnchored, member: str) -> list[BatchEvent]:
        """The events that a member may read, in sequence."""
        sealed = DirectoryContentStore(self.home.content).get(Cid.from_bytes(batch.data_cid))
        record = batch_record(batch.stream, batch.first_sequence)
        key = member_keys(self.home, member).encryption_key(password(self.home, member))
        expected = ExpectedRecord(self.deployment.chain_id, record, 1, read_header(sealed).root, None)
        wraps = DirectoryWrapStore(self.home.wraps).list(record, 1, key.member)
        try:
            opened = open_sealed(sealed, wraps, key, expected)
        except NotAReaderError:
            return []
        events = [entry for attachment in opened.attachments for entry in decode_lines(attachment.data)]
        return sorted(events, key=lambda entry: entry.seq)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    home = Home(tmp_path_factory.mktemp("ledger"))
    home.create()
    charter, cards = found(home, START)
    with EmbeddedChainServer(home.chain, free_port()) as server, Rpc(server.url) as rpc:
        deployment = deploy(home, charter, cards, rpc, EmbeddedStoryChain(EmbeddedChain(home.chain, rpc)))
        ledger = Ledger(home, server, deployment, ChainReader(rpc), *free_ports(2))
        ledger.start("broker", "--port", str(ledger.broker))
        yield ledger
        for process in ledger.started:
            process.kill()
            process.wait()


def stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_readings_and_documents_are_anchored_and_their_readers_can_open_them(ledger: Ledger) -> None:
    oracle = ledger.start_oracle()
    gearbox = ledger.signing("gearbox", "mfr")
    carrier = ledger.signing("carrier", "carrier")
    device = subprocess.Popen(ledger.command("device", *ledger.device("gearbox", gearbox, "mfr", 120)))
    document = ledger.home.devices / "loading.jsonld"
    document.write_bytes(EPCIS)
    url = ["--url", f"http://127.0.0.1:{ledger.http}", "--kind", "epcis", "--media-type", "application/ld+json"]
    answer = ledger.once("capture", *carrier, *url, "--until-anchored", str(document))
    assert " anchored /epcis/capture/" in answer
    assert device.wait(60) == 0
    stop(oracle)
    assert ledger.once("keeper", *ledger.on_chain(), "--once") == ""

    batches = ledger.batches()
    events = [entry for batch in batches for entry in ledger.opened(batch, "mfr")]
    assert [entry.seq for entry in events] == list(range(1, 122))
    for batch in batches:
        own = ledger.opened(batch, "mfr")
        assert event_tree(batch.stream, own).root == batch.root
        # The buyer may read what was measured, and not the carrier's papers.
        assert all(entry.kind == "reading" for entry in ledger.opened(batch, "buyer"))
    (captured,) = [entry for entry in events if entry.kind == "epcis"]
    assert captured.event.body == EPCIS
    assert captured.items[0].hash_id.startswith("ni:///sha-256;")


def test_what_a_killed_chain_lost_is_anchored_again(ledger: Ledger) -> None:
    oracle = ledger.start_oracle()
    motor = ledger.signing("motor", "gear")
    ledger.persist()
    before = sum(batch.count for batch in ledger.batches())
    device = subprocess.Popen(ledger.command("device", *ledger.device("motor", motor, "gear", 600, "--rate", "200")))
    for _ in range(3):
        time.sleep(1)
        pid = ledger.server.process_id
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
    assert device.wait(120) == 0
    stop(oracle)
    batches = ledger.batches()
    assert sum(batch.count for batch in batches) == before + 600
    following = 1
    for batch in batches:
        assert batch.first_sequence == following
        following += batch.count
        assert event_tree(batch.stream, ledger.opened(batch, "mfr")).root == batch.root


def test_a_killed_oracle_goes_on_where_it_stopped(ledger: Ledger) -> None:
    oracle = ledger.start_oracle()
    humidity = ledger.signing("humidity", "drive")
    ledger.persist()
    before = sum(batch.count for batch in ledger.batches())
    device = subprocess.Popen(
        ledger.command("device", *ledger.device("humidity", humidity, "drive", 500, "--rate", "200"))
    )
    for _ in range(2):
        time.sleep(1)
        oracle.kill()
        oracle.wait()
        oracle = ledger.start_oracle()
    assert device.wait(120) == 0
    shown = json.loads(ledger.once("status", "--queue", str(ledger.queue), "--json"))
    stop(oracle)
    assert sum(batch.count for batch in ledger.batches()) == before + 500
    assert [stream["final"] for stream in shown["streams"]] == [before + 500]
    assert {refusal["reason"] for refusal in shown["refusals"]} <= {"replayed", "gap"}, shown
    counts = Listing(open_queue(ledger.queue)).streams()
    assert [count.durable for count in counts] == [before + 500]


def test_a_revoked_key_is_refused_with_its_reason(ledger: Ledger) -> None:
    oracle = ledger.start_oracle()
    strain = ledger.signing("strain", "mfr")
    ledger.once("device", *ledger.device("strain", strain, "mfr", 5))
    registry = ledger.deployment.contract(DeviceRegistry)
    path, secret = str(ledger.home.devices / "strain.key"), str(password_file(ledger.home, "mfr"))
    public = bytes.fromhex(ledger.once("key", path, "--password-file", secret).strip())
    ledger.send("mfr", registry.revoke(public), "revoke strain")
    time.sleep(1.5)
    more = ledger.command("device", *ledger.device("strain", strain, "mfr", 5))
    done = subprocess.run(more, capture_output=True, text=True, timeout=60)
    stop(oracle)
    assert done.returncode == 1
    assert "key_revoked" in done.stderr
    assert "Traceback" not in done.stderr
