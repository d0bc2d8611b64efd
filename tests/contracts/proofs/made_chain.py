"""A chain of one block, made here: a signed event, anchored, in a receipt, under a header, with the state behind it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

import rlp
from nacl.signing import SigningKey
from trie.hexary import HexaryTrie

from quaychain.contracts.abi import encode
from quaychain.contracts.bindings.event_anchor import BatchAnchored
from quaychain.contracts.events.batch_data import BatchEvent
from quaychain.contracts.events.envelope import Counter, EnvelopeForm, EventKind, SignedEvent, envelope_bytes
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.merkle import MerkleTree
from quaychain.contracts.proofs.anchored import anchored_event, leaf_of
from quaychain.contracts.proofs.bundle import (
    AccountProof,
    Block,
    BundledLog,
    Chain,
    EventBundle,
    ReceiptProof,
    SlotProof,
    State,
)
from quaychain.contracts.proofs.header import QBFT_MIX_HASH
from quaychain.contracts.proofs.receipt import receipts_proof
from quaychain.contracts.proofs.state import device_slots, directory_slots
from quaychain.contracts.types import to_hex

CHAIN_ID = 31337
TIME = 1_800_000_000
STREAM = b"\x51" * 32
ROOT, ANCHOR, REGISTRY = b"\xaa" * 20, b"\xbb" * 20, b"\xcc" * 20
MEMBER = b"\x77" * 16
GENESIS = b"\x99" * 32
BODY = b'{"eventType":"EQUIPMENT"}'


def signed_events(
    key: SigningKey, count: int, kind: EventKind = EventKind.READING, form: EnvelopeForm = EnvelopeForm.JSON
) -> list[BatchEvent]:
    """Events 1 to `count` of one device."""
    events = []
    for place in range(1, count + 1):
        reading = {
            "asset": "urn:epc:id:giai:4012345.STS-1", "quantity": "Temperature", "unit": "CEL", "value": 20 + place,
            "time": "2027-01-15T08:00:00Z",
        }  # fmt: skip
        is_reading = kind is EventKind.READING
        body = b"" if is_reading else BODY
        signed = envelope_bytes(
            chain_id=CHAIN_ID, key=bytes(key.verify_key), counter=Counter(1, place), kind=kind,
            readings=[reading] if is_reading else None, body=body, media_type="" if is_reading else "application/json",
            form=form,
        )  # fmt: skip
        events.append(BatchEvent(place, TIME, SignedEvent(signed, key.sign(signed).signature, body)))
    return events


@dataclass
class MadeChain:
    """What the block is made of; change it before `bundle`."""

    key: SigningKey = field(default_factory=lambda: SigningKey(os.urandom(32)))
    kind: EventKind = EventKind.READING
    form: EnvelopeForm = EnvelopeForm.JSON
    count: int = 5
    chosen: int = 3
    valid_from: int = TIME - 100
    valid_until: int = 0
    revoked_from: int = 0
    compromised_since: int = 0
    directory_has: bytes = ANCHOR
    code_in_directory: bytes = b"\x01" * 32
    layout_version: int = 1
    status: int = 1
    qbft: bool = False
    claimed_first: int = 1
    emitter: bytes = ANCHOR

    def bundle(self, contract: str = "EventAnchor", *, anchored: bool = True) -> EventBundle:
        """The bundle of the chosen event, or of the log alone."""
        events = signed_events(self.key, self.count, self.kind, self.form)
        tree = MerkleTree([leaf_of(STREAM, entry).hash() for entry in events])
        data = encode(
            ("uint32", "uint64", "uint32", "bytes32", "bytes", "bytes32"),
            (1, self.claimed_first, self.count, tree.root, b"\x01\x71\x12", b"\x05" * 32),
        )
        log = [self.emitter, [BatchAnchored.TOPIC, STREAM], data]
        receipts = [b"\x02" + rlp.encode([1, 21_000 * (place + 1), bytes(256), []]) for place in range(3)]
        receipts.append(b"\x02" + rlp.encode([self.status, 100_000, bytes(256), [[REGISTRY, [], b""], log]]))
        receipts_root, nodes = receipts_proof(receipts, 3)
        state_root, accounts = self._state(bytes(self.key.verify_key))
        header = self._header(receipts_root, state_root)
        block = Block(hash=to_hex(keccak256(header)), header=to_hex(header))
        return EventBundle.sealed(
            chain=Chain(chain_id=CHAIN_ID, genesis=to_hex(GENESIS), root=to_hex(ROOT)),
            block=block,
            receipt=ReceiptProof(index=3, proof=[to_hex(node) for node in nodes]),
            log=BundledLog(
                contract=contract, position=1, address=to_hex(self.emitter),
                topics=[to_hex(BatchAnchored.TOPIC), to_hex(STREAM)], data=to_hex(data),
            ),
            anchored=anchored_event(STREAM, events, self.chosen, tree.root) if anchored else None,
            state=State(block=block, accounts=accounts),
        )  # fmt: skip

    def _header(self, receipts_root: bytes, state_root: bytes) -> bytes:
        extra = rlp.encode([bytes(32), [], [], b"", []]) if self.qbft else b""
        mix = QBFT_MIX_HASH if self.qbft else bytes(32)
        return rlp.encode(
            [bytes(32), bytes(32), bytes(20), state_root, bytes(32), receipts_root, bytes(256), 0, 7, 30_000_000,
             163_000, TIME, extra, mix, bytes(8), 0, bytes(32), 0, 0, bytes(32)]
        )  # fmt: skip

    def _state(self, device: bytes) -> tuple[bytes, list[AccountProof]]:
        first, flags = device_slots(device)
        validity = (
            self.revoked_from.to_bytes(5)
            + self.valid_until.to_bytes(5)
            + self.valid_from.to_bytes(5)
            + b"\x01"
            + MEMBER
        )
        storage = {
            ROOT: {
                **self._line("EventAnchor", self.directory_has, self.code_in_directory),
                **self._line("DeviceRegistry", REGISTRY, b"\x02" * 32),
            },
            ANCHOR: {},
            REGISTRY: {
                first: validity,
                flags: bytes(6) + self.compromised_since.to_bytes(5) + bytes(21),
            },
        }
        codes = {ROOT: b"\x03" * 32, ANCHOR: b"\x01" * 32, REGISTRY: b"\x02" * 32}
        tries = {address: _trie({slot: rlp.encode(value.lstrip(b"\0")) for slot, value in slots.items() if any(value)})
                 for address, slots in storage.items()}  # fmt: skip
        accounts = _trie({a: rlp.encode([1, 0, tries[a].root_hash, codes[a]]) for a in storage})
        return accounts.root_hash, [
            AccountProof(
                address=to_hex(address),
                proof=_proof(accounts, address),
                slots=[SlotProof(slot=to_hex(slot), proof=_proof(tries[address], slot)) for slot in slots],
            )
            for address, slots in storage.items()
        ]

    def _line(self, name: str, location: bytes, code: bytes) -> dict[bytes, bytes]:
        first, second = directory_slots(name)
        return {first: bytes(8) + self.layout_version.to_bytes(4) + location, second: code}


def _trie(entries: dict[bytes, bytes]) -> HexaryTrie:
    trie = HexaryTrie({})
    for key, value in entries.items():
        trie.set(keccak256(key), value)
    return trie


def _proof(trie: HexaryTrie, key: bytes) -> list[str]:
    nodes = [rlp.encode(node) for node in trie.get_proof(keccak256(key))]
    return [to_hex(node) for place, node in enumerate(nodes) if place == 0 or len(node) >= 32]
