"""The sender and the event bundle against a real anvil, killed in between."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from quaychain.contracts.abi import encode
from quaychain.contracts.bindings.access_manager import AccessManager
from quaychain.contracts.bindings.errors import AccessManagerUnauthorizedAccountError
from quaychain.contracts.bindings.event_anchor import BatchAnchored
from quaychain.contracts.conditions import Conditions
from quaychain.contracts.deployment import DeployedContract, Deployment
from quaychain.contracts.endpoints import Endpoints
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.merkle import MerkleTree
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.pipeline import PipelinedSender
from quaychain.contracts.proofs.anchored import anchored_event, leaf_of
from quaychain.contracts.proofs.export import export_bundle
from quaychain.contracts.proofs.state import device_slots, directory_slots
from quaychain.contracts.proofs.verify import verify_bundle
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import Pace, TransactionPendingError, TransactionSender
from quaychain.contracts.signers import LocalSigner, sign_transaction
from quaychain.contracts.types import Call, Receipt, to_address, to_hex
from tests.contracts.proofs.made_chain import ANCHOR, MEMBER, REGISTRY, ROOT, STREAM, signed_events

ARTIFACTS = Path(__file__).parents[2] / "contracts/artifacts"
TARGET = to_address("0x" + "22" * 20)

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("anvil") is None, reason="anvil is not installed"),
]


class Anvil:
    """An anvil of its own, on a free port."""

    def __init__(self, folder: Path, chain_id: int = 31_337) -> None:
        self.folder = folder
        self.chain_id = chain_id
        self.start()

    def start(self) -> None:
        state = self.folder / "state.json"
        command = ["anvil", "--port", "0", "--base-fee", "0", "--gas-price", "0", "--disable-min-priority-fee"]
        command += ["--chain-id", str(self.chain_id)]
        command += ["--hardfork", "cancun", *(["--state", str(state)] if state.exists() else [])]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "Listening on" in line:
                self.rpc = Rpc(f"http://{line.split()[-1]}", patience=2.0)
                return
        raise AssertionError("anvil did not start")

    def save(self) -> None:
        (self.folder / "state.json").write_bytes(gzip.decompress(bytes.fromhex(self.rpc.call("anvil_dumpState")[2:])))

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.fixture
def anvil(tmp_path: Path) -> Iterator[Anvil]:
    made = Anvil(tmp_path)
    yield made
    made.kill()


class Account:
    """An account and its outbox, as one process has them."""

    def __init__(self, anvil: Anvil) -> None:
        self.anvil = anvil
        self.signer = LocalSigner(os.urandom(32))
        self.genesis = anvil.rpc.genesis_hash()
        self.open()

    def open(self) -> None:
        chain_id = self.anvil.rpc.chain_id()
        self.outbox = Outbox(
            self.anvil.folder / f"{self.signer.address}.sqlite", self.signer.address, chain_id, self.genesis
        )
        pace = Pace(timeout=20.0, resend_after=0.05)
        self.sender = TransactionSender(self.anvil.rpc, self.signer, self.outbox, chain_id=chain_id, pace=pace)


def test_kill_and_send_again(anvil: Anvil) -> None:
    account = Account(anvil)
    account.sender.send(Call(TARGET, b"saved"), idempotency_key="saved")
    anvil.save()
    lost = account.sender.send(Call(TARGET, b"lost"), idempotency_key="lost")
    anvil.kill()
    with pytest.raises(TransactionPendingError):
        account.sender.resume("lost", timeout=0.3)
    anvil.start()
    account.open()
    assert anvil.rpc.receipt(lost.transaction_hash) is None
    again = account.sender.resume("lost")
    assert again is not None
    assert again.transaction_hash == lost.transaction_hash
    new = account.sender.send(Call(TARGET, b"new"), idempotency_key="new")
    assert new.block_number == again.block_number + 1
    assert anvil.rpc.transaction_count(account.signer.address) == 3


def test_many_at_once_past_nodes_that_are_away_or_lie(anvil: Anvil, tmp_path: Path) -> None:
    account, conditions = Account(anvil), Conditions()
    chain_id = anvil.rpc.chain_id()
    (tmp_path / "other").mkdir()
    other = Anvil(tmp_path / "other", chain_id + 1)
    rpc = Endpoints(
        ["http://127.0.0.1:1", other.rpc.url, anvil.rpc.url],
        chain_id=chain_id,
        genesis=account.genesis,
        conditions=conditions,
    )
    sender = PipelinedSender(
        rpc, account.signer, account.outbox, chain_id=chain_id, pace=Pace(resend_after=0.1), conditions=conditions
    )
    calls = {f"call/{number}": Call(TARGET, bytes([number])) for number in range(40)}
    deadline, found = time.monotonic() + 20, {}
    sender.submit_all(calls, gas=50_000)
    # The process that sent them is gone; the next one has only what is on the disk.
    account.outbox.close()
    account.open()
    sender = PipelinedSender(
        rpc, account.signer, account.outbox, chain_id=chain_id, pace=Pace(resend_after=0.1), conditions=conditions
    )
    while len(found) < len(calls) and time.monotonic() < deadline:
        found = sender.poll(list(calls))
    assert all(isinstance(receipt, Receipt) for receipt in found.values())
    assert anvil.rpc.transaction_count(account.signer.address) == len(calls) == len(found)
    assert other.rpc.transaction_count(account.signer.address) == 0
    assert {(standing.name, standing.about) for standing in conditions.present()} == {
        ("endpoint_away", "http://127.0.0.1:1"),
        ("wrong_chain", other.rpc.url),
    }
    rpc.close()
    other.kill()


def test_a_nonce_taken(anvil: Anvil) -> None:
    account = Account(anvil)
    anvil.rpc.call("evm_setAutomine", False)
    with pytest.raises(TransactionPendingError):
        account.sender.send(Call(TARGET, b"a"), idempotency_key="a", timeout=0.2)
    anvil.rpc.call("anvil_dropAllTransactions")
    other = sign_transaction(account.signer, Call(TARGET, b"other"), chain_id=anvil.rpc.chain_id(), nonce=0, gas=50_000)
    anvil.rpc.send_raw(other.raw)
    anvil.rpc.call("evm_mine")
    anvil.rpc.call("evm_setAutomine", True)
    receipt = account.sender.resume("a")
    assert receipt is not None
    assert receipt.succeeded
    assert anvil.rpc.transaction_count(account.signer.address) == 2


def test_deploy_read_and_be_refused(anvil: Anvil) -> None:
    account, stranger = Account(anvil), Account(anvil)
    code = _bytecode("AccessManager")
    created = account.sender.send(AccessManager.creation(code, account.signer.address))
    assert created.contract is not None
    manager = AccessManager(created.contract)
    reader = ChainReader(anvil.rpc)
    admin = reader.read(manager.admin_role())
    assert reader.read(manager.has_role(admin, account.signer.address)).is_member
    grant = manager.grant_role(7, stranger.signer.address, 0)
    for simulate in (True, False):
        with pytest.raises(AccessManagerUnauthorizedAccountError) as caught:
            stranger.sender.send(grant, simulate=simulate)
        assert caught.value == AccessManagerUnauthorizedAccountError(stranger.signer.address, admin)
    assert anvil.rpc.transaction_count(stranger.signer.address) == 1
    receipt = account.sender.send(grant)
    events = [manager.decode(log) for log in receipt.logs]
    assert [type(event).__name__ for event in events] == ["RoleGranted"]
    assert reader.read(manager.has_role(7, stranger.signer.address)).is_member


def test_an_event_bundle(anvil: Anvil) -> None:
    """From a real node's blocks, receipts and state proofs; the contracts' storage is put there for it."""
    rpc, account, key = anvil.rpc, Account(anvil), SigningKey(os.urandom(32))
    # Logs calldata: two topics, then the data.
    emitter = bytes.fromhex("602035600035604036038060406000376000a200")
    for address, code in ((ROOT, b"\x00"), (ANCHOR, emitter), (REGISTRY, b"\x01")):
        rpc.call("anvil_setCode", to_hex(address), to_hex(code))
    for name, address, code in (("EventAnchor", ANCHOR, emitter), ("DeviceRegistry", REGISTRY, b"\x01")):
        first, second = directory_slots(name)
        _store(rpc, ROOT, first, bytes(8) + (1).to_bytes(4) + address)
        _store(rpc, ROOT, second, keccak256(code))
    _store(rpc, REGISTRY, device_slots(bytes(key.verify_key))[0], bytes(10) + (1).to_bytes(5) + b"\1" + MEMBER)
    rpc.call("evm_mine")

    assert rpc.chain_id() == 31337
    events = signed_events(key, 40)
    tree = MerkleTree([leaf_of(STREAM, event).hash() for event in events])
    types = ("uint32", "uint64", "uint32", "bytes32", "bytes", "bytes32")
    data = BatchAnchored.TOPIC + STREAM + encode(types, (1, 1, 40, tree.root, b"\1\2", bytes(32)))
    # Several transactions in one block, so that the receipt is not alone in its trie.
    rpc.call("evm_setAutomine", False)
    others = Account(anvil)
    for number in range(20):
        others.sender.submit(Call(TARGET, b"x"), idempotency_key=str(number))
    account.sender.submit(Call(to_address(ANCHOR), data), idempotency_key="anchor")
    rpc.call("evm_mine")
    rpc.call("evm_setAutomine", True)
    log = account.sender.wait("anchor").logs[0]
    others.sender.send(Call(TARGET, b"y"))

    deployment = Deployment(
        31337, rpc.genesis_hash(), bytes(32), to_address(ROOT), 1,
        {
            name: DeployedContract(to_address(address), bytes(32), 1)
            for name, address in (("EventAnchor", ANCHOR), ("DeviceRegistry", REGISTRY))
        },
    )  # fmt: skip
    bundle = export_bundle(rpc, deployment, "EventAnchor", log, anchored_event(STREAM, events, 17, tree.root))
    report = verify_bundle(bundle)
    assert report.passed, report
    assert f"in block {log.block_number} of" in report.conclusion
    plain = verify_bundle(export_bundle(rpc, deployment, "EventAnchor", log))
    assert plain.passed, plain

    # Also of a chain that came back from its file.
    anvil.save()
    anvil.kill()
    anvil.start()
    again = verify_bundle(
        export_bundle(anvil.rpc, deployment, "EventAnchor", log, anchored_event(STREAM, events, 17, tree.root))
    )
    assert again.passed, again


def _store(rpc: Rpc, address: bytes, slot: bytes, value: bytes) -> None:
    rpc.call("anvil_setStorageAt", to_hex(address), to_hex(slot), to_hex(value))


def _bytecode(contract: str) -> bytes:
    return bytes.fromhex(json.loads((ARTIFACTS / f"{contract}.json").read_text())["bytecode"][2:])
