"""Proofs of Merkle-Patricia tries (Ethereum Yellow Paper, appendix D). Pure.

Checked here and not by a library, because each node must be needed: a proof with a node more is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import rlp
from rlp.exceptions import RLPException

from ..keccak import keccak256
from .problem import ProofError

#: The root of a trie without entries: keccak256 of RLP's empty string.
EMPTY_ROOT = keccak256(b"\x80")
_BRANCH = 17


def decode_rlp(data: bytes) -> Any:
    """Bytes, or nested lists of bytes. Raises ProofError for anything but the one encoding that a value has."""
    try:
        return rlp.decode(data, strict=True)
    except (RLPException, RecursionError, ValueError, TypeError) as error:
        raise ProofError(f"not RLP: {type(error).__name__}") from error


def prove(root: bytes, key: bytes, nodes: Sequence[bytes]) -> bytes | None:
    """The value at `key` in the trie of this root, or None where the nodes prove that there is none.

    Raises ProofError where a node is not the one that its parent (or the root) names, is none at all, or is not needed.
    """
    if root == EMPTY_ROOT and list(nodes) in ([], [b"\x80"]):
        return None
    path = [nibble for byte in key for nibble in (byte >> 4, byte & 15)]
    unused = iter(nodes)
    item: Any = _next(unused, root, "the root")
    while True:
        item, path, value, ended = _step(item, path)
        if ended:
            break
        if isinstance(item, bytes):
            item = _next(unused, item, "the node above it")
    if next(unused, None) is not None:
        raise ProofError("it has nodes that are not on the way to the key")
    return value


def _next(nodes: Iterator[bytes], expected: bytes, where: str) -> Any:
    node = next(nodes, None)
    if node is None:
        raise ProofError("a node is missing")
    if keccak256(node) != expected:
        raise ProofError(f"a node is not the one that {where} names")
    return decode_rlp(node)


def _step(node: Any, path: list[int]) -> tuple[Any, list[int], bytes | None, bool]:
    """One node down: (child, rest of the path, value, whether the way ends here)."""
    if not isinstance(node, list):
        raise ProofError("a node is not a list")
    if len(node) == _BRANCH:
        if not path:
            return None, path, _value(node[16]), True
        child, rest = node[path[0]], path[1:]
        if child == b"":
            return None, rest, None, True
        return _child(child), rest, None, False
    if len(node) != 2:
        raise ProofError("a node is neither a branch, an extension nor a leaf")
    nibbles, is_leaf = _compact(node[0])
    if is_leaf:
        return None, [], _value(node[1]) if nibbles == path else None, True
    if path[: len(nibbles)] != nibbles:
        return None, path, None, True
    return _child(node[1]), path[len(nibbles) :], None, False


def _child(child: Any) -> Any:
    """A node within its parent, or the hash of one."""
    if isinstance(child, list) or (isinstance(child, bytes) and len(child) == 32):
        return child
    raise ProofError("a node names its child neither by hash nor in full")


def _value(value: Any) -> bytes | None:
    if not isinstance(value, bytes):
        raise ProofError("a node's value is no string")
    return value or None


def _compact(encoded: Any) -> tuple[list[int], bool]:
    """Nibbles and kind of an extension or leaf (hex-prefix encoding)."""
    if not isinstance(encoded, bytes) or not encoded or encoded[0] >> 4 > 3:
        raise ProofError("a node's path is malformed")
    flag = encoded[0] >> 4
    nibbles = [nibble for byte in encoded[1:] for nibble in (byte >> 4, byte & 15)]
    if flag & 1:
        nibbles.insert(0, encoded[0] & 15)
    elif encoded[0] & 15:
        raise ProofError("a node's path is malformed")
    return nibbles, flag >= 2
