"""A node's JSON-RPC over HTTP (I/O). Thread-safe; one instance keeps its connections open until `close`."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import orjson

from .errors import QuaychainError
from .http_transport import Transport
from .types import BlockHead, Log, Receipt, from_hex, to_hex

#: Methods whose repetition does nothing more than the first call: sending the same signed bytes again is one of them.
REPEATABLE = (
    "eth_",
    "net_",
    "web3_",
    "debug_",
    "qbft_",
    "txpool_",
    "admin_nodeInfo",
    "anvil_dumpState",
    "anvil_nodeInfo",
)
_BUSY = frozenset({429, 502, 503, 504})
#: Calls in one request: Besu takes 1,024 unless its --rpc-http-max-batch-size says more.
_BATCH = 1_000
#: Seconds until a block is asked for again that the node should have.
_MOMENT = 0.1
#: A call's result, or the RpcError that it was answered with.
Results = list[Any]


@dataclass
class RpcError(QuaychainError):
    """The node answered with a JSON-RPC error. `data` is what a reverted call gave back, where it is bytes."""

    method: str
    code: int
    message: str
    data: bytes | None = None

    def __str__(self) -> str:
        return f"{self.method}: {' '.join(self.message.split())} ({self.code})"


@dataclass
class RpcUnreachableError(QuaychainError):
    """No answer from the node, also not on trying again. `url` is shown without what is secret in it."""

    url: str
    reason: str

    def __str__(self) -> str:
        return f"no answer from the node at {self.url}: {self.reason}"


@dataclass
class RpcAnswerError(QuaychainError):
    """The node's answer is not JSON-RPC."""

    url: str
    reason: str

    def __str__(self) -> str:
        return f"{self.url} does not answer as a node does: {self.reason}"


@dataclass
class ChainMismatchError(QuaychainError):
    """The node has another chain than the one wanted: another chain id, or another genesis block."""

    expected_chain_id: int
    chain_id: int
    expected_genesis: bytes
    genesis: bytes

    def __str__(self) -> str:
        if self.chain_id != self.expected_chain_id:
            return f"the node has chain {self.chain_id}, not {self.expected_chain_id}"
        return (
            f"the node's chain {self.chain_id} begins with block {to_hex(self.genesis)}, "
            f"not {to_hex(self.expected_genesis)}: it is another chain of the same number"
        )


