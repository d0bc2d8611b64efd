"""The embedded chain that gas is measured on (I/O): founded, deployed and installed as in operation."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quaychain.contracts.bindings.access_manager import AccessManager
from quaychain.contracts.bindings.consortium_governor import ConsortiumGovernor
from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.customs_compliance import CustomsCompliance
from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.order_fulfilment import OrderFulfilment
from quaychain.contracts.bindings.part_provenance import PartProvenance
from quaychain.contracts.bindings.record_registry import RecordRegistry
from quaychain.contracts.bindings.trade_finance import TradeFinance
from quaychain.contracts.bindings.types import AccountPurpose, Installation
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.ports import free_port
from quaychain.contracts.reader import ChainReader, revert_of
from quaychain.contracts.rpc import Rpc, RpcError
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.signers import sign_typed_data
from quaychain.contracts.typed_data import Struct, typed_data
from quaychain.contracts.types import Address, Call, Receipt, to_hex
from quaychain.node.artifacts import load_artifact
from quaychain.node.deploy import build_installation, deploy_contracts, sign_installation
from quaychain.node.embedded.anvil import AnvilStart, find_anvil, start_anvil, stop_anvil
from quaychain.node.embedded.state import ChainFolder
from quaychain.node.genesis import build_genesis

from .founding import CHAIN_ID, GENESIS_TIME, Member, found, founders, identifier, signer
from .storage import Storage, path_text
from .table import TRANSACTION_LIMIT

#: The time that calls speak of, Unix seconds: so many seconds before it everything began.
NOW = GENESIS_TIME + 30 * 86_400
_ATTEMPTS = 10_000


@dataclass
class RefusedTransactionError(QuaychainError):
    """A transaction that was to succeed did not."""

    reason: str

    def __str__(self) -> str:
        return f"the transaction was refused: {self.reason}"


@dataclass
class SnapshotLostError(QuaychainError):
    """The chain can't go back to a state that it had."""

    snapshot: str


@dataclass(frozen=True, slots=True)
class Shot:
    """The call to be measured, and who makes it."""

    sender: Address
    call: Call


@dataclass(frozen=True, slots=True)
class Contracts:
    """Every contract of the Directory, and the root."""

    root: ConsortiumRoot
    access_manager: AccessManager
    governor: ConsortiumGovernor
    registry: MemberRegistry
    devices: DeviceRegistry
    anchors: EventAnchor
    records: RecordRegistry
    orders: OrderFulfilment
    customs: CustomsCompliance
    parts: PartProvenance
    finance: TradeFinance

    @classmethod
    def of(cls, at: Mapping[str, Address]) -> Contracts:
        """From their addresses by name."""
        return cls(
            ConsortiumRoot(at["ConsortiumRoot"]),
            AccessManager(at["AccessManager"]),
            ConsortiumGovernor(at["ConsortiumGovernor"]),
            MemberRegistry(at["MemberRegistry"]),
            DeviceRegistry(at["DeviceRegistry"]),
            EventAnchor(at["EventAnchor"]),
            RecordRegistry(at["RecordRegistry"]),
            OrderFulfilment(at["OrderFulfilment"]),
            CustomsCompliance(at["CustomsCompliance"]),
            PartProvenance(at["PartProvenance"]),
            TradeFinance(at["TradeFinance"]),
        )


