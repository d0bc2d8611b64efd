"""Settings of a node that is nowhere."""

from __future__ import annotations

from typing import Any

from eth_keys.datatypes import PrivateKey

from quaychain.node.documents import make_document
from quaychain.node.machine.settings import FORMAT, ListenSettings, NodeSettings, P2pSettings, PoolSettings

_KEY = PrivateKey(b"\x01" * 32).public_key


def settings(**changes: Any) -> NodeSettings:
    """A validator on the loopback interface, with these changes; parts are given as dictionaries."""
    parts: dict[str, Any] = {
        "p2p": {"host": "127.0.0.1", "interface": "127.0.0.1", "port": 30_303},
        "rpc": {"host": "127.0.0.1", "port": 8545},
        "metrics": {"host": "127.0.0.1", "port": 9545},
        "pool": {},
    }
    kinds = {"p2p": P2pSettings, "rpc": ListenSettings, "metrics": ListenSettings, "pool": PoolSettings}
    made = {name: make_document(kind, name, **changes.pop(name, parts[name])) for name, kind in kinds.items()}
    values = {
        "format": FORMAT,
        "name": "validator",
        "role": "validator",
        "member": b"\x01" * 16,
        "chain_id": 4711,
        "root_address": "0x" + "11" * 20,
        "address": _KEY.to_checksum_address(),
        "public_key": _KEY.to_bytes(),
        "password_file": "/secrets/password",
        **made,
        **changes,
    }
    return make_document(NodeSettings, "node.json", **values)
