"""Indexer, API and proof bundles on a real anvil, from its genesis, and through its kill -9."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from nacl.signing import SigningKey
from sqlalchemy import Engine, select

from quaychain.api.app import create_app
from quaychain.api.database import migrate, open_database, sqlite_url
from quaychain.api.indexer.follower import Follower, Outcome
from quaychain.api.indexer.ledger import PROJECTED, Ledger
from quaychain.api.indexer.source import ChainSource
from quaychain.api.opening.keyring import MemoryKeyring
from quaychain.api.opening.projector import StoreProjector
from quaychain.api.permissions import Role
from quaychain.api.services import Services, build_services
from quaychain.api.settings import ApiSettings
from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.record_registry import RecordRegistry
from quaychain.contracts.bindings.types import AccountPurpose, CodeList, DocumentType
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.events.batch_data import BatchEvent
from quaychain.contracts.events.envelope import Counter, EventKind, SignedEvent, envelope_bytes
from quaychain.contracts.events.strict_json import canonical
from quaychain.contracts.ports import free_port
from quaychain.contracts.proofs.anchored import event_tree
from quaychain.contracts.proofs.verify import verify_bundle
from quaychain.contracts.publishing import RecordPublisher
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sealing import Attachment, DisclosureClass, EncryptionKey, Field, RecordContent
from quaychain.contracts.stores import DirectoryContentStore, DirectoryWrapStore
from quaychain.contracts.types import to_hex
from quaychain.node.embedded.chain import EmbeddedChain
from quaychain.node.embedded.server import EmbeddedChainServer
from quaychain.oracles.vault import SealedBatchVault
from quaychain.scripts.demo import consortium
from quaychain.scripts.demo.opening import sender_for
from quaychain.scripts.demo.story_chain import EmbeddedStoryChain
from quaychain.scripts.wiring.home import Home

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("anvil") is None, reason="anvil is not installed: start through ./qc"),
]

START = 1_772_409_600


@dataclass
class Running:
    """A founded consortium on a running chain."""

    home: Home
    server: EmbeddedChainServer
    rpc: Rpc
    deployment: Deployment
    keys: dict[str, EncryptionKey]

    def publish(self, key: str, name: bytes) -> str:
        """A record by a member, for itself and the buyer."""
        embedded = EmbeddedStoryChain(EmbeddedChain(self.home.chain, self.rpc))
        sender = sender_for(self.home, key, AccountPurpose.OPERATIONS, self.deployment, self.rpc, embedded)
        publisher = RecordPublisher(
            self.deployment.chain_id,
            self.keys[key].member,
            self.deployment.contract(RecordRegistry),
            sender,
            DirectoryContentStore(self.home.content),
            DirectoryWrapStore(self.home.wraps),
        )
        record = name.ljust(32, b".")
        content = RecordContent(
            (Field("title", DisclosureClass.PARTIES, "Weight list"),),
            (Attachment("weights.txt", "text/plain", DisclosureClass.PARTIES, b"1450 t"),),
        )
        readers = [self.keys[each].reader() for each in (key, "buyer")]
        publisher.publish(record, DocumentType(CodeList.UNTDID1001, 15, 0), content, {DisclosureClass.PARTIES: readers})
        return to_hex(record)

    def services(self, engine: Engine) -> Services:
        settings = ApiSettings(
            database="unused",
            deployment=self.home.deployment,
            content=str(self.home.content),
            wraps=self.home.wraps,
            rpc=self.server.url,
            consortium=self.home.consortium,
        )
        return build_services(settings, engine, self.deployment, self.rpc, MemoryKeyring(self.keys.values()), time.time)

    def follower(self, engine: Engine) -> Follower:
        source = ChainSource(self.rpc, 20_000)
        source.check(self.deployment.chain_id, self.deployment.genesis)
        ledger = Ledger(engine, self.deployment.chain_id, self.deployment.genesis, self.deployment.root, embedded=True)
        return Follower(source, ledger, time.time, embedded=True)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = Home(tmp_path_factory.mktemp("home"))
    home.create()
    charter, cards = consortium.found(home, START)
    port = free_port()
    with EmbeddedChainServer(home.chain, port) as server, Rpc(server.url, patience=30.0) as rpc:
        deployment = consortium.deploy(home, charter, cards, rpc, EmbeddedStoryChain(EmbeddedChain(home.chain, rpc)))
        keys = {
            key: consortium.member_keys(home, key).encryption_key(consortium.password(home, key))
            for key in ("mfr", "buyer", "carrier")
        }
        yield Running(home, server, rpc, deployment, keys)


def _indexed(running: Running, engine: Engine, services: Services) -> Follower:
    follower = running.follower(engine)
    while follower.step() is not Outcome.CURRENT:
        pass
    projector = StoreProjector(engine, services.opener, time.monotonic)
    while projector.step():
        pass
    return follower


def _database(path: Path) -> Engine:
    engine = open_database(sqlite_url(path))
    migrate(engine)
    return engine


def _dump(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in PROJECTED
        }


async def test_a_record_from_chain_to_reader_with_its_proof(running: Running, tmp_path: Path) -> None:
    record_id = running.publish("mfr", b"weights")
    engine = _database(tmp_path / "index.sqlite")
    services = running.services(engine)
    _indexed(running, engine, services)
    tokens = {
        key: services.tokens.issue("0x" + running.keys[key].member.hex(), Role.OFFICER, "", 600).secret
        for key in ("buyer", "carrier")
    }
    transport = httpx.ASGITransport(create_app(services))
    async with httpx.AsyncClient(transport=transport, base_url="http://quaychain.test") as client:
        client.headers["Authorization"] = f"Bearer {tokens['buyer']}"
        members = (await client.get("/members", params={"limit": 200})).json()["items"]
        assert len(members) == 14
        content = (await client.get(f"/records/{record_id}/content")).json()
        assert [(field["path"], field["value"]) for field in content["fields"]] == [("title", "Weight list")]
        assert (await client.get(content["attachments"][0]["url"])).content == b"1450 t"

        log = (await client.get("/logs", params={"event": "RecordPublished"})).json()["items"][0]
        bundle = await client.get(f"/logs/{log['transaction_hash']}/{log['log_index']}/bundle")
        assert bundle.status_code == 200
        assert verify_bundle(bundle.content).passed
        flipped = bytearray(bundle.content)
        flipped[len(flipped) // 2] ^= 1
        assert not verify_bundle(bytes(flipped)).passed

        client.headers["Authorization"] = f"Bearer {tokens['carrier']}"
        assert (await client.get(f"/records/{record_id}/content")).status_code == 403
        assert (await client.get(f"/logs/{log['transaction_hash']}/{log['log_index']}/bundle")).status_code == 403
    engine.dispose()


async def test_bundles_say_what_a_gateway_signed_itself(running: Running, tmp_path: Path) -> None:
    """Relayed readings and what was derived are the gateway's word: the file says so to whoever checks it offline."""
    home, chain_id, gateway, stream = running.home, running.deployment.chain_id, SigningKey(b"\x07" * 32), b"\x0b" * 32
    embedded = EmbeddedStoryChain(EmbeddedChain(home.chain, running.rpc))
    sender = sender_for(home, "mfr", AccountPurpose.ORACLE, running.deployment, running.rpc, embedded)
    registering = sender_for(home, "mfr", AccountPurpose.OPERATIONS, running.deployment, running.rpc, embedded)
    registry = running.deployment.contract(DeviceRegistry)
    registering.send(registry.register(bytes(gateway.verify_key), b"\x0d" * 32, 0, 0))
    asset, time_of = "urn:epc:id:giai:9520001.STS0417", "2026-03-02T00:00:00.000Z"
    reading = {"asset": asset, "quantity": "Temperature", "unit": "CEL", "value": 41.25, "time": time_of}
    note = {"note": "range", "asset": asset, "time": time_of, "value": 41.25, "max": 40}
    notes = canonical({"type": "quaychain.derived.1", "rules": "00" * 32, "notes": [note]})

    def event(seq: int, kind: EventKind, body: bytes = b"", **more: Any) -> BatchEvent:
        key = bytes(gateway.verify_key)
        signed = envelope_bytes(chain_id=chain_id, key=key, counter=Counter(0, seq), kind=kind, body=body, **more)
        return BatchEvent(seq, START, SignedEvent(signed, gateway.sign(signed).signature, body))

    frame = {"network": "lorawan", "device": "70b3d57ed0051234", "port": 1, "counter": 7, "payload": "AWcBnA"}
    entries = [
        event(1, EventKind.RELAYED, readings=[reading], frame=frame),
        event(2, EventKind.DERIVED, notes, media_type="application/vnd.quaychain.derived+json"),
    ]
    mine = running.keys["mfr"]
    readers = {DisclosureClass.TECHNICAL: [mine.reader()]}
    content, wraps = DirectoryContentStore(home.content), DirectoryWrapStore(home.wraps)
    vault = SealedBatchVault(chain_id, mine.member, sender.signer, lambda: readers, content, wraps)
    anchor = running.deployment.contract(EventAnchor)
    sender.send(anchor.open_stream(stream, b"\x0c" * 32))
    cid = vault.store(stream, 1, entries)
    sender.send(anchor.anchor(stream, 1, 1, len(entries), event_tree(stream, entries).root, cid))

    engine = _database(tmp_path / "index.sqlite")
    services = running.services(engine)
    _indexed(running, engine, services)
    token = services.tokens.issue("0x" + mine.member.hex(), Role.AUDITOR, "", 600).secret
    transport, said = httpx.ASGITransport(create_app(services)), {}
    async with httpx.AsyncClient(transport=transport, base_url="http://quaychain.test") as client:
        client.headers["Authorization"] = f"Bearer {token}"
        for listed in (await client.get("/events", params={"stream_id": to_hex(stream)})).json()["items"]:
            bundle = await client.get(f"/events/{listed['event_id']}/bundle")
            assert bundle.status_code == 200, bundle.text
            report = verify_bundle(bundle.content)
            assert report.passed
            said[listed["kind"]] = " ".join(step.detail for step in report.steps)
            changed = bundle.content.replace(b"lorawan", b"Lorawan").replace(b'"body":"', b'"body":"A')
            assert changed != bundle.content
            assert not verify_bundle(changed).passed
    assert (
        "signed by the gateway for the device lorawan/70b3d57ed0051234, which signed nothing itself" in said["relayed"]
    )
    assert "derived and signed by the gateway, not by the device" in said["derived"]
    engine.dispose()


def test_rows_follow_the_chain_through_kill_9(running: Running, tmp_path: Path) -> None:
    engine = _database(tmp_path / "index.sqlite")
    services = running.services(engine)
    EmbeddedChain(running.home.chain, running.rpc).persist()
    follower = _indexed(running, engine, services)
    before = running.rpc.block_number()
    running.publish("mfr", b"before the crash")
    while follower.step() is not Outcome.CURRENT:
        pass
    process_id = running.server.process_id
    assert process_id is not None
    os.kill(process_id, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while running.server.process_id in (None, process_id):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert running.rpc.block_number() >= before
    running.publish("mfr", b"after the crash")
    outcomes = {follower.step() for _ in range(5)}
    assert Outcome.CURRENT in outcomes
    projector = StoreProjector(engine, services.opener, time.monotonic)
    while projector.step():
        pass
    fresh = _database(tmp_path / "fresh.sqlite")
    _indexed(running, fresh, running.services(fresh))
    assert _dump(engine) == _dump(fresh)
    engine.dispose()
    fresh.dispose()
