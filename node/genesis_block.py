"""The hash of the block that Besu makes of a genesis file: every node shows it, so members can compare it. Pure.

Sources: Ethereum yellow paper, appendix D (tries) and section 4.4 (header); EIP-1559, 4895, 4844 and 4788 for what
London, Shanghai and Cancun added. Anvil makes another block of the same file: it leaves out state root and extraData.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import rlp
from trie.hexary import HexaryTrie

from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import from_hex

_EMPTY_LIST = keccak256(rlp.encode([]))
_EMPTY_TRIE = keccak256(rlp.encode(b""))
#: EIP-1559's INITIAL_BASE_FEE: Besu gives it to the first block, also where later ones have none.
_FIRST_BASE_FEE = 1_000_000_000


def genesis_block_hash(genesis: Mapping[str, Any]) -> bytes:
    """32 bytes, for a genesis (parsed JSON) with all forks up to Cancun from the start, and QBFT's extraData."""
    header = [
        bytes(32),
        _EMPTY_LIST,
        from_hex(genesis["coinbase"], 20),
        _state_root(genesis["alloc"]),
        _EMPTY_TRIE,
        _EMPTY_TRIE,
        bytes(256),
        _number(genesis["difficulty"]),
        0,
        _number(genesis["gasLimit"]),
        0,
        _number(genesis["timestamp"]),
        from_hex(genesis["extraData"]),
        from_hex(genesis["mixHash"], 32),
        _number(genesis["nonce"]).to_bytes(8),
        _FIRST_BASE_FEE,
        _EMPTY_TRIE,
        0,
        0,
        bytes(32),
    ]
    return keccak256(rlp.encode(header))


def _state_root(alloc: Mapping[str, Mapping[str, Any]]) -> bytes:
    accounts = {}
    for address, account in alloc.items():
        storage = {
            from_hex(slot, 32): rlp.encode(int(word, 16))
            for slot, word in account.get("storage", {}).items()
            if int(word, 16)
        }
        code = from_hex(account.get("code", "0x"))
        fields = [
            _number(account.get("nonce", "0x0")),
            _number(account.get("balance", "0x0")),
            _root(storage),
            keccak256(code),
        ]
        accounts[bytes.fromhex(address.removeprefix("0x"))] = rlp.encode(fields)
    return _root(accounts)


def _root(items: Mapping[bytes, bytes]) -> bytes:
    trie: Any = HexaryTrie({})
    for key, value in items.items():
        trie.set(keccak256(key), value)
    return bytes(trie.root_hash)


def _number(text: str) -> int:
    return int(text, 16) if text.startswith("0x") else int(text)