class Rpc:
    """Calls to one node.

    `timeout` is for one answer, `patience` for trying again while the node can't be reached, both in seconds.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 30.0,
        patience: float = 5.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.url = _without_secrets(url)
        self._url = url
        self._patience = patience
        self._ids = itertools.count(1)
        tls = httpx.create_ssl_context(trust_env=False) if url.startswith("https:") else None
        # A node is never behind a proxy that the environment names.
        self._client = httpx.Client(timeout=timeout, transport=transport or Transport(tls), trust_env=False)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Rpc:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def call(self, method: str, *parameters: Any) -> Any:
        """The result of one call. Raises RpcError, RpcUnreachableError, RpcAnswerError."""
        return _without_errors(self._results([(method, parameters)], batch=False))[0]

    def batch(self, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        """The results of several calls, in their order, in as few requests as nodes take.

        Raises as `call`, for the first that failed.
        """
        return _without_errors(self.batch_each(calls))

    def batch_each(self, calls: Sequence[tuple[str, Sequence[Any]]]) -> Results:
        """As `batch`, with an RpcError in the place of each result that failed."""
        parts = (calls[start : start + _BATCH] for start in range(0, len(calls), _BATCH))
        return [result for part in parts for result in self._results(part, batch=True)]

    def check_chain(self, chain_id: int, genesis: bytes) -> None:
        """Make sure that the node has this chain. Raises ChainMismatchError."""
        found_id, found_genesis = self.chain_id(), self.genesis_hash()
        if (found_id, found_genesis) != (chain_id, genesis):
            raise ChainMismatchError(chain_id, found_id, genesis, found_genesis)

    def chain_id(self) -> int:
        """The chain's number (EIP-155)."""
        return int(self.call("eth_chainId"), 16)

    def genesis_hash(self) -> bytes:
        """The hash of block 0, 32 bytes."""
        return from_hex(self.call("eth_getBlockByNumber", "0x0", False)["hash"], 32)

    def block_number(self) -> int:
        """The number of the newest block."""
        return int(self.call("eth_blockNumber"), 16)

    def head(self) -> BlockHead:
        """The newest block."""
        return BlockHead.from_json(self.blocks(["latest"])[0])

    def block(self, number: int) -> BlockHead | None:
        """A block by its number; None where the chain is not so long."""
        block = self.call("eth_getBlockByNumber", hex(number), False)
        return None if block is None else BlockHead.from_json(block)

    def blocks(self, numbers: Iterable[int | str]) -> list[Mapping[str, Any]]:
        """Blocks by number or tag that the node must have, as eth_getBlockByNumber has them, without transactions.

        Raises RpcAnswerError where it has one of them not, also after `patience`: Besu answers null for a moment while
        it takes a block in, even for `latest`.
        """
        calls = [("eth_getBlockByNumber", (n if isinstance(n, str) else hex(n), False)) for n in numbers]
        deadline = time.monotonic() + self._patience
        while True:
            found = self.batch(calls) if len(calls) > 1 else [self.call(name, *given) for name, given in calls]
            if None not in found:
                return found
            if time.monotonic() + _MOMENT > deadline:
                raise RpcAnswerError(self.url, f"it has no block {calls[found.index(None)][1][0]}")
            time.sleep(_MOMENT)

    def receipt(self, transaction_hash: bytes) -> Receipt | None:
        """The receipt of a transaction; None while it is in no block."""
        receipt = self.call("eth_getTransactionReceipt", to_hex(transaction_hash))
        return None if receipt is None else Receipt.from_json(receipt)

    def logs(self, query: Mapping[str, Any]) -> list[Log]:
        """What eth_getLogs answers to a filter."""
        return Log.list_from_json(self.call("eth_getLogs", query))

    def code(self, address: str) -> bytes:
        """The code at an address; empty where there is none."""
        return from_hex(self.call("eth_getCode", address, "latest"))

    def transaction_count(self, address: str, block: str = "latest") -> int:
        """The nonce that the account's next transaction has after `block`."""
        return int(self.call("eth_getTransactionCount", address, block), 16)

    def send_raw(self, raw: bytes) -> bytes:
        """Hand a signed transaction to the node; answers its hash."""
        return from_hex(self.call("eth_sendRawTransaction", to_hex(raw)), 32)

    def _results(self, calls: Sequence[tuple[str, Sequence[Any]]], *, batch: bool) -> Results:
        first = next(self._ids)
        requests = [
            {"jsonrpc": "2.0", "id": first if index == 0 else next(self._ids), "method": method, "params": parameters}
            for index, (method, parameters) in enumerate(calls)
        ]
        body = orjson.dumps(requests if batch else requests[0])
        answer = self._post(body, repeatable=all(method.startswith(REPEATABLE) for method, _ in calls))
        try:
            parsed = orjson.loads(answer)
            if batch and isinstance(parsed, dict) and "error" in parsed:
                raise _error("batch", parsed["error"])
            entries = {entry["id"]: entry for entry in (parsed if batch else [parsed])}
            results: Results = []
            for request in requests:
                entry = entries[request["id"]]
                failed = "error" in entry
                results.append(_error(str(request["method"]), entry["error"]) if failed else entry["result"])
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise RpcAnswerError(self.url, f"{type(error).__name__}: {answer[:80]!r}") from error
        return results

    def _post(self, body: bytes, *, repeatable: bool) -> bytes:
        deadline = time.monotonic() + self._patience
        for attempt in itertools.count():
            try:
                response = self._client.post(self._url, content=body, headers={"Content-Type": "application/json"})
                if response.status_code not in _BUSY:
                    # Nodes put JSON-RPC errors into answers of other statuses too.
                    if response.is_success or response.content[:1] in (b"{", b"["):
                        return response.content
                    raise RpcAnswerError(self.url, f"HTTP status {response.status_code}")
                reason = f"HTTP status {response.status_code}"
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                reason = str(error) or type(error).__name__
            except httpx.TransportError as error:
                reason = str(error) or type(error).__name__
                if not repeatable:
                    raise RpcUnreachableError(self.url, reason) from error
            except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
                raise RpcUnreachableError(self.url, str(error)) from error
            wait = min(0.05 * 2**attempt, 1.0) * random.uniform(0.5, 1.0)  # noqa: S311  spreads out retries
            if time.monotonic() + wait > deadline:
                raise RpcUnreachableError(self.url, reason)
            time.sleep(wait)
        raise AssertionError  # pragma: no cover


def _without_errors(results: Results) -> Results:
    for result in results:
        if isinstance(result, RpcError):
            raise result
    return results


def _error(method: str, error: Any) -> RpcError:
    data = error.get("data")
    if isinstance(data, dict):  # some nodes put the bytes one level deeper
        data = data.get("data")
    payload = None
    if isinstance(data, str) and data.startswith("0x"):
        try:
            payload = bytes.fromhex(data[2:])
        except ValueError:
            payload = None
    return RpcError(method, int(error.get("code", 0)), str(error.get("message", "")), payload)


def _without_secrets(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