class Ledger:
    """A ledger in one of two states: `behind` is 0, or the number of entries that `more…` put behind a call."""

    def __init__(
        self, rpc: Rpc, at: Mapping[str, Address], installation: Installation, signatures: list[bytes]
    ) -> None:
        self.rpc = rpc
        self.reader = ChainReader(rpc)
        self.addresses = dict(at)
        self.contracts = Contracts.of(at)
        self.storage = Storage(rpc, self.addresses)
        self.installation = installation
        self.signatures = signatures
        self.behind = 0
        #: What was put behind the present call, as it is said in the table.
        self.stated: list[str] = []
        self._label = ""
        self._nonces: dict[Address, int] = {}
        self._bare = self._base = self._snapshot()

    # --- states

    def install(self) -> None:
        """Install the consortium; from here on `prepare` begins with nothing but that."""
        self._revert(self._bare)
        self.send(signer("anyone").address, self.contracts.root.install(self.installation, self.signatures))
        self.wait_until(NOW)
        self._bare = self._snapshot()

    def prepare(self, behind: int, fixture: Callable[[Ledger], None] | None = None) -> list[str]:
        """Go back to a bare ledger; calls begin with what `fixture` makes of it. Answers what it put behind them."""
        self._revert(self._bare)
        self._bare = self._snapshot()
        self.behind, self._label, self.stated = behind, "", []
        if fixture is not None:
            fixture(self)
        self._base = self._snapshot()
        return self.stated

    def begin(self, label: str) -> None:
        """Go back to what calls begin with; ids follow from the label."""
        self._revert(self._base)
        self._base = self._snapshot()  # a snapshot can be gone back to once
        self._label, self.stated = label, []

    def _revert(self, snapshot: str) -> None:
        if not self.rpc.call("evm_revert", snapshot):
            raise SnapshotLostError(snapshot)
        self.rpc.call("anvil_dropAllTransactions")
        self._nonces.clear()

    def _snapshot(self) -> str:
        return str(self.rpc.call("evm_snapshot"))

    # --- what is behind

    def more(self, contract: str, *path: Any) -> None:
        """A counter counted a million more."""
        self._state(contract, path, "counts {} more")
        if self.behind:
            self.storage.write(contract, *path, value=self.storage.read(contract, *path) + self.behind)

    def more_after(self, contract: str, *path: Any) -> None:
        """An array has a million more, behind those that it has."""
        self._state(contract, path, "has {} more after")
        if self.behind:
            self.storage.write(contract, *path, value=self.storage.read(contract, *path) + self.behind)

    def more_entries(
        self, contract: str, *path: Any, earlier: Callable[[int], int] | None = None, at_most: int | None = None
    ) -> list[int]:
        """An array has a million more, or as many more as it may have, before those that it has; `earlier` gives them
        where it is searched. Answers the indexes of those that a search looks at."""
        more = "1,000,000" if at_most is None else f"{at_most:,}, all that it may have,"
        self.stated.append(
            f"{contract}.{path_text(path)} has {more} more before" + ("" if earlier is None else ", searched")
        )
        by = self.behind if at_most is None else min(self.behind, at_most)
        return self.storage.lengthen(contract, *path, by=by, earlier=earlier) if by else []

    def renumbered(self, contract: str, *path: Any, key: int) -> None:
        """What a mapping has under the number `key` stands under a number a million higher."""
        if self.behind:
            self.storage.copy(contract, *path, old=key, new=key + self.behind)

    def _state(self, contract: str, path: tuple[Any, ...], text: str) -> None:
        self.stated.append(f"{contract}.{path_text(path)} " + text.format("1,000,000"))

    # --- names

    def id(self, name: str, length: int = 32) -> bytes:
        """An id for the present call."""
        return identifier(f"{self._label}/{name}", length)

    # --- transactions

    def shot(self, member: str, call: Call, purpose: AccountPurpose = AccountPurpose.OPERATIONS) -> Shot:
        """A call that a member's account makes."""
        return Shot(Member(member).account(purpose).address, call)

    def by(self, member: str, call: Call, purpose: AccountPurpose = AccountPurpose.OPERATIONS) -> Receipt:
        """A call that a member's account makes, made."""
        return self.send(Member(member).account(purpose).address, call)

    def send(self, sender: Address, call: Call, gas: int = TRANSACTION_LIMIT) -> Receipt:
        """Send a transaction and wait for its receipt. Raises RefusedTransactionError."""
        # Counted here: after a revert anvil may still go on from what is gone.
        nonce = self._nonces.pop(sender, None)
        if nonce is None:
            nonce = self.rpc.transaction_count(sender)
        transaction = {
            "from": sender,
            "nonce": hex(nonce),
            "data": to_hex(call.data),
            "gas": hex(gas),
            "gasPrice": "0x0",
        }
        if call.to is not None:
            transaction["to"] = call.to
        receipt = self._mined(bytes.fromhex(self.rpc.call("eth_sendTransaction", transaction)[2:]))
        if not receipt.succeeded:
            raise RefusedTransactionError(self._reason(transaction, receipt, gas))
        self._nonces[sender] = nonce + 1
        return receipt

    def _mined(self, transaction: bytes) -> Receipt:
        """The receipt of a transaction: anvil mines each at once, but answers before it has."""
        for _ in range(_ATTEMPTS):
            receipt = self.rpc.receipt(transaction)
            if receipt is not None:
                return receipt
            time.sleep(0.0005)
        raise RefusedTransactionError("it was not mined")

    def sign(self, member: str, contract: Any, message: Struct) -> bytes:
        """A member's EIP-712 signature by its Operations account."""
        return sign_typed_data(Member(member).account(), typed_data(contract, CHAIN_ID, message))

    def now(self) -> int:
        """The head's time."""
        return self.rpc.head().timestamp

    def wait_until(self, timestamp: int) -> None:
        """An empty block at a time."""
        self.rpc.call("evm_setNextBlockTimestamp", timestamp)
        self.rpc.call("evm_mine")

    def _reason(self, transaction: dict[str, Any], receipt: Receipt, gas: int) -> str:
        if receipt.gas_used >= gas * 63 // 64:
            return f"out of gas at {gas:,}"
        try:
            asked = {name: value for name, value in transaction.items() if name != "nonce"}
            self.rpc.call("eth_call", asked, hex(receipt.block_number - 1))
        except RpcError as error:
            reason = revert_of(error)
            return f"{type(reason).__name__} {reason}"
        return f"reverted after {receipt.gas_used:,} gas, and not when called again"

    # --- what was deployed

    def creations(self) -> Iterator[tuple[Receipt, str]]:
        """All creations on this chain: the receipt, and what was sent (0x…)."""
        for number in range(1, self.rpc.block_number() + 1):
            for transaction in self.rpc.call("eth_getBlockByNumber", hex(number), True)["transactions"]:
                if transaction["to"] is None:
                    receipt = self.rpc.receipt(bytes.fromhex(transaction["hash"][2:]))
                    assert receipt is not None
                    yield receipt, transaction["input"]


