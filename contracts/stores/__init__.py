"""Where sealed records are kept (I/O): ciphertext by CID in a content store, wrapped keys in one that can erase."""

from __future__ import annotations

from .content import (
    CidMismatchError,
    ContentNotFoundError,
    ContentStore,
    ContentStoreRefusedError,
    ContentStoreUnreachableError,
)
from .directory import DirectoryContentStore
from .kubo import KuboContentStore
from .wraps import DirectoryWrapStore, WrapStore

__all__ = [
    "CidMismatchError",
    "ContentNotFoundError",
    "ContentStore",
    "ContentStoreRefusedError",
    "ContentStoreUnreachableError",
    "DirectoryContentStore",
    "DirectoryWrapStore",
    "KuboContentStore",
    "WrapStore",
]
