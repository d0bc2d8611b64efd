"""One member's folder of keys, and its card (I/O).

The folder holds a keystore for each account purpose, `recovery.json` (to be taken offline), `encryption-1.json`, for an
accounting seat `validator.json`, for each further node `node-NAME.json`, and `member.json` with the member's random id.
Each machine needs only its own files.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal, Self

from eth_keys.datatypes import PublicKey, Signature
from pydantic import Field, model_validator

from quaychain.contracts.bindings.types import AccountPurpose, MemberKind, Seat
from quaychain.contracts.errors import QuaychainError
from quaychain.contracts.files import sync_folder, write_atomic
from quaychain.contracts.keccak import keccak256
from quaychain.contracts.sealing.keys import EncryptionKey
from quaychain.contracts.signers import LocalSigner, Signer
from quaychain.contracts.types import Address

from .accounts import open_account
from .card import (
    FORMAT,
    VALIDATOR,
    CardAccount,
    CardContent,
    CardEncryptionKey,
    CardNode,
    CardValidator,
    MemberCard,
    sign_card,
)
from .charter import Charter
from .documents import Document, make_document, read_document
from .enode import Place
from .fields import Bytes16, NodeName, SeatField
from .folders import new_folder
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
    nodes: tuple[NodeName, ...]

    @model_validator(mode="after")
    def _each_another(self) -> Self:
        taken = {VALIDATOR, "recovery", *(purpose.name.lower() for purpose in AccountPurpose)}
        if len(taken | set(self.nodes)) != len(taken) + len(self.nodes):
            raise ValueError(f"each node has a name of its own, and none of {', '.join(sorted(taken))}")
        return self


@dataclass
class NodePlacesError(QuaychainError):
    """A card that would name other nodes than there are keys for."""

    without_place: tuple[str, ...]
    without_key: tuple[str, ...]

    def __str__(self) -> str:
        said = [f"node {name} needs a host and port" for name in self.without_place]
        said += [f"there is no key of a node {name}" for name in self.without_key]
        return "the card: " + "; ".join(said)


@dataclass(frozen=True, slots=True)
class MemberKeys:
    """A member's folder of keys. Loading one raises KeyFileError; one that is elsewhere, what `open_account` raises."""

    folder: Path
    member: bytes
    seat: Seat
    encryption_key_version: int
    nodes: tuple[str, ...] = ()

    @classmethod
    def create(
        cls,
        folder: Path,
        seat: Seat,
        password: bytes,
        strength: KeyStrength,
        nodes: Sequence[str] = (),
        elsewhere: Mapping[str, str] | None = None,
    ) -> MemberKeys:
        """Make all keys of a new member, whose id is random, and of its further nodes by their names.

        `elsewhere` has the places, as `open_account` takes them, of accounts (by purpose, or `recovery`) whose key is
        at a remote signer or in a token already.

        The folder is whole or not there. Raises FolderExistsError, FolderNotWritableError, KeyFileError, DocumentError
        where a node's name doesn't do, and what `open_account` raises.
        """
        places = dict(elsewhere or {})
        member = os.urandom(16)
        content = make_document(
            MemberFile,
            "the keys",
            format="quaychain-member-keys-1",
            member=member,
            seat=seat,
            encryption_key_version=_FIRST_VERSION,
            nodes=tuple(nodes),
        )
        with new_folder(folder) as building:
            keys = cls(building, member, seat, _FIRST_VERSION, content.nodes)
            if unknown := sorted(set(places) - set(keys._account_names)):
                raise KeyFileError(str(folder), f"{unknown[0]} is none of {', '.join(keys._account_names)}")
            for name in keys._account_names:
                if name in places:
                    open_account(places[name], password)
                    write_atomic(keys._place_file(name), places[name].encode() + b"\n", mode=0o600)
                else:
                    create_account(building / f"{name}.json", password, strength)
            for name in keys.node_names:
                create_account(keys.node_file(name), password, strength)
            create_seed(keys._encryption_path(_FIRST_VERSION), SeedKind.ENCRYPTION, password, strength)
            write_atomic(building / _MEMBER_FILE, content.as_file())
        return replace(keys, folder=folder)

    @classmethod
    def open(cls, folder: Path) -> MemberKeys:
        """A folder that `create` made. Raises DocumentError."""
        content = read_document(folder / _MEMBER_FILE, MemberFile)
        return cls(folder, content.member, content.seat, content.encryption_key_version, content.nodes)

    def renew(self, name: str, password: bytes, strength: KeyStrength) -> tuple[Address | None, Address]:
        """A new key in the place of an account's (by its purpose), `recovery`, or a node's (by its name).

        The old one, where it is still there, goes on in the folder `retired`: it may have to sign until the chain knows
        the new one. Answers both addresses. Raises KeyFileError.
        """
        names = {account: self.folder / f"{account}.json" for account in self._account_names}
        names |= {node: self.node_file(node) for node in self.node_names}
        if name not in names:
            raise KeyFileError(str(self.folder), f"it has no {name}: there are {', '.join(names)}")
        if self._place_file(name).exists():
            raise KeyFileError(
                str(self._place_file(name)), "its key is elsewhere: make the new one there, and name it here"
            )
        path = names[name]
        fresh = path.with_name(f".{path.name}.new")
        try:
            fresh.unlink(missing_ok=True)
            made = create_account(fresh, password, strength)
            old = None
            if path.exists():
                old = load_account(path, password).address
                retired = self.folder / "retired" / f"{name}-{old}.json"
                retired.parent.mkdir(mode=0o700, exist_ok=True)
                if not retired.exists():
                    os.link(path, retired)
                    sync_folder(retired.parent)
            fresh.replace(path)
            sync_folder(self.folder)
        except OSError as error:
            raise KeyFileError(str(path), error.strerror or str(error)) from error
        finally:
            fresh.unlink(missing_ok=True)
        return old, made.address

    def renew_encryption(self, password: bytes, strength: KeyStrength) -> MemberKeys:
        """Make the next version of the encryption key. The earlier ones stay: old records are wrapped for them.

        Others use it once the chain has it. Raises KeyFileError, also where the password isn't that of the newest.
        """
        self.encryption_key(password)
        version = self.encryption_key_version + 1
        content = read_document(self.folder / _MEMBER_FILE, MemberFile)
        content = make_document(MemberFile, "the keys", **{**dict(content), "encryption_key_version": version})
        path = self._encryption_path(version)
        try:
            # member.json doesn't name it: left by an attempt that ended halfway.
            path.unlink(missing_ok=True)
            create_seed(path, SeedKind.ENCRYPTION, password, strength)
            write_atomic(self.folder / _MEMBER_FILE, content.as_file())
        except OSError as error:
            raise KeyFileError(str(path), error.strerror or str(error)) from error
        return replace(self, encryption_key_version=version)

    def add_node(self, name: str, password: bytes, strength: KeyStrength) -> MemberKeys:
        """Make the key of one node more. Raises KeyFileError where it has one, DocumentError where the name is none."""
        if name in self.node_names:
            raise KeyFileError(str(self.node_file(name)), "it exists, and a key is never written over")
        content = read_document(self.folder / _MEMBER_FILE, MemberFile)
        content = make_document(MemberFile, "the keys", **{**dict(content), "nodes": (*content.nodes, name)})
        path = self.node_file(name)
        try:
            # member.json doesn't name it: left by an attempt that ended halfway.
            path.unlink(missing_ok=True)
            create_account(path, password, strength)
            write_atomic(self.folder / _MEMBER_FILE, content.as_file())
        except OSError as error:
            raise KeyFileError(str(path), error.strerror or str(error)) from error
        return replace(self, nodes=content.nodes)

    @property
    def _account_names(self) -> tuple[str, ...]:
        return (*(purpose.name.lower() for purpose in self.purposes), "recovery")

    @property
    def purposes(self) -> tuple[AccountPurpose, ...]:
        """What the member has accounts for: only accounting members have guardians."""
        common = (AccountPurpose.OPERATIONS, AccountPurpose.ORACLE, AccountPurpose.GOVERNANCE)
        return (*common, AccountPurpose.GUARDIAN) if self.seat is Seat.ACCOUNTING else common

    def account(self, purpose: AccountPurpose, password: bytes) -> Signer:
        """The account for a purpose, wherever its key is."""
        return self._account(purpose.name.lower(), password)

    def recovery(self, password: bytes) -> Signer:
        """The cold account that can replace all Governance accounts."""
        return self._account("recovery", password)

    @property
    def node_names(self) -> tuple[str, ...]:
        """The names of the member's nodes that have a key here: an accounting member's validator first."""
        return ((VALIDATOR,) if self.seat is Seat.ACCOUNTING else ()) + self.nodes

    def loopback_places(self, first_port: int) -> dict[str, Place]:
        """Places for the member's nodes on this machine, at ports from `first_port` on."""
        return {name: Place("127.0.0.1", port) for port, name in enumerate(self.node_names, first_port)}

    def node_file(self, name: str) -> Path:
        """The keystore of a node's key."""
        return self.folder / (f"{VALIDATOR}.json" if name == VALIDATOR else f"node-{name}.json")

    def node(self, name: str, password: bytes) -> LocalSigner:
        """The key of one of the member's nodes."""
        return load_account(self.node_file(name), password)

    def validator(self, password: bytes) -> LocalSigner:
        """The node key of an accounting member's validator."""
        return self.node(VALIDATOR, password)

    def encryption_key(self, password: bytes, version: int | None = None) -> EncryptionKey:
        """The private encryption key of a version, the newest where none is given."""
        version = version or self.encryption_key_version
        return EncryptionKey(
            self.member, version, load_seed(self._encryption_path(version), SeedKind.ENCRYPTION, password)
        )

    def make_card(
        self, charter: Charter, name: str, kind: MemberKind, password: bytes, places: Mapping[str, Place]
    ) -> MemberCard:
        """The member's card for a charter, signed by all of its keys. `places` says by name where its nodes will be.

        Raises KeyFileError, NodePlacesError, DocumentError where the name or a place doesn't do.
        """
        if set(places) != set(self.node_names):
            raise NodePlacesError(
                tuple(name for name in self.node_names if name not in places),
                tuple(name for name in places if name not in self.node_names),
            )
        accounts = {purpose: self.account(purpose, password) for purpose in self.purposes}
        recovery = self.recovery(password)
        accounting = self.seat is Seat.ACCOUNTING
        node_keys = {name: self.node(name, password) for name in self.node_names}
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
            validator=make_document(
                CardValidator,
                "the card: validator",
                address=node_keys[VALIDATOR].address,
                public_key=public_key(node_keys[VALIDATOR]),
                host=places[VALIDATOR].host,
                port=places[VALIDATOR].port,
            )
            if accounting
            else None,
            nodes=tuple(
                make_document(
                    CardNode,
                    f"the card: node {node}",
                    name=node,
                    public_key=public_key(node_keys[node]),
                    host=places[node].host,
                    port=places[node].port,
                )
                for node in self.nodes
            ),
        )
        return sign_card(content, [*accounts.values(), recovery, *node_keys.values()])

    def _account(self, name: str, password: bytes) -> Signer:
        place = self._place_file(name)
        try:
            named = place.read_text().strip() if place.exists() else str(self.folder / f"{name}.json")
        except (OSError, UnicodeDecodeError) as error:
            raise KeyFileError(str(place), str(error)) from error
        return open_account(named, password)

    def _place_file(self, name: str) -> Path:
        """Says where the key of an account is that has no keystore here."""
        return self.folder / f"{name}.account"

    def _encryption_path(self, version: int) -> Path:
        return self.folder / f"encryption-{version}.json"


def public_key(signer: Signer) -> bytes:
    """A signer's public key (64 bytes), which a signature gives away."""
    payload = b"quaychain public key"
    signature = signer.sign_payload(payload)
    vrs = (signature[64] - 27, int.from_bytes(signature[:32]), int.from_bytes(signature[32:64]))
    key: PublicKey = Signature(vrs=vrs).recover_public_key_from_msg_hash(keccak256(payload))
    return key.to_bytes()
