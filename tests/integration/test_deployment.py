"""A consortium founded, deployed, installed and verified on a real anvil; what differs is found."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.errors import AlreadyInstalledError, FounderSignatureInvalidError
from quaychain.contracts.bindings.member_registry import MemberRegistry
from quaychain.contracts.bindings.types import AccountPurpose, DirectoryEntry, MemberKind, Seat
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.outbox import Outbox
from quaychain.contracts.ports import free_port
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.rpc import Rpc
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.signers import LocalSigner
from quaychain.node.artifacts import load_artifact
from quaychain.node.card import MemberCard
from quaychain.node.charter import Charter, draft_charter
from quaychain.node.deploy import (
    FounderSignatureMissingError,
    build_installation,
    deploy_contracts,
    install,
    sign_installation,
)
from quaychain.node.embedded.server import EmbeddedChainServer
from quaychain.node.embedded.state import ChainFolder
from quaychain.node.genesis import build_genesis
from quaychain.node.installation import InstallationError, InstallationFile, check_signatures, sign
from quaychain.node.keys import RANDOM_PASSWORD
from quaychain.node.member_keys import MemberKeys
from quaychain.node.verify import DeploymentCheck, check_installable, verify_deployment

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(shutil.which("anvil") is None, reason="anvil is not installed: start through ./qc"),
]

PASSWORD = b"password"
#: As many as the reference scenario has.
ACCOUNTING, QUERY = 4, 10


@dataclass(frozen=True)
class Consortium:
    """A consortium on its chain, deployed and installed."""

    charter: Charter
    keys: tuple[MemberKeys, ...]
    cards: tuple[MemberCard, ...]
    rpc: Rpc
    reader: ChainReader
    sender: TransactionSender
    entries: tuple[DirectoryEntry, ...]
    deployment: Deployment


@pytest.fixture(scope="module")
def consortium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Consortium]:
    folder = tmp_path_factory.mktemp("consortium")
    charter = draft_charter("embedded", "Test consortium", 741_200, 1_772_409_600)
    seats = [Seat.ACCOUNTING] * ACCOUNTING + [Seat.QUERY] * QUERY
    keys = tuple(
        MemberKeys.create(folder / "keys" / str(number), seat, PASSWORD, RANDOM_PASSWORD)
        for number, seat in enumerate(seats)
    )
    places = [item.loopback_places(30_303 + number) for number, item in enumerate(keys)]
    cards = tuple(
        item.make_card(charter, f"Member {number}", MemberKind.SUPPLIER, PASSWORD, places[number])
        for number, item in enumerate(keys)
    )
    chain = ChainFolder(folder / "chain")
    chain.folder.mkdir()
    chain.genesis.write_bytes(build_genesis(charter, cards, load_artifact("ConsortiumRoot")).data)
    with EmbeddedChainServer(chain.folder, free_port()) as server, Rpc(server.url) as rpc:
        reader = ChainReader(rpc)
        # Anybody may send the transactions.
        sender = sender_of(rpc, LocalSigner(os.urandom(32)), folder / "outbox.sqlite", charter)
        entries = deploy_contracts(charter, sender, reader)
        installation = build_installation(charter, entries, [card.admission() for card in cards])
        founders = [item.account(AccountPurpose.GOVERNANCE, PASSWORD) for item in keys[:ACCOUNTING]]
        # As founders pass it round: a file of what was deployed, and each one's signature after a look at the chain.
        file = InstallationFile.of(charter, entries)
        signed = [sign(file, charter, cards, founder, reader) for founder in founders]
        signatures = dict(check_signatures(charter, installation, signed))
        check_refusals(charter, cards, file, founders[0], reader)

        with pytest.raises(FounderSignatureMissingError):
            install(charter, installation, dict(list(signatures.items())[1:]), sender, reader)
        forged = {**signatures, founders[0].address: sign_installation(charter, installation, founders[1])}
        with pytest.raises(FounderSignatureInvalidError):
            install(charter, installation, forged, sender, reader)

        deployment = install(charter, installation, signatures, sender, reader)
        yield Consortium(charter, keys, cards, rpc, reader, sender, entries, deployment)


def check_refusals(
    charter: Charter, cards: tuple[MemberCard, ...], file: InstallationFile, founder: LocalSigner, reader: ChainReader
) -> None:
    """A founder signs nothing else than what the artifacts are, for its own charter and cards."""
    anchor = next(entry for entry in file.entries if entry.name == "EventAnchor")
    records = next(entry for entry in file.entries if entry.name == "RecordRegistry")
    swapped = anchor.model_copy(update={"location": records.location, "code_hash": records.code_hash})
    for entries, refused in (
        (tuple(entry for entry in file.entries if entry != anchor), "names"),
        ((*file.entries[1:], file.entries[1]), "names"),
        (tuple(swapped if entry == anchor else entry for entry in file.entries), "EventAnchor: code"),
    ):
        with pytest.raises(InstallationError, match=refused):
            sign(file.model_copy(update={"entries": entries}), charter, cards, founder, reader)
    faster = charter.model_copy(update={"voting": charter.voting.model_copy(update={"delay": 3})})
    checks = [check.what for check in check_installable(faster, file.installation(charter, cards).entries, reader)]
    assert "ConsortiumRoot: code" in checks  # at another charter's address there is no root
    with pytest.raises(InstallationError, match="no founder"):
        sign(file, charter, cards, LocalSigner(os.urandom(32)), reader)
    with pytest.raises(InstallationError, match="another consortium"):
        file.model_copy(update={"consortium": bytes(32)}).installation(charter, cards)
    signature = sign(file, charter, cards, founder, reader)
    fewer = file.installation(charter, cards[:-1])
    with pytest.raises(InstallationError, match="not over this installation"):
        check_signatures(charter, fewer, [signature])
    with pytest.raises(InstallationError, match="another consortium"):
        check_signatures(
            charter, file.installation(charter, cards), [signature.model_copy(update={"consortium": bytes(32)})]
        )


def sender_of(rpc: Rpc, signer: LocalSigner, path: Path, charter: Charter) -> TransactionSender:
    outbox = Outbox(path, signer.address, charter.chain_id, rpc.genesis_hash())
    return TransactionSender(rpc, signer, outbox, chain_id=charter.chain_id)


def failures(consortium: Consortium, deployment: Deployment) -> dict[str, str]:
    checks: list[DeploymentCheck] = list(verify_deployment(deployment, consortium.reader))
    return {check.what: check.problem for check in checks if check.problem is not None}


def test_all_members_are_admitted_with_their_accounts(consortium: Consortium) -> None:
    registry, read = consortium.deployment.contract(MemberRegistry), consortium.reader.read
    assert read(registry.member_count()) == ACCOUNTING + QUERY
    for card in consortium.cards:
        assert read(registry.member_of(card.card.member)).seat is card.card.seat
        for account in card.card.accounts:
            assert read(registry.authorize(account.address, account.purpose)) == card.card.member  # type: ignore[arg-type]


def test_an_installation_is_done_once(consortium: Consortium) -> None:
    installation = build_installation(consortium.charter, consortium.entries, [])
    root = ConsortiumRoot(consortium.charter.root_address)
    assert consortium.reader.read(root.installed())
    with pytest.raises(AlreadyInstalledError):
        consortium.sender.simulate(root.install(installation, []))


def test_deploying_again_sends_nothing(consortium: Consortium) -> None:
    before = consortium.rpc.block_number()
    assert deploy_contracts(consortium.charter, consortium.sender, consortium.reader) == consortium.entries
    assert consortium.rpc.block_number() == before


def test_every_members_encryption_key_is_entered(consortium: Consortium) -> None:
    """The installation has room for fourteen members with keys of 1,216 bytes."""
    registry = consortium.deployment.contract(MemberRegistry)
    for keys in consortium.keys:
        reader = keys.encryption_key(PASSWORD).reader()
        assert consortium.reader.read(registry.encryption_key_version(keys.member)) == 1
        known = consortium.reader.read(registry.encryption_key(keys.member, 1))
        assert (known.kem, known.public_key_hash) == (reader.kem, keccak256(reader.public_key))


def test_the_deployment_is_found_to_be_what_it_says(consortium: Consortium, tmp_path: Path) -> None:
    path = tmp_path / "deployment.json"
    consortium.deployment.save(path)
    checks = list(verify_deployment(Deployment.load(path), consortium.reader))
    assert [check for check in checks if check.problem] == []
    named = {check.what for check in checks}
    # Each contract and each library that a contract is linked with.
    assert {"ConsortiumRoot: code", "AccessManager: code", "OrderFulfilment: code", "OrderAgreement: code"} <= named
    assert len([what for what in named if what.endswith("in the Directory")]) == 10


def test_whatever_differs_is_named(consortium: Consortium) -> None:
    deployment = consortium.deployment
    swapped = {
        **deployment.contracts,
        "EventAnchor": deployment.contracts["RecordRegistry"],
        "Unknown": deployment.contracts["RecordRegistry"],
    }
    swapped.pop("TradeFinance")
    found = failures(consortium, dataclasses.replace(deployment, contracts=swapped))
    assert set(found) == {
        "EventAnchor in the Directory",
        "EventAnchor: stated code hash",
        "Unknown in the Directory",
        "TradeFinance in the Directory",
    }
    stated = dataclasses.replace(deployment.contracts["EventAnchor"], code_hash=bytes(32), layout_version=2)
    changed = dataclasses.replace(deployment, contracts={**deployment.contracts, "EventAnchor": stated})
    assert set(failures(consortium, changed)) == {
        "EventAnchor: stated code hash",
        "EventAnchor: stated layout version",
    }
    assert failures(consortium, dataclasses.replace(deployment, chain_id=1)).keys() == {"chain id"}
    assert failures(consortium, dataclasses.replace(deployment, genesis=bytes(32))).keys() == {"genesis block"}
    assert failures(consortium, dataclasses.replace(deployment, consortium=bytes(32))).keys() == {
        "consortium",
        "root address",
    }
    elsewhere = dataclasses.replace(deployment, root=deployment.address("EventAnchor"))
    assert failures(consortium, elsewhere).keys() == {"root address", "ConsortiumRoot: code"}


@pytest.mark.parametrize("name", ["EventAnchor", "OrderFulfilment", "Guarantees"])
def test_changed_code_is_named(consortium: Consortium, name: str) -> None:
    """One byte of a contract's or a library's code, changed as only a test chain lets it be."""
    rpc, artifact = consortium.rpc, load_artifact(name)
    if artifact.is_library:
        finance = consortium.rpc.code(consortium.deployment.address("TradeFinance"))
        user = load_artifact("TradeFinance")
        placeholder = next(text for text, library in user.libraries if library == name)
        start = user.runtime_text.index(placeholder) // 2
        location = "0x" + finance[start : start + 20].hex()
    else:
        location = consortium.deployment.address(name)
    code = rpc.code(location)
    changed = bytearray(code)
    changed[len(code) // 2] ^= 1
    rpc.call("anvil_setCode", location, "0x" + changed.hex())
    try:
        found = failures(consortium, consortium.deployment)
    finally:
        rpc.call("anvil_setCode", location, "0x" + code.hex())
    expected = {f"{name}: code"} if artifact.is_library else {f"{name}: code", f"{name}: code hash"}
    assert set(found) == expected
