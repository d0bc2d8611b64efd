"""The installation as founders pass it round: what was deployed, and each founder's signature (I/O: reads a node).

The Directory's lines travel in a file; the first members don't, for every founder has their cards and makes the same of
them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from quaychain.contracts.bindings.consortium_root import ConsortiumRoot
from quaychain.contracts.bindings.types import DirectoryEntry, Installation
from quaychain.contracts.deployment import Deployment
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.reader import ChainReader
from quaychain.contracts.sender import TransactionSender
from quaychain.contracts.signatures import recover_address
from quaychain.contracts.signers import Signer
from quaychain.contracts.typed_data import typed_data, typed_data_payload
from quaychain.contracts.types import Address, address_bytes, to_address

from .card import MemberCard, check_cards
from .charter import Charter
from .deploy import build_installation, deploy_contracts, install, sign_installation
from .documents import Document
from .fields import AddressField, Bytes32, Bytes65
from .verify import check_installable

INSTALLATION_FORMAT: Literal["quaychain-installation-1"] = "quaychain-installation-1"
SIGNATURE_FORMAT: Literal["quaychain-installation-signature-1"] = "quaychain-installation-signature-1"


@dataclass
class InstallationError(QuaychainError):
    """An installation that a founder should not sign, or a signature that is none of it."""

    what: str
    reason: str

    def __str__(self) -> str:
        return f"{self.what}: {self.reason}"


class InstallationEntry(Document):
    """A line of the Directory that is to be."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9]+$")]
    location: AddressField
    layout_version: Annotated[int, Field(ge=1, lt=2**32)]
    code_hash: Bytes32


class InstallationFile(Document):
    """What was deployed for a consortium, not yet installed."""

    format: Literal["quaychain-installation-1"]
    consortium: Bytes32
    entries: Annotated[tuple[InstallationEntry, ...], Field(min_length=1, max_length=50)]

    @classmethod
    def of(cls, charter: Charter, entries: Sequence[DirectoryEntry]) -> InstallationFile:
        """Of the Directory's lines."""
        return cls(
            format=INSTALLATION_FORMAT,
            consortium=charter.id,
            entries=tuple(
                InstallationEntry(
                    name=entry.name.rstrip(b"\0").decode(),
                    location=entry.location,
                    layout_version=entry.layout_version,
                    code_hash=entry.code_hash,
                )
                for entry in entries
            ),
        )

    def installation(self, charter: Charter, cards: Sequence[MemberCard]) -> Installation:
        """What founders sign, with these cards' members. Raises InstallationError for another consortium."""
        if self.consortium != charter.id:
            raise InstallationError("the installation", "it is for another consortium than this charter's")
        entries = [
            DirectoryEntry(
                entry.name.encode().ljust(32, b"\0"), to_address(entry.location), entry.layout_version, entry.code_hash
            )
            for entry in self.entries
        ]
        return build_installation(charter, entries, [card.admission() for card in cards])


class InstallationSignature(Document):
    """A founder's signature of an installation."""

    format: Literal["quaychain-installation-signature-1"]
    consortium: Bytes32
    founder: AddressField
    signature: Bytes65


def sign(
    file: InstallationFile, charter: Charter, cards: Sequence[MemberCard], founder: Signer, reader: ChainReader
) -> InstallationSignature:
    """A founder's signature, once every contract on the chain is its artifact, for this charter.

    Raises what `check_cards` does, InstallationError, RpcUnreachableError.
    """
    founders = {content.founder for content in check_cards(charter, cards)}
    if founder.address not in founders:
        raise InstallationError(founder.address, "it is no founder's account by these cards")
    installation = file.installation(charter, cards)
    for check in check_installable(charter, installation.entries, reader):
        if check.problem is not None:
            raise InstallationError(check.what, check.problem)
    return InstallationSignature(
        format=SIGNATURE_FORMAT,
        consortium=charter.id,
        founder=founder.address,
        signature=sign_installation(charter, installation, founder),
    )


def check_signatures(
    charter: Charter, installation: Installation, signatures: Sequence[InstallationSignature]
) -> Mapping[Address, bytes]:
    """The signatures by founder, each over this installation.

    Raises InstallationError, also where a founder had other cards or another installation before it.
    """
    root = ConsortiumRoot(charter.root_address)
    payload = typed_data_payload(typed_data(root, charter.chain_id, installation))
    found: dict[Address, bytes] = {}
    for signed in signatures:
        if signed.consortium != charter.id:
            raise InstallationError(f"the signature of {signed.founder}", "it is for another consortium")
        if recover_address(payload, signed.signature) != signed.founder:
            raise InstallationError(
                f"the signature of {signed.founder}",
                "it is not over this installation with these cards: compare both with that founder",
            )
        found[to_address(signed.founder)] = signed.signature
    return dict(sorted(found.items(), key=lambda item: address_bytes(item[0])))


def install_by_founders(
    charter: Charter,
    cards: Sequence[MemberCard],
    founders: Sequence[Signer],
    sender: TransactionSender,
    reader: ChainReader,
) -> Deployment:
    """Deploy, sign by each founder, install: for one machine that has all of their keys. Safe to repeat.

    Raises what `sign` and `install` do, and the sender's errors.
    """
    file = InstallationFile.of(charter, deploy_contracts(charter, sender, reader))
    signed = [sign(file, charter, cards, founder, reader) for founder in founders]
    installation = file.installation(charter, cards)
    return install(charter, installation, check_signatures(charter, installation, signed), sender, reader)
