"""A small consortium in a database: members, a chain whose events are indexed, sealed records, tokens, and the app."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import Engine, select

from quaychain.api.app import create_app
from quaychain.api.database import migrate, open_database, sqlite_url
from quaychain.api.indexer.follower import Follower, Outcome
from quaychain.api.indexer.ledger import PROJECTED, Ledger
from quaychain.api.opening.keyring import MemoryKeyring
from quaychain.api.opening.projector import StoreProjector
from quaychain.api.pages.rendering import Pages
from quaychain.api.permissions import Role
from quaychain.api.services import Services, build_services
from quaychain.api.settings import ApiSettings
from quaychain.contracts.bindings import member_registry, record_registry
from quaychain.contracts.bindings.consortium_root import DirectoryEntrySet
from quaychain.contracts.bindings.types import AccountPurpose, CodeList, DocumentType, MemberKind, Seat
from quaychain.contracts.deployment import DeployedContract, Deployment
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sealing import (
    DisclosureClass,
    EncryptionKey,
    RecordContent,
    RecordHeader,
    seal,
)
from quaychain.contracts.sealing import DocumentType as SealedDocumentType
from quaychain.contracts.signers import LocalSigner

from .chain import CHAIN_ID, ROOT, START, FakeChain, FakeSource, address_of, block_hash, topic

CONTRACTS = (
    "MemberRegistry",
    "DeviceRegistry",
    "EventAnchor",
    "RecordRegistry",
    "OrderFulfilment",
    "CustomsCompliance",
    "PartProvenance",
    "TradeFinance",
)
KINDS = {
    "maker": MemberKind.MANUFACTURER,
    "supplier": MemberKind.SUPPLIER,
    "customs": MemberKind.CUSTOMS,
    "carrier": MemberKind.CARRIER,
    "surveyor": MemberKind.SURVEYOR,
    "bank_a": MemberKind.BANK,
    "bank_b": MemberKind.BANK,
    "service": MemberKind.SERVICE_PARTNER,
    "buyer": MemberKind.BUYER,
}


ZERO_ADDRESS = "0x" + "00" * 20

_APPS: list[FastAPI] = []
_TABLES: list[bytes] = []


def identifier(name: str) -> bytes:
    """The 32-byte id of a thing in tests."""
    return keccak256(name.encode())


def shown(name: str) -> str:
    """The same as the API shows it."""
    return "0x" + identifier(name).hex()


def _migrated(url: str, file: Path) -> Engine:
    """A database with its tables; the same SQLite file is copied for every world."""
    if url:
        engine = open_database(url)
        migrate(engine)
        return engine
    if _TABLES:
        file.write_bytes(_TABLES[0])
        return open_database(sqlite_url(file))
    engine = open_database(sqlite_url(file))
    migrate(engine)
    engine.dispose()
    _TABLES.append(file.read_bytes())
    return open_database(sqlite_url(file))


@dataclass(frozen=True)
class TestMember:
    """A member of the tests' consortium with its keys."""

    __test__ = False

    name: str
    member: bytes
    signer: LocalSigner
    key: EncryptionKey

    @property
    def id(self) -> str:
        return "0x" + self.member.hex()


