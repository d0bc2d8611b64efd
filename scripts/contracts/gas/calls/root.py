"""Calls of ConsortiumRoot, and validator sets of any size."""

from __future__ import annotations

from functools import partial

from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.record_registry import RecordRegistry
from quaychain.contracts.bindings.types import DirectoryEntry
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.types import address_bytes, to_address
from quaychain.node.artifacts import load_artifact
from quaychain.node.deploy import LAYOUT_VERSION

from ..case import Case
from ..founding import Member, founders, identifier, signer
from ..ledger import Ledger, Shot

CONTRACT = ConsortiumRoot.NAME
#: Validators of a set.
MOST = 100


def validators(ledger: Ledger, count: int) -> list[bytes]:
    """A set of `count` validators after one real change, and then after a million: ascending, the present ones among
    them."""
    contract, governor = ledger.contracts.root, ledger.contracts.governor.address
    # A real change first: the numbers of sets don't begin with it.
    ledger.send(governor, contract.add_validator(signer("first").address, Member("mfr").id))
    ledger.more(CONTRACT, "_current")
    number = 1 + ledger.behind
    present = [address_bytes(item) for item in ledger.reader.read(contract.validator_set(1)).validators]
    # Above all present ones, so that a new one at the low end moves all.
    others = [(2**160 - count + place).to_bytes(20, "big") for place in range(count - len(present))]
    made = sorted(present + others)[:count] if others or count == len(present) else sorted(present)[-count:]
    path = ("_sets", number, "validators")
    owner = int.from_bytes(identifier("another member", 16), "big")
    ledger.storage.write_alone(
        CONTRACT,
        {
            path: len(made),
            **{(*path, place): int.from_bytes(validator, "big") for place, validator in enumerate(made)},
            **{("_memberOf", validator): owner for validator in others},
        },
    )
    return made


def _install(ledger: Ledger) -> Shot:
    ledger.stated.append("nothing: before it, no contract takes a write")
    call = ledger.contracts.root.install(ledger.installation, ledger.signatures)
    return Shot(signer("anyone").address, call)


def _add(ledger: Ledger, count: int) -> Shot:
    validators(ledger, count)
    call = ledger.contracts.root.add_validator(to_address(b"\x11".rjust(20, b"\0")), Member("gear").id)
    return Shot(ledger.contracts.governor.address, call)


def _remove(ledger: Ledger, count: int) -> Shot:
    """The last one of the set that is looked at."""
    last = validators(ledger, count)[-1]
    return Shot(ledger.contracts.governor.address, ledger.contracts.root.remove_validator(to_address(last)))


def _set_entry(ledger: Ledger, *, new: bool) -> Shot:
    """Another RecordRegistry, as successor or, where the name is taken away first, as a new name's contract."""
    code = load_artifact(RecordRegistry.NAME).creation_code({})
    receipt = ledger.send(signer("anyone").address, RecordRegistry.creation(code, ledger.contracts.root.address))
    assert receipt.contract is not None
    name = RecordRegistry.NAME.encode().ljust(32, b"\0")
    if new:
        ledger.storage.write(CONTRACT, "_lines", name, "location", value=0)
        ledger.storage.write(CONTRACT, "_lines", name, "layoutVersion", value=0)
        ledger.storage.write(CONTRACT, "_lines", name, "codeHash", value=0)
    entry = DirectoryEntry(name, receipt.contract, LAYOUT_VERSION, keccak256(ledger.rpc.code(receipt.contract)))
    return Shot(ledger.contracts.governor.address, ledger.contracts.root.set_entry(entry))


CASES = (
    Case("install", f"{len(founders())} founders, 14 members", _install, installed=False),
    Case("addValidator", "the 6th", partial(_add, count=5)),
    Case("addValidator", "the 100th", partial(_add, count=MOST - 1)),
    Case("removeValidator", "of 5", partial(_remove, count=5)),
    Case("removeValidator", "of 100", partial(_remove, count=MOST)),
    Case("setEntry", "a successor", partial(_set_entry, new=False)),
    Case("setEntry", "a new name", partial(_set_entry, new=True)),
)
