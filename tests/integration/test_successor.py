"""A successor of CustomsCompliance copies its predecessor's storage and opens by the chain's own proofs.

What contracts/root/README.md says under "Successors", step by step: slots from traces, proofs from eth_getProof under a
real header, with storage roots that the node computed.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from quaychain.contracts.abi import decode, encode
from quaychain.contracts.bindings import errors
from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.customs_compliance import CustomsCompliance
from quaychain.contracts.bindings.types import (
    CodeList,
    Decision,
    DeclarationStatus,
    DirectoryEntry,
    DocumentType,
    MemberKind,
    Movement,
    NamedRecord,
    Rule,
    RuleEffect,
    TariffCode,
)
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.proofs.header import header_preimage
from quaychain.contracts.types import Address, Call, address_bytes, to_address, to_hex
from quaychain.node.artifacts import load_artifact
from tests.contracts.models.chain import TestChain

# Slow, for forge compiles the successor before it.
pytestmark = [pytest.mark.integration, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "tests/contracts/forge/customs/CustomsComplianceSuccessor.sol"
NAME = b"CustomsCompliance".ljust(32, b"\0")
DECLARATION = b"\x51" * 32
NOTHING = bytes(32)
NL = b"NL"
INVOICE = DocumentType(CodeList.UNTDID1001, 380, 0)
PROOF = "(bytes,bytes[],bytes[],bytes[],bytes[])"
#: ERC-7201 of the root; the Directory's lines are its first variable.
DIRECTORY = keccak256((int.from_bytes(keccak256(b"quaychain.ConsortiumRoot")) - 1).to_bytes(32))[:31] + b"\0"


def selector(signature: str) -> bytes:
    return keccak256(signature.encode())[:4]


@dataclass
class Successor:
    """The test contract, deployed, with what its binding would have."""

    chain: TestChain
    address: Address

    def carry(self, slots: Sequence[bytes]) -> None:
        """By anybody, some at a time."""
        for start in range(0, len(slots), 200):
            data = selector("carryState(bytes32[])") + encode(["bytes32[]"], [slots[start : start + 200]])
            self.chain.act("carrier", Call(self.address, data))

    def open(self, proof: tuple[Any, ...]) -> None:
        data = selector(f"openSuccessor({PROOF})") + encode([PROOF], [proof])
        self.chain.act("carrier", Call(self.address, data))

    def is_open(self) -> bool:
        answer = self.chain.rpc.call("eth_call", {"to": self.address, "data": to_hex(selector("isOpen()"))}, "latest")
        return bool(decode(["bool"], bytes.fromhex(answer[2:]))[0])


def linked_code() -> Iterator[tuple[str, str]]:
    """The libraries that the test contract needs: the text in its code, and the name."""
    for file in compiled()["bytecode"]["linkReferences"].items():
        for name in file[1]:
            yield f"__${keccak256(f'{file[0]}:{name}'.encode()).hex()[:34]}$__", name


def compiled() -> dict[str, Any]:
    """Forge's own artifact of the test contract."""
    path = ROOT / ".qc/forge/deployed/out/CustomsComplianceSuccessor.sol/CustomsComplianceSuccessor.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def create(chain: TestChain, code: bytes) -> Address:
    """A contract, made by a member's account."""
    account = chain.account("carrier")
    nonce = int(chain.rpc.call("eth_getTransactionCount", account, "latest"), 16)
    chain.send(account, Call(None, code))
    # The address of a creation: keccak256 of the RLP of sender and nonce.
    number = b"\x80" if nonce == 0 else bytes([nonce]) if nonce < 0x80 else b"\x81" + bytes([nonce])
    inner = b"\x94" + address_bytes(account) + number
    return to_address(keccak256(bytes([0xC0 + len(inner)]) + inner)[12:])


