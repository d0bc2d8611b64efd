"""The compiled contracts, as they are committed. I/O: reads the package's own files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import Address, address_bytes

#: A library begins with PUSH20 of its own address, written when it is made, so that it refuses plain calls
#: (Solidity documentation, "Call Protection For Libraries").
_LIBRARY_ADDRESS = slice(1, 21)


@dataclass
class ArtifactMissingError(QuaychainError):
    """There is no compiled contract of this name."""

    contract: str


@dataclass
class LibraryMissingError(QuaychainError):
    """Code that needs a library whose address is not given."""

    contract: str
    library: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """A compiled contract or library. Codes are hexadecimal text with solc's placeholders for `libraries`, which are
    (placeholder, name); `immutables` are (start, length) in the runtime code."""

    name: str
    is_library: bool
    creation_text: str
    runtime_text: str
    libraries: tuple[tuple[str, str], ...]
    immutables: tuple[tuple[int, int], ...]
    storage_layout: Mapping[str, Any]

    def creation_code(self, libraries: Mapping[str, Address]) -> bytes:
        """The code that creates the contract, linked; constructor arguments follow it. Raises LibraryMissingError."""
        return bytes.fromhex(self._linked(self.creation_text, libraries))

    def runtime_code(self, libraries: Mapping[str, Address]) -> bytes:
        """The code that stands on chain, linked, with zeros for immutables and a library's own address.

        Raises LibraryMissingError.
        """
        return bytes.fromhex(self._linked(self.runtime_text, libraries))

    def matches(self, code: bytes, libraries: Mapping[str, Address]) -> bool:
        """Whether code on chain is this artifact's, whatever its immutables are. Raises LibraryMissingError."""
        masked = bytearray(code)
        for start, length in self.immutables:
            masked[start : start + length] = bytes(length)
        if self.is_library:
            masked[_LIBRARY_ADDRESS] = bytes(20)
        return bytes(masked) == self.runtime_code(libraries)

    def _linked(self, text: str, libraries: Mapping[str, Address]) -> str:
        for placeholder, name in self.libraries:
            if name not in libraries:
                raise LibraryMissingError(self.name, name)
            text = text.replace(placeholder, address_bytes(libraries[name]).hex())
        return text


def load_artifact(name: str) -> Artifact:
    """The committed artifact of a contract. Raises ArtifactMissingError."""
    file = resources.files("quaychain.contracts") / "artifacts" / f"{name}.json"
    try:
        artifact = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ArtifactMissingError(name) from error
    return Artifact(
        name=name,
        is_library=artifact["kind"] == "library",
        creation_text=artifact["bytecode"].removeprefix("0x"),
        runtime_text=artifact["deployedBytecode"].removeprefix("0x"),
        libraries=tuple(
            (_placeholder(f"{unit}:{library}"), library)
            for unit, libraries in artifact["linkReferences"].items()
            for library in libraries
        ),
        immutables=tuple(
            (place["start"], place["length"]) for places in artifact["immutableReferences"].values() for place in places
        ),
        storage_layout=artifact["storageLayout"],
    )


def _placeholder(qualified_name: str) -> str:
    """What solc writes where a library's address belongs (Solidity documentation, "Library Linking")."""
    return f"__${keccak256(qualified_name.encode()).hex()[:34]}$__"
