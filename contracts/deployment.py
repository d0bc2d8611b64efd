"""Where a consortium's contracts are: deployment.json (I/O: reads and writes that file)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from .bindings.consortium_root import ConsortiumRoot
from .contract import Contract
from .errors import QuaychainError
from .files import write_atomic
from .types import Address, from_hex, to_address, to_hex

C = TypeVar("C", bound=Contract)


@dataclass
class DeploymentFileError(QuaychainError):
    """A deployment file that is absent, unreadable or incomplete."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} is no deployment file: {self.reason}"


@dataclass
class ContractNotDeployedError(QuaychainError):
    """The deployment has no contract of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class DeployedContract:
    """A line of the Directory: where a contract stands, keccak256 of its code, and its storage layout's version."""

    location: Address
    code_hash: bytes
    layout_version: int


@dataclass(frozen=True, slots=True)
class Deployment:
    """A consortium's chain and contracts, all of it public.

    `genesis` is the hash of block 0 and `consortium` the charter's id, 32 bytes each; `block` is the number of the
    first block that can hold a log of these contracts; `contracts` are by their names in the Directory.
    """

    chain_id: int
    genesis: bytes
    consortium: bytes
    root: Address
    block: int
    contracts: Mapping[str, DeployedContract]

    def address(self, name: str) -> Address:
        """A contract's address by its name. Raises ContractNotDeployedError."""
        if name == ConsortiumRoot.NAME:
            return self.root
        if name not in self.contracts:
            raise ContractNotDeployedError(name)
        return self.contracts[name].location

    def contract(self, binding: type[C]) -> C:
        """The contract that a binding is for: `deployment.contract(EventAnchor)`. Raises ContractNotDeployedError."""
        return binding(self.address(binding.NAME))

    def to_json(self) -> dict[str, Any]:
        """What the file holds."""
        contracts = sorted(self.contracts.items())
        return {
            "chainId": self.chain_id,
            "genesis": to_hex(self.genesis),
            "consortium": to_hex(self.consortium),
            "root": self.root,
            "block": self.block,
            "contracts": {name: contract.location for name, contract in contracts},
            "codeHashes": {name: to_hex(contract.code_hash) for name, contract in contracts},
            "layoutVersions": {name: contract.layout_version for name, contract in contracts},
        }

    def save(self, path: Path) -> None:
        """Write the file; there is always either the old one or the whole new one."""
        write_atomic(path, self.as_file())

    def as_file(self) -> bytes:
        """The file's bytes."""
        return (json.dumps(self.to_json(), indent=2) + "\n").encode()

    @classmethod
    def load(cls, path: Path) -> Deployment:
        """Read the file. Raises DeploymentFileError."""
        try:
            content = json.loads(path.read_text("utf-8"))
            return cls(
                int(content["chainId"]),
                from_hex(content["genesis"], 32),
                from_hex(content["consortium"], 32),
                to_address(content["root"]),
                int(content["block"]),
                {
                    str(name): DeployedContract(
                        to_address(address),
                        from_hex(content["codeHashes"][name], 32),
                        int(content["layoutVersions"][name]),
                    )
                    for name, address in content["contracts"].items()
                },
            )
        except KeyError as error:
            raise DeploymentFileError(str(path), f"it has no {error}") from error
        except (OSError, ValueError, TypeError, AttributeError, QuaychainError) as error:
            raise DeploymentFileError(str(path), str(error)) from error
