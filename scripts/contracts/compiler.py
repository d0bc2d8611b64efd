"""Runs the Solidity compiler over the whole of contracts/ (I/O: reads sources, starts solc through py-solc-x)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import solcx
from solcx.exceptions import SolcError

from quaychain.contracts.errors import QuaychainError

#: Byte code limits a transaction must keep (EIP-170, EIP-3860).
MAX_RUNTIME_SIZE = 24_576
MAX_INITCODE_SIZE = 49_152

#: Of OpenZeppelin's contracts, those deployed as they are.
DEPLOYED_AS_THEY_ARE = ("@openzeppelin/contracts/access/manager/AccessManager.sol",)

SETTINGS: dict[str, Any] = {
    "evmVersion": "cancun",
    "optimizer": {"enabled": True, "runs": 200},
    # Without a hash of the sources in it, byte code depends on nothing but code.
    "metadata": {"bytecodeHash": "none"},
    "viaIR": False,
}

OUTPUTS = [
    "abi",
    "devdoc",
    "userdoc",
    "storageLayout",
    "evm.bytecode.object",
    "evm.bytecode.linkReferences",
    "evm.deployedBytecode.object",
    "evm.deployedBytecode.immutableReferences",
    "evm.deployedBytecode.linkReferences",
    "evm.methodIdentifiers",
]


class CompilationError(QuaychainError):
    """The sources don't compile; the message is the compiler's own."""


@dataclass(frozen=True)
class Toolchain:
    """Where the compiler and the npm packages are."""

    solc: Path
    modules: Path
    lock: Path

    @classmethod
    def of_checkout(cls, root: Path) -> Toolchain:
        """The one that ./qc installs below `root`."""
        return cls(root / ".qc/bin/solc", root / ".qc/npm/node_modules", root / "contracts/package-lock.json")


def read_sources(root: Path, toolchain: Toolchain) -> dict[str, str]:
    """Source unit name → text, of our own contracts and of those deployed as they are."""
    own = {path.relative_to(root).as_posix(): path for path in sorted((root / "contracts").rglob("*.sol"))}
    sources = {unit: path.read_text("utf-8") for unit, path in own.items()}
    for unit in DEPLOYED_AS_THEY_ARE:
        sources[unit] = (toolchain.modules / unit).read_text("utf-8")
    return sources


def fingerprint(sources: dict[str, str], toolchain: Toolchain) -> str:
    """SHA-256 of all that decides the artifacts: sources, settings, npm packages' versions, and this package's code."""
    here = Path(__file__).parent
    code = [path.read_text("utf-8") for path in sorted([*here.glob("*.py"), *here.glob("*.cjs")])]
    parts = [sorted(sources.items()), SETTINGS, toolchain.lock.read_text("utf-8"), code]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def compile_sources(sources: dict[str, str], toolchain: Toolchain) -> dict[str, Any]:
    """Solc's standard JSON output for `sources`; raises `CompilationError` with the compiler's first messages."""
    selection: dict[str, dict[str, list[str]]] = {unit: {"*": OUTPUTS} for unit in sources}
    selection["*"] = {"": ["ast"]}
    request = {
        "language": "Solidity",
        "sources": {unit: {"content": text} for unit, text in sources.items()},
        "settings": {**SETTINGS, "outputSelection": selection},
    }
    try:
        output: dict[str, Any] = solcx.compile_standard(request, solc_binary=toolchain.solc)
    except SolcError as error:
        raise CompilationError(_messages(error)) from error
    return output


def _messages(error: SolcError) -> str:
    """The compiler's own words for each error, without py-solc-x's dump of the command."""
    try:
        entries = json.loads(error.stdout_data or "{}").get("errors", [])
    except json.JSONDecodeError:
        entries = []
    messages = [entry["formattedMessage"].rstrip() for entry in entries if entry["severity"] == "error"]
    return "\n".join(messages) or str(error.message)
