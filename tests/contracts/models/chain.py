"""A consortium on an anvil of its own, for tests that compare contracts with a model step by step (I/O).

Members act without signing (anvil impersonates them), each call is one block, and its time is what the test says it is.
What happened can be undone, so that one consortium serves many examples.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from quaychain.contracts.bindings.customs_compliance import CustomsCompliance
from quaychain.contracts.bindings.order_fulfilment import OrderFulfilment
from quaychain.contracts.bindings.part_provenance import PartProvenance
from quaychain.contracts.bindings.record_registry import RecordRegistry
from quaychain.contracts.bindings.types import AccountPurpose, Admission, DocumentType, MemberKind, Publication, Seat
from quaychain.contracts.contract import Contract
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.ports import free_port
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.revert import decode_revert
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.signers import LocalSigner, sign_typed_data
from quaychain.contracts.typed_data import Struct, typed_data
from quaychain.contracts.types import Address, Call, Log, ViewCall, to_address, to_hex
from quaychain.node.artifacts import load_artifact
from quaychain.node.charter import draft_charter
from quaychain.node.deploy import build_installation, deploy_contracts, install, sign_installation
from quaychain.node.embedded.anvil import AnvilStart, find_anvil, start_anvil, stop_anvil
from quaychain.node.genesis import build_genesis
from quaychain.node.keys import RANDOM_PASSWORD
from quaychain.node.member_keys import MemberKeys

T = TypeVar("T")

#: 2026-03-02T00:00:00Z, the genesis block's time.
START = 1_772_409_600
CHAIN_ID = 741_300
#: The most that one transaction may take (EIP-7825).
TRANSACTION_GAS = 16_777_216
_PASSWORD = b"password"

#: Key → kind and seat. The first four found the consortium.
CAST = {
    "manufacturer": (MemberKind.MANUFACTURER, Seat.ACCOUNTING),
    "gear_supplier": (MemberKind.SUPPLIER, Seat.ACCOUNTING),
    "drive_supplier": (MemberKind.SUPPLIER, Seat.ACCOUNTING),
    "customs_home": (MemberKind.CUSTOMS, Seat.ACCOUNTING),
    "customs_overseas": (MemberKind.CUSTOMS, Seat.QUERY),
    "customs_mirrored": (MemberKind.CUSTOMS, Seat.MIRRORED),
    "buyer": (MemberKind.BUYER, Seat.QUERY),
    "carrier": (MemberKind.CARRIER, Seat.QUERY),
    "surveyor": (MemberKind.SURVEYOR, Seat.QUERY),
    "bank_a": (MemberKind.BANK, Seat.QUERY),
    "bank_b": (MemberKind.BANK, Seat.QUERY),
    "origin_body": (MemberKind.ORIGIN_BODY, Seat.QUERY),
    "service_partner": (MemberKind.SERVICE_PARTNER, Seat.QUERY),
}
FOUNDERS = tuple(CAST)[:4]


@dataclass(frozen=True, slots=True)
class Member:
    """A member by its key in CAST. `accounts` and `signers` are by purpose; a mirrored member has none."""

    key: str
    id: bytes
    kind: MemberKind
    seat: Seat
    accounts: dict[AccountPurpose, Address]
    signers: dict[AccountPurpose, LocalSigner]


class TestChain:
    """The consortium, its contracts, and a clock that the test sets."""

    __test__ = False

    def __init__(self, rpc: Rpc, deployment: Deployment, members: dict[str, Member]) -> None:
        self.rpc = rpc
        self.reader = ChainReader(rpc)
        self.deployment = deployment
        self.members = members
        self.orders = deployment.contract(OrderFulfilment)
        self.customs = deployment.contract(CustomsCompliance)
        self.parts = deployment.contract(PartProvenance)
        self.records = deployment.contract(RecordRegistry)
        self._governor = deployment.address("ConsortiumGovernor")
        #: Time of the block that the next call is in, Unix seconds. `act` takes it and moves it on by one.
        self.now = rpc.head().timestamp + 1

    def id(self, member: str) -> bytes:
        """A member's id."""
        return self.members[member].id

    def account(self, member: str, purpose: AccountPurpose = AccountPurpose.OPERATIONS) -> Address:
        """A member's account of a purpose."""
        return self.members[member].accounts[purpose]

    def act(self, member: str, call: Call, purpose: AccountPurpose = AccountPurpose.OPERATIONS) -> tuple[Log, ...]:
        """A member's call in a block of its own at `now`; what it logged. Raises the contract's typed error."""
        return self.send(self.account(member, purpose), call)

    def decide(self, call: Call) -> tuple[Log, ...]:
        """A call of the Governor's, as after a vote. Raises the contract's typed error."""
        return self.send(self._governor, call)

    def send(self, account: str, call: Call) -> tuple[Log, ...]:
        """A call by any account, in a block of its own at `now`. Raises the contract's typed error."""
        transaction = {"from": account, "data": to_hex(call.data), "gas": hex(TRANSACTION_GAS), "gasPrice": "0x0"}
        if call.to is not None:
            transaction["to"] = call.to
        _, hashed = self.rpc.batch([("evm_setNextBlockTimestamp", [self.now]), ("eth_sendTransaction", [transaction])])
        self.rpc.call("evm_mine")
        sent = self.rpc.call("eth_getTransactionReceipt", hashed)
        self.now += 1
        if sent["status"] != "0x1":
            trace = self.rpc.call("debug_traceTransaction", sent["transactionHash"], {"tracer": "callTracer"})
            raise decode_revert(bytes.fromhex(trace.get("output", "0x")[2:]))
        return tuple(Log.list_from_json(sent["logs"]))

    def read(self, view: ViewCall[T]) -> T:
        """A contract's answer as of the last block. Raises its typed error."""
        return self.reader.read(view)

    def read_many(self, views: list[ViewCall[Any]]) -> list[Any]:
        """Several answers in one request."""
        return self.reader.read_many(views)

    def sign(
        self, member: str, contract: Contract, message: Struct, purpose: AccountPurpose = AccountPurpose.OPERATIONS
    ) -> bytes:
        """A member's EIP-712 signature of a message to a contract."""
        return sign_typed_data(self.members[member].signers[purpose], typed_data(contract, CHAIN_ID, message))

    def publish(self, member: str, document_type: DocumentType, subject: bytes = bytes(32)) -> bytes:
        """Enters a record with random contents, valid from now on for ever; its id."""
        record = os.urandom(32)
        self.act(
            member,
            self.records.publish(
                Publication(
                    record, document_type, subject, os.urandom(32), os.urandom(32), 0x70, self.now, 0, bytes(32)
                )
            ),
        )
        return record

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever happens inside is taken back at the end, the time too."""
        snapshot, now = self.rpc.call("evm_snapshot"), self.now
        try:
            yield
        finally:
            self.rpc.call("evm_revert", snapshot)
            self.now = now


@contextmanager
def running_chain(folder: Path) -> Iterator[TestChain]:
    """Found the consortium of CAST in an empty folder, install it, and end its anvil at the end."""
    charter = draft_charter("embedded", "Model tests", CHAIN_ID, START)
    keys = {
        name: MemberKeys.create(folder / "keys" / name, seat, _PASSWORD, RANDOM_PASSWORD)
        for name, (_, seat) in CAST.items()
        if seat is not Seat.MIRRORED
    }
    cards = {
        name: item.make_card(charter, name, CAST[name][0], _PASSWORD, item.loopback_places(port))
        for port, (name, item) in enumerate(keys.items(), 30_303)
    }
    genesis = folder / "genesis.json"
    genesis.write_bytes(build_genesis(charter, tuple(cards.values()), load_artifact("ConsortiumRoot")).data)
    port = free_port()
    anvil = start_anvil(AnvilStart(find_anvil(), port, CHAIN_ID, folder, genesis, None, START))
    try:
        with Rpc(f"http://127.0.0.1:{port}") as rpc:
            deployer = LocalSigner(os.urandom(32))
            outbox = Outbox(folder / "outbox.sqlite", deployer.address, CHAIN_ID, rpc.genesis_hash())
            sender = TransactionSender(rpc, deployer, outbox, chain_id=CHAIN_ID)
            entries = deploy_contracts(charter, sender, ChainReader(rpc))
            admissions = {name: card.admission() for name, card in cards.items()}
            admissions |= {name: _mirrored(CAST[name][0]) for name in CAST if name not in cards}
            installation = build_installation(charter, entries, list(admissions.values()))
            founders = [keys[name].account(AccountPurpose.GOVERNANCE, _PASSWORD) for name in FOUNDERS]
            signatures = {founder.address: sign_installation(charter, installation, founder) for founder in founders}
            deployment = install(charter, installation, signatures, sender, ChainReader(rpc))
            rpc.call("anvil_autoImpersonateAccount", True)
            # Left to itself, anvil takes a block's transactions from its pool a little after the block. Whoever goes
            # back behind it at once has the next transaction numbered after one that is gone, and an empty block.
            rpc.call("evm_setAutomine", False)
            members = {
                name: Member(
                    name,
                    admission.member,
                    admission.kind,
                    admission.seat,
                    {account.purpose: account.account for account in admission.accounts},
                    {it.purpose: keys[name].account(it.purpose, _PASSWORD) for it in admission.accounts},
                )
                for name, admission in admissions.items()
            }
            yield TestChain(rpc, deployment, members)
    finally:
        stop_anvil(anvil)


def _mirrored(kind: MemberKind) -> Admission:
    return Admission(os.urandom(16), kind, Seat.MIRRORED, to_address(bytes(20)), (), 0, b"")
