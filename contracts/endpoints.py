"""Several nodes of one chain as if they were one (I/O): what one can't answer is asked of the next.

A node is used only while it has the right chain and a head not far behind the others'. What any node says stays one
node's word: what may not be got wrong is checked in one request, so that its parts are of the same node and moment.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .conditions import Conditions
from .errors import QuaychainError
from .refusals import Condition, Refusal, condition_of, refusal_of
from .rpc import REPEATABLE, Results, Rpc, RpcAnswerError, RpcError, RpcUnreachableError
from .types import from_hex

#: Seconds: between two looks at a node that is well, and the longest between two at one that is not.
_LOOK_AGAIN, _SLOWEST_LOOK = 2.0, 15.0
#: Blocks that a node may be behind.
_MOST_BEHIND = 3
_SEND = "eth_sendRawTransaction"


@dataclass
class _Endpoint:
    node: Rpc
    probe: Rpc
    head: int = -1
    #: Why it isn't used; empty where it is.
    problem: str = "not looked at yet"
    look_at: float = 0.0
    pause: float = 0.5


class Endpoints(Rpc):
    """An `Rpc` over several nodes; where none can be used it raises RpcUnreachableError, which tells why of each."""

    def __init__(
        self,
        urls: Sequence[str],
        *,
        chain_id: int,
        genesis: bytes,
        conditions: Conditions,
        client: Callable[..., Rpc] = Rpc,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._endpoints = [
            _Endpoint(client(url, timeout=10.0, patience=0.3), client(url, timeout=2.0, patience=0.0)) for url in urls
        ]
        self.url = ", ".join(endpoint.node.url for endpoint in self._endpoints)
        self._chain = (chain_id, genesis)
        self._conditions = conditions
        self._clock = clock
        self._current = self._endpoints[0]
        self._looking = threading.Lock()

    def close(self) -> None:
        """Close the connections."""
        for endpoint in self._endpoints:
            endpoint.node.close()
            endpoint.probe.close()

    def nodes(self) -> list[Rpc]:
        """Each node by itself."""
        return [endpoint.node for endpoint in self._endpoints]

    def _results(self, calls: Sequence[tuple[str, Sequence[Any]]], *, batch: bool) -> Results:
        repeatable = all(method.startswith(REPEATABLE) for method, _ in calls)
        answers: Results | None = None
        for endpoint in self._usable():
            try:
                found = endpoint.node._results(calls, batch=batch)
            except (RpcUnreachableError, RpcAnswerError) as error:
                self._set_aside(endpoint, Condition.ENDPOINT_AWAY, str(error))
                if not repeatable:
                    raise
                continue
            self._current = endpoint
            answers = found if answers is None else [_better(old, new) for old, new in zip(answers, found, strict=True)]
            # What one node's pool or allowlist refuses, another's may take; it gets the same bytes.
            if not any(_local(method, answer) for (method, _), answer in zip(calls, answers, strict=True)):
                return answers
        if answers is None:
            raise RpcUnreachableError(self.url, "; ".join(self._problems()))
        return answers

    def _usable(self) -> list[_Endpoint]:
        """Those that can be used, the one used last first."""
        self._look()
        usable = [endpoint for endpoint in self._endpoints if not endpoint.problem]
        return sorted(usable, key=lambda endpoint: endpoint is not self._current)

    def _look(self) -> None:
        """Look at the nodes whose time it is; one thread at a time, the others go on with what is known."""
        if not self._looking.acquire(blocking=all(endpoint.problem for endpoint in self._endpoints)):
            return
        try:
            due = [endpoint for endpoint in self._endpoints if self._clock() >= endpoint.look_at]
            for endpoint in due:
                self._look_at(endpoint)
            if due:
                self._compare()
        finally:
            self._looking.release()

    def _look_at(self, endpoint: _Endpoint) -> None:
        url = endpoint.node.url
        try:
            chain, genesis, head = endpoint.probe.batch(
                [("eth_chainId", ()), ("eth_getBlockByNumber", ("0x0", False)), ("eth_blockNumber", ())]
            )
            found = (int(chain, 16), from_hex(genesis["hash"], 32))
            endpoint.head = int(head, 16)
        except (QuaychainError, ValueError, TypeError, KeyError) as error:
            self._set_aside(endpoint, Condition.ENDPOINT_AWAY, str(error))
            return
        self._conditions.end(Condition.ENDPOINT_AWAY, url)
        if found != self._chain:
            endpoint.head = -1
            self._set_aside(endpoint, Condition.WRONG_CHAIN, f"it has chain {found[0]} from block {genesis['hash']}")
            return
        self._conditions.end(Condition.WRONG_CHAIN, url)
        endpoint.problem, endpoint.pause = "", 0.5
        endpoint.look_at = self._clock() + _LOOK_AGAIN

    def _compare(self) -> None:
        """Set those aside whose head is far behind.

        Up to a third of the nodes may lie about theirs, so the highest that can be believed is the (f+1)th.
        """
        alive = [endpoint for endpoint in self._endpoints if not endpoint.problem]
        if not alive:
            return
        heads = sorted((endpoint.head for endpoint in alive), reverse=True)
        believed = heads[(len(heads) - 1) // 3]
        for endpoint in alive:
            if endpoint.head < believed - _MOST_BEHIND:
                self._set_aside(endpoint, Condition.OLD_HEAD, f"its head is {endpoint.head}, others have {believed}")
            else:
                self._conditions.end(Condition.OLD_HEAD, endpoint.node.url)

    def _set_aside(self, endpoint: _Endpoint, condition: Condition, why: str) -> None:
        endpoint.problem = f"{endpoint.node.url}: {why}"
        endpoint.look_at = self._clock() + endpoint.pause
        endpoint.pause = min(endpoint.pause * 2, _SLOWEST_LOOK)
        self._conditions.begin(condition, endpoint.node.url, why)

    def _problems(self) -> list[str]:
        return [endpoint.problem for endpoint in self._endpoints if endpoint.problem]


def _local(method: str, answer: Any) -> bool:
    if method != _SEND or not isinstance(answer, RpcError):
        return False
    refusal = refusal_of(answer.code, answer.message)
    return refusal is not Refusal.KNOWN and condition_of(answer.code, answer.message) is not None


def _better(old: Any, new: Any) -> Any:
    return old if isinstance(new, RpcError) and not isinstance(old, RpcError) else new
