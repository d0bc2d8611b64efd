"""What a lying node makes of true answers."""

from __future__ import annotations

from quaychain.contracts.types import BlockHead, to_hex
from quaychain.scripts.chaos.lying import Lie, asked, told
from quaychain.scripts.chaos.plan import FaultKind

BLOCK = {"number": "0x9", "hash": to_hex(bytes([9] * 32)), "parentHash": to_hex(bytes([8] * 32)), "timestamp": "0x1"}
LOGS = [{"blockNumber": "0x9", "logIndex": hex(index)} for index in range(3)]
RECEIPT = {"blockNumber": "0x9", "logs": LOGS}
OLD = Lie(FaultKind.OLD_HEAD, 7)
OTHER = Lie(FaultKind.WRONG_CHAIN)
DROPS = Lie(FaultKind.DROPPED_LOGS)


def request(method: str, *parameters: object) -> dict[str, object]:
    return {"method": method, "params": list(parameters), "id": 1}


def test_without_a_lie_everything_is_as_it_is() -> None:
    assert asked(None, request("eth_call", {}, "latest")) == request("eth_call", {}, "latest")
    assert told(None, request("eth_getLogs"), [1]) == [1]


def test_an_old_head_is_old_in_every_answer() -> None:
    assert told(OLD, request("eth_blockNumber"), "0x9") == "0x7"
    assert asked(OLD, request("eth_call", {}, "latest"))["params"] == [{}, "0x7"]
    assert asked(OLD, request("eth_getTransactionCount", "0x", "pending"))["params"] == ["0x", "0x7"]
    assert asked(OLD, request("eth_getLogs", {"fromBlock": "0x1", "toBlock": "0x9"}))["params"][0]["toBlock"] == "0x7"
    assert asked(OLD, request("eth_getLogs", {"fromBlock": "0x1", "toBlock": "0x3"}))["params"][0]["toBlock"] == "0x3"
    assert told(OLD, request("eth_getBlockByNumber", "0x9", False), BLOCK) is None
    assert told(OLD, request("eth_getTransactionReceipt", "0x"), RECEIPT) is None
    assert told(OLD, request("eth_getBlockReceipts", "0x9"), [RECEIPT]) is None
    assert told(OLD, request("eth_getBlockByNumber", "0x6", False), BLOCK | {"number": "0x6"}) is not None


def test_another_chain_differs_in_its_id_and_in_every_block() -> None:
    assert told(OTHER, request("eth_chainId"), "0x1") == "0x2"
    other = BlockHead.from_json(told(OTHER, request("eth_getBlockByNumber", "0x9", False), BLOCK))
    child = told(OTHER, request("eth_getBlockByNumber", "0xa", False), BLOCK | {"parentHash": BLOCK["hash"]})
    assert other.number == 9
    assert other.hash != bytes([9] * 32)
    assert child["parentHash"] == to_hex(other.hash)  # its own chain holds together
    assert told(OTHER, request("eth_call", {}, "latest"), "0x01") == "0x"


def test_logs_are_left_out_wherever_they_stand() -> None:
    assert told(DROPS, request("eth_getLogs"), LOGS) == []
    assert told(DROPS, request("eth_getTransactionReceipt"), RECEIPT)["logs"] == []
    assert told(DROPS, request("eth_getBlockReceipts"), [RECEIPT])[0]["logs"] == []
    assert told(DROPS, request("eth_getTransactionReceipt"), None) is None
    assert told(DROPS, request("eth_chainId"), "0x1") == "0x1"
    some = Lie(FaultKind.DROPPED_LOGS, one_in=2)
    assert told(some, request("eth_getLogs"), LOGS) == [LOGS[0], LOGS[2]]
    assert told(some, request("eth_getTransactionReceipt"), RECEIPT)["logs"] == [LOGS[0], LOGS[2]]