@contextmanager
def ledger() -> Iterator[Ledger]:
    """A ledger on an anvil of its own, with the demo's members and every contract, and nothing in it."""
    folder = Path(tempfile.mkdtemp(prefix="quaychain-gas-"))
    try:
        chain = ChainFolder(folder / "chain")
        chain.folder.mkdir()
        charter, cards = found()
        chain.genesis.write_bytes(build_genesis(charter, cards, load_artifact(ConsortiumRoot.NAME)).data)
        port = free_port()
        process = start_anvil(AnvilStart(find_anvil(), port, CHAIN_ID, chain.folder, chain.genesis, None, GENESIS_TIME))
        try:
            with Rpc(f"http://127.0.0.1:{port}", timeout=120.0) as rpc:
                rpc.call("anvil_autoImpersonateAccount", True)
                rpc.call("anvil_setBlockTimestampInterval", 1)
                deployer = signer("deployer")
                outbox = Outbox(folder / "outbox.sqlite", deployer.address, CHAIN_ID, rpc.genesis_hash())
                sender = TransactionSender(rpc, deployer, outbox, chain_id=CHAIN_ID)
                entries = deploy_contracts(charter, sender, ChainReader(rpc))
                installation = build_installation(charter, entries, [card.admission() for card in cards])
                by_founder = {
                    item.address: sign_installation(charter, installation, item)
                    for item in (member.account(AccountPurpose.GOVERNANCE) for member in founders())
                }
                root = ConsortiumRoot(charter.root_address)
                ordered = [by_founder[founder] for founder in ChainReader(rpc).read(root.founders())]
                at = {entry.name.rstrip(b"\0").decode(): entry.location for entry in entries}
                yield Ledger(rpc, {"ConsortiumRoot": root.address, **at}, installation, ordered)
        finally:
            stop_anvil(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
