"""A consortium whose every key, id and address follows from names, so that the same code costs the same gas each time.

Nothing of it is secret: it lives for one measurement on a chain of its own.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from eth_keys.datatypes import PrivateKey

from quaychain.contracts.bindings.types import AccountPurpose, MemberKind, Seat
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.sealing.keys import KEM_ID, EncryptionKey
from quaychain.contracts.signers import LocalSigner
from quaychain.contracts.types import Address
from quaychain.node.card import (
    FORMAT,
    CardAccount,
    CardContent,
    CardEncryptionKey,
    CardValidator,
    MemberCard,
    sign_card,
)
from quaychain.node.charter import Charter, draft_charter

from ...demo.cast import CAST, CastMember

CHAIN_ID = 842_619
#: Time of the genesis block, Unix seconds.
GENESIS_TIME = 1_772_409_600
NAME = "Gas measurement"
_FIRST_PORT = 30_303


def identifier(name: str, length: int = 32) -> bytes:
    """An id or a commitment that follows from a name."""
    return keccak256(name.encode())[:length]


@functools.lru_cache(maxsize=512)
def signer(name: str) -> LocalSigner:
    """The account of a name."""
    return LocalSigner(identifier(f"key of {name}"))


@dataclass(frozen=True, slots=True)
class Member:
    """A member by its key in the demo's cast."""

    key: str

    @property
    def id(self) -> bytes:
        """Its id, 16 bytes."""
        return identifier(f"member {self.key}", 16)

    def account(self, purpose: AccountPurpose = AccountPurpose.OPERATIONS) -> LocalSigner:
        """Its account for a purpose."""
        return signer(f"{self.key}/{purpose.name}")

    @property
    def recovery(self) -> LocalSigner:
        """Its recovery account."""
        return signer(f"{self.key}/recovery")

    @property
    def validator(self) -> LocalSigner:
        """Its validator's key."""
        return signer(f"{self.key}/validator")

    def encryption_key(self, version: int = 1) -> bytes:
        """Its public encryption key of a version."""
        return EncryptionKey(self.id, version, identifier(f"{self.key}/encryption/{version}")).reader().public_key


def found() -> tuple[Charter, tuple[MemberCard, ...]]:
    """The charter, and the cards of all members of the demo's cast."""
    drafted = draft_charter("embedded", NAME, CHAIN_ID, GENESIS_TIME)
    charter = Charter.model_validate({**drafted.model_dump(), "nonce": identifier("nonce", 16)})
    return charter, tuple(_card(charter, cast) for cast in CAST)


def founders() -> Sequence[Member]:
    """The members with an accounting seat."""
    return [Member(cast.key) for cast in CAST if cast.seat is Seat.ACCOUNTING]


def _card(charter: Charter, cast: CastMember) -> MemberCard:
    member, accounting = Member(cast.key), cast.seat is Seat.ACCOUNTING
    purposes = [AccountPurpose.OPERATIONS, AccountPurpose.ORACLE, AccountPurpose.GOVERNANCE]
    if accounting:
        purposes.append(AccountPurpose.GUARDIAN)
    accounts = {purpose: member.account(purpose) for purpose in purposes}
    content = CardContent(
        format=FORMAT,
        consortium=charter.id,
        member=member.id,
        name=cast.name,
        kind=MemberKind(cast.kind),
        seat=cast.seat,
        founder=accounts[AccountPurpose.GOVERNANCE].address if accounting else None,
        recovery=member.recovery.address,
        accounts=tuple(CardAccount(address=item.address, purpose=purpose) for purpose, item in accounts.items()),
        encryption_key=CardEncryptionKey(kem=KEM_ID, public_key=member.encryption_key()),
        validator=_validator(cast) if accounting else None,
        nodes=(),
    )
    keys = [*accounts.values(), member.recovery]
    return sign_card(content, [*keys, member.validator] if accounting else keys)


def _validator(cast: CastMember) -> CardValidator:
    name = f"{cast.key}/validator"
    key = PrivateKey(identifier(f"key of {name}"))
    address: Address = signer(name).address
    port = _FIRST_PORT + CAST.index(cast)
    return CardValidator(address=address, public_key=key.public_key.to_bytes(), host="127.0.0.1", port=port)
