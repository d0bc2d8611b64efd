"""What the monitor tells of blocks that a real Besu sealed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import rlp
from prometheus_client import CollectorRegistry

from quaychain.contracts.proofs.commit_seals import sealed_block
from quaychain.contracts.rpc import Rpc
from quaychain.node.monitor import ChainCollector, DiskCollector
from tests.reference import recorded

Block = dict[str, Any]


def qbft_blocks() -> list[Block]:
    return [entry["block"] for entry in recorded("nonzero_round_blocks")]


def bare_block() -> Block:
    """A block as a node shows it, proposed by somebody and sealed by nobody: enough where only names matter."""
    zero, address = "0x" + "00" * 32, "0x" + "11" * 20
    hashes = ("hash", "parentHash", "sha3Uncles", "stateRoot", "transactionsRoot", "receiptsRoot", "mixHash")
    numbers = dict.fromkeys(("difficulty", "number", "gasLimit", "gasUsed", "timestamp"), "0x1")
    extra = "0x" + rlp.encode([bytes(32), [], [], b"", []]).hex()
    others = {"miner": address, "logsBloom": "0x" + "00" * 256, "nonce": "0x" + "00" * 8, "extraData": extra}
    return dict.fromkeys(hashes, zero) | numbers | others


def validators_of(blocks: list[Block]) -> list[str]:
    return sorted({sealer for block in blocks for sealer in sealed_block(block).sealers})


def node_of(blocks: list[Block], head: Callable[[], int] | None = None) -> Callable[[httpx.Request], httpx.Response]:
    """A node whose chain is these blocks, numbered as they are; `head` is the newest one's index."""
    by_number = {block["number"]: block for block in blocks}
    validators = validators_of(blocks) or ["0x" + "11" * 20]

    def result(method: str, parameters: list[Any]) -> Any:
        if method == "qbft_getValidatorsByBlockNumber":
            return validators
        latest = blocks[-1 if head is None else head()]
        return latest if parameters[0] == "latest" else by_number.get(parameters[0])

    def answer(request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        calls = asked if isinstance(asked, list) else [asked]
        answers = [
            {"jsonrpc": "2.0", "id": call["id"], "result": result(call["method"], call["params"])} for call in calls
        ]
        return httpx.Response(200, json=answers if isinstance(asked, list) else answers[0])

    return answer


def collector(transport: Callable[[httpx.Request], httpx.Response]) -> tuple[CollectorRegistry, ChainCollector]:
    registry = CollectorRegistry()
    made = ChainCollector(Rpc("http://node", patience=0, transport=httpx.MockTransport(transport)))
    registry.register(made)
    return registry, made


def test_rounds_seals_and_proposals_are_counted_once() -> None:
    blocks = qbft_blocks()
    position = 0
    registry, _ = collector(node_of(blocks, lambda: position))
    seen = []
    for index in range(len(blocks)):
        position = index
        # Twice, as two Prometheus would: the second finds nothing new.
        assert registry.get_sample_value("quaychain_chain_height") == int(blocks[index]["number"], 16)
        assert registry.get_sample_value("quaychain_node_answers") == 1
        seen.append(sealed_block(blocks[index]))
    assert registry.get_sample_value("quaychain_chain_blocks_total") == len(seen)
    assert registry.get_sample_value("quaychain_chain_rounds_total") == sum(block.round for block in seen) > 0
    for validator in validators_of(blocks):
        label = {"validator": validator}
        sealed = sum(validator in block.sealers for block in seen)
        assert registry.get_sample_value("quaychain_validator_sealed_blocks_total", label) == sealed
        proposed = sum(validator == block.proposer for block in seen)
        assert registry.get_sample_value("quaychain_validator_proposed_blocks_total", label) == proposed
    count = len(validators_of(blocks))
    assert registry.get_sample_value("quaychain_chain_validators") == count
    assert registry.get_sample_value("quaychain_chain_quorum") == -(-2 * count // 3)


def test_a_node_that_is_away_is_told_and_nothing_is_lost() -> None:
    blocks = qbft_blocks()
    away = False

    def transport(request: httpx.Request) -> httpx.Response:
        if away:
            raise httpx.ConnectError("refused")
        return node_of(blocks)(request)

    registry, _ = collector(transport)
    before = registry.get_sample_value("quaychain_chain_blocks_total")
    away = True
    assert registry.get_sample_value("quaychain_node_answers") == 0
    assert registry.get_sample_value("quaychain_chain_blocks_total") == before
    away = False
    assert registry.get_sample_value("quaychain_node_answers") == 1


def test_a_chain_that_isnt_qbft_is_told_as_no_answer() -> None:
    blocks = [{**qbft_blocks()[0], "extraData": "0x00"}]
    registry = CollectorRegistry()
    answer = node_of(qbft_blocks())

    def transport(request: httpx.Request) -> httpx.Response:
        response = answer(request)
        return httpx.Response(200, json={**response.json(), "result": blocks[0]})

    registry.register(ChainCollector(Rpc("http://node", patience=0, transport=httpx.MockTransport(transport))))
    assert registry.get_sample_value("quaychain_node_answers") == 0


def test_the_disk_is_that_of_the_folder(tmp_path: Path) -> None:
    registry = CollectorRegistry()
    registry.register(DiskCollector([tmp_path, tmp_path / "gone"]))
    size = registry.get_sample_value("quaychain_disk_size_bytes", {"folder": str(tmp_path)})
    free = registry.get_sample_value("quaychain_disk_free_bytes", {"folder": str(tmp_path)})
    assert size and free and 0 < free <= size
    assert registry.get_sample_value("quaychain_disk_free_bytes", {"folder": str(tmp_path / "gone")}) is None


def test_blocks_between_two_looks_are_read() -> None:
    missing = 5
    blocks = [bare_block() | {"number": hex(number)} for number in range(20)]
    position = start = 3
    registry, _ = collector(node_of(blocks, lambda: position))
    assert registry.get_sample_value("quaychain_chain_blocks_total") == 1
    position = start + missing
    assert registry.get_sample_value("quaychain_chain_blocks_total") == 1 + missing