@pytest.fixture(scope="module")
def successor(chain: TestChain) -> Successor:
    """Deployed while its predecessor is at work."""
    forge = ROOT / ".qc/bin/forge"
    if not forge.exists():
        pytest.skip("forge is not installed: start through ./qc")
    # Within the limit of a contract's size by the optimiser only.
    done = subprocess.run(
        [forge, "build", "--quiet", SOURCE],
        cwd=ROOT,
        env={**os.environ, "FOUNDRY_PROFILE": "deployed"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    work(chain, chain.customs)
    code = compiled()["bytecode"]["object"].removeprefix("0x")
    for placeholder, name in linked_code():
        library = create(chain, load_artifact(name).creation_code({}))
        code = code.replace(placeholder, address_bytes(library).hex())
    root = chain.deployment.root
    return Successor(chain, create(chain, bytes.fromhex(code) + encode(["address"], [root])))


def work(chain: TestChain, customs: CustomsCompliance) -> None:
    """A rule book, a declaration that is held, an entitlement."""
    rule = Rule(
        1, RuleEffect.REQUIRED, TariffCode(84, 2), bytes(2), bytes(2), bytes(4), 0, INVOICE, 0, MemberKind.NONE, False,
        False, 0, NOTHING,
    )  # fmt: skip
    movement = Movement(NL, TariffCode(84261900, 8), b"CN", b"NL", b"4000", 1, chain.now, NOTHING, NOTHING)
    authority = "customs_overseas"
    chain.act(authority, customs.claim_jurisdiction(NL))
    chain.act(authority, customs.publish_rule_book(NL, 1, chain.now - 100, b"\x22" * 32))
    chain.act(authority, customs.add_rules(NL, 1, [rule]))
    chain.act(authority, customs.seal_rule_book(NL, 1))
    chain.act(authority, customs.authorize_issuer(NL, INVOICE, chain.id("manufacturer"), chain.now, 0))
    chain.act("buyer", customs.declare(DECLARATION, movement, NOTHING, []))
    chain.act(authority, customs.decide(DECLARATION, 1, Decision.HOLD, 0, NOTHING, NOTHING))


def written_slots(chain: TestChain, contract: Address) -> list[bytes]:
    """Every slot that a transaction wrote on the contract, from the traces of all blocks."""
    slots: set[bytes] = set()
    for number in range(1, chain.reader.head().number + 1):
        block = chain.rpc.call("eth_getBlockByNumber", hex(number), False)
        for transaction in block["transactions"]:
            options = {"tracer": "prestateTracer", "tracerConfig": {"diffMode": True}}
            state = chain.rpc.call("debug_traceTransaction", transaction, options)
            for side in ("pre", "post"):
                account = state[side].get(contract.lower()) or state[side].get(contract) or {}
                slots.update(bytes.fromhex(slot[2:]) for slot in account.get("storage", {}))
    return sorted(slots)


def proof_of(chain: TestChain, predecessor: Address, successor: Address) -> tuple[Any, ...]:
    """What openSuccessor asks for, of the last block."""
    block = chain.rpc.call("eth_getBlockByNumber", "latest", False)

    def nodes(texts: Sequence[str]) -> list[bytes]:
        return [bytes.fromhex(text[2:]) for text in texts]

    slot = to_hex(keccak256(encode(["bytes32", "bytes32"], [NAME, DIRECTORY])))
    root = chain.rpc.call("eth_getProof", chain.deployment.root, [slot], block["number"])
    others = [chain.rpc.call("eth_getProof", each, [], block["number"]) for each in (predecessor, successor)]
    return (
        header_preimage(block),
        nodes(root["accountProof"]),
        nodes(root["storageProof"][0]["proof"]),
        *(nodes(each["accountProof"]) for each in others),
    )


def refused(chain: TestChain, member: str, call: Call) -> QuaychainError | None:
    try:
        chain.act(member, call)
    except QuaychainError as error:
        return error
    return None


def test_a_successor_takes_over(chain: TestChain, successor: Successor) -> None:
    old, new = chain.customs, CustomsCompliance(successor.address)
    amend = new.amend(DECLARATION, [])
    assert refused(chain, "buyer", amend) == errors.ContractSupersededError(NAME, old.address)

    # Copied while the old one works; what it does then is copied once more.
    successor.carry(written_slots(chain, old.address))
    inspect = old.decide(DECLARATION, 1, Decision.INSPECT, 0, NOTHING, NOTHING)
    chain.act("customs_overseas", inspect)

    root = ConsortiumRoot(chain.deployment.root)
    entry = DirectoryEntry(NAME, new.address, 1, keccak256(chain.rpc.code(new.address)))
    chain.decide(root.set_entry(entry))
    assert refused(chain, "buyer", old.amend(DECLARATION, [])) == errors.ContractSupersededError(NAME, new.address)
    assert chain.read(old.declaration_of(DECLARATION)).status is DeclarationStatus.UNDER_INSPECTION
    assert refused(chain, "buyer", amend) == errors.StateNotCarriedError(old.address)

    # One decision is missing yet, and the chain's own storage roots say so.
    stale = proof_of(chain, old.address, new.address)
    with pytest.raises(errors.CarriedStateDiffersError) as differs:
        successor.open(stale)
    assert differs.value.predecessor_root == storage_root(chain, old.address)
    assert differs.value.successor_root == storage_root(chain, new.address)
    assert not successor.is_open()

    successor.carry(written_slots(chain, old.address))
    assert nonzero(chain, old.address) == nonzero(chain, new.address)
    even_out(chain, successor)
    assert storage_root(chain, old.address) == storage_root(chain, new.address)
    proof = proof_of(chain, old.address, new.address)
    with pytest.raises(errors.CarriedProofInvalidError):
        successor.open((*proof[:3], proof[4], proof[3]))
    successor.open(proof)
    assert successor.is_open()

    # The work goes on: the same declaration, its pre-check as it was, ids that are taken, the entitlement.
    for view in ("assessment_of", "findings_of"):
        before, after = (chain.read(getattr(each, view)(DECLARATION, 1)) for each in (old, new))
        assert before == after
    assert chain.read(new.declaration_of(DECLARATION)) == chain.read(old.declaration_of(DECLARATION))
    record = chain.publish("manufacturer", INVOICE)
    assert chain.read(new.was_authorized(NL, INVOICE, chain.id("manufacturer"), chain.now))
    chain.act("buyer", new.amend(DECLARATION, [NamedRecord(record, 1)]))
    chain.act("customs_overseas", new.decide(DECLARATION, 2, Decision.RELEASE, 0, NOTHING, NOTHING))
    assert chain.read(new.declaration_of(DECLARATION)).status is DeclarationStatus.RELEASED
    movement = chain.read(new.declaration_of(DECLARATION)).movement
    again = refused(chain, "buyer", new.declare(DECLARATION, movement, NOTHING, []))
    assert again == errors.DeclarationExistsError(DECLARATION)
    assert chain.read(old.declaration_of(DECLARATION)).status is DeclarationStatus.UNDER_INSPECTION


def storage(chain: TestChain, contract: Address) -> dict[bytes, int]:
    """All slots that anvil keeps for a contract."""
    state = json.loads(gzip.decompress(bytes.fromhex(chain.rpc.call("anvil_dumpState")[2:])))
    account = next(value for key, value in state["accounts"].items() if key.lower() == contract.lower())
    return {int(slot, 16).to_bytes(32): int(value, 16) for slot, value in account["storage"].items()}


def nonzero(chain: TestChain, contract: Address) -> dict[bytes, int]:
    return {slot: value for slot, value in storage(chain, contract).items() if value}


def even_out(chain: TestChain, successor: Successor) -> None:
    """Anvil alone has slots in its tries that were read and are zero; here both contracts get the same ones."""
    successor.carry(sorted(storage(chain, chain.customs.address)))
    only_there = sorted(storage(chain, successor.address).keys() - storage(chain, chain.customs.address).keys())
    data = selector("slotsOf(bytes32[])") + encode(["bytes32[]"], [only_there])
    chain.act("carrier", Call(chain.customs.address, data))


def storage_root(chain: TestChain, contract: Address) -> bytes:
    """As the node has it."""
    return bytes.fromhex(chain.rpc.call("eth_getProof", contract, [], "latest")["storageHash"][2:])
