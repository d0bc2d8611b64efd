"""Check what stands on chain against the committed artifacts, the Directory and deployment.json (I/O: reads a node)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quaychain.contracts.bindings.consortium_governor import ConsortiumGovernor
from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.event_anchor import EventAnchor
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.types import DirectoryEntry
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.types import Address, to_address, to_hex

from .artifacts import Artifact, ArtifactMissingError, load_artifact
from .charter import Charter, root_address_of
from .deploy import ACCESS_MANAGER, CONTRACTS, LAYOUT_VERSION

_PAGE = 50


@dataclass(frozen=True, slots=True)
class DeploymentCheck:
    """One statement that was checked; `problem` is None where it holds."""

    what: str
    problem: str | None


def verify_deployment(deployment: Deployment, reader: ChainReader) -> Iterator[DeploymentCheck]:
    """Check the chain, the root, each line of the Directory, each contract's code and its libraries' code.

    Where each library stands is read from the code that uses it; so nothing is taken on trust but the artifacts. Raises
    the reader's errors where the node can't be asked.
    """
    genesis = reader.rpc.genesis_hash()
    yield _equal("chain id", str(deployment.chain_id), str(reader.rpc.chain_id()))
    yield _equal("genesis block", to_hex(deployment.genesis), to_hex(genesis))
    yield _equal("root address", root_address_of(deployment.consortium), deployment.root)
    codes = _Codes(reader)
    yield from codes.check(ConsortiumRoot.NAME, deployment.root)
    root = ConsortiumRoot(deployment.root)
    if codes.failed:
        return  # what is no root has no Directory
    yield _equal("consortium", to_hex(deployment.consortium), to_hex(reader.read(root.consortium())))
    yield DeploymentCheck("installed by the founders", None if reader.read(root.installed()) else "it is not")
    entries = {entry.name.rstrip(b"\0").decode("ascii", "replace"): entry for entry in _directory(root, reader)}
    for name in sorted(entries.keys() | deployment.contracts.keys()):
        yield from _check_entry(name, entries.get(name), deployment, codes)


def check_installable(
    charter: Charter, entries: Sequence[DirectoryEntry], reader: ChainReader
) -> Iterator[DeploymentCheck]:
    """Check, before founders sign, that these entries are all contracts of a consortium, each with its artifact's code,
    for this root, and with the charter's times, which no code hash shows.

    Raises the reader's errors where the node can't be asked.
    """
    codes = _Codes(reader)
    yield from codes.check(ConsortiumRoot.NAME, charter.root_address)
    names = [entry.name.rstrip(b"\0").decode("ascii", "replace") for entry in entries]
    wanted = {ACCESS_MANAGER, *(binding.NAME for binding in CONTRACTS)}
    yield _equal("names", ", ".join(sorted(wanted)), ", ".join(sorted(names)))
    for name, entry in zip(names, entries, strict=True):
        yield _equal(f"{name}: layout version", str(LAYOUT_VERSION), str(entry.layout_version))
        yield _equal(f"{name}: code hash", to_hex(entry.code_hash), to_hex(codes.hash_at(entry.location)))
        yield from codes.check(name, entry.location)
    if codes.failed or set(names) != wanted:
        return  # what is no contract of ours can't be asked
    locations = {name: entry.location for name, entry in zip(names, entries, strict=True)}
    root = ConsortiumRoot(charter.root_address)
    installed = reader.read(root.installed())
    yield DeploymentCheck("not installed yet", "it is: the Governor decides from now on" if installed else None)
    for binding in CONTRACTS:
        contract = binding(locations[binding.NAME])
        yield _equal(f"{binding.NAME}: root", charter.root_address, reader.read(contract.root()))
    governor = ConsortiumGovernor(locations[ConsortiumGovernor.NAME])
    yield _equal("the Governor's AccessManager", locations[ACCESS_MANAGER], reader.read(governor.access_manager()))
    authority = reader.read(MemberRegistry(locations[MemberRegistry.NAME]).authority())
    yield _equal("MemberRegistry's authority", locations[ACCESS_MANAGER], authority)
    anchors = EventAnchor(locations[EventAnchor.NAME])
    for what, stated, view in (
        ("voting delay", charter.voting.delay, governor.voting_delay()),
        ("voting period", charter.voting.period, governor.voting_period()),
        ("time lock", charter.voting.time_lock, governor.time_lock()),
        ("lease period", charter.anchoring.lease_period, anchors.lease_period()),
        ("answer period", charter.anchoring.answer_period, anchors.answer_period()),
    ):
        yield _equal(what, str(stated), str(reader.read(view)))


def _directory(root: ConsortiumRoot, reader: ChainReader) -> Iterator[DirectoryEntry]:
    for offset in range(0, reader.read(root.directory_size()), _PAGE):
        yield from reader.read(root.directory(offset, _PAGE))


def _check_entry(
    name: str, entry: DirectoryEntry | None, deployment: Deployment, codes: _Codes
) -> Iterator[DeploymentCheck]:
    what = f"{name} in the Directory"
    if entry is None:
        yield DeploymentCheck(what, "the Directory has no such name")
        return
    stated = deployment.contracts.get(name)
    if stated is None:
        yield DeploymentCheck(what, f"deployment.json doesn't have it; the Directory has {entry.location}")
    else:
        yield _equal(what, stated.location, entry.location)
        yield _equal(f"{name}: stated code hash", to_hex(stated.code_hash), to_hex(entry.code_hash))
        yield _equal(f"{name}: stated layout version", str(stated.layout_version), str(entry.layout_version))
    yield _equal(f"{name}: layout version", str(LAYOUT_VERSION), str(entry.layout_version))
    yield _equal(f"{name}: code hash", to_hex(entry.code_hash), to_hex(codes.hash_at(entry.location)))
    yield from codes.check(name, entry.location)


class _Codes:
    """Compares code on chain with artifacts, each address once."""

    def __init__(self, reader: ChainReader) -> None:
        self._reader = reader
        self._codes: dict[Address, bytes] = {}
        self._checked: set[Address] = set()
        self.failed = False

    def hash_at(self, location: Address) -> bytes:
        """keccak256 of the code at an address."""
        return keccak256(self._code(location))

    def check(self, name: str, location: Address) -> Iterator[DeploymentCheck]:
        """Whether the code at an address is the artifact's, and its libraries' too."""
        if location in self._checked:
            return
        self._checked.add(location)
        problem = None
        libraries: dict[str, Address] = {}
        try:
            artifact = load_artifact(name)
        except ArtifactMissingError:
            problem = "there is no artifact of this name"
        else:
            libraries = _linked(artifact, self._code(location))
            if not self._code(location):
                problem = f"there is no code at {location}"
            elif not artifact.matches(self._code(location), libraries):
                problem = f"the code at {location} is not the artifact's"
        self.failed = self.failed or problem is not None
        yield DeploymentCheck(f"{name}: code", problem)
        if problem is None:
            for library, address in libraries.items():
                yield from self.check(library, address)

    def _code(self, location: Address) -> bytes:
        if location not in self._codes:
            self._codes[location] = self._reader.rpc.code(location)
        return self._codes[location]


def _linked(artifact: Artifact, code: bytes) -> dict[str, Address]:
    """The library addresses in code, read where the artifact has its placeholders."""
    found = {}
    for placeholder, library in artifact.libraries:
        start = artifact.runtime_text.find(placeholder) // 2
        found[library] = to_address(code[start : start + 20].ljust(20, b"\0"))
    return found


def _equal(what: str, expected: str, found: str) -> DeploymentCheck:
    return DeploymentCheck(what, None if expected == found else f"{found}, not {expected}")