@dataclass
class World:
    """All of it in one folder. `advance` indexes what was mined since.

    A second world of the same folder, chain and members has the same things in another database.
    """

    folder: Path
    database: str = ""
    embedded: bool = True
    chain: FakeChain = field(default_factory=FakeChain)
    members: dict[str, TestMember] = field(default_factory=dict)
    wall: float = 1_800_000_000.0

    def __post_init__(self) -> None:
        new = not self.members
        if new:
            for number, name in enumerate(KINDS, start=1):
                member = keccak256(f"member {name}".encode())[:16]
                signer = LocalSigner(keccak256(f"account {name} {self.folder}".encode()))
                self.members[name] = TestMember(name, member, signer, EncryptionKey.generate(member, number))
        self.engine = _migrated(self.database, self.folder / "index.sqlite")
        self.source = FakeSource(self.chain)
        self.ledger = self.new_ledger()
        self.follower = self.new_follower()
        self.services = self._services()
        self.projector = StoreProjector(self.engine, self.services.opener, lambda: self.wall)
        if new:
            self.chain.mine(
                *(
                    ("ConsortiumRoot", DirectoryEntrySet(topic(name), address_of(name), 1, bytes(32), ZERO_ADDRESS))
                    for name in CONTRACTS
                )
            )
            self.chain.mine(*(event for member in self.members.values() for event in self._admission(member)))

    @property
    def app(self) -> FastAPI:
        """The app over this world's services; making its routes takes long, so all worlds share one."""
        if not _APPS:
            _APPS.append(create_app(self.services))
        _APPS[0].state.services = self.services
        _APPS[0].state.pages = Pages(self.services.names)
        return _APPS[0]

    def new_ledger(self) -> Ledger:
        return Ledger(self.engine, CHAIN_ID, block_hash(0), ROOT, embedded=self.embedded)

    def new_follower(self) -> Follower:
        return Follower(self.source, self.ledger, lambda: self.wall, embedded=self.embedded)  # type: ignore[arg-type]

    def id(self, name: str) -> bytes:
        return self.members[name].member

    def mine(self, *events: tuple[str, object], at: int | None = None) -> None:
        self.chain.mine(*events, at=at)

    def advance(self) -> None:
        """Index everything, and open what can be opened."""
        self.source.chain = self.chain
        while self.follower.step() is not Outcome.CURRENT:
            pass
        while self.projector.step():
            pass

    def publish(
        self,
        issuer: str,
        name: str,
        code: int,
        content: RecordContent,
        readers: Mapping[DisclosureClass, Sequence[str]],
        *,
        subject: bytes = bytes(32),
        version: int = 1,
    ) -> str:
        """Seal and publish a record; returns its id."""
        record = identifier(name)
        member = self.members[issuer]
        header = RecordHeader(CHAIN_ID, record, version, SealedDocumentType(1, code, 0), member.member)
        chosen = {to: [self.members[each].key.reader() for each in names] for to, names in readers.items()}
        sealed = seal(content, header, chosen, member.signer)
        cid = self.services.opener.stores.content.put(sealed.ciphertext)
        self.services.opener.stores.wraps.put(sealed.wraps)
        event = record_registry.RecordPublished(
            record,
            member.member,
            subject,
            version,
            DocumentType(CodeList.UNTDID1001, code, 0),
            sealed.root,
            cid.digest,
            cid.codec,
            0,
            0,
        )
        self.mine(("RecordRegistry", event))
        return "0x" + record.hex()

    def token(self, name: str, role: Role = Role.OFFICER, lifetime: float = 3_600) -> str:
        return self.services.tokens.issue(self.members[name].id, role, "test", lifetime).secret

    def client(self, name: str | None = None, role: Role = Role.OFFICER, **headers: str) -> httpx.AsyncClient:
        """A client that asks for a member, or for nobody."""
        if name is not None:
            headers["Authorization"] = f"Bearer {self.token(name, role)}"
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://quaychain.test", headers=headers)

    def dump(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table that is made from the chain and the stores."""
        with self.engine.connect() as connection:
            return {
                table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
                for table in PROJECTED
            }

    async def get(self, name: str | None, path: str, status: int = 200, **parameters: Any) -> Any:
        """The parsed answer to one question."""
        async with self.client(name) as client:
            response = await client.get(path, params=parameters)
        assert response.status_code == status, response.text
        return response.json()

    def _admission(self, member: TestMember) -> list[tuple[str, object]]:
        reader = member.key.reader()
        return [
            (
                "MemberRegistry",
                member_registry.MemberAdmitted(
                    member.member, KINDS[member.name], Seat.ACCOUNTING, member.signer.address
                ),
            ),
            (
                "MemberRegistry",
                member_registry.AccountAdded(member.member, member.signer.address, AccountPurpose.OPERATIONS, START, 0),
            ),
            (
                "MemberRegistry",
                member_registry.EncryptionKeySet(member.member, reader.key_version, reader.kem, reader.public_key),
            ),
        ]

    def _services(self) -> Services:
        consortium = self.folder / "consortium.json"
        names = [
            {"key": name, "member": each.id, "name": {"en": f"The {name}", "zh": "名"}}
            for name, each in self.members.items()
        ]
        consortium.write_text(json.dumps({"members": names}), "utf-8")
        deployment = Deployment(
            CHAIN_ID,
            block_hash(0),
            bytes(32),
            ROOT,
            0,
            {name: DeployedContract(address_of(name), bytes(32), 1) for name in CONTRACTS},
        )
        settings = ApiSettings(
            database="unused",
            deployment=self.folder / "deployment.json",
            content=str(self.folder / "content"),
            wraps=self.folder / "wraps",
            rpc="http://127.0.0.1:1",
            consortium=consortium,
        )
        keyring = MemoryKeyring(each.key for each in self.members.values())
        rpc = Rpc("http://127.0.0.1:1", patience=0.0)
        return build_services(settings, self.engine, deployment, rpc, keyring, lambda: self.wall)
