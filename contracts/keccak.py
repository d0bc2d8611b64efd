"""Keccak-256, by the fastest implementation that is installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from eth_hash.abc import BackendAPI


def _backend() -> BackendAPI:
    # eth_hash.auto takes pycryptodome first: seven times slower than pysha3 on the 64 bytes of a Merkle node.
    if find_spec("sha3") is not None:
        from eth_hash.backends import pysha3

        return pysha3.backend
    from eth_hash.backends import pycryptodome

    return pycryptodome.backend


#: keccak256(data) -> 32 bytes; the backend's own function, as eth_hash's wrapper asks for the type each time.
keccak256: Callable[[bytes], bytes] = _backend().keccak256
