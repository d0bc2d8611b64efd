"""`./qc contracts run deploy`: a small consortium on Brownie's development chain, for its console and tests.

Runs in the contracts' own environment, so it takes nothing from the product. A network of one's own gets its contracts
by `./qc node`; there the root stands in the genesis and the founders sign with their own keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from brownie import accounts, network, project, web3
from eth_account import Account

ARTIFACTS = Path(__file__).resolve().parent.parent / "contracts/artifacts"

#: Where the root is, which a real genesis computes from its charter.
ROOT = "0x00000000000000000000000000000000000000C0"
CONSORTIUM = web3.keccak(text="development consortium")

DAY = 86_400

#: What the Directory has besides OpenZeppelin's AccessManager → constructor arguments after the root.
CONTRACTS: dict[str, tuple[Any, ...]] = {
    "ConsortiumGovernor": (DAY, 7 * DAY, 2 * DAY),  # delay, period and time lock of votes
    "MemberRegistry": (),
    "DeviceRegistry": (),
    "EventAnchor": (3_600, 3 * DAY),  # how long a lease lasts, how long a challenge may be answered
    "RecordRegistry": (),
    "OrderFulfilment": (),
    "CustomsCompliance": (),
    "PartProvenance": (),
    "TradeFinance": (),
}

#: Member → kind and seat. Its Operations account is the development chain's account at the same place in this table.
MEMBERS = {
    "manufacturer": ("Manufacturer", "Accounting"),
    "gear supplier": ("Supplier", "Accounting"),
    "drive supplier": ("Supplier", "Accounting"),
    "customs home": ("Customs", "Accounting"),
    "customs overseas": ("Customs", "Query"),
    "carrier": ("Carrier", "Query"),
    "bank": ("Bank", "Query"),
    "buyer": ("Buyer", "Query"),
}


def main() -> None:
    """Deploys everything and prints the Directory."""
    if network.show_active() != "development":
        raise SystemExit("this is for the development chain; a network's contracts are deployed by ./qc node")
    root = deploy()
    for name, location, layout_version, _ in root.directory(0, 20):
        print(f"{label(name):20} {location}  layout {layout_version}")
    print(f"validators           {', '.join(root.getValidators())}")


def deploy() -> Any:
    """Puts the root in place, deploys the contracts, installs them with all members; returns the root."""
    containers = project.get_loaded_projects()[0]
    founders = [Account.create() for _ in range(4)]
    root = place_root(containers["ConsortiumRoot"], [founder.address for founder in founders])
    deployed: dict[str, Any] = {}
    for name, parameters in CONTRACTS.items():
        if name == "MemberRegistry":
            parameters = (deployed["ConsortiumGovernor"].accessManager(),)
        deploy_libraries(containers, containers[name])
        deployed[name] = containers[name].deploy(root, *parameters, {"from": accounts[0]})
    locations = {name: contract.address for name, contract in deployed.items()}
    locations["AccessManager"] = deployed["ConsortiumGovernor"].accessManager()

    entries = [
        (padded(name, 32), location, 1, web3.keccak(web3.eth.get_code(location)))
        for name, location in sorted(locations.items())
    ]
    installation = (CONSORTIUM, entries, [admission(place, name) for place, name in enumerate(MEMBERS)])
    digest = root.installationDigest(installation)
    signatures = [founder.unsafe_sign_hash(digest).signature for founder in founders]
    root.install(installation, signatures, {"from": accounts[0]})
    return root


def place_root(container: Any, founders: Sequence[str]) -> Any:
    """The root with the code and the storage that a genesis gives it; four validators, one for each founder."""
    artifact = json.loads((ARTIFACTS / "ConsortiumRoot.json").read_text())
    slots = {item["label"]: int(item["slot"]) for item in artifact["storageLayout"]["storage"]}
    validators = sorted((Account.create().address for _ in founders), key=as_int)
    rpc("anvil_setCode", ROOT, artifact["deployedBytecode"])
    store(slots["_consortium"], int.from_bytes(CONSORTIUM, "big"))
    store_addresses(slots["_founders"], founders)
    set0 = slot_of(0, slots["_sets"])  # digest; since when; validators
    store(set0, int.from_bytes(web3.keccak(words(0, 64, len(validators), *map(as_int, validators))), "big"))
    store_addresses(set0 + 2, validators)
    for validator, member in zip(validators, MEMBERS, strict=False):
        store(slot_of(as_int(validator), slots["_memberOf"]), int.from_bytes(padded(member, 16), "big"))
    return container.at(ROOT)


def deploy_libraries(containers: Any, container: Any) -> None:
    """Deploys the libraries that a contract's code calls, and theirs, unless they are there."""
    for name in sorted(set(re.findall(r"_{2}([A-Za-z0-9]+)_+", container.bytecode))):
        library = containers[name]
        if len(library) == 0:
            deploy_libraries(containers, library)
            library.deploy({"from": accounts[0]})


def admission(place: int, name: str) -> tuple[Any, ...]:
    """A member of the first installation, with an Operations account."""
    kind, seat = MEMBERS[name]
    operations = (accounts[place].address, member_of("AccountPurpose", "Operations"), 0, 0)
    kinds = member_of("MemberKind", kind), member_of("Seat", seat)
    return (padded(name, 16), *kinds, Account.create().address, [operations], 0, b"")


def member_of(enum: str, name: str) -> int:
    """The number of an enum's member."""
    members: list[str] = json.loads((ARTIFACTS / "types.json").read_text())["enums"][enum]
    return members.index(name)


def padded(text: str, size: int) -> bytes:
    """A short text as the contracts' fixed-size bytes."""
    return text.encode().ljust(size, b"\0")


def label(name: bytes) -> str:
    """The text of fixed-size bytes."""
    return bytes(name).rstrip(b"\0").decode()


def as_int(address: str) -> int:
    """An address as a number."""
    return int(address, 16)


def words(*values: int) -> bytes:
    """Numbers as 32-byte words."""
    return b"".join(value.to_bytes(32, "big") for value in values)


def slot_of(key: int, mapping: int) -> int:
    """Where a mapping in slot `mapping` has the value of `key`."""
    return int.from_bytes(web3.keccak(words(key, mapping)), "big")


def store(slot: int, value: int) -> None:
    """Writes one storage slot of the root."""
    rpc("anvil_setStorageAt", ROOT, f"0x{slot:064x}", f"0x{value:064x}")


def store_addresses(slot: int, values: Sequence[str]) -> None:
    """Writes a dynamic array of addresses into the root's storage."""
    store(slot, len(values))
    first = int.from_bytes(web3.keccak(words(slot)), "big")
    for index, value in enumerate(values):
        store(first + index, as_int(value))


def rpc(method: str, *parameters: str) -> None:
    """Asks anvil for what only a development chain does."""
    answer = web3.provider.make_request(method, list(parameters))
    if "error" in answer:
        raise RuntimeError(answer["error"]["message"])
