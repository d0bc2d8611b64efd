"""What a node that lies makes of a true answer: another chain, a head that stands still, logs left out. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .plan import FaultKind

#: Where a request names a block: the place among its parameters.
_BLOCK_PARAMETER = {
    "eth_call": 1, "eth_estimateGas": 1, "eth_getTransactionCount": 1, "eth_getCode": 1, "eth_getBalance": 1,
    "eth_getStorageAt": 2, "eth_getBlockByNumber": 0, "eth_getBlockReceipts": 0, "eth_getProof": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lie:
    """How a node lies; `head` is the block at which it says that it stands, for OLD_HEAD.

    With DROPPED_LOGS one log in `one_in` is left out.
    """

    kind: FaultKind
    head: int = 0
    one_in: int = 1


def asked(lie: Lie | None, request: dict[str, Any]) -> dict[str, Any]:
    """The request that is put to the true node in place of `request`."""
    if lie is None or lie.kind is not FaultKind.OLD_HEAD:
        return request
    method, parameters = str(request.get("method")), list(request.get("params") or [])
    place = _BLOCK_PARAMETER.get(method)
    if place is not None and len(parameters) > place and parameters[place] in ("latest", "pending"):
        parameters[place] = hex(lie.head)
    if method == "eth_getLogs" and parameters:
        query = dict(parameters[0])
        query["toBlock"] = hex(min(lie.head, _number(query.get("toBlock", "latest"), lie.head)))
        parameters[0] = query
    return {**request, "params": parameters}


def told(lie: Lie | None, request: dict[str, Any], result: Any) -> Any:
    """The result that is answered to `request` in place of the true one."""
    if lie is None:
        return result
    method = str(request.get("method"))
    match lie.kind:
        case FaultKind.OLD_HEAD:
            return _old(lie.head, method, result)
        case FaultKind.DROPPED_LOGS:
            return _without_logs(lie, method, result)
        case FaultKind.WRONG_CHAIN:
            return _of_another_chain(method, result)
    raise ValueError(lie.kind)


def _old(head: int, method: str, result: Any) -> Any:
    if method == "eth_blockNumber":
        return hex(head)
    if isinstance(result, dict):
        # A block or a receipt that there was not yet.
        number = result.get("number") if method.startswith("eth_getBlockBy") else result.get("blockNumber")
        return None if isinstance(number, str) and int(number, 16) > head else result
    if method == "eth_getBlockReceipts" and result and int(result[0]["blockNumber"], 16) > head:
        return None
    return result


def _without_logs(lie: Lie, method: str, result: Any) -> Any:
    if method == "eth_getLogs":
        return _some(lie, result)
    if method == "eth_getTransactionReceipt" and result is not None:
        return {**result, "logs": _some(lie, result["logs"])}
    if method == "eth_getBlockReceipts" and result is not None:
        return [{**receipt, "logs": _some(lie, receipt["logs"])} for receipt in result]
    return result


def _some(lie: Lie, logs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # The same ones whoever asks, and however.
    return [log for log in logs if (int(log["blockNumber"], 16) + int(log["logIndex"], 16)) % lie.one_in]


def _of_another_chain(method: str, result: Any) -> Any:
    match method:
        case "eth_chainId":
            return hex(int(result, 16) + 1)
        case "eth_getLogs":
            return []
        case "eth_getTransactionReceipt" | "eth_getBlockReceipts" | "eth_getTransactionByHash":
            return None
        case "eth_call" | "eth_getCode":
            return "0x"
        case "eth_getTransactionCount":
            return "0x0"
        case "eth_getBlockByNumber" | "eth_getBlockByHash" if result is not None:
            other = {name: _other_hash(result[name]) for name in ("hash", "parentHash") if name in result}
            return {**result, **other, "transactions": []}
    return result


def _other_hash(value: str) -> str:
    return "0x" + bytes(byte ^ 0x5A for byte in bytes.fromhex(value[2:])).hex()


def _number(block: Any, latest: int) -> int:
    return int(block, 16) if isinstance(block, str) and block.startswith("0x") else latest
