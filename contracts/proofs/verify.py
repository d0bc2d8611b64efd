"""Checks an event bundle offline: bytes in, report out; whatever the bytes are, nothing is raised. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from ..abi import AbiDecodingError
from ..bindings.event_anchor import BatchAnchored, EventAnchor
from ..events.envelope import DocumentEnvelope, ReadingEnvelope, SignedEvent, check_body
from ..events.refusal import EventRefusedError
from ..leaves import EventLeaf
from ..merkle import verify_proof
from ..types import Log, to_address
from .anchored import bundled_event
from .bundle import AccountProof, AnchoredEvent, Block, Chain, EventBundle, decode_bundle
from .header import Header, decode_header
from .problem import ProofError
from .receipt import decode_receipt, receipt_key
from .report import Outcome, Report, Step
from .state import (
    LAYOUT_VERSION,
    AccountState,
    DeviceValidity,
    DirectoryLine,
    device_slots,
    directory_slots,
    prove_account,
    prove_slot,
)
from .trie import prove

T = TypeVar("T")

CONSORTIUM_ROOT = "ConsortiumRoot"
EVENT_ANCHOR = "EventAnchor"
DEVICE_REGISTRY = "DeviceRegistry"


class _SkippedError(Exception):
    """What a step builds on is not there."""


class _Check:
    """One pass over a bundle. Each step gives what the next ones build on, or None."""

    def __init__(self, bundle: EventBundle) -> None:
        self.bundle = bundle
        self.steps: list[Step] = []

    def step(self, name: str, check: Callable[[], tuple[T, str]]) -> T | None:
        """Run a step and note how it ended."""
        try:
            value, detail = check()
        except (ProofError, EventRefusedError, AbiDecodingError) as error:
            self.steps.append(Step(name, Outcome.FAILED, str(error)))
        except _SkippedError:
            self.steps.append(Step(name, Outcome.SKIPPED, "a step that it builds on failed"))
        else:
            self.steps.append(Step(name, Outcome.PASSED, detail))
            return value
        return None


def verify_bundle(data: bytes, trusted: Chain | None = None) -> Report:
    """Check the bytes of a bundle: is the event in the block, and what does it stand on in the chain's state?

    Whether the block is one of the chain's, sealed by its validators, is not looked at; whether the file claims the
    chain that the reader means is, where the reader gives a `trusted` one.
    """
    try:
        bundle = decode_bundle(data)
    except ProofError as error:
        return _report([Step("form", Outcome.FAILED, str(error))], None)
    check = _Check(bundle)
    check.steps.append(Step("form", Outcome.PASSED, f"{len(data)} bytes of canonical JSON, {bundle.type}"))
    header = check.step("header", lambda: _header(bundle.block))
    log = check.step("receipt", lambda: _receipt(bundle, _needed(header)))
    if bundle.anchored is None:
        check.step("state", lambda: _state(bundle, _needed(header), None))
    else:
        anchored = bundle.anchored
        batch = check.step("batch", lambda: _batch(bundle, anchored, _needed(log)))
        event = check.step("signature", lambda: _signature(bundle, anchored))
        check.step("inclusion", lambda: _inclusion(anchored, _needed(event), _needed(batch)))
        check.step("state", lambda: _state(bundle, _needed(header), _needed(event).envelope.public_key))
    check.step("file", lambda: _file(bundle))
    if trusted is not None:
        check.step("chain", lambda: _chain(bundle, trusted))
    return _report(check.steps, header)


def _report(steps: Sequence[Step], header: Header | None) -> Report:
    failed = next((step for step in steps if step.outcome is Outcome.FAILED), None)
    if failed is not None or header is None:
        return Report(tuple(steps), f"not proven: {failed.name} failed" if failed else "not proven")
    return Report(
        tuple(steps),
        f"included, not final: in block {header.number} of {_time(header.timestamp)}; no seals were checked",
    )


def _header(block: Block) -> tuple[Header, str]:
    header = decode_header(_bytes(block.header))
    if header.hash != _bytes(block.hash):
        raise ProofError(f"the header of block {header.number} does not hash to {block.hash}")
    return header, f"block {header.number} of {_time(header.timestamp)} hashes to {block.hash}"


def _receipt(bundle: EventBundle, header: Header) -> tuple[Log, str]:
    nodes = [_bytes(node) for node in bundle.receipt.proof]
    value = prove(header.receipts_root, receipt_key(bundle.receipt.index), nodes)
    if value is None:
        raise ProofError(f"the block has no receipt {bundle.receipt.index}")
    receipt = decode_receipt(value)
    if not receipt.succeeded:
        raise ProofError("the transaction was reverted")
    stated = bundle.log
    if stated.position >= len(receipt.logs):
        raise ProofError(f"the receipt has no log {stated.position}")
    log = receipt.logs[stated.position]
    if (log.address, list(log.topics), log.data) != (
        _bytes(stated.address),
        [_bytes(topic) for topic in stated.topics],
        _bytes(stated.data),
    ):
        raise ProofError(f"log {stated.position} of the receipt is another one")
    found = Log(to_address(log.address), log.topics, log.data, header.number, header.hash, b"", bundle.receipt.index, 0)
    return found, f"log {stated.position} of transaction {bundle.receipt.index} is under the block's receiptsRoot"


def _batch(bundle: EventBundle, anchored: AnchoredEvent, log: Log) -> tuple[BatchAnchored, str]:
    event = EventAnchor(log.address).decode(log)
    if bundle.log.contract != EVENT_ANCHOR or not isinstance(event, BatchAnchored):
        raise ProofError("the log is not that a batch was anchored")
    last = event.first_sequence + event.count - 1
    if not event.first_sequence <= anchored.sequence <= last:
        raise ProofError(f"the batch has events {event.first_sequence} to {last}, not {anchored.sequence}")
    return event, f"events {event.first_sequence} to {last} of stream 0x{event.stream.hex()} were anchored"


def _signature(bundle: EventBundle, anchored: AnchoredEvent) -> tuple[SignedEvent, str]:
    event = bundled_event(anchored)
    envelope = event.envelope
    if not event.signed_by(envelope.public_key):
        raise ProofError(f"the signature is not by key 0x{envelope.key}")
    if envelope.chain_id != bundle.chain.chain_id:
        raise ProofError(f"it was signed for chain {envelope.chain_id}")
    if isinstance(envelope, DocumentEnvelope):
        check_body(envelope, event.body)
    elif anchored.body is not None:
        raise ProofError("there is a document beside a reading")
    form = " in a COSE_Sign1" if anchored.form else ""
    said = f"signed by key 0x{envelope.key}, counter {envelope.boot}.{envelope.seq}, {envelope.kind}{form}"
    if isinstance(envelope, ReadingEnvelope) and envelope.relayed_for is not None:
        said += f": signed by the gateway for the device {envelope.relayed_for}, which signed nothing itself"
    elif envelope.kind == "derived":
        said += ": derived and signed by the gateway, not by the device"
    return event, said


def _inclusion(anchored: AnchoredEvent, event: SignedEvent, batch: BatchAnchored) -> tuple[None, str]:
    envelope = event.envelope
    leaf = EventLeaf(batch.stream, anchored.sequence, envelope.public_key, envelope.boot, envelope.seq, event.digest)
    if not verify_proof(batch.root, leaf.hash(), [_bytes(node) for node in anchored.proof]):
        raise ProofError(f"event {anchored.sequence} is not under the anchored root 0x{batch.root.hex()}")
    return None, f"event {anchored.sequence} is under the anchored root 0x{batch.root.hex()}"


def _state(bundle: EventBundle, event_header: Header, device: bytes | None) -> tuple[None, str]:
    header = decode_header(_bytes(bundle.state.block.header))
    if header.hash != _bytes(bundle.state.block.hash):
        raise ProofError(f"the header of block {header.number} does not hash to {bundle.state.block.hash}")
    if header.number < event_header.number or (header.number == event_header.number and header != event_header):
        raise ProofError("it is of a block before the event's")
    accounts = _Accounts(header, bundle.state.accounts)
    root = _bytes(bundle.chain.root)
    location = root if bundle.log.contract == CONSORTIUM_ROOT else _located(accounts, root, bundle.log.contract)
    if location != _bytes(bundle.log.address):
        raise ProofError(f"the Directory has {bundle.log.contract} at 0x{location.hex()}, not {bundle.log.address}")
    if location == root:
        return None, f"the log is by the consortium's root {bundle.chain.root}"
    as_of = f"as of block {header.number} ({_time(header.timestamp)})"
    if device is None:
        return None, f"{as_of} the Directory has {bundle.log.contract} at {bundle.log.address}"
    registry = _located(accounts, root, DEVICE_REGISTRY)
    first, flags = device_slots(device)
    validity = DeviceValidity.read(accounts.slot(registry, first), accounts.slot(registry, flags))
    if not validity.covers(event_header.timestamp):
        raise ProofError(f"the device's key was not valid at {_time(event_header.timestamp)}")
    flagged = validity.compromised_since
    note = f"; flagged by its member as compromised since {_time(flagged)}" if flagged else ""
    return None, (
        f"{as_of} the Directory has {bundle.log.contract} at {bundle.log.address}, and the device's key was valid at "
        f"{_time(event_header.timestamp)}, registered by member 0x{validity.member.hex()}{note}"
    )


class _Accounts:
    """Storage under a state root, as far as a bundle proves it."""

    def __init__(self, header: Header, proofs: Sequence[AccountProof]) -> None:
        self._slots: dict[tuple[bytes, bytes], bytes] = {}
        self._accounts: dict[bytes, AccountState] = {}
        for proof in proofs:
            address = _bytes(proof.address)
            account = prove_account(header.state_root, address, [_bytes(node) for node in proof.proof])
            self._accounts[address] = account
            for slot in proof.slots:
                nodes = [_bytes(node) for node in slot.proof]
                self._slots[address, _bytes(slot.slot)] = prove_slot(account.storage_root, _bytes(slot.slot), nodes)

    def code_hash(self, address: bytes) -> bytes:
        """Of the code at an address. Raises ProofError."""
        if address not in self._accounts:
            raise ProofError(f"there is no proof of the account at 0x{address.hex()}")
        return self._accounts[address].code_hash

    def slot(self, address: bytes, slot: bytes) -> bytes:
        """What a slot holds. Raises ProofError."""
        if (address, slot) not in self._slots:
            raise ProofError(f"there is no proof of slot 0x{slot.hex()} at 0x{address.hex()}")
        return self._slots[address, slot]


def _located(accounts: _Accounts, root: bytes, name: str) -> bytes:
    """Where the Directory has a contract, whose code and layout are as it says."""
    first, second = directory_slots(name)
    line = DirectoryLine.read(accounts.slot(root, first))
    if line.layout_version != LAYOUT_VERSION:
        raise ProofError(f"{name} has storage layout {line.layout_version}; only {LAYOUT_VERSION} is known here")
    if accounts.code_hash(line.location) != accounts.slot(root, second):
        raise ProofError(f"the code of {name} is not the one in the Directory")
    return line.location


def _file(bundle: EventBundle) -> tuple[None, str]:
    if bundle.digest != bundle.expected_digest():
        raise ProofError(
            "its digest does not match: a byte was changed, if not above then in the chain's own description"
        )
    return None, f"whole; chain {bundle.chain.chain_id}, genesis {bundle.chain.genesis}, root {bundle.chain.root}"


def _chain(bundle: EventBundle, trusted: Chain) -> tuple[None, str]:
    if bundle.chain != trusted:
        raise ProofError(f"it is of another chain than {trusted.chain_id} with genesis {trusted.genesis}")
    return None, "the one that you named"


def _needed(value: T | None) -> T:
    if value is None:
        raise _SkippedError
    return value


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def _time(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, OSError, ValueError):
        return f"second {seconds}"
