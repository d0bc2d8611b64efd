"""One member's folder of keys, and its card (I/O).

The folder holds a keystore for each account purpose, `recovery.json` (to be taken offline), `encryption-1.json`, for an
accounting seat `validator.json`, and `member.json` with the member's random id. Each machine needs only its own files.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from eth_keys.datatypes import PublicKey, Signature
from pydantic import Field

from quaychain.contracts.bindings.types import AccountPurpose, MemberKind, Seat
from quaychain.contracts.files import write_atomic
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.sealing.keys import EncryptionKey
from quaychain.contracts.signers import LocalSigner

from .card import (
    FORMAT,
    CardAccount,
    CardContent,
    CardEncryptionKey,
    CardValidator,
    MemberCard,
    sign_card,
)
from .charter import Charter
from .documents import Document, make_document, read_document
from .fields import Bytes16, SeatField
from .keys import (
    KeyFileError,
    KeyStrength,
    SeedKind,
    create_account,
    create_seed,
    load_account,
    load_seed,
)

_MEMBER_FILE = "member.json"
_FIRST_VERSION = 1


class MemberFile(Document):
    """What `member.json` says: nothing secret."""

    format: Literal["quaychain-member-keys-1"]
    member: Bytes16
    seat: SeatField
    encryption_key_version: Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class MemberKeys:
    """A member's folder of keys. Loading a key raises KeyFileError."""

    folder: Path
    member: bytes
    seat: Seat
    encryption_key_version: int

    @classmethod
    def create(cls, folder: Path, seat: Seat, password: bytes, strength: KeyStrength) -> MemberKeys:
        """Make all keys of a new member, whose id is random. Raises KeyFileError where some are there already."""
        if (folder / _MEMBER_FILE).exists():
            raise KeyFileError(str(folder / _MEMBER_FILE), "it exists: this folder is a member's already")
        keys = cls(folder, os.urandom(16), seat, _FIRST_VERSION)
        for name in (*(purpose.name.lower() for purpose in keys.purposes), "recovery"):
            create_account(folder / f"{name}.json", password, strength)
        if seat is Seat.ACCOUNTING:
            create_account(folder / "validator.json", password, strength)
        create_seed(keys._encryption_path(_FIRST_VERSION), SeedKind.ENCRYPTION, password, strength)
        # Last: a folder with it has all of its keys.
        content = MemberFile(
            format="quaychain-member-keys-1", member=keys.member, seat=seat, encryption_key_version=_FIRST_VERSION
        )
        try:
            write_atomic(folder / _MEMBER_FILE, content.as_file())
        except OSError as error:
            raise KeyFileError(str(folder / _MEMBER_FILE), error.strerror or str(error)) from error
        return keys

    @classmethod
    def open(cls, folder: Path) -> MemberKeys:
        """A folder that `create` made. Raises DocumentError."""
        content = read_document(folder / _MEMBER_FILE, MemberFile)
        return cls(folder, content.member, content.seat, content.encryption_key_version)

    @property
    def purposes(self) -> tuple[AccountPurpose, ...]:
        """What the member has accounts for: only accounting members have guardians."""
        common = (AccountPurpose.OPERATIONS, AccountPurpose.ORACLE, AccountPurpose.GOVERNANCE)
        return (*common, AccountPurpose.GUARDIAN) if self.seat is Seat.ACCOUNTING else common

    def account(self, purpose: AccountPurpose, password: bytes) -> LocalSigner:
        """The account for a purpose."""
        return load_account(self.folder / f"{purpose.name.lower()}.json", password)

    def recovery(self, password: bytes) -> LocalSigner:
        """The cold account that can replace all Governance accounts."""
        return load_account(self.folder / "recovery.json", password)

    def validator(self, password: bytes) -> LocalSigner:
        """The node key of an accounting member's validator."""
        return load_account(self.folder / "validator.json", password)

    def encryption_key(self, password: bytes, version: int | None = None) -> EncryptionKey:
        """The private encryption key of a version, the newest where none is given."""
        version = version or self.encryption_key_version
        return EncryptionKey(
            self.member, version, load_seed(self._encryption_path(version), SeedKind.ENCRYPTION, password)
        )

    def make_card(self, charter: Charter, name: str, kind: MemberKind, password: bytes) -> MemberCard:
        """The member's card for a charter, signed by all of its keys.

        Raises KeyFileError, DocumentError where the name doesn't do.
        """
        accounts = {purpose: self.account(purpose, password) for purpose in self.purposes}
        recovery = self.recovery(password)
        accounting = self.seat is Seat.ACCOUNTING
        validator = self.validator(password) if accounting else None
        reader = self.encryption_key(password, _FIRST_VERSION).reader()
        content = make_document(
            CardContent,
            "the card",
            format=FORMAT,
            consortium=charter.id,
            member=self.member,
            name=name,
            kind=kind,
            seat=self.seat,
            founder=accounts[AccountPurpose.GOVERNANCE].address if accounting else None,
            recovery=recovery.address,
            accounts=tuple(
                CardAccount(address=signer.address, purpose=purpose) for purpose, signer in accounts.items()
            ),
            encryption_key=CardEncryptionKey(kem=reader.kem, public_key=reader.public_key),
            validator=None
            if validator is None
            else CardValidator(address=validator.address, public_key=_public_key(validator)),
        )
        signers = [*accounts.values(), recovery]
        return sign_card(content, signers if validator is None else [*signers, validator])

    def _encryption_path(self, version: int) -> Path:
        return self.folder / f"encryption-{version}.json"


def _public_key(signer: LocalSigner) -> bytes:
    """A signer's public key (64 bytes), which a signature gives away."""
    payload = b"quaychain public key"
    signature = signer.sign_payload(payload)
    vrs = (signature[64] - 27, int.from_bytes(signature[:32]), int.from_bytes(signature[32:64]))
    key: PublicKey = Signature(vrs=vrs).recover_public_key_from_msg_hash(bytes(keccak256(payload)))
    return key.to_bytes()
