"""Deploy a consortium's contracts and install them by its founders' signatures (I/O through a TransactionSender).

Anyone may send the transactions: what counts are the founders' signatures over one Installation, which names every
contract with the hash of its code, and the first members with their accounts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

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
from quaychain.contracts.bindings.types import Admission, DirectoryEntry, Installation
from quaychain.contracts.deployment import DeployedContract, Deployment
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.signers import Signer, sign_typed_data
from quaychain.contracts.typed_data import typed_data
from quaychain.contracts.types import Address, Call

from .artifacts import Artifact, load_artifact
from .charter import Charter

ACCESS_MANAGER = "AccessManager"
#: Every contract of the Directory that has a root; the AccessManager has none.
CONTRACTS = (
    ConsortiumGovernor,
    MemberRegistry,
    DeviceRegistry,
    EventAnchor,
    RecordRegistry,
    OrderFulfilment,
    CustomsCompliance,
    PartProvenance,
    TradeFinance,
)
#: Version of the storage layouts in contracts/artifacts; it rises when a slot that proofs read changes its meaning.
LAYOUT_VERSION = 1


@dataclass
class FounderSignatureMissingError(QuaychainError):
    """The installation needs every founder's signature."""

    founder: str


def deploy_contracts(charter: Charter, sender: TransactionSender, reader: ChainReader) -> tuple[DirectoryEntry, ...]:
    """Deploy all contracts, libraries first, and answer the Directory for the installation.

    Safe to repeat after a crash: each transaction has a key of its own, and one that was stored is not sent twice.
    Raises the sender's errors.
    """
    root = charter.root_address
    deployer = _Deployer(sender, {})
    governor = ConsortiumGovernor(
        deployer.create(
            ConsortiumGovernor.NAME,
            lambda code: ConsortiumGovernor.creation(
                code, root, charter.voting.delay, charter.voting.period, charter.voting.time_lock
            ),
        )
    )
    access_manager = reader.read(governor.access_manager())
    locations: dict[str, Address] = {ConsortiumGovernor.NAME: governor.address, ACCESS_MANAGER: access_manager}
    creations: Mapping[str, Callable[[bytes], Call]] = {
        MemberRegistry.NAME: lambda code: MemberRegistry.creation(code, root, access_manager),
        DeviceRegistry.NAME: lambda code: DeviceRegistry.creation(code, root),
        EventAnchor.NAME: lambda code: EventAnchor.creation(
            code, root, charter.anchoring.lease_period, charter.anchoring.answer_period
        ),
        RecordRegistry.NAME: lambda code: RecordRegistry.creation(code, root),
        OrderFulfilment.NAME: lambda code: OrderFulfilment.creation(code, root),
        CustomsCompliance.NAME: lambda code: CustomsCompliance.creation(code, root),
        PartProvenance.NAME: lambda code: PartProvenance.creation(code, root),
        TradeFinance.NAME: lambda code: TradeFinance.creation(code, root),
    }
    for name, creation in creations.items():
        locations[name] = deployer.create(name, creation)
    return tuple(
        DirectoryEntry(name.encode().ljust(32, b"\0"), location, LAYOUT_VERSION, keccak256(reader.rpc.code(location)))
        for name, location in sorted(locations.items())
    )


def build_installation(
    charter: Charter, entries: Sequence[DirectoryEntry], members: Sequence[Admission]
) -> Installation:
    """What the founders sign: members by id, so that the order of their cards doesn't matter."""
    return Installation(charter.id, tuple(entries), tuple(sorted(members, key=lambda admission: admission.member)))


def sign_installation(charter: Charter, installation: Installation, founder: Signer) -> bytes:
    """A founder's EIP-712 signature of the installation, 65 bytes."""
    return sign_typed_data(founder, typed_data(ConsortiumRoot(charter.root_address), charter.chain_id, installation))


def install(
    charter: Charter,
    installation: Installation,
    signatures: Mapping[Address, bytes],
    sender: TransactionSender,
    reader: ChainReader,
) -> Deployment:
    """Send the installation with the founders' signatures, by founder; answers where everything is.

    Safe to repeat after a crash. Raises FounderSignatureMissingError, ConsortiumRoot's errors, the sender's errors.
    """
    root = ConsortiumRoot(charter.root_address)
    ordered = []
    for founder in reader.read(root.founders()):
        if founder not in signatures:
            raise FounderSignatureMissingError(founder)
        ordered.append(signatures[founder])
    sender.send(root.install(installation, ordered), idempotency_key="install")
    return Deployment(
        chain_id=charter.chain_id,
        genesis=reader.rpc.genesis_hash(),
        consortium=charter.id,
        root=root.address,
        block=0,  # the root is there from the genesis on
        contracts={
            entry.name.rstrip(b"\0").decode(): DeployedContract(entry.location, entry.code_hash, entry.layout_version)
            for entry in installation.entries
        },
    )


@dataclass(frozen=True, slots=True)
class _Deployer:
    sender: TransactionSender
    libraries: dict[str, Address]

    def create(self, name: str, creation: Callable[[bytes], Call]) -> Address:
        """Deploy a contract, and before it the libraries that it needs; its address."""
        artifact = load_artifact(name)
        for _, library in artifact.libraries:
            if library not in self.libraries:
                self.libraries[library] = self.create(library, lambda code: Call(None, code))
        return self._send(artifact, creation(artifact.creation_code(self.libraries)))

    def _send(self, artifact: Artifact, call: Call) -> Address:
        receipt = self.sender.send(call, idempotency_key=f"deploy/{artifact.name}")
        assert receipt.contract is not None  # it is a creation, and it succeeded
        return receipt.contract
