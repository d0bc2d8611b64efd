"""Logs of one contract over a long range of blocks, which nodes answer in parts (I/O)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .rpc import Rpc, RpcError
from .types import Log, to_hex

#: As a first try, and what Besu takes at once unless its --rpc-max-logs-range says otherwise.
_SPAN, _BESU_SPAN = 1_000_000, 5_000

#: One topic, several of which one must be there, or none in particular.
Topic = bytes | Sequence[bytes] | None


def logs_between(rpc: Rpc, address: str, topics: Sequence[Topic], first: int, last: int) -> Iterator[Log]:
    """The contract's logs of blocks `first` to `last`, oldest first. Raises RpcError, RpcUnreachableError."""
    span = _SPAN
    while first <= last:
        end = min(last, first + span - 1)
        try:
            logs = rpc.logs(_query(address, topics, first, end))
        except RpcError:
            if end == first:
                raise
            span = _smaller(end - first + 1)
            continue
        yield from logs
        first = end + 1


def logs_backwards(rpc: Rpc, address: str, topics: Sequence[Topic], first: int, last: int) -> Iterator[Log]:
    """The same, newest first: for what is probably near the end. Raises RpcError, RpcUnreachableError."""
    span = _BESU_SPAN
    while first <= last:
        start = max(first, last - span + 1)
        try:
            logs = rpc.logs(_query(address, topics, start, last))
        except RpcError:
            if start == last:
                raise
            span = _smaller(last - start + 1)
            continue
        yield from reversed(logs)
        last = start - 1


def _smaller(span: int) -> int:
    """The next try after too many blocks for one answer, as each kind of node says in words of its own."""
    return _BESU_SPAN if span > _BESU_SPAN else max(1, span // 2)


def _query(address: str, topics: Sequence[Topic], first: int, last: int) -> dict[str, object]:
    wanted: list[object] = []
    for topic in topics:
        if topic is None:
            wanted.append(None)
        elif isinstance(topic, bytes):
            wanted.append(to_hex(topic))
        else:
            wanted.append([to_hex(one) for one in topic])
    return {"fromBlock": hex(first), "toBlock": hex(last), "address": address, "topics": wanted}
