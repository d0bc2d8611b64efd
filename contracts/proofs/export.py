"""Makes event bundles from what a node answers (I/O). What is made has been checked like any other file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..deployment import Deployment
from ..errors import QuaychainError
from ..rpc import Rpc
from ..types import Address, Log, address_bytes, to_hex
from .anchored import bundled_event
from .bundle import AccountProof, AnchoredEvent, Block, BundledLog, Chain, EventBundle, ReceiptProof, SlotProof, State
from .header import header_preimage
from .receipt import encode_receipt, receipts_proof
from .report import Outcome
from .state import device_slots, directory_slots
from .verify import CONSORTIUM_ROOT, DEVICE_REGISTRY, verify_bundle


@dataclass
class BundleUnavailableError(QuaychainError):
    """No bundle can be made for this log now."""

    reason: str

    def __str__(self) -> str:
        return f"no proof bundle can be made: {self.reason}"


def export_bundle(
    rpc: Rpc, deployment: Deployment, contract: str, log: Log, anchored: AnchoredEvent | None = None
) -> bytes:
    """The bundle file of a log by the contract with this name in the Directory, or by ConsortiumRoot.

    `anchored` is the event to prove, where the log is a BatchAnchored. The state it stands on is the head's. Raises
    BundleUnavailableError (the chain lost the log, or the contract was superseded), ProofError, RpcError.
    """
    block = rpc.call("eth_getBlockByHash", to_hex(log.block_hash), False)
    if block is None:
        raise BundleUnavailableError(f"the chain has no block {to_hex(log.block_hash)}")
    receipts = rpc.call("eth_getBlockReceipts", block["number"])
    # Besu may show a new block before its receipts.
    if receipts is None or len(receipts) != len(block["transactions"]):
        raise BundleUnavailableError(f"the node does not have the receipts of block {log.block_number} yet")
    root, nodes = receipts_proof([encode_receipt(receipt) for receipt in receipts], log.transaction_index)
    if to_hex(root) != block["receiptsRoot"]:
        raise BundleUnavailableError(f"the receipts of block {log.block_number} do not give its receiptsRoot")
    bundle = EventBundle.sealed(
        chain=chain_of(deployment),
        block=Block(hash=block["hash"], header=to_hex(header_preimage(block))),
        receipt=ReceiptProof(index=log.transaction_index, proof=[to_hex(node) for node in nodes]),
        log=BundledLog(
            contract=contract,
            position=_position(receipts[log.transaction_index], log),
            address=log.address.lower(),
            topics=[to_hex(topic) for topic in log.topics],
            data=to_hex(log.data),
        ),
        anchored=anchored,
        state=_state(rpc, deployment, contract, log, anchored),
    )
    data = bundle.encode()
    report = verify_bundle(data)
    if not report.passed:
        failed = next(step for step in report.steps if step.outcome is not Outcome.PASSED)
        raise BundleUnavailableError(f"{failed.name}: {failed.detail}")
    return data


def chain_of(deployment: Deployment) -> Chain:
    """How bundles name a deployment's chain."""
    return Chain(chain_id=deployment.chain_id, genesis=to_hex(deployment.genesis), root=deployment.root.lower())


def _position(receipt: Mapping[str, Any], log: Log) -> int:
    for position, entry in enumerate(receipt["logs"]):
        if int(entry["logIndex"], 16) == log.log_index:
            return position
    raise BundleUnavailableError(f"the receipt has no log {log.log_index}")


def _state(rpc: Rpc, deployment: Deployment, contract: str, log: Log, anchored: AnchoredEvent | None) -> State:
    block = rpc.blocks(["latest"])[0]
    # The root has the Directory and stands in no line of it.
    names = [contract] if contract != CONSORTIUM_ROOT else []
    if anchored is not None:
        names.append(DEVICE_REGISTRY)
    wanted: dict[Address, list[bytes]] = {
        log.address: [],
        deployment.root: [slot for name in names for slot in directory_slots(name)],
    }
    if anchored is not None:
        key = bundled_event(anchored).envelope.public_key
        wanted[deployment.address(DEVICE_REGISTRY)] = list(device_slots(key))
    answers = rpc.batch(
        [
            ("eth_getProof", [address, [to_hex(slot) for slot in slots], block["number"]])
            for address, slots in wanted.items()
        ]
    )
    accounts = [
        AccountProof(
            address=to_hex(address_bytes(address)),
            proof=answer["accountProof"],
            slots=[
                SlotProof(slot=to_hex(slot), proof=proof["proof"])
                for slot, proof in zip(slots, answer["storageProof"], strict=True)
            ],
        )
        for (address, slots), answer in zip(wanted.items(), answers, strict=True)
    ]
    return State(block=Block(hash=block["hash"], header=to_hex(header_preimage(block))), accounts=accounts)
