"""A consortium for a bench to work on (I/O): on an embedded chain of its own, or on a network that runs."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from quaychain.contracts.bindings.device_registry import DeviceRegistry
from quaychain.contracts.bindings.types import AccountPurpose
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.pipeline import PipelinedSender
from quaychain.contracts.ports import free_port
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import Pace, TransactionSender
from quaychain.contracts.signers import Signer
from quaychain.contracts.types import Call, Receipt, to_hex
from quaychain.node.embedded.chain import EmbeddedChain
from quaychain.node.embedded.server import EmbeddedChainServer
from quaychain.node.keys import read_password
from quaychain.node.local.network import LocalNetwork
from quaychain.node.member_keys import MemberKeys

from ..demo.consortium import deploy, found
from ..demo.story_chain import EmbeddedStoryChain
from ..wiring.home import Home
from .frame import Setting

#: Unix seconds of the embedded chain's genesis.
_FOUNDED = 1_772_409_600
#: contracts/gas.json has what a registration takes.
_REGISTRATION_GAS = 150_000
#: Seconds, for a chain of some hundred MB.
_SETTLED_WITHIN = 120.0


@dataclass
class NetworkNotInstalledError(QuaychainError):
    """A network without contracts."""

    folder: str

    def __str__(self) -> str:
        return f"{self.folder} has no contracts yet: `quaychain node deploy-local {self.folder}` installs them"


@dataclass(frozen=True, slots=True)
class Ground:
    """A running chain with the contracts on it, and one member's keys: it owns the devices and is the oracle."""

    folder: Path
    rpc: Rpc
    deployment_file: Path
    deployment: Deployment
    keys: MemberKeys
    password_file: Path
    #: The embedded chain's folder; None on a network.
    chain_folder: Path | None
    #: Seconds between two blocks that stay: on the embedded chain between two dumps.
    block_period: float

    @property
    def member(self) -> bytes:
        """The member's id, 16 bytes."""
        return self.keys.member

    @property
    def account_file(self) -> Path:
        """The keystore of the member's Oracle account."""
        return self.keys.folder / "oracle.json"

    def account_options(self, name: str) -> tuple[str, ...]:
        """How a verb of `quaychain` is told of chain and Oracle account; `name` names its outbox."""
        return (
            *("--deployment", str(self.deployment_file), "--rpc", self.rpc.url),
            *("--account", str(self.account_file), "--password-file", str(self.password_file)),
            *("--transactions", str(self.folder / f"{name}.transactions.sqlite")),
            *(() if self.chain_folder is None else ("--chain-folder", str(self.chain_folder))),
        )

    def stores_options(self) -> tuple[str, ...]:
        """How `quaychain oracle run` is told where batches go and that the member alone reads them."""
        readers = self.folder / "readers.json"
        readers.write_text(json.dumps({name: [to_hex(self.member)] for name in ("technical", "logistics")}))
        return (
            *("--readers", str(readers), "--wraps", str(self.folder / "wraps")),
            *("--content", str(self.folder / "content")),
        )

    def reading_keys(self) -> Path:
        """A folder as `quaychain api index --keys` takes it, with the member's keys alone."""
        folder = self.folder / "reading-keys"
        if not folder.exists():
            shutil.copytree(self.keys.folder, folder / "member")
            shutil.copy(self.password_file, folder / "member.password")
        return folder

    def sender(self, purpose: AccountPurpose, name: str) -> TransactionSender:
        """A sender of one of the member's accounts, with an outbox of that name."""
        signer, outbox = self._account(purpose, name)
        return TransactionSender(self.rpc, signer, outbox, chain_id=self.deployment.chain_id)

    def pipeline(self, purpose: AccountPurpose, name: str) -> PipelinedSender:
        """As `sender`, for many transactions at once."""
        signer, outbox = self._account(purpose, name)
        pace = Pace(max_pending=256)
        return PipelinedSender(self.rpc, signer, outbox, chain_id=self.deployment.chain_id, pace=pace)

    def reader(self) -> ChainReader:
        """Reads the contracts."""
        return ChainReader(self.rpc)

    def settle(self) -> None:
        """Wait until the chain is at rest: the embedded one takes a processor while it writes itself to disk."""
        if self.chain_folder is not None:
            EmbeddedChain(self.chain_folder, self.rpc).persist(_SETTLED_WITHIN)

    def register_devices(self, keys: Sequence[bytes]) -> None:
        """Enter devices' public keys, valid from now on and for ever."""
        registry = self.deployment.contract(DeviceRegistry)
        sender = self.pipeline(AccountPurpose.OPERATIONS, "registering")
        carry(
            sender,
            {f"register/{key.hex()}": registry.register(key, os.urandom(32), 0, 0) for key in keys},
            _REGISTRATION_GAS,
        )

    def _account(self, purpose: AccountPurpose, name: str) -> tuple[Signer, Outbox]:
        signer = self.keys.account(purpose, read_password(self.password_file))
        path = self.folder / f"{name}.sqlite"
        return signer, Outbox(path, signer.address, self.deployment.chain_id, self.deployment.genesis)


def carry(sender: PipelinedSender, calls: Mapping[str, Call], gas: int) -> float:
    """Seconds until all of them have their receipts; raises what a contract says of one that failed."""
    started = time.perf_counter()
    left, waiting = dict(calls), set[str]()
    while left or waiting:
        stored = sender.submit_all(dict(islice(left.items(), 256)), gas=gas)
        for key in stored:
            del left[key]
        waiting |= stored
        answers = sender.poll(list(waiting))
        for answer in answers.values():
            if isinstance(answer, QuaychainError):
                raise answer
            assert isinstance(answer, Receipt)
        waiting -= answers.keys()
        if not answers:
            time.sleep(0.01)
    return time.perf_counter() - started


@contextmanager
def ground(setting: Setting) -> Iterator[Ground]:
    """The chain that the setting means, with the contracts on it; the embedded one is started and ended."""
    with _network(setting) if setting.chain is not None else _embedded(setting) as found_ground:
        yield found_ground


@contextmanager
def _embedded(setting: Setting) -> Iterator[Ground]:
    setting.say("founding a consortium on an embedded chain")
    home = Home(setting.folder / "home")
    home.create()
    charter, cards = found(home, _FOUNDED)
    with EmbeddedChainServer(home.chain, free_port()) as server, Rpc(server.url) as rpc:
        deployment = deploy(home, charter, cards, rpc, EmbeddedStoryChain(EmbeddedChain(home.chain, rpc)))
        keys = MemberKeys.open(home.keys / "mfr")
        yield Ground(
            setting.folder, rpc, home.deployment, deployment, keys, home.keys / "mfr.password", home.chain, 1.0
        )


@contextmanager
def _network(setting: Setting) -> Iterator[Ground]:
    assert setting.chain is not None
    network = LocalNetwork.open(setting.chain.network)
    if not network.deployment.exists():
        raise NetworkNotInstalledError(str(network.root))
    deployment = Deployment.load(network.deployment)
    member = network.members[0].key
    with Rpc(setting.chain.url) as rpc:
        rpc.check_chain(deployment.chain_id, deployment.genesis)
        yield Ground(
            setting.folder,
            rpc,
            network.deployment,
            deployment,
            network.member_keys(member),
            network.password_file(member),
            None,
            float(network.read_charter().chain.block_period),
        )
