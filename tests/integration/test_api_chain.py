"""Indexer, API and proof bundles on a real anvil, from its genesis, and through its kill -9."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
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
from quaychain.contracts.bindings.record_registry import RecordRegistry
from quaychain.contracts.bindings.types import AccountPurpose, CodeList, DocumentType
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.proofs.verify import verify_bundle
from quaychain.contracts.publishing import RecordPublisher
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sealing import Attachment, DisclosureClass, EncryptionKey, Field, RecordContent
from quaychain.contracts.stores import DirectoryContentStore, DirectoryWrapStore
from quaychain.contracts.types import to_hex
from quaychain.node.embedded.chain import EmbeddedChain
from quaychain.node.embedded.server import EmbeddedChainServer
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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
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
