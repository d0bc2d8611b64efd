"""The member card: everything public about one member's keys, signed by each of them.

A card proves that whoever sent it holds the keys it names, for this consortium. Whose card it is, people check; a
company's certificate can help them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, Self

from cryptography.x509 import Certificate
from eth_keys.datatypes import PublicKey
from pydantic import Field, model_validator

from quaychain.contracts.bindings.types import AccountAdmission, AccountPurpose, Admission, Seat
from quaychain.contracts.canonical import canonical_json
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.sealing.errors import EncryptionKeyError
from quaychain.contracts.sealing.keys import check_public_key
from quaychain.contracts.signatures import recover_address
from quaychain.contracts.signers import Signer
from quaychain.contracts.types import Address, to_address

from .charter import Charter
from .company import Company, CompanyKey, CompanyStatement, check_statement, make_statement
from .documents import Document
from .enode import Enode, HostField, PortField
from .fields import (
    AddressField,
    Bytes16,
    Bytes32,
    Bytes64,
    Bytes65,
    HexBytes,
    KindField,
    NameField,
    NodeName,
    PurposeField,
    SeatField,
)

#: The name of a member's node that seals; its further nodes have others.
VALIDATOR = "validator"
FORMAT: Literal["quaychain-member-card-1"] = "quaychain-member-card-1"
_TAG = b"quaychain member card 1\0"


@dataclass
class CardSignatureError(QuaychainError):
    """A card that a key it names has not signed, or not as it stands."""

    card: str
    key: str

    def __str__(self) -> str:
        return f"the card of {self.card} is not signed by its {self.key}: it was changed, or it is not its owner's"


@dataclass
class CardConsortiumError(QuaychainError):
    """A card for another consortium."""

    card: str
    expected: bytes
    given: bytes

    def __str__(self) -> str:
        return (
            f"the card of {self.card} is for consortium 0x{self.given.hex()}, not for this charter's "
            f"0x{self.expected.hex()}"
        )


@dataclass
class UnstatedCompanyError(QuaychainError):
    """A card that no company's certificate vouches for, where that is asked for."""

    card: str

    def __str__(self) -> str:
        return f"the card of {self.card} has no company statement"


@dataclass
class DuplicateCardError(QuaychainError):
    """Two cards name the same member, account, node key or place of a node."""

    what: str
    first: str
    second: str

    def __str__(self) -> str:
        return f"the cards of {self.first} and {self.second} both name {self.what}"


class CardAccount(Document):
    """An account and what it is for."""

    address: AddressField
    purpose: PurposeField


class CardEncryptionKey(Document):
    """The member's first encryption key: HPKE KEM id and public key."""

    kem: Annotated[int, Field(ge=1, lt=2**16)]
    public_key: HexBytes

    @model_validator(mode="after")
    def _usable(self) -> Self:
        try:
            check_public_key(self.kem, self.public_key)
        except EncryptionKeyError as error:
            raise ValueError(str(error)) from error
        return self


class CardValidator(Document):
    """The validator's node key, which is its enode id too: address and public key (64 bytes), and where peers dial
    it."""

    address: AddressField
    public_key: Bytes64
    host: HostField
    port: PortField

    @property
    def enode(self) -> Enode:
        """The node as its peers know it."""
        return Enode(self.public_key, self.host, self.port)

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        if PublicKey(self.public_key).to_checksum_address() != self.address:
            raise ValueError("the validator's address is not its public key's")
        return self


class CardNode(Document):
    """A further node of the member, which answers queries and seals nothing: its key (64 bytes), and where peers dial
    it."""

    name: NodeName
    public_key: Bytes64
    host: HostField
    port: PortField

    @property
    def enode(self) -> Enode:
        """The node as its peers know it."""
        return Enode(self.public_key, self.host, self.port)

    @model_validator(mode="after")
    def _not_the_validator(self) -> Self:
        if self.name == VALIDATOR:
            raise ValueError(f"{VALIDATOR} is the name of the node that seals")
        return self


class CardContent(Document):
    """What a card says and its keys sign. `founder`, for an accounting seat, signs the installation."""

    format: Literal["quaychain-member-card-1"]
    consortium: Bytes32
    member: Bytes16
    name: NameField
    kind: KindField
    seat: SeatField
    founder: AddressField | None
    recovery: AddressField
    accounts: Annotated[tuple[CardAccount, ...], Field(min_length=1, max_length=20)]
    encryption_key: CardEncryptionKey
    validator: CardValidator | None
    nodes: Annotated[tuple[CardNode, ...], Field(max_length=20)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.seat is Seat.MIRRORED:
            raise ValueError("a mirrored member has no keys, hence no card")
        if not any(self.member):
            raise ValueError("a member id of zero is nobody's")
        if (self.founder is not None) is not (self.seat is Seat.ACCOUNTING):
            raise ValueError("members with an accounting seat have a founder account, and no others")
        if self.validator is not None and self.seat is not Seat.ACCOUNTING:
            raise ValueError("only a member with an accounting seat has a validator")
        names = [node.name for node in self.nodes]
        if len(set(names)) != len(names):
            raise ValueError("two nodes have one name")
        named = self.addresses
        if len(set(named.values())) != len(named):
            raise ValueError("one key is named for two things")
        places = [(enode.host, enode.port) for enode in self.enodes]
        if len(set(places)) != len(places):
            raise ValueError("two nodes have one host and port")
        governance = {account.address for account in self.accounts if account.purpose is AccountPurpose.GOVERNANCE}
        if self.founder is not None and self.founder not in governance:
            raise ValueError("the founder account is not one of the Governance accounts")
        return self

    @property
    def addresses(self) -> Mapping[str, Address]:
        """Every address the card names, by what it is; the founder is among the accounts."""
        named = {
            f"{account.purpose.name.lower()} account {account.address}": to_address(account.address)
            for account in self.accounts
        }
        named["recovery account"] = to_address(self.recovery)
        if self.validator is not None:
            named["validator key"] = to_address(self.validator.address)
        return named | {f"key of node {node.name}": node.enode.address for node in self.nodes}

    @property
    def senders(self) -> tuple[Address, ...]:
        """The accounts that may send transactions: all but the keys of nodes."""
        return (*(to_address(account.address) for account in self.accounts), to_address(self.recovery))

    @property
    def enodes(self) -> tuple[Enode, ...]:
        """The member's nodes as their peers know them, the validator first."""
        validator = () if self.validator is None else (self.validator.enode,)
        return (*validator, *(node.enode for node in self.nodes))

    def signing_payload(self) -> bytes:
        """The bytes whose keccak256 every key of the card signs."""
        return _TAG + canonical_json(self.as_json())


class MemberCard(Document):
    """A card and its signatures, by address; and, where it has one, the statement that ties it to a company."""

    card: CardContent
    signatures: dict[AddressField, Bytes65]
    company: CompanyStatement | None = None

    def check_company(self, anchors: Sequence[Certificate], at: datetime) -> Company | None:
        """The company whose card it is, if one of these trust anchors vouches for that; None where none is stated.

        Raises CompanyStatementError.
        """
        if self.company is None:
            return None
        return check_statement(self.card.name, self.card.signing_payload(), self.company, anchors, at)

    def admission(self) -> Admission:
        """What the installation says of this member."""
        content = self.card
        return Admission(
            member=content.member,
            kind=content.kind,
            seat=content.seat,
            recovery=to_address(content.recovery),
            accounts=tuple(
                AccountAdmission(to_address(account.address), account.purpose, 0, 0) for account in content.accounts
            ),
            kem=content.encryption_key.kem,
            encryption_key=content.encryption_key.public_key,
        )


def sign_card(content: CardContent, keys: Iterable[Signer]) -> MemberCard:
    """The card, signed by all of its keys. Raises CardSignatureError where one is missing."""
    payload = content.signing_payload()
    signatures = {to_address(key.address): key.sign_payload(payload) for key in keys}
    wanted = set(content.addresses.values())
    card = MemberCard(card=content, signatures={name: data for name, data in signatures.items() if name in wanted})
    _check_signatures(card)
    return card


def state_company(card: MemberCard, key: CompanyKey, certificates: Sequence[Certificate]) -> MemberCard:
    """The card with the statement of the company whose certificate is the first. Raises CompanyStatementError."""
    statement = make_statement(card.card.name, card.card.signing_payload(), key, certificates)
    return MemberCard(card=card.card, signatures=card.signatures, company=statement)


def check_cards(charter: Charter, cards: Sequence[MemberCard]) -> tuple[CardContent, ...]:
    """The cards' contents by member id, once each is signed, for this charter, and shares nothing with another.

    Raises CardSignatureError, CardConsortiumError, DuplicateCardError.
    """
    holders: dict[str, str] = {}
    for card in cards:
        content = card.card
        _check_signatures(card)
        if content.consortium != charter.id:
            raise CardConsortiumError(content.name, charter.id, content.consortium)
        for what in (
            f"member 0x{content.member.hex()}",
            *(f"address {address}" for address in content.addresses.values()),
            *(f"a node at {enode.host}:{enode.port}" for enode in content.enodes),
        ):
            if what in holders:
                raise DuplicateCardError(what, holders[what], content.name)
            holders[what] = content.name
    return tuple(sorted((card.card for card in cards), key=lambda content: content.member))


def _check_signatures(card: MemberCard) -> None:
    payload = card.card.signing_payload()
    for what, address in card.card.addresses.items():
        if recover_address(payload, card.signatures.get(address, b"")) != address:
            raise CardSignatureError(card.card.name, what)
